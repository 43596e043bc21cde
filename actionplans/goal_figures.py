"""How measured goals stand: figures fetched from those who know them, held against their
targets, and an alert when they are on the wrong side twice in a row."""

from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans import yardsticks
from actionplans.models import Goal, GoalAlert, GoalReading
from organisation.models import Appointment, Level, Unit
from organisation.roles import MANAGERS
from sam.dates import today
from ui import charts, numbers
from ui.text import shortened

# Nobody wrote them: the program did.
SOURCE = "metric"


# How it stands


class Point(NamedTuple):
    """A figure, what it is held against, and how far off it is; None where unknown."""

    reading: GoalReading
    against: Decimal | None
    is_met: bool | None
    difference: Decimal | None


def course(goal):
    """Each reading of the goal, the oldest first; the goal must be read `with_course`."""
    readings = goal.read_readings
    points = []
    for place, reading in enumerate(readings):
        against = _against(goal, reading, readings[:place])
        if reading.value is None or against is None:
            points.append(Point(reading, against, None, None))
            continue
        is_met = goal.is_met_by(reading.value, against)
        points.append(Point(reading, against, is_met, reading.value - against))
    return points


def _against(goal, reading, before):
    """The target of its year; or for what is to rise, the last figure of an earlier year."""
    if goal.has_target:
        return goal.target_of(reading.until.year)
    earlier = [
        each.value
        for each in before
        if each.until.year < reading.until.year and each.value is not None
    ]
    return earlier[-1] if earlier else goal.baseline


def latest(points):
    """The newest that has a value, or that is hidden; none where there is none."""
    return points[-1] if points else None


def outcome_of_year(goal, year):
    """Whether the year's last figure meets the goal; None where nothing can be said."""
    of_year = [each for each in course(goal) if each.reading.until.year == year]
    known = [each.is_met for each in of_year if each.is_met is not None]
    return known[-1] if known else None


# Fetching


@transaction.atomic
def fetch(goals):
    """Keep the figures of goals that are measured by metrics as they are today.

    What a metric no longer tells is taken away; how many goals there were.
    """
    goals = list(goals.measured_by_metric().select_related("unit"))
    found = yardsticks.courses([(goal.metric, goal.unit) for goal in goals])
    rows = [
        GoalReading(
            goal=goal,
            until=figure.until,
            words=figure.words,
            value=None if figure.value == yardsticks.HIDDEN else figure.value,
            source=SOURCE,
        )
        for goal in goals
        for figure in found.get((goal.metric, goal.unit_id), [])
        if figure.value is not None
    ]
    kept = GoalReading.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["goal", "until"],
        update_fields=["words", "value"],
    )
    told = Q(pk__in=[])
    for row in kept:
        told |= Q(goal=row.goal_id, until=row.until)
    GoalReading.objects.filter(goal__in=goals, by=None).exclude(told).delete()
    return len(goals)


# Alerts


def alert():
    """Raise what is to be considered; a second time nothing. How many were raised."""
    goals = Goal.objects.of_year(today().year).exclude(direction="").with_course()
    raised = 0
    for goal in goals:
        if until := _worsened(course(goal)):
            raised += _raise(goal, until)
    return raised


def _worsened(points):
    """The day of the second period of two on the wrong side, of figures that were on the
    right one before."""
    known = [each for each in points if each.is_met is not None]
    wrong = list(takewhile(lambda each: not each.is_met, reversed(known)))[::-1]
    has_crossed = 2 <= len(wrong) < len(known)
    return wrong[1].reading.until if has_crossed else None


@transaction.atomic
def _raise(goal, until):
    if goal.alerts.filter(until=until).exists():
        return 0
    alerts = [GoalAlert(goal=goal, unit=unit, until=until) for unit in _led(goal.unit)]
    return len(GoalAlert.objects.bulk_create(alerts, ignore_conflicts=True))


def _led(unit):
    """The unit, when somebody leads it; else the administrations below, each by its head."""
    managing = Appointment.objects.in_force().filter(role__in=MANAGERS)
    if unit.parent_id or managing.filter(unit=unit).exists():
        return [unit]
    units = Unit.objects.existing().within([unit.pk])
    return list(units.filter(level=Level.ADMINISTRATION)) or [unit]


# In words


class Standing:
    """How a goal stands today, as lists and pages tell it; of a goal `with_course`."""

    def __init__(self, goal):
        self.goal = goal
        self.points = course(goal)
        self.latest = latest(self.points)

    @property
    def value(self):
        """The newest figure with its unit, or why there is none."""
        if self.latest is None:
            return _("No figure yet") if self.goal.is_measured else ""
        if self.latest.reading.is_hidden:
            return _("Too few people to show")
        return in_words(self.goal, self.latest.reading.value)

    @property
    def period(self):
        return self.latest.reading.words if self.latest else ""

    @property
    def verdict(self):
        """“Met, +2”."""
        return verdict(self.goal, self.latest)

    @property
    def tone(self):
        if self.latest is None or self.latest.is_met is None:
            return "neutral"
        return "success" if self.latest.is_met else "warning"

    @property
    def aim(self):
        """“Under 5.40 %”."""
        goal = self.goal
        if not goal.is_measured:
            return ""
        if not goal.has_target:
            return goal.get_direction_display()
        target = goal.target_of(max(goal.first_year, today().year))
        if target is None:
            return _("No target is set")
        return _AIMS[goal.direction] % {"target": in_words(goal, target)}


_AIMS = {
    Goal.Direction.BELOW: gettext_lazy("Under %(target)s"),
    Goal.Direction.AT_MOST: gettext_lazy("At most %(target)s"),
    Goal.Direction.ABOVE: gettext_lazy("Over %(target)s"),
    Goal.Direction.AT_LEAST: gettext_lazy("At least %(target)s"),
}


def verdict(goal, point):
    if point is None or point.is_met is None:
        return ""
    words = _("Met") if point.is_met else _("Not met")
    return f"{words}, {numbers.signed(point.difference, goal.decimals)}"


def in_words(goal, value):
    figure = numbers.decimal(value, goal.decimals)
    return f"{figure} {goal.scale}".rstrip()


# So many have room beside each other; the table has all.
_DRAWN = 8


def chart(standing):
    """The figures with the line of the target; none where there are too few to draw."""
    goal, points = standing.goal, standing.points[-_DRAWN:]
    known = [each for each in points if not each.reading.is_hidden]
    if len(known) < 2 or any(each.reading.value < 0 for each in known):
        return None
    values = [each.reading.value for each in points]
    aims = [each.against for each in points]
    times = [each.reading.words.removeprefix("R12 ") for each in points]
    message = _("%(goal)s: %(value)s in %(period)s") % {
        "goal": shortened(goal.text, 80),
        "value": standing.value,
        "period": standing.period,
    }
    series = [(_("Value"), _floats(values))]
    target = None
    if len({*aims}) == 1 and aims[0] is not None:
        target = _("Target"), float(aims[0])
    elif any(each is not None for each in aims):
        # It has gone its own way over the years.
        series.append((_("Target"), _floats(aims)))
    return charts.lines(
        message,
        times,
        series,
        unit=goal.scale,
        target=target,
        decimals=goal.decimals,
    )


def _floats(values):
    return [None if each is None else float(each) for each in values]
