from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from actionplans.models import Measure, PlanReview, WorkEnvironmentPlan
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import (
    ActionPlanFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
    WorkEnvironmentPlanFactory,
)

pytestmark = pytest.mark.usefixtures("in_english")

YEAR = today().year


@pytest.fixture
def plan(school, head_teacher):
    return WorkEnvironmentPlanFactory(unit=school, created_by=head_teacher)


@pytest.fixture
def url(plan):
    return plan.get_absolute_url()


@pytest.fixture
def as_manager(as_user, head_teacher):
    return as_user(head_teacher)


def _row(plan, activity="Lay out mats", **what):
    by = plan.created_by
    due_on = what.pop("due_on", today() + timedelta(days=30))
    return plan.add_row(by=by, activity=activity, responsible=by, due_on=due_on, **what)


def _decide(plan, on=None):
    plan.decide(by=plan.created_by, decided_on=on or today(), decided_by="AMU")


def _header(unit=None, **what):
    return {
        **({"unit": unit.pk} if unit else {}),
        "kind": "yearly",
        "title": "Plan",
        "first_year": YEAR,
        **what,
    }


# The list


def test_list_is_narrowed_by_year_status_and_unit(
    as_manager, plan, school, head_teacher, parse
):
    _decide(WorkEnvironmentPlanFactory(unit=school, title="Old", first_year=YEAR - 1))
    WorkEnvironmentPlanFactory(unit=UnitFactory(parent=school), title="Below")

    def titles(query):
        page = parse(as_manager.get(f"/plans/?{query}"))
        return {link.text for link in page.select("#results tbody th a")}

    assert titles("") == {plan.title, "Old", "Below"}
    assert titles(f"year={YEAR}") == {plan.title, "Below"}
    assert titles("status=decided") == {"Old"}
    assert titles("year=x&status=y") == {plan.title, "Old", "Below"}


def test_list_shows_the_plan_of_ones_workplace_on_top(as_user, teacher, plan, parse):
    assert not parse(as_user(teacher).get("/plans/")).select("#own-title")
    _decide(plan)

    page = parse(as_user(teacher).get("/plans/"))

    assert page.select_one("#own-title + ul a").text == str(plan)


def test_list_costs_the_same_for_more_rows(as_manager, school, plan, count_queries):
    one = count_queries(as_manager, "/plans/")
    for year in (YEAR - 1, YEAR - 2):
        _row(WorkEnvironmentPlanFactory(unit=school, first_year=year))

    assert count_queries(as_manager, "/plans/") == one <= 12


def test_list_answers_htmx_with_the_results_of_the_page(as_manager, plan, htmx, parse):
    swapped = parse(as_manager.get("/plans/", headers=htmx))
    reloaded = parse(as_manager.get("/plans/"))

    assert swapped.select_one("#results") == reloaded.select_one("#results")


# Where is no plan?


def test_coverage_says_how_many_and_which_and_leads_to_a_new_plan(
    as_user, head_of_administration, plan, other_school, parse
):
    client = as_user(head_of_administration)

    page = parse(client.get("/plans/missing/"))
    assert page.select_one("[name=year] [selected]")["value"] == str(YEAR)

    assert "1 of 3 units" in page.select_one(".lead").text
    links = [link["href"] for link in page.select("#results .tasks a")]
    assert f"/plans/add/?unit={other_school.pk}&year={YEAR}" in links


def test_coverage_costs_the_same_for_more_rows(
    as_user, hr, administration, count_queries
):
    one = count_queries(as_user(hr), "/plans/missing/")
    for _each in range(2):
        UnitFactory(parent=administration)

    assert count_queries(as_user(hr), "/plans/missing/") == one <= 12


# Beginning and changing


def test_plan_is_begun_with_the_one_above_as_parent(
    as_manager, administration, school, parse
):
    above = WorkEnvironmentPlanFactory(unit=administration)

    answer = as_manager.post("/plans/add/", _header(school))

    plan = WorkEnvironmentPlan.objects.get(unit=school)
    assert answer.url == plan.get_absolute_url()
    assert (plan.parent, plan.status, plan.years) == (above, "draft", str(YEAR))


