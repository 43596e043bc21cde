"""Tells owners in time what is to be destroyed, so that they can keep it or take it out."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from mailing import outbox
from organisation.models import Unit
from organisation.roles import responsible_for
from retention.due import Decided, is_warned_of
from retention.models import Warning
from sam.dates import today
from sam.keeping import kinds


@transaction.atomic
def warn():
    """Each night: of what comes due within the time of warning, once for each record."""
    soon = today() + timedelta(days=settings.RETENTION_WARNED_DAYS)
    decided = Decided(soon)
    units: set = set()
    for kind in kinds().values():
        if is_warned_of(kind):
            _forget_changed(decided, kind)
            units |= _warn_of(decided, kind)
    for unit in Unit.objects.filter(pk__in=units):
        _tell(unit)


def _forget_changed(decided, kind):
    """What was opened again, or is under another rule by now, is warned of anew."""
    due = decided.due(kind).values("kept_key")
    Warning.objects.filter(kind=kind.code).exclude(record_key__in=due).delete()


def _warn_of(decided, kind):
    known = Warning.objects.filter(kind=kind.code).values("record_key")
    rows = (
        decided.due(kind)
        .filter(is_held=False, kept_unit__isnull=False)
        .exclude(kept_key__in=known)
    )
    months = {rule.pk: rule for rule in decided.rules.get(kind.code, ())}
    earliest = today() + timedelta(days=settings.RETENTION_WARNED_DAYS)
    found = [
        Warning(
            kind=kind.code,
            record_key=key,
            unit_id=unit,
            closed_on=closed,
            due_on=max(months[rule].due_on(closed), earliest),
            told_on=today(),
        )
        for key, unit, closed, rule in rows.values_list(
            "kept_key", "kept_unit", "kept_closed", "kept_rule"
        )
    ]
    Warning.objects.bulk_create(found, ignore_conflicts=True, batch_size=1_000)
    return {each.unit_id for each in found}


def _tell(unit):
    """One e-mail for all of the day; it says how many of nothing."""
    context = {
        "unit": unit,
        "days": settings.RETENTION_WARNED_DAYS,
        "path": reverse("retention:warning_list"),
    }
    for person in responsible_for(unit):
        outbox.send(
            person,
            "destruction_warned",
            context,
            about=f"destruction_warned:{unit.pk}:{today()}",
        )
