"""Small municipalities of the neighbouring countries, with somebody in each role."""

from organisation import roles
from organisation.models import Level, Municipality
from tests.factories import UnitFactory, UserFactory


def town(name, *, country, administration, workplaces):
    """The unit of the whole, of one administration, and of each workplace in it."""
    Municipality.objects.create(pk=1, name=name, country=country, is_demo=True)
    whole = UnitFactory(name=name, level=Level.MUNICIPALITY)
    middle = UnitFactory(name=administration, level=Level.ADMINISTRATION, parent=whole)
    return (
        whole,
        middle,
        *(UnitFactory(name=each, parent=middle) for each in workplaces),
    )


def holder(name, role, unit):
    user = UserFactory(name=name, unit=unit)
    roles.appoint(user, role, unit)
    return user
