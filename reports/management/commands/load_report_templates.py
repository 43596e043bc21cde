from django.core.management.base import BaseCommand

from reports.loading import load_all


class Command(BaseCommand):
    help = "Load the report templates that ship with the program; safe to repeat."

    def handle(self, **options):
        for template in load_all():
            self.stdout.write(str(template))
