from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from actionplans.models import Escalation
from incidents import notices
from incidents.models import Notice, Remark
from organisation import history, roles
from organisation.models import Role
from riskassessment import changing
from riskassessment.models import ChangeAssessment, Risk
from sam.dates import today
from sam.start.agenda import MOST, address
from sam.start.words import RESTS, TODO
from tests.factories import (
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
)
from tests.representatives.factories import RepRequestFactory, StopWorkFactory

pytestmark = pytest.mark.django_db

START = reverse("start")


@pytest.fixture
def tasks(as_user):
    """The addresses in each group of a person's tasks."""

    def tasks(user):
        agenda = as_user(user).get(START).context["agenda"]
        return {name: [task.url for task in group] for name, group in agenda.items()}

    return tasks


def act(row):
    """Where the next thing is done with it."""
    return f"{row.get_absolute_url()}#act"


def remark(incident, **fields):
    Remark.objects.create(
        incident=incident, text="It was wet.", form_key=uuid4(), **fields
    )


def days_ago(days):
    return timezone.now() - timedelta(days=days)


# Tasks


def test_measures_are_grouped_and_sorted_by_date(tasks, head_teacher, school):
    def due_in(days):
        return MeasureFactory(
            plan__unit=school,
            responsible=head_teacher,
            due_on=today() + timedelta(days=days),
        )

    later, soon, today_, late, later_still = map(due_in, [15, 14, 0, -1, 30])
    longest = due_in(-20)

    assert tasks(head_teacher) == {
        "overdue": [act(longest), act(late)],
        "soon": [act(today_), act(soon)],
        "later": [act(later), act(later_still)],
    }


def test_effect_is_a_task_on_its_day(tasks, teacher, school):
    now = MeasureFactory(
        plan__unit=school, responsible=teacher, done=True, effect_due_on=today()
    )
    later = MeasureFactory(plan__unit=school, responsible=teacher, done=True)
    MeasureFactory(plan__unit=school, responsible=teacher, status="cancelled")
    MeasureFactory(plan__unit=school)

    assert tasks(teacher) == {"overdue": [], "soon": [act(now)], "later": [act(later)]}


def test_incidents_say_what_is_next(as_user, head_teacher, school, parse):
    kept = {"unit": school, "responsible": head_teacher}
    new = IncidentFactory(**kept, reported_at=days_ago(15))
    begun = IncidentFactory(**kept, status="investigating")
    ready = IncidentFactory(**kept, investigated=True)
    waiting = IncidentFactory(**kept, investigated=True)
    MeasureFactory(plan=waiting.action_plan)
    IncidentFactory(**kept, closed=True)
    IncidentFactory(unit=school)

    agenda = as_user(head_teacher).get(START).context["agenda"]

    urls = {group: [task.url for task in tasks] for group, tasks in agenda.items()}
    assert urls == {
        "overdue": [act(new)],
        "soon": [reverse("incidents:investigation", args=[begun.pk]), act(ready)],
        "later": [f"{waiting.get_absolute_url()}#measures-title"],
    }
    titles = [task.title for group in agenda.values() for task in group]
    assert len(set(titles)) == 4
    assert all("A ladder fell." in title for title in titles)


def test_responsible_without_permission_any_more_has_no_task(
    tasks, teacher, other_school
):
    IncidentFactory(unit=other_school, responsible=teacher)

    assert not any(tasks(teacher).values())


def test_round_goes_from_manager_to_representative_and_out(
    tasks, head_teacher, safety_representative, school
):
    round = InspectionRoundFactory(unit=school, planned_on=today())
    address = [round.get_absolute_url()]

    def seen():
        return [tasks(user) for user in (head_teacher, safety_representative)]

    nothing = {"overdue": [], "soon": [], "later": []}
    assert seen() == [nothing | {"soon": address}, nothing]
    for question in round.questions():
        round.answer(question, by=head_teacher, value="yes")
    round.submit(by=head_teacher, carried_out_on=today(), present=[])
    assert seen() == [nothing | {"later": address}, nothing | {"soon": address}]
    round.sign(by=safety_representative, has_read=round.fingerprint())
    assert seen() == [nothing | {"soon": address}, nothing]
    round.close(by=head_teacher)
    assert seen() == [nothing, nothing]


