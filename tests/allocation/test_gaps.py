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

pytestmark = pytest.mark.django_db


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
