from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from annualcycle.models import AuthorityInspection
from sam.dates import today
from sam.workflow import InvalidTransition, Stale

pytestmark = pytest.mark.usefixtures("in_english")

LIST = reverse("annualcycle:inspection_list")
NEW = reverse("annualcycle:inspection_add")


def inspection(unit, by, **what):
    said = {"held_on": date(2026, 3, 2), "subject": "Threats and violence"}
    return AuthorityInspection.objects.register(unit=unit, by=by, **said | what)


@pytest.fixture
def inspected(school, head_teacher):
    return inspection(school, head_teacher, demands="A routine for alarms.")


def typed(unit, **what):
    return {
        "unit": unit.pk,
        "held_on": "2026-03-02",
        "subject": "Threats and violence",
        "case_number": "2026/012345",
        "demands": "A routine for alarms.",
        "due_on": "2026-06-01",
    } | what


def page_of(found, name="detail", *args):
    return reverse(f"annualcycle:inspection_{name}", args=[found.pk, *args])


def rows(parse, response):
    return [each.a.text for each in parse(response).select("tbody th")]


def test_manager_registers_an_inspection_of_the_workplace(
    as_user, head_teacher, school
):
    response = as_user(head_teacher).post(NEW, typed(school))

    found = AuthorityInspection.objects.get()
    assert response.url == found.get_absolute_url()
    assert (found.unit, found.due_on) == (school, date(2026, 6, 1))
    assert [move.words for move in found.transitions.all()] == ["Registered"]


def test_hr_registers_one_of_any_workplace(as_user, hr, school):
    as_user(hr).post(NEW, typed(school))

    assert AuthorityInspection.objects.get().registered_by == hr


def test_manager_registers_none_of_another_workplace(
    as_user, head_teacher, other_school
):
    response = as_user(head_teacher).post(NEW, typed(other_school))

    assert response.status_code == 422
    assert not AuthorityInspection.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"held_on": str(today() + timedelta(1))}, "The day has not come yet."),
        ({"due_on": "2026-03-01"}, "The demands cannot be met before the inspection."),
        ({"demands": ""}, "Say what is to be done by that day."),
        ({"subject": ""}, "This field is required."),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(
    as_user, head_teacher, school, parse, wrong, message
):
    response = as_user(head_teacher).post(NEW, typed(school, note="Kept", **wrong))

    assert response.status_code == 422
    assert message in response.content.decode()
    assert parse(response).select_one("[name=note]").text.strip() == "Kept"


def test_employee_sees_no_inspection_and_registers_none(
    as_user, teacher, inspected, parse
):
    client = as_user(teacher)

    assert rows(parse, client.get(LIST)) == []
    assert client.get(page_of(inspected)).status_code == 404
    assert client.get(NEW).status_code == 403


def test_representative_reads_and_does_not_handle(
    as_user, safety_representative, inspected, parse
):
    client = as_user(safety_representative)

    page = parse(client.get(page_of(inspected)))

    assert "A routine for alarms." in page.text
    assert page.select("main .buttons a") == []
    assert client.get(page_of(inspected, "edit")).status_code == 403


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, ["Noise", "Threats and violence"]),
        ({"status": "open"}, ["Threats and violence"]),
        ({"year": "2026"}, ["Noise"]),
        ({"year": "nonsense"}, ["Noise", "Threats and violence"]),
    ],
)
def test_list_is_narrowed_by_status_and_year(
    as_user, head_teacher, school, parse, query, shown
):
    inspection(school, head_teacher, held_on=date(2025, 3, 2))
    closed = inspection(school, head_teacher, subject="Noise")
    closed.close(by=head_teacher, closed_on=date(2026, 4, 1))

    response = as_user(head_teacher).get(LIST, query)

    assert rows(parse, response) == shown


def test_list_costs_the_same_for_many(
    as_user, head_teacher, school, inspected, count_queries
):
    client = as_user(head_teacher)
    one = count_queries(client, LIST)
    for _each in range(5):
        inspection(school, head_teacher)

    assert count_queries(client, LIST) == one <= 12


def test_page_costs_few_queries(as_user, head_teacher, inspected, count_queries):
    assert count_queries(as_user(head_teacher), page_of(inspected)) <= 12


def test_change_says_in_the_log_what_was_changed(as_user, head_teacher, inspected):
    form = typed(inspected.unit, version="0", demands="Two routines.")

    as_user(head_teacher).post(page_of(inspected, "edit"), form)

    inspected.refresh_from_db()
    assert inspected.demands == "Two routines."
    last = inspected.transitions.last()
    assert last.words == "Changed"
    assert last.note == "The authority's case number, demands, to be met by"
    assert [kept.demands for kept in inspected.events.all()] == [
        "A routine for alarms."
    ]


def test_two_who_change_it_lose_nothing(as_user, head_teacher, hr, inspected, parse):
    inspected.change(by=hr, version=0, demands="HR's words")

    response = as_user(head_teacher).post(
        page_of(inspected, "edit"),
        typed(inspected.unit, version="0", demands="My words"),
    )

    assert response.status_code == 422
    assert parse(response).select_one("[name=demands]").text.strip() == "My words"
    assert "HR's" in parse(response).select_one(".conflict").text
    inspected.refresh_from_db()
    assert inspected.demands == "HR's words"


