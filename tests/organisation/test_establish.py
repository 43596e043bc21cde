"""How a new installation gets its first units."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from organisation.models import Committee, Country, Municipality, Unit

pytestmark = pytest.mark.django_db


def establish(*arguments, **options):
    call_command("establish", *arguments, **options)
    return Unit.objects.get(code=arguments[0])


@pytest.fixture
def municipality():
    return establish("1", "Testkommun", "municipality", since=date(2024, 1, 1))


def test_first_unit_is_the_municipality(municipality):
    assert municipality.parent is None
    assert Municipality.objects.get().name == "Testkommun"


def test_municipality_follows_the_law_of_its_country(db):
    establish("1", "Testkommune", "municipality", country="NO")

    assert Municipality.objects.get().country == Country.NO


def test_unit_below_answers_to_a_committee_that_is_made(municipality):
    school = establish("2", "Skolan", "unit", parent="1", committee="Skolnämnden")

    assert school.parent == municipality
    assert school.committee == Committee.objects.get(slug="skolnamnden")


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["1", "The same code", "unit"], {"parent": "1"}),
        (["2", "Below nothing", "unit"], {}),
        (["2", "A second one", "municipality"], {}),
        (["2", "Below what is not there", "unit"], {"parent": "9"}),
        (["2", "Too early", "unit"], {"parent": "1", "since": date(2023, 1, 1)}),
    ],
)
def test_what_cannot_be_is_said_and_not_made(municipality, arguments, options):
    with pytest.raises(CommandError):
        call_command("establish", *arguments, **options)

    assert Unit.objects.get() == municipality
