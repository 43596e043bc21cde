from django.core.management.base import BaseCommand

from meetings.loading import load_agendas


class Command(BaseCommand):
    help = "Bring in new agendas for meetings; safe to repeat."

    def handle(self, **options):
        self.stdout.write(f"{load_agendas()} new agendas.")