def test_new_plan_is_proposed_for_ones_own_unit_and_year(as_manager, school, parse):
    page = parse(as_manager.get("/plans/add/"))

    assert page.select_one("[name=title]")["value"] == "Handlingsplan för arbetsmiljön"
    assert page.select_one("[name=first_year]")["value"] == str(YEAR)
    assert page.select_one("[name=unit][checked]")["value"] == str(school.pk)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"first_year": "26"}, "first_year"),
        ({"first_year": "99999999999"}, "first_year"),
        ({"first_year": "1850"}, "first_year"),
        ({"kind": "project", "last_year": YEAR - 1}, "__all__"),
        ({"kind": "other"}, "kind"),
    ],
)
def test_wrong_header_is_said_and_keeps_what_was_typed(
    as_manager, school, wrong, field, parse
):
    answer = as_manager.post("/plans/add/", _header(school, **wrong))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    typed = {"title": "Plan", "first_year": str(YEAR), **wrong}
    page = parse(answer)
    shown = page.select_one("[name=first_year]")["value"]
    assert shown == str(typed["first_year"])


def test_second_plan_for_the_year_is_refused(as_manager, plan, school):
    answer = as_manager.post("/plans/add/", _header(school))

    assert answer.status_code == 422
    assert answer.context["form"].errors["first_year"] == [
        "The unit already has a plan for that year."
    ]


def test_plan_of_a_unit_beyond_the_right_is_refused(as_manager, other_school):
    answer = as_manager.post("/plans/add/", _header(other_school))

    assert answer.status_code == 422
    assert not WorkEnvironmentPlan.objects.exists()


def test_header_is_changed(as_manager, plan, url):
    form = {**_header(title="Other"), "version": plan.version}

    assert as_manager.post(f"{url}edit/", form).status_code == 302
    plan.refresh_from_db()
    assert plan.title == "Other"


def test_header_changed_by_another_meanwhile_is_shown(as_manager, plan, url, parse):
    page = parse(as_manager.get(f"{url}edit/"))
    version = page.select_one("[name=version]")["value"]
    plan.edit(version=0, title="Theirs")

    answer = as_manager.post(
        f"{url}edit/", {**_header(title="Mine"), "version": version}
    )

    assert answer.status_code == 422
    assert "Theirs" in answer.content.decode()
    assert parse(answer).select_one("[name=title]")["value"] == "Mine"


def test_plan_of_a_unit_below_is_no_plan_above(as_manager, plan, url, school):
    below = WorkEnvironmentPlanFactory(unit=UnitFactory(parent=school))

    form = {**_header(), "version": plan.version, "parent": below.pk}
    answer = as_manager.post(f"{url}edit/", form)

    assert "parent" in answer.context["form"].errors


def test_year_of_another_plan_is_refused_when_it_is_changed(
    as_manager, plan, url, school
):
    WorkEnvironmentPlanFactory(unit=school, first_year=YEAR + 1)

    form = _header(first_year=YEAR + 1, version=plan.version)
    answer = as_manager.post(f"{url}edit/", form)

    assert answer.status_code == 422
    assert "first_year" in answer.context["form"].errors


def test_decided_plan_opens_no_header(as_manager, plan, url):
    _decide(plan)

    assert as_manager.get(f"{url}edit/").url == url


# Goals


def test_goal_is_added_changed_and_taken_away(as_manager, plan, url):
    as_manager.post(
        f"{url}goals/add/", {"text": "Less sick leave", "criterion": "under 5.4 %"}
    )
    goal = plan.goals.get()
    assert (goal.text, goal.criterion) == ("Less sick leave", "under 5.4 %")

    as_manager.post(f"{url}goals/{goal.pk}/", {"text": "None at all"})
    assert plan.goals.get().text == "None at all"

    as_manager.post(f"{url}goals/{goal.pk}/remove/")
    assert not plan.goals.exists()


