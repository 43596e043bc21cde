from django.core.management.base import BaseCommand

from surveys.loading import load_questionnaires


class Command(BaseCommand):
    help = "Bring in new questionnaires of surveys; safe to repeat."

    def handle(self, **options):
        self.stdout.write(f"{load_questionnaires()} new questionnaires.")
