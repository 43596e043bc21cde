"""Who does what at a workplace: its roles and assignments, and those that are empty."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Q

from allocation.models import Assignment, AssignmentKind
from organisation.models import Appointment, Role
from organisation.roles import MANAGERS
from sam.dates import today


@dataclass
class Holder:
    """Somebody who is it; `id` of an assignment that can be ended."""

    person: object
    name: str
    phone: str
    unit: object
    id: int | None = None
    since: date | None = None
    last_day: date | None = None


@dataclass
class Filled:
    kind: AssignmentKind
    holders: list = field(default_factory=list)
    # Of an empty one: since when, if anybody ever was.
    empty_since: date | None = None

    @property
    def is_missing(self):
        return self.kind.is_needed and not self.holders


def roles_of(unit, *, reader):
    """A `Filled` for each kind in use. Four queries, however many there are."""
    kinds = list(AssignmentKind.objects.offered())
    by_role = _appointed(unit)
    by_kind = _named(unit)
    ended = _ended(unit)
    found = []
    for kind in kinds:
        rows = by_role.get(kind.role) if kind.role else by_kind.get(kind.pk)
        filled = Filled(kind, rows or [])
        if not filled.holders:
            filled.empty_since = ended.get(kind.role or kind.pk)
        found.append(filled)
    for filled in found:
        for holder in filled.holders:
            hide_protected(holder, reader)
    return found


def hide_protected(holder, reader):
    """Who lives under protected identity is named in the own unit alone."""
    person = holder.person
    if person and person.is_protected and person.unit_id != reader.unit_id:
        holder.person, holder.name, holder.phone = None, "", ""


def _appointed(unit):
    """{role: holders}; the manager is the unit's own, all else the nearest."""
    rows = Appointment.objects.in_force().filter(
        unit__in=unit.lineage,
        user__is_active=True,
        role__in=[*MANAGERS, Role.SUBSTITUTE, Role.SAFETY_REPRESENTATIVE],
    )
    rows = sorted(
        rows.select_related("user", "unit"),
        key=lambda each: -unit.lineage.index(each.unit_id),
    )
    found: dict = {}
    for each in rows:
        role = Role.MANAGER if each.role in MANAGERS else Role(each.role)
        same = found.setdefault(role, [])
        is_own = each.unit_id == unit.pk
        if role == Role.MANAGER and not is_own:
            continue
        if not same or same[0].unit == each.unit:
            same.append(
                Holder(
                    each.user,
                    each.user.shown_name,
                    each.user.phone,
                    each.unit,
                    since=each.first_day,
                    last_day=each.last_day,
                )
            )
    return found


def _named(unit):
    rows = Assignment.objects.in_force().filter(unit__in=unit.lineage)
    found: dict = {}
    for each in rows.select_related("person", "unit"):
        found.setdefault(each.kind_id, []).append(
            Holder(
                each.person,
                str(each.person or each.name),
                each.telephone,
                each.unit,
                id=each.pk if each.unit_id == unit.pk else None,
                since=each.valid.lower,
            )
        )
    return found


def _ended(unit):
    """{role or kind: the first day on which nobody was it any more}"""
    over = Q(valid__endswith__lte=today())
    until = Max("valid__endswith")
    appointed = Appointment.objects.filter(over, unit__in=unit.lineage).order_by()
    named = Assignment.objects.filter(over, unit__in=unit.lineage).order_by()
    found = dict(appointed.values_list("role").annotate(until=until))
    if head := found.pop(Role.HEAD, None):
        found[Role.MANAGER] = max(head, found.get(Role.MANAGER, head))
    return found | dict(named.values_list("kind").annotate(until=until))