def test_goal_without_words_is_refused(as_manager, url, parse):
    answer = as_manager.post(f"{url}goals/add/", {"text": "", "criterion": "5 %"})

    assert answer.status_code == 422
    assert parse(answer).select_one("[name=criterion]")["value"] == "5 %"


def test_goal_of_another_plan_is_not_found(as_manager, plan, url, other_school):
    goal = WorkEnvironmentPlanFactory(unit=other_school).add_goal(text="Theirs")

    assert as_manager.get(f"{url}goals/{goal.pk}/").status_code == 404
    assert as_manager.post(f"{url}goals/{goal.pk}/remove/").status_code == 404


def test_goals_of_the_plan_above_are_shown_and_locked(
    as_manager, plan, url, administration, parse
):
    above = WorkEnvironmentPlanFactory(unit=administration)
    above.add_goal(text="Less sick leave")
    WorkEnvironmentPlan.objects.filter(pk=plan.pk).update(parent=above)
    own = plan.add_goal(text="Quieter")

    page = parse(as_manager.get(url))

    shown = [goal.text for goal in page.select("#goals li > .prose")]
    assert shown == ["Less sick leave", "Quieter"]
    links = [link["href"] for link in page.select("#goals li a")]
    assert links == [f"{url}goals/{own.pk}/"]


# Rows


def test_row_is_added_last_and_keeps_its_lines(as_manager, plan, url, parse):
    _row(plan, "First")

    answer = as_manager.post(
        f"{url}rows/add/",
        {"activity": "One\r\nTwo", "due_words": f"autumn {YEAR + 1}"},
    )

    assert answer.url == url
    page = parse(as_manager.get(url))
    cells = [row.th.text for row in page.select("#rows tbody tr")]
    assert [cell.strip() for cell in cells] == ["First", "One\nTwo"]


def test_row_that_is_wrong_is_shown_again(as_manager, url, parse):
    answer = as_manager.post(
        f"{url}rows/add/", {"activity": "", "goal": "Fewer falls", "due_words": ""}
    )

    assert answer.status_code == 422
    assert {"activity", "due_on"} <= answer.context["form"].errors.keys()
    assert parse(answer).select_one("[name=goal]").text.strip() == "Fewer falls"


def test_next_row_can_be_written_at_once(as_manager, url):
    answer = as_manager.post(
        f"{url}rows/add/",
        {"activity": "One", "due_words": "continuously", "another": "yes"},
    )

    assert answer.url == f"{url}rows/add/"


def test_row_moves_up_and_the_page_stays_there(as_manager, plan, url):
    _row(plan, "a")
    second = _row(plan, "b")

    answer = as_manager.post(f"{url}rows/move/?after=x", {"up": second.pk})

    assert answer.url == f"{url}?after=x#row-{second.pk}"
    assert [str(row) for row in plan.rows()] == ["b", "a"]


@pytest.mark.parametrize("sent", [{}, {"up": "x"}, {"down": str(uuid4())}])
def test_move_of_nothing_changes_nothing(as_manager, plan, url, sent):
    _row(plan, "a")

    assert as_manager.post(f"{url}rows/move/", sent).status_code == 302
    assert [str(row) for row in plan.rows()] == ["a"]


def test_filter_shows_only_such_rows_without_buttons_to_move(
    as_manager, plan, url, parse
):
    _row(plan, "Told", report_to="AMU")
    _row(plan, "Untold")
    _row(plan, "Late", report_to="AMU", due_on=today() - timedelta(days=1))

    def shown(what):
        page = parse(as_manager.get(f"{url}?show={what}"))
        rows = page.select("#rows tbody tr")
        return [row.a.text for row in rows], bool(page.select("[name=up]"))

    assert shown("unreported") == (["Untold"], False)
    assert shown("overdue") == (["Late"], False)
    assert shown("") == (["Told", "Untold", "Late"], True)


