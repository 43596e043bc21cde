"""Planning a meeting, calling to it, and who comes to it."""

from django.db import transaction

from mailing import outbox
from meetings import discussing, feeding
from meetings.models import (
    AgendaItem,
    AgendaTemplate,
    Attendance,
    Kind,
    Meeting,
    Membership,
    YearlyDiscussion,
)
from organisation.models import Municipality, Role, User
from organisation.roles import nearest, responsible_for

_OF_SIDE = {
    Membership.Side.EMPLOYER: Attendance.Role.EMPLOYER_SIDE,
    Membership.Side.EMPLOYEES: Attendance.Role.EMPLOYEE_SIDE,
    Membership.Side.HEALTH_SERVICE: Attendance.Role.HEALTH_SERVICE,
    "": Attendance.Role.SECRETARY,
}


@transaction.atomic
def plan(*, by, kind, unit, days, body=None, template=None, invited=(), **what):
    """A meeting on each of the days, with its standing items filled; those of a body take
    its members, others who lead the unit and its safety representative, and `invited`:
    pairs of a person and a role."""
    if template is None:
        offered = AgendaTemplate.objects.for_kind(kind, Municipality.objects.country())
        template = offered.first()
    return [
        _plan_one(
            by=by, kind=kind, unit=unit, body=body, template=template,
            invited=invited, meets_on=day, **what,
        )
        for day in days
    ]  # fmt: skip


def _plan_one(*, by, invited, **what):
    meeting = Meeting.objects.create(planned_by=by, **what)
    if meeting.kind == Kind.DISCUSSION:
        discussion = YearlyDiscussion.objects.create(meeting=meeting)
        discussing.take_last_years_goals(discussion)
    if meeting.template:
        take_standing_items(meeting)
    for person, role in invited:
        meeting.attendances.create(person=person, role=role)
    ask(meeting)
    return meeting


def take_standing_items(meeting):
    """Those of its template that it has not yet, filled from the records."""
    had = set(meeting.items.values_list("title", flat=True))
    for standing in meeting.template.items.all():
        if standing.title not in had:
            meeting.add_item(
                title=standing.title,
                background=standing.background,
                feed=standing.feed,
                topic=standing.topic,
                kind=AgendaItem.Sort.INFORMATION,
            )
    feeding.refill(meeting)


def ask(meeting):
    """Note who is to come, those who are noted already left out."""
    noted = set(meeting.attendances.values_list("person", "name"))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, name=name, role=role)
        for person, name, role in _asked(meeting)
        if (person and person.pk, name) not in noted
    )


def _asked(meeting):
    """(person or none, name, role) of each, once."""
    if meeting.body:
        for member in meeting.body.members_on(meeting.meets_on):
            yield member.person, member.name, _OF_SIDE[member.side]
        return
    if meeting.leader:
        yield meeting.leader, "", Attendance.Role.MANAGER
        return
    Roles = Attendance.Role
    people = {}
    for person in responsible_for(meeting.unit):
        people.setdefault(person, Roles.MANAGER)
    for person in nearest([Role.SAFETY_REPRESENTATIVE], meeting.unit):
        people.setdefault(person, Roles.SAFETY_REPRESENTATIVE)
    if meeting.kind in (Kind.WORKPLACE, Kind.STAFF):
        for person in User.objects.filter(unit=meeting.unit, is_active=True):
            people.setdefault(person, Roles.EMPLOYEE)
    for person, role in people.items():
        yield person, "", role


@transaction.atomic
def call(meeting, *, by):
    """Number its cases, fill it anew and tell all who are to come; also a second time,
    when the day or the agenda has changed."""
    meeting.call(by=by)
    for item in meeting.agenda():
        item.give_number()
    feeding.refill(meeting)
    ask(meeting)
    _tell(meeting, "meeting_called", besides=by)


@transaction.atomic
def cancel(meeting, *, by, reason):
    was_called = meeting.status == Meeting.Status.CALLED
    meeting.cancel(by=by, reason=reason)
    if was_called:
        _tell(meeting, "meeting_cancelled", besides=by)


@transaction.atomic
def hold(meeting, *, by):
    """It was held: from now on what its agenda was filled with stays as it is."""
    feeding.refill(meeting)
    meeting.hold(by=by)
    for item in meeting.agenda():
        item.give_number()
    for attendance in meeting.attendances.adjusters().select_related("person"):
        _send(attendance.person, "minutes_to_approve", meeting)


def _tell(meeting, template, *, besides):
    people = User.objects.filter(
        pk__in=meeting.attendances.values("person"), is_active=True
    )
    for person in people.exclude(pk=besides.pk):
        _send(person, template, meeting)


def _send(person, template, meeting):
    outbox.send(
        person,
        template,
        {"meeting": meeting, "path": meeting.get_absolute_url()},
        about=f"{template}:{meeting.pk.hex}:{meeting.transitions.last().pk}",
    )