def test_what_goes_on_or_waits_for_something_is_never_late(
    as_user, teacher, school, in_english
):
    long_ago = today() - timedelta(days=90)
    for timing in ("continuous", "conditional"):
        MeasureFactory(
            plan__unit=school,
            responsible=teacher,
            due_on=long_ago,
            timing=timing,
            due_words="As it is written",
        )

    agenda = as_user(teacher).get(START).context["agenda"]

    assert agenda["overdue"] == agenda["soon"] == []
    assert {(task.title, task.due_on, task.status) for task in agenda["later"]} == {
        ("Goes on all the time: Lay out mats", None, ""),
        ("Carry out when the time has come: Lay out mats", None, "Waiting"),
    }


def test_reporter_who_wrote_is_answered_before_all_that_only_has_a_date(
    tasks, head_teacher, school
):
    MeasureFactory(plan__unit=school, responsible=head_teacher, due_on=today())
    waits = IncidentFactory(unit=school, responsible=head_teacher, investigated=True)
    MeasureFactory(plan=waits.action_plan)
    remark(waits, is_from_reporter=False)
    remark(waits, is_from_reporter=True)

    soon = tasks(head_teacher)["soon"]

    assert soon[0] == f"{waits.get_absolute_url()}#dialogue"


def test_reporter_who_has_been_answered_is_no_task(tasks, head_teacher, school):
    incident = IncidentFactory(unit=school, responsible=head_teacher)
    remark(incident, is_from_reporter=True)
    remark(incident, is_from_reporter=False)

    assert tasks(head_teacher)["soon"] == [act(incident)]


def test_what_somebody_waits_for_comes_first(
    tasks, head_teacher, safety_representative, school
):
    own = {"unit": school, "representative": safety_representative}
    measure = MeasureFactory(
        plan__unit=school, responsible=head_teacher, due_on=today()
    )
    request = RepRequestFactory(
        **own, sent=True, answer_due_on=today() + timedelta(days=9)
    )
    stop = StopWorkFactory(**own)
    due = notice(school, head_teacher, hours=1)

    soon = tasks(head_teacher)["soon"]

    # The incident of the notice is to be investigated, too.
    assert soon[:4] == [
        due,
        stop.get_absolute_url(),
        request.get_absolute_url(),
        act(measure),
    ]


def test_what_is_lifted_waits_for_whoever_receives_it_and_comes_back(
    tasks, head_teacher, head_of_administration, administration, school
):
    step = Escalation.objects.lift(
        by=head_teacher,
        from_unit=school,
        to_unit=administration,
        measure=MeasureFactory(plan__unit=school),
        matter="The hall echoes",
        theme="premises",
        lacks="money",
        reason="Panels cost more than we have.",
    )

    assert tasks(head_of_administration)["soon"] == [act(step)]
    assert tasks(head_teacher)["soon"] == []
    step.give_back(by=head_of_administration, reason="Take it from the budget.")
    assert tasks(head_of_administration)["soon"] == []
    assert tasks(head_teacher)["soon"] == [act(step)]


def test_change_is_assessed_by_its_manager_and_reviewed(
    as_user, head_teacher, safety_representative, school, in_english
):
    change = changing.begin(
        by=head_teacher,
        unit=school,
        title="New rota",
        what_changes="Shifts",
        affected="Six in the kitchen",
        consequences="Later evenings",
        decision_due_on=today() + timedelta(days=3),
        starts_on=today() + timedelta(days=60),
    )

    def titles(user):
        agenda = as_user(user).get(START).context["agenda"]
        return [task.title for group in agenda.values() for task in group]

    assert titles(head_teacher) == ["Assess the risks before the decision: New rota"]
    ChangeAssessment.objects.filter(pk=change.pk).update(status="in_review")
    assert titles(head_teacher) == ["With the safety representative: New rota"]
    assert titles(safety_representative) == ["Review the risk assessment: New rota"]


def test_risk_is_weighed_when_its_measures_are_done(tasks, head_teacher, school):
    risk = Risk.objects.bring_up(
        unit=school, by=head_teacher, description="A step", likelihood=5, consequence=5
    )
    measure = MeasureFactory(plan__unit=school)
    risk.measures.add(measure)

    assert tasks(head_teacher)["soon"] == []
    measure.finish(
        by=head_teacher, done_on=today(), effect_due_on=today() + timedelta(days=60)
    )
    assert tasks(head_teacher)["soon"] == [f"{risk.get_absolute_url()}?act=weigh#act"]


