from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from organisation import history
from organisation.models import Committee, Country, Level, Municipality, Unit
from sam.dates import today


class Command(BaseCommand):
    help = (
        "Found a unit and, when it is not there, the committee that it answers to. The "
        "first unit of an installation is the municipality itself."
    )

    def add_arguments(self, parser):
        parser.add_argument("code", help="what other systems call the unit")
        parser.add_argument("name")
        parser.add_argument("level", choices=Level.values)
        parser.add_argument("--parent", help="the code of the unit above")
        parser.add_argument("--committee", help="the committee's name")
        parser.add_argument(
            "--since", type=date.fromisoformat, help="the first day, as 2024-01-31"
        )
        parser.add_argument(
            "--country",
            choices=Country.values,
            default=Country.SE,
            help="of the municipality: whose law is followed (SE)",
        )

    @transaction.atomic
    def handle(
        self, *, code, name, level, parent, committee, since, country, **options
    ):
        if Unit.objects.filter(code=code).exists():
            raise CommandError(f"There is a unit with the code {code} already.")
        above = _unit(parent) if parent else _nothing_above(name, level, country)
        place = {"parent": above}
        if committee:
            place["committee"], _created = Committee.objects.get_or_create(
                name=committee, defaults={"slug": slugify(committee)}
            )
        try:
            unit = history.establish(
                code, name=name, level=level, since=since or today(), **place
            )
        except ValidationError as error:
            raise CommandError(f"{parent}: {error.messages[0]}") from error
        self.stdout.write(f"{unit} ({code})")


def _unit(code):
    try:
        return Unit.objects.existing().get(code=code)
    except Unit.DoesNotExist as error:
        raise CommandError(f"There is no unit with the code {code}.") from error


def _nothing_above(name, level, country):
    """Only the municipality hangs below nothing; its name stands on every page."""
    if level != Level.MUNICIPALITY or Unit.objects.filter(parent=None).exists():
        raise CommandError("Name the unit above with --parent.")
    Municipality.objects.get_or_create(
        pk=1, defaults={"name": name, "country": country}
    )
