from datetime import date

from actionplans.models import Goal, GoalAlert
from annualcycle import planning
from annualcycle.models import AuthorityInspection, Occurrence
from sam.dates import today


def addresses(people, school):
    inspection = AuthorityInspection.objects.register(
        unit=school, by=people["manager"], held_on=today(), subject="Noise"
    )
    names = ["inspection_detail", "inspection_edit", "inspection_act", "measure_add"]
    return {
        **{f"annualcycle:{name}": [inspection.pk] for name in names},
        **_of_wheel(people, school),
        **_of_goals(people, school),
        "annualcycle:overview_decide": [school.parent_id, "measures"],
    }


def _of_wheel(people, school):
    activity = planning.add(
        by=people["manager"],
        unit=school,
        title="A round",
        first_month=1,
        last_month=12,
        evidence="round",
    )
    occurrence = Occurrence.objects.get(activity=activity, year=today().year)
    return {
        **{f"annualcycle:activity_{each}": [activity.pk] for each in _ACTIVITY},
        "annualcycle:occurrence": [occurrence.pk],
        "annualcycle:occurrence_act": [occurrence.pk],
        "annualcycle:template_take": ["se-1"],
    }


_ACTIVITY = ["detail", "edit", "end"]
_GOAL = ["detail", "edit", "figure", "target", "evaluate", "measure"]


def _of_goals(people, school):
    """One with figures, of which measures are to be considered."""
    by, year = people["manager"], today().year
    goal = Goal.objects.set(
        by=by,
        unit=school,
        text="Fewer days of sick leave",
        first_year=year - 1,
        measured_by="readings",
        direction="below",
        scale="%",
        target=5,
    )
    for back, value in [(1, 4), (0, 6)]:
        goal.read(by=by, until=date(year - back, 1, 31), words="R12", value=value)
    goal.evaluate(by=by, unit=school, year=year - 1, outcome="reached", note="Well")
    alert = GoalAlert.objects.create(goal=goal, unit=school, until=today())
    return {
        **{f"annualcycle:goal_{each}": [goal.pk] for each in _GOAL},
        "annualcycle:goal_alert": [alert.pk],
    }
