from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from organisation import roles
from organisation.models import CalendarFeed, Country, Level, Role
from sam.dates import today
from sam.workflow import InvalidTransition
from talks.milestones import MILESTONES, milestones_of
from talks.models import EarlySupport, SickLeave
from tests.factories import UnitFactory, UserFactory
from tests.talks.world import employ

pytestmark = pytest.mark.usefixtures("in_english")

START, LIST = reverse("start"), reverse("talks:early_list")
FIGURES = reverse("talks:early_figures")


@pytest.fixture
def support(head_teacher, teacher, hr):
    return EarlySupport.objects.begin(
        by=head_teacher,
        employee=teacher,
        reason="own_wish",
        hr_contact=hr,
        step="talk",
        due_on=today() + timedelta(3),
    )


@pytest.fixture
def leave(head_teacher, teacher):
    return SickLeave.objects.register(
        by=head_teacher, employee=teacher, first_day=today(), is_expected_long=True
    )


def others(school, administration, municipality):
    """Everybody else whom it might have been told."""
    colleague = UserFactory(unit=school)
    other_hr = UserFactory(unit=municipality)
    roles.appoint(other_hr, Role.HR, municipality)
    return [colleague, other_hr]


@pytest.mark.parametrize("what", ["support", "leave"])
def test_nobody_else_finds_it_anywhere(
    request, as_user, what, teacher, school, administration, municipality,
    head_of_administration, safety_representative, parse,
):  # fmt: skip
    page = request.getfixturevalue(what).get_absolute_url()
    for other in [
        *others(school, administration, municipality),
        head_of_administration,
        safety_representative,
    ]:
        client = as_user(other)
        assert client.get(page).status_code == 404
        for url in (START, LIST):
            shown = client.get(url).content.decode()
            assert page not in shown
            assert teacher.name not in shown


def test_hrs_contact_reads_the_early_action_and_no_sick_leave(
    as_user, hr, support, leave
):
    assert as_user(hr).get(support.get_absolute_url()).status_code == 200
    assert as_user(hr).get(leave.get_absolute_url()).status_code == 404


def test_contact_who_leaves_hr_reads_it_no_longer(as_user, hr, support):
    roles.dismiss(hr.appointments.get())

    assert as_user(hr).get(support.get_absolute_url()).status_code == 404


def test_representative_reads_it_while_the_employee_wants_it(
    as_user, teacher, head_teacher, safety_representative, support
):
    page = support.get_absolute_url()

    def answer(by, given):
        url = reverse("talks:consent", args=[support.pk, given])
        return as_user(by).post(url).status_code

    assert answer(head_teacher, "give") == 403
    assert as_user(safety_representative).get(page).status_code == 404
    answer(teacher, "give")
    assert as_user(safety_representative).get(page).status_code == 200
    answer(teacher, "withdraw")
    assert as_user(safety_representative).get(page).status_code == 404


def test_who_succeeds_the_manager_reads_it_and_the_one_before_does_not(
    as_user, head_teacher, school, support
):
    page = support.get_absolute_url()
    roles.dismiss(head_teacher.appointments.get())
    new = UserFactory(unit=school)
    roles.appoint(new, Role.MANAGER, school)

    assert as_user(new).get(page).status_code == 200
    assert as_user(head_teacher).get(page).status_code == 404


def test_each_opening_is_logged_and_shown_to_the_employee(
    as_user, hr, teacher, support, parse
):
    as_user(hr).get(support.get_absolute_url())

    page = parse(as_user(teacher).get(support.get_absolute_url()))

    log = page.select_one("section[aria-labelledby=readings]")
    assert [each.text.split(" ")[0] for each in log.select("li")] == ["Teacher", "HR"]


def test_form_has_no_field_for_words(as_user, head_teacher, teacher, parse):
    for name in ("early_add", "leave_add"):
        page = parse(as_user(head_teacher).get(reverse(f"talks:{name}")))
        assert page.select("main textarea, main input[type=text]") == []


def test_models_hold_no_words():
    for model in (EarlySupport, SickLeave):
        free = [
            field.name
            for field in model._meta.concrete_fields
            if field.get_internal_type() in {"TextField", "CharField", "JSONField"}
            and not field.choices
        ]
        assert free == []


def test_step_is_taken_once(as_user, head_teacher, support):
    step = support.steps.get()
    url = reverse("talks:step_done", args=[support.pk, step.pk])
    client = as_user(head_teacher)

    client.post(url, {"done_on": str(today())})

    assert client.post(url, {"done_on": str(today())}).status_code == 422
    step.refresh_from_db()
    assert step.done_on == today()


def test_only_one_is_open_for_an_employee(as_user, head_teacher, teacher, hr, support):
    said = {
        "employee": teacher.pk,
        "reason": "own_wish",
        "hr_contact": hr.pk,
        "step": "talk",
        "due_on": str(today()),
    }

    response = as_user(head_teacher).post(reverse("talks:early_add"), said)

    assert response.status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlySupport.objects.create(
            employee=teacher, unit=teacher.unit, opened_by=head_teacher, hr_contact=hr
        )


def test_closed_one_says_how_and_takes_no_step(as_user, head_teacher, hr, support):
    url = reverse("talks:early_act", args=[support.pk, "close"])
    assert as_user(head_teacher).post(url).status_code == 422

    as_user(hr).post(url, {"outcome": "adapted"})

    support.refresh_from_db()
    assert (support.status, support.outcome) == ("closed", "adapted")
    with pytest.raises(InvalidTransition):
        support.add_step(by=head_teacher, kind="talk", due_on=today())


