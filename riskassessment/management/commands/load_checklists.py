from django.core.management.base import BaseCommand, CommandError

from riskassessment.loading import ChangedVersionError, load_checklists


class Command(BaseCommand):
    help = "Bring in new versions of the checklists; safe to repeat."

    def handle(self, **options):
        try:
            number = load_checklists()
        except ChangedVersionError as error:
            raise CommandError(error) from error
        self.stdout.write(f"{number} new checklists.")