def test_who_writes_it_anew_while_another_closes_it_is_told(
    head_teacher, hr, inspected
):
    read_before = AuthorityInspection.objects.get(pk=inspected.pk)
    inspected.close(by=hr, closed_on=date(2026, 4, 1))

    with pytest.raises(Stale):
        read_before.change(by=head_teacher, version=0, held_on=date(2026, 5, 1))


def test_who_closes_it_while_another_puts_its_day_right_is_told(
    head_teacher, hr, inspected
):
    read_before = AuthorityInspection.objects.get(pk=inspected.pk)
    inspected.change(by=hr, version=0, held_on=date(2026, 5, 1))

    with pytest.raises(InvalidTransition):
        read_before.close(by=head_teacher, closed_on=date(2026, 4, 1))


def test_closed_inspection_is_opened_again(as_user, head_teacher, inspected):
    client = as_user(head_teacher)

    client.post(page_of(inspected, "act", "close"), {"closed_on": "2026-05-01"})
    inspected.refresh_from_db()
    assert (inspected.status, inspected.closed_on) == ("closed", date(2026, 5, 1))
    client.post(page_of(inspected, "act", "reopen"), {"note": "Too early"})

    inspected.refresh_from_db()
    assert (inspected.status, inspected.closed_on) == ("open", None)
    words = [move.words for move in inspected.transitions.all()]
    assert words == ["Registered", "Closed by the authority", "Opened again"]


def test_it_is_not_closed_before_it_was(as_user, head_teacher, inspected):
    url = page_of(inspected, "act", "close")

    response = as_user(head_teacher).post(url, {"closed_on": "2026-03-01"})

    assert response.status_code == 422
    assert "It cannot be closed before it was carried out." in response.content.decode()


def test_what_is_closed_is_not_closed_again(as_user, head_teacher, inspected):
    inspected.close(by=head_teacher, closed_on=date(2026, 4, 1))
    url = page_of(inspected, "act", "close")

    response = as_user(head_teacher).post(url, {"closed_on": "2026-05-01"})

    assert response.status_code == 422
    inspected.refresh_from_db()
    assert inspected.closed_on == date(2026, 4, 1)


def measure(head_teacher):
    return {
        "activity": "Install alarms",
        "responsible": head_teacher.pk,
        "due_on": str(today() + timedelta(30)),
        "timing": "day",
    }


def test_measure_stands_in_the_inspections_own_plan(as_user, head_teacher, inspected):
    url = reverse("annualcycle:measure_add", args=[inspected.pk])

    response = as_user(head_teacher).post(url, measure(head_teacher))

    assert response.url == inspected.get_absolute_url()
    inspected.refresh_from_db()
    added = inspected.action_plan.measures.get()
    assert added.plan.source == inspected
    assert "Install alarms" in as_user(head_teacher).get(response.url).content.decode()


def test_measures_are_for_who_may_see_those_of_the_unit(
    as_user, head_teacher, safety_representative, inspected
):
    said = measure(head_teacher) | {"responsible": head_teacher, "due_on": today()}
    inspected.plan_of_measures().add_measure(by=head_teacher, **said)
    page, client = page_of(inspected), as_user(safety_representative)
    assert "Install alarms" in client.get(page).content.decode()

    rights = safety_representative.unituserobjectpermission_set
    rights.filter(permission__codename="view_measures").delete()

    assert "Install alarms" not in client.get(page).content.decode()


def test_closed_inspection_takes_no_measure(as_user, head_teacher, inspected):
    inspected.plan_of_measures()
    inspected.close(by=head_teacher, closed_on=date(2026, 4, 1))
    url = reverse("annualcycle:measure_add", args=[inspected.pk])

    response = as_user(head_teacher).post(url, measure(head_teacher))

    assert response.status_code == 422
    assert inspected.action_plan.measures.count() == 0


def test_open_one_is_late_after_the_day_of_the_demands(school, head_teacher):
    late = inspection(school, head_teacher, due_on=today() - timedelta(1))
    inspection(school, head_teacher, due_on=today())

    assert list(AuthorityInspection.objects.overdue()) == [late]
    assert late.phase == "Late"


def test_period_is_concerned_by_what_was_open_in_it(school, head_teacher):
    period = DateRange(date(2025, 1, 1), date(2026, 1, 1))

    def made(subject, held_on, closed_on=None):
        found = inspection(school, head_teacher, subject=subject, held_on=held_on)
        if closed_on:
            found.close(by=head_teacher, closed_on=closed_on)

    made("in it", date(2025, 12, 31))
    made("still open", date(2024, 5, 1))
    made("closed in it", date(2024, 5, 1), date(2025, 1, 1))
    made("closed before", date(2024, 5, 1), date(2024, 12, 31))
    made("after it", date(2026, 1, 1))

    found = AuthorityInspection.objects.concerning(period)

    assert {each.subject for each in found} == {"in it", "still open", "closed in it"}
    assert [each.subject for each in AuthorityInspection.objects.during(period)] == [
        "in it"
    ]
