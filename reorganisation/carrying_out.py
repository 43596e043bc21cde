"""A reorganisation comes into force: the tree, and all that hangs on its units, at once."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from annualcycle import planning
from mailing import outbox
from organisation import history, roles
from organisation.belongings import belonging, belongings
from organisation.models import Appointment, Level, Placement, Role, Unit
from organisation.models import UnitGroupObjectPermission as GroupGrant
from organisation.models import UnitUserObjectPermission as Grant
from organisation.timeline import (
    CannotChange,
    Own,
    Stretch,
    Timeline,
    try_to_hold,
)
from reorganisation.laying_out import lay_out, look_ahead
from reorganisation.models import Moved, Part, Reorganisation
from sam.dates import today
from sam.nightly import by_itself
from sam.workflow import InvalidTransition

Status = Reorganisation.Status
_BATCH = 1_000
# Who answers for a unit is named anew; whoever acts for a place goes with it.
ENDING = {Role.MANAGER, Role.HEAD, Role.SUBSTITUTE}


@transaction.atomic
def decide(reorganisation, *, by, note=""):
    """Let it come into force on its day; at once when that has come.

    Raises InvalidTransition with what stands against it.
    """
    reorganisation.hold(Status.DRAFT)
    steps = reorganisation.all_steps()
    if not steps:
        raise InvalidTransition(_("Say first what is to change."))
    if conflicts := look_ahead(reorganisation, steps).conflicts:
        raise InvalidTransition(" ".join(conflicts))
    reorganisation.note_decided(by=by, note=note)
    if reorganisation.is_due:
        carry_out(reorganisation, by=by)


def carry_out_due():
    """Nightly: one that cannot be carried out keeps no other back."""
    for reorganisation in Reorganisation.objects.due().order_by("on", "created_at"):
        with by_itself(reorganisation):
            decision = reorganisation.transitions.filter(to_status=Status.DECIDED)
            carry_out(reorganisation, by=decision.last().by)


@transaction.atomic
def carry_out(reorganisation, *, by):
    """Raises InvalidTransition when it has been done, or does not fit any more."""
    _hold_organisation()
    reorganisation.hold(Status.DECIDED)
    if not reorganisation.is_due:
        raise InvalidTransition(_("Its day has not come yet."))
    with override(settings.LANGUAGE_CODE):
        _CarryingOut(reorganisation, by).all()
    reorganisation.note_carried_out(by=by)


def _hold_organisation():
    if not try_to_hold():
        raise InvalidTransition(
            _("Somebody else is changing the organisation just now. Try again later.")
        )


class _CarryingOut:
    def __init__(self, reorganisation, by):
        self.reorganisation, self.by, self.on = reorganisation, by, reorganisation.on
        self.steps = reorganisation.all_steps()
        self.moved: list[Moved] = []
        self.concerned: set = set()

    def all(self):
        self._change_the_tree()
        self.units = Unit.objects.in_bulk(self.concerned)
        for handover in self.handovers:
            self._move_belongings(handover)
            self._move_appointments(handover)
        self._appoint_managers()
        Moved.objects.bulk_create(self.moved, _BATCH)
        roles.sync_all(unit__in=list(self.concerned))
        planning.plan_all()
        self._tell()

    def _note(self, kind, row, **what):
        self.moved.append(
            Moved(reorganisation=self.reorganisation, kind=kind, row=str(row), **what)
        )

    def _change_the_tree(self):
        timeline = Timeline()
        before = {unit: list(stretches) for unit, stretches in timeline.own.items()}
        try:
            self.handovers = lay_out(self.steps, timeline, self.on)
            self._found_units()
            touched = timeline.write()
        except CannotChange as error:
            raise InvalidTransition(error.messages[0]) from error
        for unit, stretches in timeline.own.items():
            if stretches != before.get(unit, []):
                self._note(
                    Moved.UNIT,
                    unit,
                    before=_written(before.get(unit, [])),
                    after=_written(stretches),
                )
        self._name_successors()
        history.take_over(touched)
        self.concerned = {
            unit
            for each in self.handovers
            for unit in [each.source, *(part.unit_pk for part in each.receivers)]
        } | {part.unit_pk for part in self._parts_with_manager()}

    def _found_units(self):
        new = [
            part
            for step in self.steps
            for part in step.receivers
            if part.is_new and not part.unit_id
        ]
        Unit.objects.bulk_create(
            Unit(
                pk=part.pk,
                code=part.code,
                name=part.name,
                level=part.level or Level.UNIT,
            )
            for part in new
        )
        for part in new:
            part.unit_id = part.pk
        Part.objects.bulk_update(new, ["unit"])

    def _name_successors(self):
        """What a closed unit had taken over itself goes on with it."""
        for handover in self.handovers:
            if not handover.closes:
                continue
            to = handover.default.unit_pk
            rows = Unit.objects.filter(pk=handover.source) | Unit.objects.filter(
                successor=handover.source
            )
            for unit, before in list(rows.values_list("pk", "successor")):
                self._note(
                    Moved.SUCCESSOR, unit, before=before and str(before), after=str(to)
                )
            Unit.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
                successor=to
            )

    def _move_belongings(self, handover):
        for each in belongings():
            if not each.move:
                continue
            by_receiver: dict = {}
            for row in each.of([handover.source]):
                receiver = handover.receiver_of(*each.goes_by(row)).unit_pk
                if receiver != handover.source:
                    by_receiver.setdefault(receiver, []).append(row)
            for receiver, rows in by_receiver.items():
                self._move(each, rows, handover.source, receiver)

    def _move(self, each, rows, source, receiver):
        left = each.move(
            rows,
            to=self.units[receiver],
            by=self.by,
            reason=self.reorganisation.why,
        )
        for row in rows:
            self._note(
                each.kind,
                row.pk,
                from_unit=source,
                to_unit=receiver,
                could_not=left.get(row, "")[:500],
            )

    def _move_appointments(self, handover):
        if not handover.closes:
            return
        goes_on = Q(valid__upper_inf=True) | Q(valid__endswith__gt=self.on)
        for appointment in Appointment.objects.filter(goes_on, unit=handover.source):
            self._end(appointment)
            if appointment.role in ENDING:
                continue
            for part in handover.receivers:
                since = max(self.on, appointment.valid.lower)
                self._begin(
                    appointment.user_id,
                    appointment.role,
                    part.unit_pk,
                    since,
                    appointment.valid.upper,
                )

    def _end(self, appointment):
        """On the day; one that began after it, today."""
        lower, upper = appointment.valid.lower, appointment.valid.upper
        last = self.on if lower < self.on else max(today(), self.on)
        before = [
            str(appointment.user_id),
            appointment.role,
            str(appointment.unit_id),
            lower.isoformat(),
            upper and upper.isoformat(),
        ]
        if upper is not None and upper <= last:
            return
        if lower >= last:
            self._note(Moved.ENDED, appointment.pk, before=before, after=None)
            Appointment.objects.filter(pk=appointment.pk).delete()
        else:
            self._note(
                Moved.ENDED, appointment.pk, before=before, after=last.isoformat()
            )
            Appointment.objects.filter(pk=appointment.pk).update(valid=(lower, last))

    def _begin(self, user, role, unit, since, until):
        there = Appointment.objects.filter(
            user=user, role=role, unit=unit, valid__overlap=(since, until)
        )
        if not there.exists():
            made = Appointment.objects.create(
                user_id=user, role=role, unit_id=unit, valid=(since, until)
            )
            self._note(Moved.APPOINTED, made.pk, to_unit=unit)

    def _parts_with_manager(self):
        return [
            part for step in self.steps for part in step.receivers if part.manager_id
        ]

    def _appoint_managers(self):
        for part in self._parts_with_manager():
            role = roles.role_of_manager(self.units[part.unit_pk].level)
            self._begin(part.manager_id, role, part.unit_pk, self.on, None)

    def _tell(self):
        """Who leads a unit that has taken something over."""
        numbers: dict = {}
        for each in self.moved:
            if each.kind not in Moved.OWN_KINDS and not each.could_not:
                numbers[each.to_unit] = numbers.get(each.to_unit, 0) + 1
        for receiver, number in numbers.items():
            unit = self.units[receiver]
            context = {
                "unit": unit,
                "number": number,
                "path": f"{reverse('actionplans:measure_list')}?unit={unit.pk}",
            }
            about = f"reorganised:{self.reorganisation.pk}:{unit.pk}"
            for person in roles.responsible_for(unit):
                outbox.send(person, "reorganised", context, about=about)


def _written(stretches):
    """As JSON has it."""
    return [
        [
            each.since.isoformat(),
            each.until and each.until.isoformat(),
            each.what.name,
            str(each.what.level),
            each.what.parent and str(each.what.parent),
            each.what.committee and str(each.what.committee),
        ]
        for each in stretches
    ]


def _read(written):
    return [
        Stretch(
            date.fromisoformat(since),
            date.fromisoformat(until) if until else None,
            Own(name, level, _uuid(parent), _uuid(committee)),
        )
        for since, until, name, level, parent, committee in written
    ]


def _uuid(text):
    return Unit._meta.pk.to_python(text) if text else None


@transaction.atomic
def undo(reorganisation, *, by, note=""):
    """Put everything back as it was; refused when something has been built on it since.

    Raises InvalidTransition that says what.
    """
    _hold_organisation()
    reorganisation.hold(Status.CARRIED_OUT)
    with override(settings.LANGUAGE_CODE):
        _Undoing(reorganisation, by).all()
    reorganisation.note_undone(by=by, note=note)


class _Undoing:
    def __init__(self, reorganisation, by):
        self.reorganisation, self.by = reorganisation, by
        self.moved: dict = {}
        for each in reorganisation.moved.filter(could_not=""):
            self.moved.setdefault(each.kind, []).append(each)
        self.founded = [
            part
            for step in reorganisation.all_steps()
            for part in step.receivers
            if part.is_new
        ]

    def all(self):
        touched = self._put_the_tree_back()
        self._put_belongings_back()
        self._put_appointments_back()
        planning.forget([part.unit_id for part in self.founded])
        self._forget_new_units()
        roles.sync_all(unit__in=list(touched))
        planning.plan_all()

    def _put_the_tree_back(self):
        timeline = Timeline()
        for each in self.moved.get(Moved.UNIT, []):
            unit = _uuid(each.row)
            if _written(timeline.own.get(unit, [])) != each.after:
                name = (
                    timeline.own[unit][-1].what.name if timeline.own.get(unit) else ""
                )
                raise InvalidTransition(
                    _("%(unit)s has been changed since. Take that back first.")
                    % {"unit": name}
                )
            timeline.replace(unit, _read(each.before), since=self.reorganisation.on)
        for each in reversed(self.moved.get(Moved.SUCCESSOR, [])):
            same = Unit.objects.filter(pk=each.row, successor=each.after)
            if not same.update(successor=each.before):
                raise InvalidTransition(_("What was closed has been taken over since."))
        try:
            touched = timeline.write()
        except CannotChange as error:
            raise InvalidTransition(error.messages[0]) from error
        history.take_over(touched)
        return touched | {
            _uuid(each.row) for each in self.moved.get(Moved.SUCCESSOR, [])
        }

    def _put_belongings_back(self):
        for each in reversed(belongings()):
            noted = self.moved.get(each.kind, [])
            if not noted:
                continue
            rows = each.rows().model._base_manager.in_bulk([one.row for one in noted])
            found = {str(pk): row for pk, row in rows.items()}
            ways: dict = {}
            for one in noted:
                row = found.get(one.row)
                if row is None or row.unit_id != one.to_unit:
                    raise InvalidTransition(_moved_on(belonging(one.kind)))
                ways.setdefault((one.to_unit, one.from_unit), []).append(row)
            for (_from, back), theirs in ways.items():
                left = each.move(
                    theirs,
                    to=Unit.objects.get(pk=back),
                    by=self.by,
                    reason=_("Undone: %(what)s") % {"what": self.reorganisation.title},
                )
                if left:
                    raise InvalidTransition(_moved_on(each))

    def _put_appointments_back(self):
        for each in self.moved.get(Moved.APPOINTED, []):
            appointment = Appointment.objects.filter(pk=each.row).first()
            if appointment:
                roles.dismiss(appointment)
        for each in self.moved.get(Moved.ENDED, []):
            user, role, unit, lower, upper = each.before
            Appointment.objects.update_or_create(
                pk=int(each.row),
                defaults={
                    "user_id": user,
                    "role": role,
                    "unit_id": unit,
                    "valid": (lower, upper),
                },
            )

    def _forget_new_units(self):
        for part in self.founded:
            unit = part.unit
            if what := _built_upon(unit):
                raise InvalidTransition(
                    _("Something has been recorded in %(unit)s since: %(what)s.")
                    % {"unit": unit, "what": what}
                )
            Part.objects.filter(pk=part.pk).update(unit=None)
            try:
                with transaction.atomic():
                    unit.delete()
            except ProtectedError:
                # The history of what it had for a while names it.
                Unit.objects.filter(pk=unit.pk).update(
                    code=f"{unit.code[:30]}~{unit.pk.hex[:8]}",
                    closed_on=self.reorganisation.on,
                )


def _moved_on(each):
    return _(
        "%(what)s: some of it has been moved on or deleted since. It is not undone."
    ) % {"what": each.label}


def _built_upon(unit):
    """What now stands in a unit that is to be as if it had never been."""
    besides = {Placement, Appointment, Grant, GroupGrant}
    for relation in unit._meta.related_objects:
        model = relation.related_model
        if model in besides or relation.hidden:
            continue
        if model._base_manager.filter(**{relation.field.name: unit}).exists():
            return model._meta.verbose_name_plural
    return ""