def test_costs_and_hours_are_summed(as_manager, plan, url, parse):
    _row(plan, cost=1200, hours=3)
    _row(plan, cost=300)

    totals = parse(as_manager.get(url)).select_one(".totals").text

    assert "2 measures" in totals
    assert "1,500" in totals or "1 500" in totals or "1\xa0500" in totals


def test_rows_of_last_year_that_are_left_are_proposed(
    as_manager, plan, url, school, parse
):
    before = WorkEnvironmentPlanFactory(
        unit=school, first_year=YEAR - 1, created_by=plan.created_by
    )
    _row(before, "Left")
    WorkEnvironmentPlan.objects.filter(pk=plan.pk).update(previous=before)

    page = parse(as_manager.get(url))
    assert page.select(f"form[action='{url}rows/carry-over/']")
    as_manager.post(f"{url}rows/carry-over/")

    plan.refresh_from_db()
    assert [str(row) for row in plan.rows()] == ["Left"]
    assert not parse(as_manager.get(url)).select(
        f"form[action='{url}rows/carry-over/']"
    )


# The page


def test_page_costs_the_same_for_more_of_everything(
    as_manager, plan, url, school, administration, count_queries
):
    above = WorkEnvironmentPlanFactory(unit=administration)
    above.add_goal(text="Less")
    before = WorkEnvironmentPlanFactory(unit=school, first_year=YEAR - 1)
    plans = WorkEnvironmentPlan.objects.filter(pk=plan.pk)
    plans.update(parent=above, previous=before)

    def more():
        _row(plan)
        plan.add_goal(text="Quieter")
        MeasureFactory(plan=ActionPlanFactory(unit=school))
        plan.go_through(by=plan.created_by, audience="other", told_on=today())

    more()
    one = count_queries(as_manager, url)
    more()
    more()

    # The transaction's beginning and end are two of them.
    assert count_queries(as_manager, url) == one <= 12 + 2


def test_employee_reads_the_decided_plan_without_buttons(
    as_user, teacher, plan, url, parse
):
    _row(plan)
    _decide(plan)

    page = parse(as_user(teacher).get(url))

    assert page.select("#rows tbody tr")
    assert not page.select("main form[method=post], #rows tbody a")


def test_what_goes_on_elsewhere_is_counted_and_its_beginning_put_into_the_page(
    as_manager, url, school, htmx, parse
):
    for _each in range(7):
        MeasureFactory(plan=ActionPlanFactory(unit=school), due_on=today())

    place = parse(as_manager.get(url)).select_one("#elsewhere")
    beginning = parse(as_manager.get(place["hx-get"], headers=htmx))
    whole = parse(as_manager.get(f"{url}elsewhere/"))

    assert place["hx-get"] == f"{url}elsewhere/"
    assert len(beginning.select("#elsewhere tbody tr")) == 5
    assert len(whole.select("#elsewhere tbody tr")) == 7
    for page in (beginning, whole):
        assert "There are 7." in page.select_one("#elsewhere p").text


def test_elsewhere_costs_the_same_for_more_rows(as_manager, url, school, count_queries):
    MeasureFactory(plan=ActionPlanFactory(unit=school), due_on=today())
    one = count_queries(as_manager, f"{url}elsewhere/")
    for _each in range(2):
        MeasureFactory(plan=ActionPlanFactory(unit=school), due_on=today())

    assert count_queries(as_manager, f"{url}elsewhere/") == one <= 12


@pytest.mark.parametrize(("days", "said"), [(200, True), (100, False)])
def test_page_says_that_nobody_has_gone_through_it_for_long(
    as_manager, plan, url, parse, days, said
):
    _decide(plan, today() - timedelta(days=days))

    assert (
        bool(parse(as_manager.get(url)).select("[data-color=warning].ds-alert")) == said
    )


# What becomes of it


