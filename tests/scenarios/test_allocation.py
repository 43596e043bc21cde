"""Ways of working with allocated tasks, walked page by page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from actionplans.models import Measure
from allocation.loading import load_lists
from allocation.models import (
    AllocationTask,
    Assignment,
    AssignmentKind,
    HeadCount,
    SpanLimit,
    TaskAllocation,
)
from allocation.spans import count_heads
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.allocation.factories import signed
from tests.documents import faults
from tests.factories import UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

GAPS = "allocation:gap_list"


def words(parse, response):
    return parse(response).select_one("main").get_text(" ", strip=True)


def nine_tasks():
    load_lists()
    AllocationTask.objects.filter(order__gt=9).delete()
    return list(AllocationTask.objects.in_force())


def act(allocation, name):
    return reverse("allocation:allocation_act", args=[allocation.pk, name])


def test_n3a_a_new_manager_returns_a_task_and_both_have_a_signed_document(
    as_user, parse, hr, head_of_administration, administration, head_teacher, school
):
    head, manager = head_of_administration, head_teacher
    tasks = nine_tasks()
    signed(head, administration, given=tasks)
    page = as_user(hr).get(reverse(GAPS))
    assert "Head teacher" in words(parse, page)

    # The head allocates nine tasks.
    client = as_user(head)
    address = reverse("allocation:allocation_add") + f"?receiver={manager.pk}"
    form = parse(client.get(address))
    assert [each["value"] for each in form.select("[name=units]")] == [str(school.pk)]
    client.post(
        address,
        {
            "allocator": f"person:{head.pk}",
            "units": school.pk,
            "tasks": [task.pk for task in tasks],
            "valid_from": today().isoformat(),
        },
    )
    allocation = TaskAllocation.objects.get(receiver=manager)
    client.post(act(allocation, "propose"))

    # It lies on the manager's page; one task goes back, the others are signed for.
    client = as_user(manager)
    assert "Receive tasks of the work environment" in words(parse, client.get("/"))
    ventilation = allocation.allocated.get(task__text__contains="ventilation")
    client.post(
        act(allocation, "give-back"), {"tasks": ventilation.pk, "reason": "No budget"}
    )
    client.post(
        act(allocation, "sign"), {"confirmed": ["mandate", "resources", "knowledge"]}
    )

    holders = client.get(reverse("allocation:holders", args=[school.pk]))
    row = next(
        row for row in parse(holders).select("tbody tr") if "ventilation" in row.text
    )
    assert "Head of schools" in row.select("td")[0].text
    assert "No budget" in row.select("td")[0].text
    for person in (head, manager):
        address = reverse("allocation:allocation_document", args=[allocation.pk])
        document = as_user(person).get(address)
        assert document["Content-Type"] == "application/pdf"
        assert faults(document.content) == []
    assert "have come back to you from Head teacher" in words(
        parse, as_user(head).get("/")
    )
    assert "Head teacher" not in words(parse, as_user(hr).get(reverse(GAPS)))


def test_n3a_signing_without_a_leg_asks_what_is_lacking(
    as_user, parse, hr, head_of_administration, administration, head_teacher, school
):
    nine_tasks()
    signed(head_of_administration, administration)
    signed(head_teacher, school, by=head_of_administration, confirmed=["mandate"])

    page = words(parse, as_user(hr).get(reverse(GAPS) + "?show=legs"))

    assert "Head teacher" in page
    assert "Resources Knowledge" in page


def test_h3_hr_prepares_for_all_managers_and_each_signs_alone(
    as_user,
    parse,
    hr,
    head_of_administration,
    administration,
    head_teacher,
    school,
    other_school,
):
    tasks = nine_tasks()
    signed(head_of_administration, administration)
    roles.appoint(head_teacher, Role.MANAGER, other_school)
    client = as_user(hr)

    client.post(
        reverse("allocation:prepare_all"),
        {
            "unit": administration.pk,
            "giver": "nearest",
            "tasks": [task.pk for task in tasks],
            "valid_from": today().isoformat(),
        },
    )

    # One for both schools; it is the head's to sign, and HR cannot.
    allocation = TaskAllocation.objects.get(receiver=head_teacher)
    assert set(allocation.units.all()) == {school, other_school}
    assert client.post(act(allocation, "propose")).status_code == 403
    as_user(head_of_administration).post(reverse("allocation:sign_all"))
    allocation.refresh_from_db()
    assert allocation.status == "proposed"

    # Prepared once more nothing doubles.
    as_user(hr).post(
        reverse("allocation:prepare_all"),
        {
            "unit": administration.pk,
            "giver": "head",
            "tasks": [task.pk for task in tasks],
            "valid_from": today().isoformat(),
        },
    )
    assert TaskAllocation.objects.filter(receiver=head_teacher).count() == 1


def test_n9_head_of_administration_sees_who_has_too_many_and_decides_a_measure(
    as_user, parse, head_of_administration, administration, head_teacher, school, hr
):
    as_user(hr).post(reverse("allocation:span_limit"), {"most": "3"})
    UserFactory.create_batch(4, unit=school)
    few = UnitFactory(parent=administration)
    roles.appoint(UserFactory(name="Few", unit=few), Role.MANAGER, few)
    count_heads()
    for years in (1, 2, 3):
        HeadCount.objects.create(
            unit=school,
            month=date(today().year - years, today().month, 1),
            manager=head_teacher,
            employees=3 + years,
        )
    client = as_user(head_of_administration)

    page = client.get(reverse("allocation:span"))

    # The head, with nobody directly below, counts as a manager too.
    assert "1 of 3 managers have more than 3 employees" in words(parse, page)
    assert "The highest number is 4" in words(parse, page)
    trend = parse(page).select("table")[0].select("tbody tr")
    assert [row.select("td")[2].text for row in trend] == ["6", "5", "4", "4"]

    client.post(
        reverse("allocation:span_measure", args=[school.pk]),
        {
            "activity": "Divide the school in two",
            "responsible": head_of_administration.pk,
            "due_on": (today() + timedelta(days=90)).isoformat(),
        },
    )
    measure = Measure.objects.get()
    assert measure.unit == school
    assert "Divide the school" in words(parse, client.get(reverse("allocation:span")))


def test_n9_the_limit_is_a_setting_of_hr(as_user, head_of_administration, hr):
    address = reverse("allocation:span_limit")

    assert as_user(head_of_administration).post(address, {"most": 5}).status_code == 403
    assert SpanLimit.current() == 30
    assert as_user(hr).post(address, {"most": "0"}).status_code == 422
    as_user(hr).post(address, {"most": "25"})
    assert SpanLimit.current() == 25


def test_n10_employee_sees_manager_representative_with_phone_and_who_stands_in(
    as_user, parse, teacher, head_teacher, safety_representative, school
):
    load_lists()
    safety_representative.phone = "070-555 01 02"
    safety_representative.save()
    roles.appoint(UserFactory(name="Deputy"), Role.SUBSTITUTE, school)
    fire = AssignmentKind.objects.get(name="Brandskyddsombud")
    Assignment.objects.create(
        kind=fire, unit=school, person=teacher, valid=(today(), None)
    )

    page = as_user(teacher).get(reverse("allocation:my_unit"), follow=True)

    text = words(parse, page)
    assert "Head teacher" in text
    assert "Safety representative, 070-555 01 02" in text
    assert "Deputy" in text
    assert "Teacher" in text


def test_n10_manager_is_told_since_when_a_role_is_empty(
    as_user, parse, head_teacher, safety_representative, school
):
    load_lists()
    AssignmentKind.objects.filter(role="").update(is_needed=False)
    appointment = safety_representative.appointments.get()
    appointment.valid = (date(2020, 1, 1), date(2026, 10, 14))
    appointment.save()

    client = as_user(head_teacher)
    page = words(parse, client.get(reverse("allocation:unit_roles", args=[school.pk])))

    assert "Nobody since 14 oct 2026" in page
    assert "Nobody is named: Skyddsombud" in words(parse, client.get("/"))


def test_n10_others_see_no_unit_but_their_own(as_user, teacher, other_school):
    address = reverse("allocation:unit_roles", args=[other_school.pk])

    assert as_user(teacher).get(address).status_code == 404


def test_n10_protected_identity_is_named_in_the_own_unit_alone(
    as_user, parse, teacher, head_of_administration, head_teacher, school
):
    load_lists()
    head_teacher.is_protected, head_teacher.phone = True, "070-555 77"
    head_teacher.save()
    address = reverse("allocation:unit_roles", args=[school.pk])

    assert "Head teacher" in words(parse, as_user(teacher).get(address))
    page = as_user(head_of_administration).get(address)
    assert "Head teacher" not in page.content.decode()
    assert "070-555 77" not in page.content.decode()
    assert "Protected identity" in words(parse, page)
