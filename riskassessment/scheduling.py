"""Rounds that come back: planned by themselves some weeks ahead, and reminded of."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Count, F, Func, OuterRef, Q, Subquery
from django.utils import timezone

from organisation.models import Level, Placement, Role, Unit, UnitPermission
from organisation.roles import nearest, responsible_for
from organisation.workdays import next_workday
from riskassessment import inviting
from riskassessment.models import (
    Checklist,
    InspectionRound,
    Participant,
    RoundChecklist,
    RoundSchedule,
    Sending,
)
from riskassessment.models.schedules import AHEAD_DAYS
from sam.dates import today
from sam.nightly import by_itself

# What was missed is planned afterwards, but not for a day longer ago than this.
MISSED = relativedelta(years=1)
# For what was missed, so that people can be asked.
NOTICE_DAYS = 14
REMIND_DAYS = 3
LATE_EVERY_DAYS = 7
# A device that has been away for so long does not send the same thing again.
SENDINGS_KEPT = timedelta(days=60)


# Planning


def plan_due_rounds():
    """Plan each round that comes back within the next weeks, once, however often it runs."""
    until = today() + timedelta(days=AHEAD_DAYS)
    for schedule in RoundSchedule.objects.in_force().select_related("unit"):
        for day in schedule.days(since=today() - MISSED, until=until):
            with by_itself(schedule):
                _plan(schedule, day)


@transaction.atomic
def _plan(schedule, day):
    """Plan the day's rounds where there is none yet and somebody answers for the place.

    Whoever plans at the same time is waited for by the database, and leaves nothing.
    """
    checklist = Checklist.objects.offered().filter(code=schedule.checklist_code).first()
    planned = InspectionRound.objects.filter(schedule=schedule, due_on=day)
    units = places_of(schedule, day).exclude(pk__in=planned.values("unit"))
    answering = {unit: responsible_for(unit) for unit in units} if checklist else {}
    planned_on = _day_to_walk(day)
    wanted = [
        InspectionRound(
            unit=unit,
            title=checklist.name,
            planned_on=planned_on,
            planned_by=people[0],
            schedule=schedule,
            due_on=day,
        )
        for unit, people in answering.items()
        if people
    ]
    InspectionRound.objects.bulk_create(wanted, ignore_conflicts=True)
    mine = planned.filter(pk__in=[each.pk for each in wanted])
    made = list(mine.select_related("unit", "planned_by"))
    RoundChecklist.objects.bulk_create(
        RoundChecklist(round=round, checklist=checklist, order=1) for round in made
    )
    _ask(made)
    return made


def places_of(schedule, day):
    """The units in which it is walked on the day: those that exist then, and still."""
    places = Placement.objects.on(day)
    if schedule.is_for_each_below:
        places = places.filter(
            lineage__contains=[schedule.unit_id], level=Level.UNIT
        ).exclude(unit=schedule.unit_id)
    else:
        places = places.filter(unit=schedule.unit_id)
    return Unit.objects.existing().filter(pk__in=places.values("unit"))


def _day_to_walk(day):
    """The day, or the first after it on which people work; what was missed in some weeks."""
    return next_workday(
        day if day >= today() else today() + timedelta(days=NOTICE_DAYS)
    )


def _ask(rounds):
    """The manager and the nearest safety representatives; each is told of all in one."""
    participants, told = [], defaultdict(list)
    for round in rounds:
        parts = dict.fromkeys(
            nearest([Role.SAFETY_REPRESENTATIVE], round.unit),
            Participant.Part.SAFETY_REPRESENTATIVE,
        )
        parts[round.planned_by] = Participant.Part.MANAGER
        for person, part in parts.items():
            participants.append(Participant(round=round, person=person, part=part))
            told[person].append(round)
    Participant.objects.bulk_create(participants)
    for person, theirs in told.items():
        inviting.planned_by_itself(person, theirs)


# How it stands


class Standing(NamedTuple):
    """A recurring round with its next day, and in how many places that is planned."""

    schedule: RoundSchedule
    next_on: object
    places: int
    planned: int
    # Empty when the checklist is not in use any more: then nothing is planned.
    checklist: str

    @property
    def is_planned_everywhere(self):
        return self.planned >= self.places > 0

    @property
    def planned_from(self):
        """When the program plans it."""
        return self.next_on and self.next_on - timedelta(days=AHEAD_DAYS)

    @property
    def is_due(self):
        return bool(self.next_on) and self.planned_from <= today()


def standing(schedules):
    """How each of the recurring rounds stands, in as many queries as for one."""
    schedules = list(schedules)
    days = {each.pk: each.next_on(today()) for each in schedules}
    planned = _planned(days)
    places = _places(schedules)
    offered = Checklist.objects.offered().values_list("code", "name")
    names = dict(offered.filter(code__in={each.checklist_code for each in schedules}))
    return [
        Standing(
            each,
            days[each.pk],
            places.get(each.pk, 0),
            planned.get(each.pk, 0),
            names.get(each.checklist_code, ""),
        )
        for each in schedules
    ]


def _planned(days):
    """How many rounds are planned for the day of each: {schedule: number}."""
    wanted = Q(pk__in=[])
    for schedule, day in days.items():
        wanted |= Q(schedule=schedule, due_on=day)
    rounds = InspectionRound.objects.filter(wanted).order_by()
    return dict(rounds.values_list("schedule").annotate(Count("pk")))


def _places(schedules):
    """In how many units each is walked as they are today: {schedule: number}."""
    below = Unit.objects.existing().filter(
        lineage__contains=[OuterRef("unit")], level=Level.UNIT
    )
    below = below.exclude(pk=OuterRef("unit")).order_by()
    number = below.annotate(number=Func("pk", function="COUNT")).values("number")
    rows = RoundSchedule.objects.filter(pk__in=[each.pk for each in schedules])
    found = dict(rows.annotate(below=Subquery(number)).values_list("pk", "below"))
    return {
        each.pk: found[each.pk] if each.is_for_each_below else 1 for each in schedules
    }


def units_of(schedule, *, visible_to):
    """Its places that the person sees, each with `round_pk` where the next is planned."""
    day = schedule.next_on(today())
    rounds = InspectionRound.objects.filter(
        schedule=schedule, due_on=day, unit=OuterRef("pk")
    )
    units = places_of(schedule, day or today()).filter(
        pk__in=Unit.objects.permitting(visible_to, UnitPermission.VIEW_ROUNDS)
    )
    return units.annotate(
        round_pk=Subquery(rounds.values("pk")[:1]),
        round_on=Subquery(rounds.values("planned_on")[:1]),
    )


# Reminders


def remind_all():
    """Tell of rounds that are near, once, and each week of those that are late."""
    for round in _near().select_related("unit", "planned_by"):
        with by_itself(round):
            if _claim(round, _near()):
                inviting.comes_soon(round)
    for round in _late().select_related("unit", "planned_by"):
        with by_itself(round):
            if _claim(round, _late()):
                inviting.is_late(round, on=today())


def _claim(round, rounds):
    """Whether this run is the one that tells it; another at the same time does not."""
    return rounds.filter(pk=round.pk).update(reminded_on=today())


def _near():
    """In the last days before, and nobody has been told since they began."""
    days = timedelta(days=REMIND_DAYS)
    told = Q(reminded_on__gte=F("planned_on") - days)
    planned = InspectionRound.objects.filter(status=InspectionRound.Status.PLANNED)
    near = planned.filter(planned_on__range=(today(), today() + days))
    return near.filter(Q(reminded_on=None) | ~told)


def _late():
    """The day after what was only planned; a week after what has begun; then weekly."""
    week_ago = today() - timedelta(days=LATE_EVERY_DAYS)
    begun = Q(status=InspectionRound.Status.ONGOING, planned_on__gt=week_ago)
    untold = Q(reminded_on=None) | Q(reminded_on__lte=F("planned_on"))
    due = untold | Q(reminded_on__lte=week_ago)
    return InspectionRound.objects.late().filter(due).exclude(begun)


def forget_sendings():
    """Drop what devices sent so long ago that none of them will send it again."""
    Sending.objects.filter(at__lt=timezone.now() - SENDINGS_KEPT).delete()
