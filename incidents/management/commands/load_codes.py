from django.core.management.base import BaseCommand

from incidents.codes import load_codes


class Command(BaseCommand):
    help = "Load the lists of codes that incidents are sorted by."

    def handle(self, **options):
        self.stdout.write(f"{load_codes()} codes")
