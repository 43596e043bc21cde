from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from actionplans import planning
from actionplans.models import Audience, Measure, WorkEnvironmentPlan
from organisation import roles
from organisation.models import Role
from sam.dates import today
from sam.workflow import InvalidTransition, Stale
from tests.factories import (
    ActionPlanFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
    WorkEnvironmentPlanFactory,
)

YEAR = today().year


def _row(plan, activity="Lay out mats", **what):
    by = plan.created_by
    return plan.add_row(
        by=by,
        activity=activity,
        responsible=what.pop("responsible", by),
        due_on=what.pop("due_on", today() + timedelta(days=30)),
        **what,
    )


def _decide(plan):
    plan.decide(by=plan.created_by, decided_on=today(), decided_by="The committee")


def _activities(plan):
    return list(plan.rows().values_list("activity", flat=True))


# Beginning


def test_plan_takes_the_nearest_plan_above_as_its_parent(
    municipality, administration, school
):
    WorkEnvironmentPlanFactory(unit=municipality)
    nearest = WorkEnvironmentPlanFactory(unit=administration)
    WorkEnvironmentPlanFactory(
        unit=administration, first_year=YEAR - 1, last_year=YEAR - 1
    )

    plan = WorkEnvironmentPlan.objects.begin(
        by=UserFactory(), unit=school, title="Plan", first_year=YEAR, last_year=YEAR
    )

    assert plan.parent == nearest


def test_plan_knows_the_one_of_the_year_before(school):
    before = WorkEnvironmentPlanFactory(
        unit=school, first_year=YEAR - 1, last_year=YEAR - 1
    )

    plan = WorkEnvironmentPlan.objects.begin(
        by=UserFactory(), unit=school, title="Plan", first_year=YEAR, last_year=YEAR
    )

    assert plan.previous == before


def test_unit_has_one_yearly_plan_a_year(school):
    WorkEnvironmentPlanFactory(unit=school)

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkEnvironmentPlanFactory(unit=school)
    WorkEnvironmentPlanFactory(unit=school, kind="project")


def test_goals_of_the_line_come_the_highest_first(municipality, administration, school):
    top = WorkEnvironmentPlanFactory(unit=municipality)
    top.add_goal(text="Less sick leave", criterion="under 5.4 %")
    middle = WorkEnvironmentPlanFactory(unit=administration, parent=top)
    plan = WorkEnvironmentPlanFactory(unit=school, parent=middle)
    plan.add_goal(text="Quieter rooms")

    line = plan.goals_by_plan()

    assert [(each, [str(goal) for goal in goals]) for each, goals in line] == [
        (top, ["Less sick leave"]),
        (middle, []),
        (plan, ["Quieter rooms"]),
    ]


def test_line_that_was_turned_upside_down_ends(administration, school):
    above = WorkEnvironmentPlanFactory(unit=administration)
    plan = WorkEnvironmentPlanFactory(unit=school, parent=above)
    WorkEnvironmentPlan.objects.filter(pk=above.pk).update(parent=plan)
    plan = WorkEnvironmentPlan.objects.get(pk=plan.pk)

    assert plan.line == [above]


# Who reads it


def test_draft_is_hidden_from_employees_and_decided_plan_is_not(school, teacher):
    plan = WorkEnvironmentPlanFactory(unit=school)
    visible = WorkEnvironmentPlan.objects.visible_to(teacher)

    assert not visible.exists()
    _decide(plan)
    assert list(visible) == [plan]


def test_plan_above_is_read_by_employees_below(administration, teacher, other_school):
    above = WorkEnvironmentPlanFactory(unit=administration)
    beside = WorkEnvironmentPlanFactory(unit=other_school)
    _decide(above)
    _decide(beside)

    assert list(WorkEnvironmentPlan.objects.visible_to(teacher)) == [above]


# Rows


def test_rows_stand_in_the_order_in_which_they_were_added(school):
    plan = WorkEnvironmentPlanFactory(unit=school)

    for activity in "abc":
        _row(plan, activity)

    assert _activities(plan) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("moved", "up", "expected"),
    [
        (1, True, ["b", "a", "c"]),
        (1, False, ["a", "c", "b"]),
        (0, True, ["a", "b", "c"]),
        (2, False, ["a", "b", "c"]),
    ],
)
def test_row_moves_one_step_and_stays_at_the_end(school, moved, up, expected):
    plan = WorkEnvironmentPlanFactory(unit=school)
    rows = [_row(plan, activity) for activity in "abc"]

    plan.move_row(rows[moved].pk, up=up)

    assert _activities(plan) == expected


