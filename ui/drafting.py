"""Drafts that several people write in at once, until they are published.

A draft has a `status` with a DRAFT, `changed_by` and `changed_at`; what it consists of are
rows with an `order`.
"""

from decimal import Decimal
from zlib import crc32

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sam.workflow import InvalidTransition, Stale


def stamp(row, names):
    """A number that is another one when one of the named fields is changed."""
    attributes = [row._meta.get_field(name).attname for name in names]
    values = [_plain(getattr(row, attribute)) for attribute in attributes]
    return crc32(repr(values).encode())


def _plain(value):
    """A choice and its value are the same, and so are 3 and 3.00."""
    if isinstance(value, (list, tuple)):
        return [str(each) for each in value]
    if isinstance(value, Decimal):
        value = float(value)
    return None if value is None else str(value)


def hold(draft, *, by):
    """Keep others from changing the draft until the transaction ends.

    Raises InvalidTransition when it is no draft any more.
    """
    drafts = type(draft)._base_manager.filter(pk=draft.pk, status=draft.Status.DRAFT)
    if not drafts.update(changed_by=by, changed_at=timezone.now()):
        raise InvalidTransition(
            _("The draft has been published or discarded. Nothing was saved.")
        )


def unchanged(row, *, version, names):
    """The row as it is now. Raises Stale when it says something else than when `version`
    was its stamp, and InvalidTransition when it has been removed."""
    current = type(row)._base_manager.filter(pk=row.pk).first()
    if current is None:
        raise removed()
    if stamp(current, names) != version:
        raise Stale(current)
    return current


def still_there(rows, row):
    """The row as it is now among these. Raises InvalidTransition when it has been removed."""
    if not (found := rows.filter(pk=row.pk).first()):
        raise removed()
    return found


def change_places(row, siblings, *, up):
    """Let the row and its neighbour above or below change places; at the end it stays."""
    siblings = list(siblings.order_by("order"))
    if row not in siblings:
        raise removed()
    place = siblings.index(row)
    other = place - 1 if up else place + 1
    if 0 <= other < len(siblings):
        one, two = siblings[place], siblings[other]
        one.order, two.order = two.order, one.order
        type(row).objects.bulk_update([one, two], ["order"])


def order_after(siblings):
    """The order of what comes after them all."""
    return (siblings.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def remove(draft, row, *, by):
    """Take a row out of the draft."""
    hold(draft, by=by)
    row.delete()


@transaction.atomic
def discard(draft, *, by):
    """Delete the draft with all that it says."""
    hold(draft, by=by)
    draft.delete()


def removed():
    return InvalidTransition(_("Someone has removed it. Nothing was saved."))
