"""Work environment plans: the municipality's, the administrations' and most units' own, of
last year, evaluated, and of this year, as far as it has come."""

import tomllib
from calendar import monthrange
from datetime import date, time, timedelta
from random import Random

from actionplans.models import (
    Audience,
    Measure,
    PlanGoal,
    PlanReview,
    WorkEnvironmentPlan,
    WorkEnvironmentPlanTransition,
)
from demo.dating import dated_as_told
from demo.measures import Measures
from demo.tree import DATA
from sam.dates import moment

_DATA = tomllib.loads((DATA / "plans.toml").read_text())
Status, Outcome, Timing = (
    WorkEnvironmentPlan.Status,
    PlanGoal.Outcome,
    Measure.Timing,
)
_MORNING = time(9)
_BATCH = 1000
_EFFECT = timedelta(days=45)
# Of last year's rows, so many are done, and of these so many without helping enough.
_DONE, _FAILED = 0.88, 0.12
_ON_TIME = 0.8
_OUTCOMES = {Outcome.REACHED: 55, Outcome.PARTLY: 32, Outcome.NOT_REACHED: 13}


def make_plans(tree, people, *, until):
    plans = Plans(people, until=until)
    number = round(len(tree.workplaces) * _DATA["share"])
    planning = Random("who plans").sample(tree.workplaces, number)
    for year in (until.year - 1, until.year):
        plans.begin_year(tree, planning, year)
    plans.write()


