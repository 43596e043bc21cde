from datetime import date

from django.core.management.base import BaseCommand, CommandError

from demo.loading import AlreadyThere, load
from organisation.models import Municipality
from sam.dates import today

# The year that the written reports tell of lies a season back.
_EARLIEST = date(2024, 4, 1)


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
        if until < _EARLIEST:
            raise CommandError(f"The demo goes on until {_EARLIEST} at least.")
        try:
            load(scale=scale, until=until)
        except AlreadyThere:
            self.stdout.write("There is a municipality already; nothing was changed.")
            return
        self.stdout.write(f"{Municipality.objects.get()} is loaded.")
