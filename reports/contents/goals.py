"""Goals of the places that a report tells of, as they stood at the end of its period."""

from django.db.models import OuterRef, Prefetch, Q, Subquery

from actionplans.goal_figures import Standing
from actionplans.models import Goal, GoalEvaluation
from organisation.models import Level, Placement
from reports.models import ReportLevel
from reports.periods import last_day

# So many are listed; of the others it is said how many they are.
MOST = 50
# Goals of workplaces stand in their own reports alone.
_ABOVE_WORKPLACES = [Level.MUNICIPALITY, Level.ADMINISTRATION, Level.DEPARTMENT]


def goal_list(year, report, section):
    """The municipality's goals and those of the place, with their evaluation of the year;
    of a workplace, what it says itself of those that hold there."""
    found = [
        each for each in year.once("goals", lambda: _read(year)) if _tells(report, each)
    ]
    return {
        "goals": [_row(year, report, each) for each in found[:MOST]],
        "more": max(len(found) - MOST, 0),
    }


def _read(year):
    """All that hold in the year that the period ends in, the highest levels first."""
    end = last_day(year.reporting_year.period)
    stood = Placement.objects.filter(unit=OuterRef("unit"), valid__contains=end)
    evaluations = GoalEvaluation.objects.filter(year=end.year).exclude(outcome="")
    goals = Goal.objects.of_year(end.year).with_course(until=end)
    goals = goals.prefetch_related(Prefetch("evaluations", evaluations))
    with_place = goals.annotate(
        committee=Subquery(stood.values("answers_to")[:1]),
        unit_name=Subquery(stood.values("name")[:1]),
    )
    if not any(each.level == ReportLevel.UNIT for each in year.reports):
        with_place = with_place.filter(
            Q(unit__level__in=_ABOVE_WORKPLACES) | Q(unit__parent=None)
        )
    return list(with_place.from_the_top())


def _tells(report, goal):
    is_municipal = goal.unit.parent_id is None
    is_workplace = goal.unit.level not in _ABOVE_WORKPLACES and not is_municipal
    match report.level:
        case ReportLevel.UNIT:
            return goal.unit_id in report.unit.lineage
        case ReportLevel.ADMINISTRATION:
            is_within = report.unit_id in goal.unit.lineage and not is_workplace
            return is_within or goal.unit_id in report.unit.lineage
        case ReportLevel.COMMITTEE:
            is_own = goal.committee == report.committee_id and not is_workplace
            return is_municipal or is_own
    return not is_workplace


def _row(year, report, goal):
    standing = Standing(goal)
    unit = report.unit_id if report.level == ReportLevel.UNIT else goal.unit_id
    said = next((each for each in goal.evaluations.all() if each.unit_id == unit), None)
    return {
        "goal": goal.text,
        "unit": goal.unit_name or goal.unit.name,
        "aim": str(standing.aim or goal.criterion),
        "figure": str(standing.value),
        "period": standing.period,
        "standing": standing.verdict,
        "outcome": said.outcome if said else "",
        "note": said.outcome_note if said else "",
    }
