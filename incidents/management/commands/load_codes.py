from django.core.management.base import BaseCommand

from incidents.codes import load_causes


class Command(BaseCommand):
    help = "Load the lists of causes that incidents are sorted by."

    def handle(self, **options):
        self.stdout.write(f"{load_causes()} causes")
