"""What was destroyed on schedule and can still be restored: it is held, so it is told of.

No parcel is opened. Whom a record is about, or who did something in it, is known beside its
parcel (`retention.models.Item.persons`); what it says in words is not.
"""

from typing import Any, NamedTuple

from django.db.models import F, Max, Min, Sum
from django.utils.translation import gettext as _

from retention.models import Item
from sam.dates import today
from sam.keeping import kinds


class Sealed(NamedTuple):
    """Records of one kind that go for good on the same day."""

    model: Any
    heading: str
    facts: list


def about(person):
    """[Sealed] of an account, as far as its records can be named without being opened."""
    items = Item.objects.gone().filter(persons__contains=[person.pk])
    rows = (
        items.order_by("kind", "run__restorable_until")
        .values("kind", until=F("run__restorable_until"))
        .annotate(number=Sum("records"), first=Min("first_on"), last=Max("last_on"))
    )
    known = kinds()
    return [
        Sealed(
            known[row["kind"]].model,
            _("Destroyed, and can still be restored: %(kind)s")
            % {"kind": known[row["kind"]].label},
            _facts(row),
        )
        for row in rows
        if row["kind"] in known
    ]


def others(person=None):
    """What lies sealed besides and may name somebody in words; None when nothing does."""
    items = Item.objects.gone()
    if person:
        items = items.exclude(persons__contains=[person.pk])
    row = items.aggregate(
        number=Sum("records"),
        first=Min("first_on"),
        last=Max("last_on"),
        until=Max("run__restorable_until"),
    )
    if not row["number"]:
        return None
    words = _("Destroyed records that were not opened for this answer")
    return Sealed(Item, words, _facts(row))


def _facts(row):
    return [
        [_("Number"), str(row["number"])],
        [_("First"), str(row["first"])],
        [_("Last"), str(row["last"])],
        [_("Can be restored until"), _until(row["until"])],
        [
            _("Who wants a copy"),
            _("Say so before that day: they are brought back and gone through."),
        ],
    ]


def _until(day):
    if day is None:
        return _("The time is counted from when the destruction is carried out.")
    if day < today():
        return _("A legal hold keeps them sealed until it is lifted.")
    return str(day)
