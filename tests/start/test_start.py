from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from incidents import notices
from incidents.models import Notice
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import (
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

START = reverse("start")


@pytest.fixture
def tasks(as_user):
    """The addresses in each group of a person's tasks."""

    def tasks(user):
        agenda = as_user(user).get(START).context["agenda"]
        return {name: [task.url for task in group] for name, group in agenda.items()}

    return tasks


def act(measure):
    return f"{measure.get_absolute_url()}#act"


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
        "overdue": [new.get_absolute_url()],
        "soon": [begun.get_absolute_url(), ready.get_absolute_url()],
        "later": [waiting.get_absolute_url()],
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


# Units


def numbers(response):
    return {
        row.unit.name: (row.open_incidents, row.overdue_measures, row.rounds_this_year)
        for row in response.context["rows"]
    }


def test_head_sees_a_row_for_each_unit_directly_below(
    as_user, head_of_administration, administration, school, other_school
):
    class_room = UnitFactory(name="Class room", parent=school)
    elsewhere = UnitFactory(parent=administration.parent)
    IncidentFactory.create_batch(2, unit=class_room)
    IncidentFactory(unit=school)
    IncidentFactory(unit=administration)
    IncidentFactory(unit=elsewhere)
    IncidentFactory(unit=school, closed=True)
    MeasureFactory(plan__unit=school, due_on=today() - timedelta(days=1))
    MeasureFactory(plan__unit=school)
    InspectionRoundFactory(unit=school, carried_out_on=today(), status="in_review")
    InspectionRoundFactory(unit=school)

    response = as_user(head_of_administration).get(START)

    assert numbers(response) == {
        "Schools": (4, 1, 1),
        "North school": (3, 1, 1),
        "South school": (0, 0, 0),
    }


def test_numbers_are_what_the_lists_behind_them_show(
    as_user, head_teacher, school, parse
):
    IncidentFactory.create_batch(2, unit=school)
    MeasureFactory(plan__unit=school, due_on=today() - timedelta(days=1))
    InspectionRoundFactory(unit=school, carried_out_on=today(), status="in_review")
    client = as_user(head_teacher)

    links = parse(client.get(START)).select("td.number a")

    shown = [len(client.get(link["href"]).context["page"].rows) for link in links]
    assert shown == [int(link.text) for link in links] == [2, 1, 1]


def test_several_units_are_seen_without_those_below(
    as_user, head_teacher, school, other_school
):
    UnitFactory(name="Class room", parent=school)
    roles.appoint(head_teacher, Role.MANAGER, other_school)
    IncidentFactory(unit=other_school)

    response = as_user(head_teacher).get(START)

    assert numbers(response) == {"South school": (1, 0, 0), "North school": (0, 0, 0)}


def test_many_units_are_shown_on_demand(
    as_user, head_of_administration, administration, parse
):
    for _ in range(20):
        UnitFactory(parent=administration)
    client = as_user(head_of_administration)

    few = parse(client.get(START))
    every = client.get(START + few.select_one('a[href^="?all"]')["href"])

    assert len(few.select("tbody tr")) == 12
    assert len(every.context["rows"]) == 21


def test_new_incidents_are_those_of_the_last_week(
    as_user, safety_representative, school, other_school
):
    new = IncidentFactory(unit=school, reported_at=days_ago(6))
    IncidentFactory(unit=school, reported_at=days_ago(8))
    IncidentFactory(unit=other_school)

    response = as_user(safety_representative).get(START)

    assert list(response.context["new"]) == [new]


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
        incident.get_absolute_url(): "Head teacher",
        own.get_absolute_url(): "",
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

    # Each kind of task is asked for once; two are the test's own savepoint.
    with django_assert_max_num_queries(17 + 2):
        response = client.get(START)

    tasks = sum(len(group) for group in response.context["agenda"].values())
    assert tasks == each * number
