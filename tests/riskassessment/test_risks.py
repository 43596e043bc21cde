"""One risk: its page, weighing it anew, closing, moving, measures and who is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from actionplans.models import RiskMatrix
from organisation import history, roles
from organisation.models import Role
from riskassessment import raising, tasks
from riskassessment.models import Risk
from sam.dates import today
from sam.workflow import InvalidTransition, Stale
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NEW = reverse("riskassessment:risk_new")
# Twelve at most in a request, and the savepoint in the test's own transaction.
MOST = 12 + 2


@pytest.fixture
def manager(as_user, head_teacher):
    return as_user(head_teacher)


def act_url(risk, name):
    return reverse("riskassessment:risk_act", args=[risk.pk, name])


def measure_url(risk):
    return reverse("riskassessment:measure_add", args=[risk.pk])


def weighed(risk, **changed):
    return {
        "version": risk.version,
        "likelihood": 2,
        "consequence": 3,
        "is_serious": "",
        "existing_measures": "A new lamp",
        "reason": "The lamp is there",
        **changed,
    }


def add_measure(risk, by, *, days=7, **what):
    return risk.add_measure(
        by=by,
        activity="New lamp",
        responsible=by,
        due_on=today() + timedelta(days=days),
        **what,
    )


def finish(measure, by):
    measure.finish(by=by, done_on=today(), effect_due_on=today())


@pytest.fixture
def strict(hr):
    """The worst level of the matrix must be told of further up."""
    old = RiskMatrix.objects.current()
    levels = [level | {"must_raise": level["code"] == "high"} for level in old.levels]
    names = ["likelihoods", "consequences", "cells"]
    return RiskMatrix.objects.replace(
        by=hr,
        seen=old.version,
        reason="Decided",
        levels=levels,
        **{name: getattr(old, name) for name in names},
    )


# Its page


def test_page_tells_all_of_the_risk(manager, put_risk, parse):
    risk = put_risk(existing_measures="A torch", aspect="physical")

    page = parse(manager.get(risk.get_absolute_url()))

    said = {row.dt.text: row.dd.text for row in page.select(".summary > div")}
    words = [risk.description, risk.level.label, risk.likelihood_label]
    assert all(each in page.main.text for each in words)
    assert {"A torch", risk.get_aspect_display(), str(risk.unit)} <= set(said.values())
    assert len(page.select(".matrix .mark")) == 1


def test_page_marks_before_and_now(manager, put_risk, head_teacher, parse):
    risk = put_risk(4, 3)

    def marks():
        page = parse(manager.get(risk.get_absolute_url()))
        return [mark.text for mark in page.select(".matrix .mark")]

    risk.rate(by=head_teacher, likelihood=2, consequence=3, reason="Lamp")
    moved = marks()
    risk.rate(by=head_teacher, likelihood=2, consequence=3, reason="The same")
    stayed = marks()

    assert len(moved) == 2
    assert len(stayed) == 1
    assert stayed[0] not in moved


def test_page_tells_the_history_with_reasons(
    manager, put_risk, head_teacher, other_school, school, parse
):
    risk = put_risk()
    risk.rate(by=head_teacher, likelihood=1, consequence=1, reason="The lamp is there")
    risk.close(by=head_teacher, reason="It is light")
    risk.reopen(by=head_teacher, reason="Dark again")
    risk.move(to=other_school, by=head_teacher, reason="Their room")
    risk.move(to=school, by=head_teacher, reason="Ours again")

    log = parse(manager.get(risk.get_absolute_url())).select(".log > li")

    reasons = ["Ours again", "Their room", "Dark again", "It is light", "The lamp is"]
    assert len(log) == 6
    for event, reason in zip(log[:5], reasons, strict=True):
        assert reason in event.text
        assert "Head teacher" in event.text


def test_page_leads_to_the_round_for_who_may_see_it(
    manager, as_user, walked, questions, head_teacher, hr, parse
):
    answer = walked.answers.get(question=questions[0])
    risk = Risk.objects.assess(
        answer, by=head_teacher, description="Dark", likelihood=3, consequence=3
    )

    page = parse(as_user(hr).get(risk.get_absolute_url()))

    assert page.select(f'dd a[href="{walked.get_absolute_url()}"]')
    assert questions[0].text in page.main.text


def test_page_shows_no_round_of_another_unit(
    manager, as_user, walked, questions, head_teacher, other_school
):
    answer = walked.answers.get(question=questions[0])
    risk = Risk.objects.assess(
        answer, by=head_teacher, description="Dark", likelihood=3, consequence=3
    )
    risk.move(to=other_school, by=head_teacher, reason="Theirs")
    theirs = UserFactory()
    roles.appoint(theirs, Role.MANAGER, other_school)

    response = as_user(theirs).get(risk.get_absolute_url())

    assert response.status_code == 200
    assert walked.get_absolute_url() not in response.content.decode()


@pytest.mark.parametrize("act", ["", "weigh"])
def test_page_query_count(manager, put_risk, head_teacher, count_queries, act):
    risk = put_risk()
    page = f"{risk.get_absolute_url()}?act={act}"
    add_measure(risk, head_teacher)
    for_one = count_queries(manager, page)

    for _ in range(2):
        add_measure(risk, head_teacher)
        risk.rate(by=head_teacher, likelihood=4, consequence=3, reason="Again")

    assert count_queries(manager, page) == for_one <= MOST


def test_who_only_reads_is_offered_nothing(as_user, hr, put_risk, parse):
    page = parse(as_user(hr).get(put_risk().get_absolute_url()))

    assert page.select("main form, main .buttons") == []


# Weighing anew


def test_matrix_opens_with_the_old_mark(manager, put_risk, parse):
    risk = put_risk(4, 3, existing_measures="A torch")

    page = parse(manager.get(risk.get_absolute_url(), {"act": "weigh"}))

    [mark] = page.select("#act .matrix .mark")
    assert mark.find_parent("tr").th.text == risk.likelihood_label
    assert page.select_one("#act [name=existing_measures]").text.strip() == "A torch"
    checked = page.select("#act [name=likelihood][checked]")
    assert [each["value"] for each in checked] == ["4"]


def test_matrix_of_before_marks_nothing_in_another(manager, put_risk, strict, parse):
    risk = put_risk(4, 3, matrix=RiskMatrix.objects.get(version=1))

    page = parse(manager.get(risk.get_absolute_url(), {"act": "weigh"}))

    assert page.select("#act .mark, #act [name=likelihood][checked]") == []
    assert page.select(".columns .matrix .mark")


def test_weighing_keeps_what_was_before(manager, put_risk, head_teacher):
    risk = put_risk(4, 3)

    response = manager.post(act_url(risk, "weigh"), weighed(risk))

    assertRedirects(response, risk.get_absolute_url())
    risk.refresh_from_db()
    assert (risk.cell, risk.existing_measures) == ((2, 3), "A new lamp")
    first, last = risk.ratings.all()
    assert (first.cell, last.cell) == ((4, 3), (2, 3))
    assert (last.by, last.reason) == (head_teacher, "The lamp is there")


@pytest.mark.parametrize(
    ("said", "is_serious"), [("", False), ("True", True), ("False", False)]
)
def test_serious_follows_the_level_unless_it_is_said(
    manager, put_risk, said, is_serious
):
    risk = put_risk(5, 5)

    manager.post(act_url(risk, "weigh"), weighed(risk, is_serious=said))

    was = risk.is_serious
    risk.refresh_from_db()
    assert (was, risk.is_serious) == (True, is_serious)


def test_weighing_wants_a_reason(manager, put_risk):
    risk = put_risk(4, 3)

    response = manager.post(act_url(risk, "weigh"), weighed(risk, reason=""))

    assertContains(response, "A new lamp", status_code=422)
    assert risk.ratings.count() == 1


def test_two_who_weigh_at_once_see_each_other(
    manager, put_risk, head_of_administration, parse
):
    risk = put_risk(4, 3)
    form = weighed(risk)
    risk.rate(by=head_of_administration, likelihood=5, consequence=5, reason="Worse")

    refused = manager.post(act_url(risk, "weigh"), form)
    risk.refresh_from_db()
    stood = risk.cell
    page = parse(refused)
    again = form | {"version": page.select_one("[name=version]")["value"]}
    manager.post(act_url(risk, "weigh"), again)

    assert refused.status_code == 422
    assert stood == (5, 5)
    assert "The lamp is there" in page.select_one("[name=reason]").text
    assert "Head of schools" in page.select_one(".conflict").text
    risk.refresh_from_db()
    assert risk.cell == (2, 3)


def test_rate_of_another_version_is_stale(put_risk, head_teacher):
    risk = put_risk()
    what = {"by": head_teacher, "likelihood": 1, "consequence": 1}
    risk.rate(**what, version=risk.version)

    with pytest.raises(Stale):
        risk.rate(**what, version=risk.version - 1)

    assert risk.ratings.count() == 2


def test_last_measure_done_opens_the_matrix(manager, put_risk, head_teacher, htmx):
    risk = put_risk()
    first, second = (add_measure(risk, head_teacher) for _ in range(2))
    done = {"done_on": today(), "done_note": "Hung up", "effect_due_on": today()}

    def finish(measure, **options):
        address = reverse("actionplans:measure_act", args=[measure.pk, "finish"])
        return manager.post(address, done, **options)

    with_one_left = finish(first)
    plain = finish(second)

    assert with_one_left.url == first.get_absolute_url()
    assert plain.url == f"{risk.get_absolute_url()}?act=weigh#act"
    third = add_measure(risk, head_teacher)
    assert finish(third, headers=htmx).headers["HX-Redirect"] == plain.url


def test_whoever_may_not_weigh_stays_at_the_measure(
    as_user, put_risk, head_teacher, teacher
):
    risk = put_risk()
    measure = risk.add_measure(
        by=head_teacher, activity="Lamp", responsible=teacher, due_on=today()
    )

    response = as_user(teacher).post(
        reverse("actionplans:measure_act", args=[measure.pk, "finish"]),
        {"done_on": today(), "done_note": "Hung up", "effect_due_on": today()},
    )

    assert response.url == measure.get_absolute_url()


def test_start_page_asks_who_leads_the_unit(
    as_user, put_risk, head_teacher, head_of_administration
):
    risk = put_risk()
    finish(add_measure(risk, head_teacher), head_teacher)

    def asked(user):
        groups = as_user(user).get(reverse("start")).context["agenda"].values()
        return [task.url for group in groups for task in group if "risks" in task.url]

    assert asked(head_teacher) == [f"{risk.get_absolute_url()}?act=weigh#act"]
    assert asked(head_of_administration) == []


def test_start_page_asks_the_level_above_of_closed_units(
    as_user, put_risk, school, head_of_administration
):
    put_risk(), put_risk()
    history.close(school, on=today())

    agenda = as_user(head_of_administration).get(reverse("start")).context["agenda"]

    [task] = [each for group in agenda.values() for each in group]
    assert task.url == reverse("riskassessment:closed_unit", args=[school.pk])


# Closing, opening again, moving


def test_close_and_reopen_with_reasons(manager, put_risk):
    risk = put_risk()

    manager.post(act_url(risk, "close"), {"reason": "The door is walled up"})
    closed = Risk.objects.get().status
    manager.post(act_url(risk, "reopen"), {"reason": "It was opened"})

    assert closed == "closed"
    assert Risk.objects.get().status == "open"
    notes = list(risk.transitions.values_list("note", flat=True))
    assert notes == ["The door is walled up", "It was opened"]


def test_risk_with_measures_left_is_not_closed(manager, put_risk, head_teacher):
    risk = put_risk()
    measure = add_measure(risk, head_teacher)

    refused = manager.post(act_url(risk, "close"), {"reason": "Walled up"})
    finish(measure, head_teacher)
    closed = manager.post(act_url(risk, "close"), {"reason": "Walled up"})

    assertContains(refused, "Walled up", status_code=422)
    assert closed.status_code == 302
    assert Risk.objects.get().status == "closed"


def test_closed_risk_is_neither_weighed_nor_given_measures(
    manager, put_risk, head_teacher, parse
):
    risk = put_risk()
    plan = risk.plan_of_measures()
    risk.close(by=head_teacher, reason="Walled up")
    measure = {"activity": "Lamp", "responsible": head_teacher, "due_on": today()}

    response = manager.post(act_url(risk, "weigh"), weighed(risk))
    page = parse(manager.get(risk.get_absolute_url()))

    assertContains(response, "The lamp is there", status_code=422)
    assert page.select(f'a[href="{measure_url(risk)}"]') == []
    with pytest.raises(InvalidTransition):
        risk.add_measure(by=head_teacher, **measure)
    with pytest.raises(InvalidTransition):
        plan.add_measure(by=head_teacher, **measure)


@pytest.mark.parametrize("name", ["close", "move", "weigh"])
def test_act_that_says_nothing_is_asked_again(manager, put_risk, name):
    risk = put_risk()

    assert manager.post(act_url(risk, name), {}).status_code == 422
    assert not risk.transitions.exists()


def test_reload_after_an_error_opens_the_act_anew(manager, put_risk):
    response = manager.get(act_url(risk := put_risk(), "weigh"))

    assert response.url == f"{risk.get_absolute_url()}?act=weigh#act"


def test_unknown_act_is_not_found(manager, put_risk):
    assert manager.post(act_url(put_risk(), "forget")).status_code == 404


def test_risk_moves_with_its_measures_and_its_new_manager_is_told(
    manager, put_risk, head_teacher, other_school
):
    risk = put_risk()
    measure = add_measure(risk, head_teacher)
    theirs = UserFactory()
    roles.appoint(theirs, Role.MANAGER, other_school)

    response = manager.post(
        act_url(risk, "move"), {"to": other_school.pk, "reason": "Their room"}
    )

    # Who moved it does not see it there.
    assertRedirects(response, reverse("riskassessment:risk_list"))
    risk.refresh_from_db()
    assert (risk.unit, risk.measures.get()) == (other_school, measure)
    assert risk.description not in theirs.messages.get().body
    assert risk.get_absolute_url() in theirs.messages.get().body


def test_moved_risk_has_its_later_measures_where_it_is(
    put_risk, walked, questions, head_teacher, other_school
):
    answer = walked.answers.get(question=questions[0])
    risk = Risk.objects.assess(
        answer, by=head_teacher, description="Dark", likelihood=3, consequence=3
    )
    risk.move(to=other_school, by=head_teacher, reason="Theirs")

    measure = add_measure(risk, head_teacher)

    assert (measure.unit, measure.plan.source) == (other_school, risk)


def test_two_who_move_it_move_it_once(put_risk, head_teacher, other_school):
    risk = put_risk()
    same = Risk.objects.get()
    risk.move(to=other_school, by=head_teacher, reason="Theirs")

    with pytest.raises(InvalidTransition):
        same.move(to=other_school, by=head_teacher, reason="Theirs")

    assert risk.moves.count() == 1


@pytest.mark.parametrize("name", ["weigh", "close", "move"])
@pytest.mark.parametrize(
    ("who", "status"), [("representative", 403), ("hr", 403), ("nobody", 404)]
)
def test_acts_are_for_who_leads(
    as_user, put_risk, safety_representative, hr, other_school, who, status, name
):
    risk = put_risk()
    people = {"representative": safety_representative, "hr": hr}
    form = weighed(risk, to=other_school.pk)

    response = as_user(people.get(who) or UserFactory()).post(act_url(risk, name), form)

    assert response.status_code == status
    assert (risk.ratings.count(), risk.moves.count()) == (1, 0)


def test_hr_moves_a_risk_of_a_closed_unit_and_does_no_more(
    as_user, hr, put_risk, school, other_school, parse
):
    risk = put_risk()
    history.close(school, on=today())
    client = as_user(hr)

    offered = parse(client.get(risk.get_absolute_url())).select("main .buttons a")
    closed = client.post(act_url(risk, "close"), {"reason": "Gone"})
    client.post(act_url(risk, "move"), {"to": other_school.pk, "reason": "Joined"})

    assert [link["href"] for link in offered] == ["?act=move#act"]
    assert closed.status_code == 403
    assert Risk.objects.get().unit == other_school


# By itself


def test_risk_is_put_in_the_register_by_itself(manager, school, head_teacher):
    form = {
        "unit": school.pk,
        "description": "It is dark",
        "aspect": "physical",
        "likelihood": 4,
        "consequence": 5,
        "existing_measures": "A torch",
    }

    refused = manager.post(NEW, form | {"likelihood": ""})
    added = manager.post(NEW, form)

    assertContains(refused, "It is dark", status_code=422)
    risk = Risk.objects.get()
    assert added.url == risk.get_absolute_url()
    assert (risk.unit, risk.source, risk.is_serious) == (school, None, True)
    assert risk.ratings.get().by == head_teacher


def test_risk_is_put_only_where_one_leads(manager, other_school):
    response = manager.post(NEW, {"unit": other_school.pk, "description": "It is dark"})

    assert "unit" in response.context["form"].errors


def test_who_leads_nothing_puts_nothing(as_user, teacher):
    assert as_user(teacher).get(NEW).status_code == 403


# Measures and what the level demands


def test_measure_later_than_the_level_allows_says_why(
    manager, put_risk, teacher, parse
):
    risk = put_risk(5, 5)
    late = {
        "activity": "New lamp",
        "responsible": teacher.pk,
        "due_on": risk.latest_due_on + timedelta(days=1),
    }

    refused = manager.post(measure_url(risk), late)
    added = manager.post(measure_url(risk), late | {"late_reason": "Not before May"})

    assert list(refused.context["form"].errors) == ["late_reason"]
    assert added.url == risk.get_absolute_url()
    assert risk.measures.count() == 1
    assertContains(manager.get(risk.get_absolute_url()), "Not before May")


@pytest.mark.parametrize("cell", [(5, 5), (1, 1)])
def test_measure_in_time_needs_no_reason(manager, put_risk, teacher, cell):
    risk = put_risk(*cell)
    latest = risk.latest_due_on or today() + timedelta(days=999)
    what = {"activity": "Lamp", "responsible": teacher.pk, "due_on": latest}

    manager.post(measure_url(risk), what)

    assert risk.measures.count() == 1
    assert not risk.transitions.exists()


def test_verb_refuses_a_late_measure_without_a_reason(put_risk, head_teacher):
    risk = put_risk(5, 5)

    with pytest.raises(InvalidTransition):
        add_measure(risk, head_teacher, days=31)

    assert not risk.measures.exists()


def test_level_above_is_told_once_of_each_rating(
    manager, put_risk, strict, head_teacher, head_of_administration
):
    risk = put_risk(5, 5)

    tasks.tell_of_risks()
    tasks.tell_of_risks()
    risk.refresh_from_db()
    told = head_of_administration.messages.count()
    manager.post(act_url(risk, "weigh"), weighed(risk, likelihood=5, consequence=5))

    assert told == 1
    assert head_of_administration.messages.count() == 2
    assert head_teacher.messages.count() == 0
    message = head_of_administration.messages.first()
    assert risk.description not in message.subject + message.body
    risk.refresh_from_db()
    assert risk.raised_at


@pytest.mark.parametrize("cell", [(1, 1), (2, 3)])
def test_nobody_is_told_of_what_need_not_be_raised(
    put_risk, strict, head_of_administration, cell
):
    risk = put_risk(*cell)

    tasks.tell_of_risks()

    risk.refresh_from_db()
    assert risk.raised_at is None
    assert head_of_administration.messages.count() == 0


def test_hr_is_told_where_nobody_stands_above(put_risk, strict, hr):
    raising.tell_above(put_risk(5, 5))

    assert hr.messages.count() == 1


def test_page_says_whether_the_level_above_knows(manager, put_risk, strict, parse):
    risk = put_risk(5, 5)

    def alert():
        page = parse(manager.get(risk.get_absolute_url()))
        return page.select_one("main .ds-alert[data-color=danger]").text

    before = alert()
    raising.tell_above(risk)

    assert alert() != before