def test_plan_is_decided(as_manager, plan, url):
    form = {"seen": "draft", "decided_on": today(), "decided_by": "AMU"}

    assert as_manager.post(f"{url}act/decide/", form).url == url
    plan.refresh_from_db()
    assert (plan.status, plan.decided_by) == ("decided", "AMU")


def test_decision_in_the_future_is_refused(as_manager, plan, url, parse):
    tomorrow = today() + timedelta(days=1)
    form = {"seen": "draft", "decided_on": tomorrow, "decided_by": "AMU"}

    answer = as_manager.post(f"{url}act/decide/", form)

    assert answer.status_code == 422
    assert parse(answer).select_one("[name=decided_by]")["value"] == "AMU"
    plan.refresh_from_db()
    assert plan.is_draft


def test_act_that_does_not_fit_any_more_says_so(as_manager, plan, url):
    _decide(plan)
    form = {"seen": "draft", "decided_on": today(), "decided_by": "Other"}

    assert as_manager.post(f"{url}act/decide/", form).status_code == 422
    plan.refresh_from_db()
    assert plan.decided_by == "AMU"


def test_decision_is_taken_back_only_with_a_reason(as_manager, plan, url):
    _decide(plan)

    without = as_manager.post(f"{url}act/take-back/", {"seen": "decided"})
    assert without.status_code == 422
    as_manager.post(f"{url}act/take-back/", {"seen": "decided", "reason": "Too early"})

    plan.refresh_from_db()
    assert plan.is_draft


def test_plan_that_ended_goes_on_again(as_manager, plan, url):
    _decide(plan)
    plan.end(by=plan.created_by)

    as_manager.post(f"{url}act/reopen/", {"seen": "ended", "reason": "Too early"})

    plan.refresh_from_db()
    assert plan.is_decided


def test_act_that_does_not_exist_is_not_found(as_manager, url):
    assert as_manager.post(f"{url}act/burn/").status_code == 404


def test_get_of_an_act_leads_to_the_page(as_manager, url):
    assert as_manager.get(f"{url}act/decide/").url == f"{url}?act=decide#act"


# Evaluation and the next year


def test_evaluation_can_be_saved_half_done(as_manager, plan, url):
    first, second = (plan.add_goal(text=text) for text in ("Quieter", "Safer"))
    _decide(plan)

    form = {"then": "save", f"outcome_{first.pk}": "reached"}
    assert as_manager.post(f"{url}evaluate/", form).url == url

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, first.judged_on) == ("reached", today())
    assert (second.outcome, second.judged_on) == ("", None)


def test_plan_ends_only_when_each_goal_is_judged(as_manager, plan, url, parse):
    goal = plan.add_goal(text="Quieter")
    _decide(plan)

    form = {"then": "end", "note": "Well", f"outcome_{goal.pk}": ""}
    answer = as_manager.post(f"{url}evaluate/", form)

    assert answer.status_code == 422
    assert parse(answer).select_one("[name=note]").text.strip() == "Well"
    plan.refresh_from_db()
    assert plan.is_decided


def test_one_click_ends_the_plan_and_makes_the_next_once(as_manager, plan, url):
    goal = plan.add_goal(text="Quieter")
    _row(plan, "Left")
    _decide(plan)
    form = {
        "then": "go-on",
        f"outcome_{goal.pk}": "not_reached",
        f"note_{goal.pk}": "No money",
    }

    first = as_manager.post(f"{url}evaluate/", form)
    second = as_manager.post(f"{url}evaluate/", form)

    following = WorkEnvironmentPlan.objects.get(previous=plan)
    assert first.url == second.url == following.get_absolute_url()
    assert [str(row) for row in following.rows()] == ["Left"]
    assert [str(goal) for goal in following.goals.all()] == ["Quieter"]
    plan.refresh_from_db()
    assert plan.status == "ended"


def test_ended_plan_can_go_on_later(as_manager, plan, url):
    _decide(plan)
    plan.end(by=plan.created_by)

    answer = as_manager.post(f"{url}go-on/")

    following = WorkEnvironmentPlan.objects.get(previous=plan)
    assert answer.url == following.get_absolute_url()


