"""What may be destroyed on a day: closed long enough by a rule in force, held by nothing,
and told to its owner. Nothing else is."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    Value,
    When,
)

from retention.models import Action, Hold, Packaged, Rule, Thinned, Warning
from sam.keeping import kinds


class Counted(NamedTuple):
    kind: str
    total: int
    closed: int
    due: int
    held: int
    # To be destroyed by a run of the day.
    ready: int


class Decided:
    """Rules in force on a day, and holds that stand: both are few, and read once."""

    def __init__(self, on):
        self.on = on
        self.rules: dict = {}
        for rule in Rule.objects.in_force(on):
            self.rules.setdefault(rule.kind, []).append(rule)
        self.holds = list(Hold.objects.standing())

    def records(self, kind):
        """All of the kind, with `kept_rule` where one says they are due, and whether
        something holds them (`is_held`) and they are `is_ready` to go."""
        rows = kind.records().annotate(kept_rule=self._rule_of(kind))
        is_due, is_held = Q(kept_rule__isnull=False), self.held(kind)
        is_ready = is_due & ~is_held & self._warned(kind)
        return rows.annotate(is_held=_whether(is_held), is_ready=_whether(is_ready))

    def due(self, kind):
        return self.records(kind).filter(kept_rule__isnull=False)

    def ready(self, kind):
        return self.records(kind).filter(is_ready=True)

    def _rule_of(self, kind):
        rules = self.rules.get(kind.code, [])
        cases = [
            When(self._falls_under(kind, rule, rules), then=Value(rule.pk))
            for rule in rules
            if rule.action != Action.PRESERVE
        ]
        return Case(*cases, default=None, output_field=BigIntegerField())

    def _falls_under(self, kind, rule, rules):
        closed_long_ago = Q(kept_closed__lte=rule.last_closed(self.on))
        if rule.variant:
            closed_long_ago &= Q(**{kind.variants: rule.variant})
        elif own := [each.variant for each in rules if each.variant]:
            closed_long_ago &= ~Q(**{f"{kind.variants}__in": own})
        if rule.after_transfer:
            closed_long_ago &= Q(_there_is(Packaged, kind, **_RECEIVED_AS_IT_IS))
        if rule.action == Action.DESTROY_TEXTS:
            closed_long_ago &= ~Q(_there_is(Thinned, kind))
        return closed_long_ago

    def held(self, kind):
        """Under a hold on the record, its unit's time or somebody whom it names."""
        held = Q(pk__in=[])
        for hold in self.holds:
            if hold.record_key:
                held |= Q(kept_key=hold.record_key) if hold.kind == kind.code else Q()
            elif hold.unit_id and kind.unit:
                held |= _in_time_of(hold, kind)
            elif hold.person_id:
                for path in kind.persons:
                    held |= Q(**{path: hold.person_id})
        return held

    def _warned(self, kind):
        if not is_warned_of(kind):
            return Q()
        latest = self.on - timedelta(days=settings.RETENTION_WARNED_DAYS)
        told = _there_is(Warning, kind, told_on__lte=latest)
        # What belongs to no unit is the archivist's own, who proposes the run.
        return Q(kept_unit=None) | Q(told)

    def counting(self, kind):
        return (
            self.records(kind)
            .annotate(of_kind=Value(kind.code))
            .values_list("of_kind")
            .annotate(
                total=Count("pk"),
                closed=Count("pk", filter=Q(kept_closed__lte=self.on)),
                due=Count("pk", filter=Q(kept_rule__isnull=False)),
                held=Count("pk", filter=Q(kept_rule__isnull=False, is_held=True)),
                ready=Count("pk", filter=Q(is_ready=True)),
            )
        )

    def counted(self):
        """{kind's code: Counted} of all kinds, in one query."""
        first, *others = [self.counting(kind) for kind in kinds().values()]
        rows = [Counted(*row) for row in first.union(*others, all=True)]
        return {row.kind: row for row in rows}


# Not as it was before it was opened again.
_RECEIVED_AS_IT_IS = {
    "package__received_on__isnull": False,
    "package__made_at__date__gte": OuterRef("kept_closed"),
}


def is_warned_of(kind):
    """Whether somebody else than the archivist answers for records of the kind."""
    return bool(kind.unit) and not kind.is_many


def _there_is(model, kind, **which):
    rows = model.objects.filter(kind=kind.code, record_key=OuterRef("kept_key"))
    return Exists(rows.filter(**which))


def _in_time_of(hold, kind):
    within = Q(**{f"{kind.unit}__lineage__contains": [hold.unit_id]})
    # What is not dated is held, whatever the time.
    if hold.first_on:
        within &= Q(kept_dated__gte=hold.first_on) | Q(kept_dated=None)
    if hold.last_on:
        within &= Q(kept_dated__lte=hold.last_on) | Q(kept_dated=None)
    return within


def _whether(condition):
    return Case(
        When(condition, then=True) if condition else When(Q(), then=True),
        default=False,
        output_field=BooleanField(),
    )