def test_risks_of_a_closed_unit_are_one_task(
    tasks, head_of_administration, administration
):
    unit = UnitFactory(parent=administration)
    for _each in range(2):
        Risk.objects.bring_up(
            unit=unit,
            by=head_of_administration,
            description="A step",
            likelihood=5,
            consequence=5,
        )
    history.close(unit, on=today())

    assert tasks(head_of_administration)["soon"] == [
        reverse("riskassessment:closed_unit", args=[unit.pk])
    ]


def test_risks_of_a_closed_unit_are_counted_as_the_one_task_that_they_are(
    as_user, head_of_administration, administration
):
    unit = UnitFactory(parent=administration)
    like = {"likelihood": 5, "consequence": 5, "by": head_of_administration}
    for number in range(MOST + 1):
        Risk.objects.bring_up(unit=unit, description=f"Step {number}", **like)
    history.close(unit, on=today())

    context = as_user(head_of_administration).get(START).context

    assert (len(context["agenda"]["soon"]), context["more"]) == (1, [])


def test_measures_of_a_closed_unit_are_one_task(
    tasks, head_of_administration, administration, teacher
):
    unit = UnitFactory(parent=administration)
    MeasureFactory.create_batch(2, plan__unit=unit, responsible=teacher)
    history.close(unit, on=today())

    assert tasks(head_of_administration)["soon"] == [
        reverse("actionplans:closed_unit", args=[unit.pk])
    ]


def test_whoever_has_more_is_led_to_the_list(as_user, teacher, school, parse):
    MeasureFactory.create_batch(
        MOST + 2, plan__unit=school, responsible=teacher, due_on=today()
    )
    client = as_user(teacher)

    response = client.get(START)

    [more] = response.context["more"]
    assert (len(response.context["agenda"]["soon"]), more.number) == (MOST, 2)
    link = parse(response).select_one(f'main a[href="{more.url}"]')
    assert client.get(link["href"]).status_code == 200


def test_counts_lead_to_their_tasks(as_user, teacher, school, parse):
    for days in (-1, -2, 3, 40):
        MeasureFactory(
            plan__unit=school,
            responsible=teacher,
            due_on=today() + timedelta(days=days),
        )

    page = parse(as_user(teacher).get(START))

    counts = {
        card["href"]: card.select_one(".number").text for card in page.select(".card")
    }
    assert counts == {"#overdue": "2", "#soon": "1", "#later": "1"}
    assert all(page.select_one(f"main {place}") for place in counts)


def test_what_can_wait_is_folded_away_beside_what_cannot(
    as_user, teacher, school, parse
):
    def later():
        return parse(as_user(teacher).get(START)).select_one("details#later")

    own = {"plan__unit": school, "responsible": teacher}
    MeasureFactory(**own, due_on=today() + timedelta(days=40))

    assert later().has_attr("open")
    MeasureFactory(**own, due_on=today() + timedelta(days=3))
    assert not later().has_attr("open")
    assert later().select_one("summary h2").text.endswith("(1)")
    assert later().select_one(".tasks a")


def test_whoever_has_nothing_to_do_is_told_so(as_user, teacher, in_english):
    response = as_user(teacher).get(START)

    assertContains(response, "You have nothing to do here right now.")


def test_every_task_has_words_and_a_place():
    for kind, todo in TODO:
        assert address(TODO[kind, todo].place, uuid4())
        assert kind in RESTS
    assert all(address(rest.place) for rest in RESTS.values())


def test_rounds_of_units_below_are_not_the_heads_tasks(
    tasks, head_of_administration, school
):
    InspectionRoundFactory(unit=school)

    assert not any(tasks(head_of_administration).values())


def test_every_task_leads_to_a_page_that_opens(
    as_user, head_teacher, safety_representative, school, parse
):
    IncidentFactory(unit=school, responsible=head_teacher)
    MeasureFactory(plan__unit=school, responsible=head_teacher)
    InspectionRoundFactory(unit=school)
    client = as_user(head_teacher)

    links = parse(client.get(START)).select(".tasks a")

    assert len(links) >= 3
    assert {client.get(link["href"]).status_code for link in links} == {200}


# Roles


def test_employee_sees_own_reports_and_a_big_button(as_user, teacher, school, parse):
    mine = IncidentFactory(unit=school, reported_by=teacher, status="investigating")
    IncidentFactory(unit=school, description="Somebody else fell.")

    response = as_user(teacher).get(START)

    page = parse(response)
    assert page.select_one(f'main a[href="{reverse("incidents:report")}"]')
    assert list(response.context["mine"]) == [mine]
    assertContains(response, mine.get_status_display())
    assertNotContains(response, "Somebody else fell.")
    assert page.select("table") == []