class Plans:
    """Collects plans with their goals and rows, and writes them in a few statements."""

    def __init__(self, people, *, until):
        self._random = Random("plans")
        self._people, self._until = people, until
        self._measures = Measures("plans", until=until)
        self._plans, self._goals, self._reviews, self._moves = [], [], [], []
        # {unit: its plan of the year before}, and the rows that were left in it.
        self._previous, self._left = {}, {}

    def begin_year(self, tree, planning, year):
        top = self._plan(tree.root, year, "municipality", _DATA["municipality"])
        above = {
            unit.pk: self._plan(
                unit, year, "administration", _DATA["administration"], parent=top
            )
            for unit in tree.administrations.values()
        }
        for workplace in planning:
            kind = _DATA["kinds"].get(workplace.kind, [])
            self._plan(
                workplace.unit,
                year,
                "unit",
                _DATA["unit"],
                parent=above[workplace.administration.pk],
                rows=self._some_of(_DATA["unit"]["rows"], kind),
            )

    def _some_of(self, common, kind):
        chosen = self._random.sample(common, self._random.randint(3, 6))
        return [*kind, *sorted(chosen, key=common.index)]

    def _plan(self, unit, year, level, told, *, parent=None, rows=None):
        on = date(year, 1, 15) + timedelta(days=self._random.randrange(30))
        by = self._people.managers[unit.pk]
        plan = WorkEnvironmentPlan(
            unit=unit,
            title=_DATA["title"],
            first_year=year,
            last_year=year,
            parent=parent,
            previous=self._previous.get(unit.pk),
            created_by=by,
            created_at=moment(min(on, self._until), _MORNING),
        )
        self._plans.append(plan)
        self._decide(plan, told["decided_by"], on + timedelta(days=14))
        self._set_goals(plan, told["goals"], level)
        self._fill(plan, told["rows"] if rows is None else rows, on)
        self._review(plan, level)
        self._previous[unit.pk] = plan
        return plan

    def _decide(self, plan, decided_by, on):
        if on > self._until:
            return
        plan.decided_on, plan.decided_by = on, decided_by
        plan.case_number = self._random.choice(_DATA["case_numbers"])
        self._move(plan, Status.DECIDED, on, f"{on}, {decided_by}")
        if plan.last_year < self._until.year:
            self._move(plan, Status.ENDED, self._judged_on(plan))

    def _move(self, plan, status, on, note=""):
        self._moves.append(
            WorkEnvironmentPlanTransition(
                plan=plan,
                from_status=plan.status,
                to_status=status,
                by=plan.created_by,
                at=moment(on, _MORNING),
                note=note,
            )
        )
        plan.status = status

    def _judged_on(self, plan):
        return min(date(plan.last_year + 1, 1, 12), self._until)

    def _set_goals(self, plan, goals, level):
        """A unit has one or two of its own; those above are taken over as they stand."""
        if level == "unit":
            goals = self._random.sample(goals, self._random.randint(1, 2))
        for order, (text, criterion) in enumerate(goals, start=1):
            goal = PlanGoal(plan=plan, order=order, text=text, criterion=criterion)
            if plan.status == Status.ENDED:
                [goal.outcome] = self._random.choices(
                    list(_OUTCOMES), _OUTCOMES.values()
                )
                goal.outcome_note = self._random.choice(_DATA[goal.outcome])
                goal.judged_on = self._judged_on(plan)
            self._goals.append(goal)

    def _fill(self, plan, rows, on):
        """With what was left the year before, then with its own."""
        plan.action_plan = self._measures.plan_for(plan.unit, min(on, self._until))
        left = self._left.pop(plan.unit_id, [])
        taken = {old.activity for old, _row in left}
        rows = [(None, row) for row in rows if row["activity"] not in taken]
        for order, (old, row) in enumerate([*left, *rows], start=1):
            self._add_row(plan, row, order, on, follows=old)

    def _add_row(self, plan, row, order, on, *, follows):
        by = plan.created_by
        measure = self._measures.add(
            plan.action_plan,
            (row["activity"], row["goal"], row["control"]),
            by=by,
            on=min(on, self._until),
            number=str(order),
            order=order,
            origin=Measure.Origin.GOAL,
            focus_area=row["focus"],
            responsible_words=row.get("words", ""),
            report_to=row.get("report_to", ""),
            cost=row.get("cost"),
            repeats_every=row.get("repeats"),
            watched=row.get("watched", ""),
            follows=follows,
            **self._answering(plan.unit, row),
            **_when(row["when"], plan.first_year),
        )
        self._carry_out(plan, measure, row)

    def _answering(self, unit, row):
        """Who sees to it: the manager, or who holds a role there."""
        if not (role := row.get("role")):
            return {}
        return {
            "responsible_role": role,
            "responsible": self._people.representatives[unit.pk],
        }

    def _carry_out(self, plan, measure, row):
        is_over, drawn = plan.last_year < self._until.year, self._random.random()
        if is_over and drawn > _DONE:
            note = _DATA["carried_over"].format(year=plan.last_year + 1)
            self._measures.cancel(measure, on=self._judged_on(plan), note=note)
            self._left.setdefault(plan.unit_id, []).append((measure, row))
            return
        if measure.due_on > self._until or not (is_over or drawn < _ON_TIME):
            if measure.created_at.date() < self._until and drawn < 0.5:
                self._measures.start(measure, on=measure.created_at.date())
            return
        self._measures.finish(
            measure,
            on=measure.due_on,
            effect_due_on=measure.due_on + _EFFECT,
            note=self._random.choice(_DATA["done"]),
        )
        if measure.effect_due_on < self._until:
            helped = self._random.random() > _FAILED
            notes = _DATA["helped" if helped else "failed"]
            self._measures.judge(
                measure,
                on=measure.effect_due_on,
                note=self._random.choice(notes),
                is_sufficient=helped,
            )

    def _review(self, plan, level):
        """At workplace meetings; above the units in the cooperation group and higher up."""
        audiences = {
            "unit": [(Audience.EMPLOYEES, "Arbetsplatsträff", 5, 10)],
            "administration": [
                (Audience.COOPERATION, "Förvaltningens samverkansgrupp", 4, 10),
                (Audience.COMMITTEE, "Nämndsammanträde", 6),
            ],
            "municipality": [
                (Audience.COOPERATION, "Centrala samverkansgruppen", 5, 11),
                (Audience.COMMITTEE, "Kommunstyrelsen", 6),
            ],
        }
        for audience, where, *months in audiences[level]:
            for month in months:
                on = date(plan.first_year, month, self._random.randint(3, 27))
                if plan.status != Status.DRAFT and on <= self._until:
                    self._go_through(plan, audience, where, on)

    def _go_through(self, plan, audience, where, on):
        self._reviews.append(
            PlanReview(
                plan=plan,
                audience=audience,
                told_on=on,
                where=where,
                case_number=self._random.choice(_DATA["case_numbers"]),
                note=self._random.choice(_DATA["reviews"]),
                by=plan.created_by,
                created_at=moment(on, _MORNING),
            )
        )

    def write(self):
        self._measures.write()
        rows = [self._plans, self._goals, self._reviews, self._moves]
        models = [
            WorkEnvironmentPlan,
            PlanGoal,
            PlanReview,
            WorkEnvironmentPlanTransition,
        ]
        with dated_as_told(*models):
            for model, of_model in zip(models, rows, strict=True):
                model.objects.bulk_create(of_model, _BATCH)


def _when(when, year):
    """The columns that say when: a month, a period, all the time or not yet known."""
    if isinstance(when, int):
        return {"due_on": _last_of(year, when)}
    if isinstance(when, list):
        words, first, last = when
        return {
            "timing": Timing.PERIOD,
            "due_words": words.format(year=year),
            "starts_on": date(year, first, 1),
            "due_on": _last_of(year, last),
        }
    is_conditional = when in _DATA["conditional"]
    return {
        "timing": Timing.CONDITIONAL if is_conditional else Timing.CONTINUOUS,
        "due_words": when,
        "is_uncertain": is_conditional,
        "starts_on": None if is_conditional else date(year, 1, 1),
        "due_on": date(year, 12, 31),
    }


def _last_of(year, month):
    return date(year, month, monthrange(year, month)[1])
