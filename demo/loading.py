"""The demo municipality as a whole: what is loaded, and in which order."""

from django.db import transaction

from demo import happenings, people, tree
from demo.records import Records
from incidents.codes import load_causes
from organisation.models import Municipality


class AlreadyThere(Exception):
    """There is a municipality, and nothing was changed."""


@transaction.atomic
def load(*, scale, until):
    """Write all or nothing. `until` is the last day on which anything has happened."""
    if Municipality.objects.exists():
        raise AlreadyThere
    load_causes()
    municipality = tree.found(scale=scale)
    staff = people.settle(municipality)
    _tell_the_past(municipality, staff, scale)


def _tell_the_past(municipality, staff, scale):
    records = Records(staff, seed="past")
    for happening in happenings.past(municipality, scale=scale):
        records.settle(happening)
    records.write()