@pytest.mark.parametrize("role", [Role.HR, Role.READER])
def test_who_reads_reports_is_led_there(as_user, municipality, role, parse):
    user = UserFactory()
    roles.appoint(user, role, municipality)

    page = parse(as_user(user).get(START))

    assert page.select(f'main a[href="{reverse("reports:list")}"]')


def test_manager_is_not_led_to_reports(as_user, head_teacher, parse):
    page = parse(as_user(head_teacher).get(START))

    assert page.select(f'main a[href="{reverse("reports:list")}"]') == []


# Who stands in


@pytest.fixture
def substitute(school):
    """Stands in for the school's manager, by calendar, since yesterday."""
    user = UserFactory()
    days = {"since": today() - timedelta(days=1), "until": today() + timedelta(days=2)}
    roles.appoint(user, Role.SUBSTITUTE, school, **days)
    return user


def test_substitute_sees_what_waits_for_the_manager(
    as_user, substitute, head_teacher, school
):
    incident = IncidentFactory(unit=school, responsible=head_teacher)
    own = IncidentFactory(unit=school, responsible=substitute)

    response = as_user(substitute).get(START)

    shown = {task.url: task.on_behalf_of for task in response.context["agenda"]["soon"]}
    assert shown == {
        act(incident): "Head teacher",
        act(own): "",
    }
    assertContains(response, "Head teacher")


def test_substitute_without_a_last_day_takes_nothing_over(tasks, head_teacher, school):
    user = UserFactory()
    roles.appoint(user, Role.SUBSTITUTE, school)
    IncidentFactory(unit=school, responsible=head_teacher)

    assert tasks(user)["soon"] == []


def test_substitute_sees_nothing_that_waits_for_others(
    tasks, substitute, head_teacher, school, head_of_administration
):
    IncidentFactory(unit=school, responsible=head_of_administration)

    assert tasks(substitute)["soon"] == []


# Duties to notify


def notice(school, responsible, *, hours, **fields):
    """A duty that arose so many hours ago; the law gives 24."""
    incident = IncidentFactory(
        unit=school,
        responsible=responsible,
        severity="serious",
        known_at=timezone.now() - timedelta(hours=hours),
        **fields,
    )
    notices.raise_for(incident)
    return reverse("incidents:notice", args=[incident.pk, "av"])


def test_outstanding_notices_come_first(tasks, head_teacher, school):
    MeasureFactory(
        plan__unit=school, responsible=head_teacher, due_on=today() - timedelta(days=9)
    )
    waits = notice(school, head_teacher, hours=1)
    late = notice(school, head_teacher, hours=25, closed=True)

    assert tasks(head_teacher)["overdue"][0] == late
    assert tasks(head_teacher)["soon"][0] == waits


def test_what_is_sent_or_waived_is_no_task(tasks, head_teacher, school):
    notice(school, head_teacher, hours=25)
    notice(school, head_teacher, hours=25)
    sent, waived = Notice.objects.all()
    sent.send(by=head_teacher, at=timezone.now())
    waived.waive(by=head_teacher, reason="Told by telephone.")

    assert tasks(head_teacher)["overdue"] == []


def test_stranger_is_sent_to_log_in(client):
    assert client.get(START).status_code == 302


# For each, how many tasks a turn gives: HR leads no round and closes no incident.
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("who", "each"), [("head_teacher", 4), ("safety_representative", 2), ("hr", 1)]
)
def test_query_count(
    as_user, school, request, who, each, number, django_assert_max_num_queries
):
    user = request.getfixturevalue(who)
    for _ in range(number):
        IncidentFactory(unit=school, responsible=user, investigated=True)
        MeasureFactory(plan__unit=school, responsible=user)
        round = InspectionRoundFactory(unit=school, planned_by=user)
        round.answer(round.questions()[0], by=user, value="yes")
        InspectionRoundFactory(
            unit=school, status="in_review", carried_out_on=today(), planned_by=user
        )
    client = as_user(user)

    # All kinds are asked for at once; two are the test's own savepoint.
    with django_assert_max_num_queries(12 + 2):
        response = client.get(START)

    tasks = sum(len(group) for group in response.context["agenda"].values())
    assert tasks == each * number


def test_whoever_runs_a_new_installation_is_told_where_to_begin(
    as_user, administrator, in_english
):
    client, words = as_user(administrator), "Bring in units and people"

    assertContains(client.get(reverse("start")), words)
    UnitFactory(parent=administrator.unit)
    assertNotContains(client.get(reverse("start")), words)
