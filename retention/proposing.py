"""A run from its proposal to its confirmation, and again where something failed."""

from itertools import islice

from django.db import transaction

from retention import tasks
from retention.due import Decided
from retention.models import Item, Run
from sam.keeping import kinds
from sam.workflow import MOVED_ON, InvalidTransition

# So many small records share an item, and a parcel.
TOGETHER = 500
_BATCH = 1_000


@transaction.atomic
def propose(*, by, on, codes, case_number="", note=""):
    """A run of all that is ready of these kinds on the day."""
    run = Run.objects.create(on=on, case_number=case_number, note=note, proposed_by=by)
    decided = Decided(on)
    for code in codes:
        kind = kinds()[code]
        rows = decided.ready(kind).values_list(
            "kept_rule", "kept_unit", "kept_dated", "kept_closed", "kept_key"
        )
        items = _together(run, kind, rows) if kind.is_many else _each(run, kind, rows)
        while batch := list(islice(items, _BATCH)):
            Item.objects.bulk_create(batch)
    return run


def _each(run, kind, rows):
    for rule, unit, dated, closed, key in rows.iterator():
        yield _item(run, kind, rule, unit, [dated or closed], [key])


def _together(run, kind, rows):
    """Small ones of one unit and rule, so many at a time, the oldest first."""
    days: list = []
    keys: list = []
    shared = None
    for rule, unit, dated, closed, key in rows.order_by(
        "kept_rule", "kept_unit", "kept_closed"
    ).iterator():
        if keys and (shared != (rule, unit) or len(keys) == TOGETHER):
            yield _item(run, kind, *shared, days, keys)
            days, keys = [], []
        shared = rule, unit
        days.append(dated or closed)
        keys.append(key)
    if keys:
        yield _item(run, kind, *shared, days, keys)


def _item(run, kind, rule, unit, days, keys):
    return Item(
        run=run,
        rule_id=rule,
        kind=kind.code,
        keys=keys,
        unit_id=unit,
        first_on=min(days),
        last_on=max(days),
        records=len(keys),
    )


@transaction.atomic
def confirm(run, *, by):
    """From now on it is carried out, by a job."""
    run._move_to(Run.Status.CONFIRMED, by=by, confirmed_by=by)
    tasks.carry_out.delay_on_commit(str(run.pk))


@transaction.atomic
def try_again(run, *, by):
    """What failed waits anew. When it is gone all can be restored as long as it can."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    waits = {"status": Item.Status.WAITING, "why": "", "attempts": 0, "reference": ""}
    if run.status not in run.GOES_ON or not run.items.failed().update(**waits):
        raise InvalidTransition(MOVED_ON)
    if run.status != Run.Status.CONFIRMED:
        run._move_to(Run.Status.CONFIRMED, by=by)
    tasks.carry_out.delay_on_commit(str(run.pk))


@transaction.atomic
def call_off(run, *, by, why):
    run._move_to(Run.Status.CANCELLED, by=by, note=why)
    # Nothing was destroyed, and nobody need know what would have been.
    run.items.all().delete()