def test_contact_hands_it_over_and_reads_it_no_longer(
    as_user, hr, municipality, support
):
    colleague = UserFactory(unit=municipality)
    roles.appoint(colleague, Role.HR, municipality)
    url = reverse("talks:early_act", args=[support.pk, "hand-over"])

    response = as_user(hr).post(url, {"hr_contact": colleague.pk, "version": "0"})

    assert response.url == LIST
    assert as_user(hr).get(support.get_absolute_url()).status_code == 404
    assert as_user(colleague).get(support.get_absolute_url()).status_code == 200


def test_figures_leave_out_groups_of_fewer_than_twenty(
    as_user, hr, school, support, parse
):
    employ(16, school)
    page = parse(as_user(hr).get(FIGURES))
    assert "North school" not in page.select_one("main").text

    UserFactory(unit=school)
    UserFactory(unit=school)
    shown = parse(as_user(hr).get(FIGURES)).select_one("main").text
    assert "North school" in shown


def test_calendar_says_nothing_of_early_action_or_sick_leave(
    client, head_teacher, support, leave
):
    token = CalendarFeed.objects.make(head_teacher)

    calendar = client.get(reverse("calendar", args=[token])).content.decode()

    assert "BEGIN:VCALENDAR" in calendar
    assert str(support.pk) not in calendar
    assert str(leave.pk) not in calendar


@pytest.mark.parametrize(
    ("country", "is_expected_long", "days"),
    [
        (Country.SE, False, []),
        (Country.SE, True, [29]),
        (Country.NO, False, [28, 49, 56, 182, 364]),
        (Country.DK, False, [28]),
    ],
)
def test_law_of_each_country_counts_from_the_first_day(country, is_expected_long, days):
    rules = milestones_of(country, is_expected_long=is_expected_long)

    assert [rule.after_days for rule in rules] == days
    assert all(rule.source for rule in MILESTONES[country])


def test_milestone_is_late_after_its_day_and_gone_when_work_is_taken_up_again(
    as_user, head_teacher, teacher, parse
):
    leave = SickLeave.objects.register(
        by=head_teacher,
        employee=teacher,
        first_day=today() - timedelta(30),
        is_expected_long=True,
    )
    page = leave.get_absolute_url()
    start = parse(as_user(head_teacher).get(START))
    (task,) = start.select(f'main a[href="{page}"]')
    assert teacher.name not in task.find_parent("li").text
    assert "Late" in as_user(head_teacher).get(page).content.decode()
    end = reverse("talks:leave_end", args=[leave.pk])
    too_early = str(leave.first_day - timedelta(1))
    assert as_user(head_teacher).post(end, {"ended_on": too_early}).status_code == 422

    as_user(head_teacher).post(end, {"ended_on": str(today())})

    assert page not in as_user(head_teacher).get(START).content.decode()


def test_sick_leave_is_not_registered_ahead(as_user, head_teacher, teacher):
    tomorrow = str(today() + timedelta(1))
    said = {"employee": teacher.pk, "first_day": tomorrow}

    response = as_user(head_teacher).post(reverse("talks:leave_add"), said)

    assert response.status_code == 422
    assert not SickLeave.objects.exists()


@pytest.mark.parametrize(
    ("day", "number"), [(date(2026, 9, 30), 0), (date(2026, 10, 1), 1)]
)
def test_talks_left_to_hold_stand_on_the_start_page_late_in_the_year(
    as_user, head_teacher, teacher, school, parse, monkeypatch, day, number
):
    monkeypatch.setattr("sam.start.of_talks.today", lambda: day)

    page = parse(as_user(head_teacher).get(START))

    url = reverse("talks:unit_talks", args=[school.pk])
    assert len(page.select(f'main a[href="{url}"]')) == number


def test_manager_reads_since_when_the_employee_is_away(
    as_user, head_teacher, teacher, leave, parse
):
    page = as_user(head_teacher).get(reverse("talks:person", args=[teacher.pk]))

    row = parse(page).select_one("#leaves + ul li")
    assert row.a.text == "Sick leave"
    assert "Due" not in row.text
    assert row.select_one(".detail").text.startswith("From ")


def test_manager_of_two_units_chooses_hr_of_the_employees_own(
    as_user, head_teacher, teacher, municipality
):
    """A manager for two units, each with HR of its own."""
    offices = UnitFactory(parent=municipality, level=Level.ADMINISTRATION)
    office = UnitFactory(parent=offices)
    roles.appoint(head_teacher, Role.MANAGER, office)
    clerk, their_hr = UserFactory(unit=office), UserFactory(unit=offices)
    roles.appoint(their_hr, Role.HR, offices)
    url = reverse("talks:early_add")
    said = {
        "reason": "own_wish",
        "hr_contact": their_hr.pk,
        "step": "talk",
        "due_on": str(today()),
    }
    client = as_user(head_teacher)

    wrong = client.post(url, said | {"employee": teacher.pk})
    right = client.post(url, said | {"employee": clerk.pk})

    assert wrong.status_code == 422
    assert "Choose somebody of HR for the employee" in wrong.content.decode()
    assert right.status_code == 302
    assert EarlySupport.objects.get().employee == clerk