def test_rows_that_share_a_place_can_be_moved(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    _row(plan, "a")
    Measure.objects.update(order=0)
    for _each in range(2):
        MeasureFactory(plan=plan.action_plan, order=0)
    before = list(plan.rows())

    plan.move_row(before[2].pk, up=True)

    assert list(plan.rows()) == [before[0], before[2], before[1]]
    assert sorted(row.order for row in plan.rows()) == [1, 2, 3]


def test_row_of_another_plan_is_not_moved(school, other_school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    _row(plan, "a")
    other = _row(WorkEnvironmentPlanFactory(unit=other_school), "b")

    plan.move_row(other.pk, up=True)

    other.refresh_from_db()
    assert other.order == 1


def test_row_is_not_moved_in_a_plan_that_has_ended(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    row = _row(plan)
    _decide(plan)
    plan.end(by=plan.created_by)

    with pytest.raises(InvalidTransition):
        plan.move_row(row.pk, up=True)


def test_ended_plan_takes_no_rows(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    _row(plan)
    _decide(plan)
    plan.end(by=plan.created_by)

    with pytest.raises(InvalidTransition):
        _row(plan)
    with pytest.raises(InvalidTransition):
        plan.action_plan.add_measure(
            by=plan.created_by,
            activity="More",
            responsible=plan.created_by,
            due_on=today(),
        )


def test_totals_leave_out_what_is_cancelled(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    _row(plan, cost=1000, hours=5)
    _row(plan, cost=250)
    _row(plan, cost=99).cancel(by=plan.created_by, reason="Not needed")

    plan = WorkEnvironmentPlan.objects.with_totals().get()
    assert (plan.number_of_rows, plan.total_cost, plan.total_hours) == (2, 1250, 5)


def test_progress_counts_rows_and_what_is_done(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    _row(plan)
    done = _row(plan)
    done.finish(by=plan.created_by, done_on=today(), effect_due_on=today())
    _row(plan).cancel(by=plan.created_by, reason="Not needed")
    WorkEnvironmentPlanFactory(unit=school, first_year=YEAR - 1, last_year=YEAR - 1)

    plans = WorkEnvironmentPlan.objects.with_progress()

    assert [(each.number_of_rows, each.number_done) for each in plans] == [
        (2, 1),
        (0, 0),
    ]


# Its states


def test_decision_says_who_and_when_and_is_logged(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    user = UserFactory()

    plan.decide(by=user, decided_on=today(), decided_by="AMU", case_number="23/12")

    assert plan.is_decided
    assert (plan.decided_by, plan.case_number) == ("AMU", "23/12")
    logged = plan.transitions.get()
    assert (logged.by, logged.note) == (user, f"{today()}, AMU, 23/12")


def test_decided_plan_is_taken_back_with_a_reason(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    _decide(plan)

    plan.take_back(by=plan.created_by, reason="A goal is missing")

    assert (plan.status, plan.decided_on, plan.decided_by) == ("draft", None, "")
    assert plan.transitions.last().note == "A goal is missing"


def test_decided_plan_keeps_its_name_and_goals(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    goal = plan.add_goal(text="Quieter")
    _decide(plan)

    for change in [
        lambda: plan.edit(version=0, title="Other"),
        lambda: plan.add_goal(text="Other"),
        lambda: plan.change_goal(goal, text="Other"),
        lambda: plan.remove_goal(goal),
    ]:
        with pytest.raises(InvalidTransition):
            change()


def test_header_is_not_overwritten_unseen(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    plan.edit(version=0, title="First")

    with pytest.raises(Stale):
        plan.edit(version=0, title="Second")


def test_plan_is_decided_once(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    other = WorkEnvironmentPlan.objects.get(pk=plan.pk)
    _decide(plan)

    with pytest.raises(InvalidTransition):
        _decide(other)


def test_plan_gone_through_within_half_a_year_is_not_long_since(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    long_ago = today() - timedelta(days=200)
    plan.decide(by=plan.created_by, decided_on=long_ago, decided_by="AMU")

    assert plan.is_long_since([])
    review = plan.go_through(
        by=plan.created_by, audience=Audience.COMMITTEE, told_on=today()
    )
    assert not plan.is_long_since([review])


# Going through it


def test_measures_told_to_employees_get_feedback(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    rows = [_row(plan), _row(plan)]
    user = UserFactory()

    plan.go_through(
        by=user,
        told=rows[:1],
        audience=Audience.EMPLOYEES,
        told_on=today(),
        where="Workplace meeting",
    )

    told = rows[0].feedback.get()
    assert (told.where, told.by, told.audience) == (
        "Workplace meeting",
        user,
        Audience.EMPLOYEES,
    )
    assert not rows[1].feedback.exists()


def test_review_elsewhere_is_no_feedback_to_employees(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    row = _row(plan)

    plan.go_through(
        by=plan.created_by, told=[row], audience=Audience.COMMITTEE, told_on=today()
    )

    assert not row.feedback.exists()


# The next year


@pytest.fixture
def decided(school):
    plan = WorkEnvironmentPlanFactory(unit=school)
    plan.add_goal(text="Quieter")
    plan.add_goal(text="Safer")
    left = _row(plan, "Left", number="7", report_to="AMU", cost=10)
    _row(plan, "Begun").start(by=plan.created_by)
    done = _row(plan, "Done")
    done.finish(by=plan.created_by, done_on=today(), effect_due_on=today())
    _row(plan, "Dropped").cancel(by=plan.created_by, reason="No")
    _decide(plan)
    plan.left = left
    return plan


def _judged(plan):
    first, second = plan.goals.all()
    return {first.pk: ("reached", "Fewer alarms"), second.pk: ("partly", "")}


def test_next_plan_takes_over_what_is_left_and_goals_not_reached(decided):
    following = planning.go_on(decided, by=decided.created_by, judged=_judged(decided))

    decided.refresh_from_db()
    assert decided.status == "ended"
    assert (following.first_year, following.previous) == (YEAR + 1, decided)
    assert _activities(following) == ["Left", "Begun"]
    assert [goal.text for goal in following.goals.all()] == ["Safer"]


def test_row_carried_over_follows_the_old_one_which_says_so(decided, in_english):
    following = planning.go_on(decided, by=decided.created_by, judged=_judged(decided))

    old, new = Measure.objects.get(pk=decided.left.pk), following.rows()[0]
    assert (new.follows, new.number, new.report_to, new.cost) == (old, "7", "AMU", 10)
    assert old.status == "cancelled"
    assert old.transitions.last().note == f"Carried over to {YEAR + 1}"


def test_row_that_was_begun_goes_on_as_begun(decided):
    following = planning.go_on(decided, by=decided.created_by, judged=_judged(decided))

    assert [row.status for row in following.rows()] == ["planned", "started"]


def test_going_on_twice_makes_one_plan(decided):
    once = planning.go_on(decided, by=decided.created_by, judged=_judged(decided))
    decided.refresh_from_db()

    twice = planning.go_on(decided, by=decided.created_by)

    assert once == twice
    assert WorkEnvironmentPlan.objects.count() == 2
    assert _activities(twice) == ["Left", "Begun"]


@pytest.mark.django_db(transaction=True)
def test_going_on_at_the_same_time_makes_one_plan(decided):
    judged, by = _judged(decided), decided.created_by

    def go_on():
        try:
            plan = WorkEnvironmentPlan.objects.get(pk=decided.pk)
            planning.go_on(plan, by=by, judged=judged)
        finally:
            connection.close()

    threads = [Thread(target=go_on) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert WorkEnvironmentPlan.objects.count() == 2
    assert Measure.objects.filter(follows__isnull=False).count() == 2


def test_going_on_uses_the_plan_that_was_begun_already(decided):
    begun = WorkEnvironmentPlanFactory(
        unit=decided.unit, first_year=YEAR + 1, last_year=YEAR + 1, previous=decided
    )

    following = planning.go_on(decided, by=decided.created_by)

    assert following == begun
    assert _activities(following) == ["Left", "Begun"]


def test_draft_cannot_go_on(school):
    plan = WorkEnvironmentPlanFactory(unit=school)

    with pytest.raises(InvalidTransition):
        planning.go_on(plan, by=plan.created_by)


def test_project_is_followed_by_one_as_long(school):
    plan = WorkEnvironmentPlanFactory(
        unit=school, kind="project", first_year=YEAR - 4, last_year=YEAR
    )
    _decide(plan)

    following = planning.go_on(plan, by=plan.created_by)

    assert (following.first_year, following.last_year) == (YEAR + 1, YEAR + 5)


def test_carrying_over_again_takes_nothing(decided):
    plan = WorkEnvironmentPlanFactory(
        unit=decided.unit, first_year=YEAR + 1, last_year=YEAR + 1, previous=decided
    )

    assert planning.carry_over(plan, by=plan.created_by) == 2
    assert planning.carry_over(plan, by=plan.created_by) == 0
    assert _activities(plan) == ["Left", "Begun"]


# Besides its own rows


def test_elsewhere_has_measures_of_the_unit_and_below_but_no_rows_of_plans(
    administration, school, other_school, head_of_administration, head_teacher
):
    plan = WorkEnvironmentPlanFactory(unit=school)
    _row(plan, "Own", due_on=date(YEAR, 12, 1))
    class_ = UnitFactory(parent=school)

    def measure(unit, day=date(YEAR, 6, 1)):
        return MeasureFactory(plan=ActionPlanFactory(unit=unit), due_on=day)

    here, under = measure(school), measure(class_)
    measure(other_school)
    measure(school, date(YEAR + 1, 1, 1))

    found = planning.elsewhere(plan, user=head_of_administration)

    assert set(found) == {here, under}
    assert not planning.elsewhere(plan, user=UserFactory()).exists()


# Where is no plan?


def test_coverage_counts_units_and_names_those_without_a_plan(
    administration, school, other_school, head_of_administration
):
    _decide(WorkEnvironmentPlanFactory(unit=school))
    WorkEnvironmentPlanFactory(unit=administration)

    covered = planning.coverage(YEAR, user=head_of_administration)

    assert (covered.all, covered.begun, covered.decided) == (3, 2, 1)
    assert list(covered.lacking) == [other_school]
    assert planning.coverage(YEAR + 1, user=head_of_administration).begun == 0


def test_coverage_ends_where_the_right_ends(school, other_school, head_teacher):
    assert planning.coverage(YEAR, user=head_teacher).all == 1


def test_coverage_leaves_out_people_without_the_right(school):
    user = UserFactory(unit=school)
    roles.appoint(user, Role.READER, school)

    assert planning.coverage(YEAR, user=user).all == 0
