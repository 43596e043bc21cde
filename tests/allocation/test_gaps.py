"""The page of gaps, and who does what: as cheap for many as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from allocation import gaps
from allocation.evidence import allocated
from allocation.spans import count_heads, spans
from organisation import roles
from organisation.models import Role, Unit
from sam.dates import today
from tests.allocation.factories import signed, tasks
from tests.factories import UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LIST = reverse("allocation:allocation_list")


def grow(administration, *, number=4):
    for _number in range(number):
        unit = UnitFactory(parent=administration)
        roles.appoint(UserFactory(unit=unit), Role.MANAGER, unit)
        other = UnitFactory(parent=administration)
        manager = UserFactory(unit=other)
        roles.appoint(manager, Role.MANAGER, other)
        signed(manager, other, confirmed=["mandate"])


@pytest.mark.parametrize(
    "address",
    [
        "allocation:gap_list",
        "allocation:gap_list?show=units",
        "allocation:gap_list?show=legs",
        "allocation:allocation_list",
        "allocation:span",
    ],
)
def test_pages_cost_the_same_for_many(as_user, hr, administration, address):
    name, _mark, query = address.partition("?")
    url = f"{reverse(name)}?{query}"
    tasks()
    grow(administration, number=1)
    client = as_user(hr)

    def cost():
        """Without the savepoints that only a test needs."""
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return sum("SAVEPOINT" not in query["sql"] for query in queries)

    few = cost()
    grow(administration)

    assert cost() == few <= 12


def test_units_without_holder_are_those_for_which_no_person_answers(
    hr, head_of_administration, administration, school, other_school
):
    signed(head_of_administration, school.parent, given=tasks()[:2])

    lacking = gaps.UnitsWithout(hr).lacking

    found = {Unit.objects.get(pk=pk).name: len(rows) for pk, rows in lacking.items()}
    assert found == {
        "Testinge": 3, "Schools": 1, "North school": 1, "South school": 1
    }  # fmt: skip


def test_a_part_of_a_unit_does_not_make_it_held(hr, head_teacher, teacher, school):
    signed(head_teacher, school, given=tasks()[:2])
    signed(teacher, school, given=tasks()[:1], by=head_teacher, limited_to="Lab")

    assert len(gaps.UnitsWithout(hr).lacking[school.pk]) == 1


def test_managers_see_gaps_of_their_own_units_alone(
    head_teacher, head_of_administration
):
    own = [each.user for each in gaps.managers_without(head_teacher)]

    assert own == [head_teacher]


def test_employees_of_a_unit_without_manager_count_for_the_level_above(
    head_of_administration, administration, head_teacher, school, other_school
):
    UserFactory.create_batch(2, unit=other_school)
    UserFactory.create_batch(3, unit=school)

    assert [(span.manager, span.units) for span in spans()] == [
        (head_teacher, {school: 3}),
        (head_of_administration, {administration: 2}),
    ]


def test_the_months_heads_are_counted_once(head_teacher, school):
    count_heads()
    UserFactory(unit=school)
    count_heads()

    assert list(school.head_counts.values_list("employees", flat=True)) == [0]


def test_wheel_finds_the_day_of_the_signature(head_teacher, school, other_school):
    signed(head_teacher, school)

    units = Unit.objects.all()

    assert allocated(units, today(), today()) == {school.pk: today()}


def test_who_has_no_managers_below_is_not_led_to_prepare_for_many(
    as_user, head_teacher, head_of_administration, school
):
    many = reverse("allocation:prepare_all")

    offered = {
        leader: many in as_user(leader).get(LIST).content.decode()
        for leader in (head_teacher, head_of_administration)
    }
    told = as_user(head_teacher).get(many).content.decode()

    assert offered == {head_teacher: False, head_of_administration: True}
    assert "No managers below your units" in told
    assert "Which tasks?" not in told


def test_employee_is_offered_no_list_that_is_closed(as_user, teacher, head_teacher):
    closed = [
        reverse(name)
        for name in (
            "allocation:task_list",
            "knowledge:planned_list",
            "knowledge:course_list",
        )
    ]

    def offered(user):
        pages = [LIST, reverse("knowledge:certificate_list")]
        texts = "".join(as_user(user).get(page).content.decode() for page in pages)
        return [url for url in closed if f'href="{url}"' in texts]

    assert offered(teacher) == []
    assert offered(head_teacher) == closed