# Going through it


def test_review_is_noted_and_measures_are_told(as_manager, plan, url, parse):
    done = _row(plan, "Done")
    done.finish(by=plan.created_by, done_on=today(), effect_due_on=today())
    _row(plan, "Not done")
    page = parse(as_manager.get(f"{url}review/"))
    assert [box["value"] for box in page.select("[name=told]")] == [str(done.pk)]

    form = {
        "audience": "employees",
        "told_on": today(),
        "where": "Workplace meeting",
        "case_number": "3",
        "note": "All agreed",
        "told": [done.pk],
    }
    as_manager.post(f"{url}review/", form)

    review = PlanReview.objects.get()
    assert (review.where, review.note) == ("Workplace meeting", "All agreed")
    assert done.feedback.get().where == "Workplace meeting"
    told = parse(as_manager.get(f"{url}review/")).select("[name=told]")
    assert told == []


def test_measures_are_told_to_employees_only(as_manager, plan, url):
    done = _row(plan)
    done.finish(by=plan.created_by, done_on=today(), effect_due_on=today())

    form = {"audience": "committee", "told_on": today(), "told": [done.pk]}
    answer = as_manager.post(f"{url}review/", form)

    assert answer.status_code == 422
    assert not PlanReview.objects.exists()
    assert not done.feedback.exists()


def test_measure_of_another_plan_is_not_told(as_manager, plan, url, school):
    other = MeasureFactory(plan=ActionPlanFactory(unit=school), done=True)

    form = {"audience": "employees", "told_on": today(), "told": [other.pk]}

    assert as_manager.post(f"{url}review/", form).status_code == 422
    assert not Measure.objects.get(pk=other.pk).feedback.exists()


def test_safety_representative_comments_on_the_draft(
    as_user, safety_representative, plan, url
):
    client = as_user(safety_representative)

    client.post(f"{url}review/", {"note": "Too few hours", "audience": "committee"})

    review = plan.reviews.get()
    assert (review.audience, review.by) == ("representatives", safety_representative)
    assert review.told_on == today()
    assert "Too few hours" in client.get(url).content.decode()


def test_comment_without_words_is_refused(as_user, safety_representative, url):
    client = as_user(safety_representative)

    assert client.post(f"{url}review/", {"note": ""}).status_code == 422


def test_hr_changes_and_acts_on_rows_of_plans_and_not_on_other_measures(
    as_user, municipality, school
):
    hr = UserFactory()
    roles.appoint(hr, Role.HR, municipality)
    plan = WorkEnvironmentPlanFactory(unit=school)
    row = MeasureFactory(plan=plan.plan_of_measures())
    other = MeasureFactory(plan__unit=school)
    client = as_user(hr)

    def answer(measure, name):
        return client.post(reverse(name[0], args=[measure.pk, *name[1:]])).status_code

    change = ("actionplans:measure_change",)
    finish = ("actionplans:measure_act", "finish")
    assert [answer(row, change), answer(row, finish)] == [422, 422]
    assert [answer(other, change), answer(other, finish)] == [403, 403]


def test_new_plan_is_proposed_for_the_year_that_has_none(as_manager, plan, parse):
    page = parse(as_manager.get(reverse("plans:plan_add")))

    assert page.select_one("[name=first_year]")["value"] == str(YEAR + 1)


def test_long_text_is_told_and_not_cut(as_manager, plan, parse):
    url = reverse("plans:goal_add", args=[plan.pk])

    field = parse(as_manager.get(url)).select_one("[name=text]")
    page = parse(as_manager.post(url, {"text": "Fewer " * 200}))

    assert "maxlength" not in field.attrs, "the browser would cut off what is pasted"
    assert (
        page.select_one("[name=text]")
        .get("value", page.select_one("[name=text]").text)
        .strip()
        == ("Fewer " * 200).strip()
    )
    assert page.select_one("ds-error-summary")
