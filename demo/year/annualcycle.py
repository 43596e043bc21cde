"""The annual wheel and the goals of the demo municipality, as far as the year has come."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from actionplans import goal_figures
from actionplans.models import Goal, GoalEvaluation, Outcome
from annualcycle import evidence, planning, wheel_templates
from annualcycle.models import Activity, Occurrence
from organisation.models import Appointment, Role

# So many workplaces are behind with what is theirs.
_BEHIND = 0.12
# Motivation in the employee survey, year by year up to this one.
_MOTIVATION = [71, 72, 74, 76]
_SAID = {
    "leadership": (Outcome.PARTLY, "Chefsgrupperna är kvar på mer än trettio."),
    "prevention": (Outcome.REACHED, "Alla förvaltningar har riskbedömt schemana."),
    "coherence": (Outcome.PARTLY, "Introduktionen följs upp på hälften av enheterna."),
}


def work(municipality, staff, *, until):
    root, by = municipality.root, staff.hr
    for template in wheel_templates.of_country("SE"):
        keys = [key for key, _what, _is_goal in template.items]
        wheel_templates.take(template, keys, unit=root, by=by)
    _begin_a_year_ago(until)
    _mark(municipality, until)
    _aim(root, by, until)


def _begin_a_year_ago(until):
    before = until.year - 1
    Activity.objects.update(first_year=before, counted_from=before)
    Goal.objects.update(first_year=before)
    for year in (before, until.year, until.year + 1):
        planning.plan_year(Activity.objects.all(), year)


def _mark(municipality, until):
    """What the program finds; then what managers have said, but for those behind."""
    evidence.gather()
    _close_year_before(until.year - 1)
    workplaces = [each.unit.pk for each in municipality.workplaces]
    number = round(len(workplaces) * _BEHIND)
    behind = Random("behind").sample(workplaces, number)
    manager = Appointment.objects.filter(unit=OuterRef("unit"), role=Role.MANAGER)
    said = Occurrence.objects.filter(status="open", due_on__lt=until)
    said = said.exclude(Q(unit__in=behind) & Q(due_on__year=until.year))
    said.exclude(activity__evidence__in=dict(evidence.choices())).update(
        status="done",
        done_on=F("due_on") - timedelta(days=12),
        by=Subquery(manager.values("user")[:1]),
        at=timezone.now(),
    )


def _close_year_before(year):
    """What no record shows of the year before the demo's was said by whoever was to do it."""
    Occurrence.objects.filter(status="open", due_on__year=year).update(
        status="done",
        done_on=F("due_on") - timedelta(days=5),
        note="Gjordes innan årshjulet fanns i programmet.",
        at=timezone.now(),
    )


def _aim(root, by, until):
    """Figures and evaluations of the goals; sick leave by the report's own figures."""
    sick_leave = Goal.objects.set(
        by=by,
        unit=root,
        text="Sjukfrånvaron är under 6,5 procent",
        theme="Sjukfrånvaro",
        source="Mål och budget",
        first_year=until.year - 3,
        measured_by="metric",
        metric="sick_leave",
        direction="below",
        scale="%",
        decimals=1,
        target=Decimal("6.5"),
    )
    goal_figures.fetch(Goal.objects.filter(pk=sick_leave.pk))
    goals = {
        each.template_item.partition(":")[2]: each
        for each in Goal.objects.filter(unit=root).exclude(template_item="")
    }
    for back, value in enumerate(reversed(_MOTIVATION)):
        year = until.year - back
        goals["priority"].read(
            by=by,
            until=date(year, 12, 31),
            words=str(year),
            value=Decimal(value),
            source="Medarbetarenkäten",
        )
    GoalEvaluation.objects.bulk_create(
        GoalEvaluation(
            goal=goals[code],
            unit=root,
            year=until.year - 1,
            outcome=outcome,
            outcome_note=why,
            judged_on=date(until.year, 2, 3),
            by=by,
        )
        for code, (outcome, why) in _SAID.items()
    )
