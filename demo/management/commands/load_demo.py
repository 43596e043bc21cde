from datetime import date

from django.core.management.base import BaseCommand, CommandError

from demo.figures import INCIDENTS
from demo.loading import AlreadyThere, load
from organisation.models import Municipality
from sam.dates import today


class Command(BaseCommand):
    help = (
        "Load the demo municipality with invented people; does nothing where there is "
        "a municipality already."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale",
            type=int,
            default=1,
            help="so many times the units and incidents, for measurements",
        )
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            default=today(),
            help="the last day on which anything has happened, as 2026-05-31 (today)",
        )

    def handle(self, *, scale, until, **options):
        if until.year <= max(INCIDENTS):
            raise CommandError(
                f"The demo has happened until {max(INCIDENTS)} at least."
            )
        try:
            load(scale=scale, until=until)
        except AlreadyThere:
            self.stdout.write("There is a municipality already; nothing was changed.")
            return
        self.stdout.write(f"{Municipality.objects.get()} is loaded.")
