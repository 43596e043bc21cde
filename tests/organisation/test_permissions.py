import pytest

from organisation import roles
from organisation.models import Role, Unit, UnitPermission
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def units_of(user, permission):
    return set(Unit.objects.permitting(user, permission))


def test_role_reaches_units_below_but_not_beside(
    administration, school, other_school, head_teacher, head_of_administration
):
    assert units_of(head_teacher, UnitPermission.VIEW_INCIDENTS) == {school}
    assert units_of(head_of_administration, UnitPermission.VIEW_INCIDENTS) == {
        administration,
        school,
        other_school,
    }


def test_who_was_affected_stays_with_the_unit(
    administration, head_teacher, school, head_of_administration
):
    assert units_of(head_teacher, UnitPermission.VIEW_PERSONS) == {school}
    assert units_of(head_of_administration, UnitPermission.VIEW_PERSONS) == {
        administration
    }


def test_role_on_the_root_needs_no_condition(hr, school):
    units = Unit.objects.permitting(hr, UnitPermission.VIEW_INCIDENTS)

    assert "WHERE" not in str(units.query)
    assert school in units


def test_someone_without_a_role_reaches_nothing(teacher):
    assert units_of(teacher, UnitPermission.VIEW_INCIDENTS) == set()


def test_misspelt_permission_is_refused(teacher):
    with pytest.raises(ValueError, match="view_everything"):
        Unit.objects.permitting(teacher, "view_everything")


@pytest.mark.parametrize("permission", UnitPermission)
@pytest.mark.parametrize("role", Role)
def test_single_answer_equals_the_list(
    role, permission, administration, school, municipality
):
    user = UserFactory()
    roles.appoint(user, role, administration)

    for unit in (municipality, administration, school):
        assert user.has_perm(f"organisation.{permission}", unit) == (
            unit in units_of(user, permission)
        )


def test_dismissed_person_loses_what_the_role_gave(head_teacher, school):
    roles.dismiss(head_teacher.appointments.get())

    assert units_of(head_teacher, UnitPermission.VIEW_INCIDENTS) == set()


def test_all_permissions_of_a_person_cost_one_query(
    head_teacher, django_assert_num_queries, school
):
    with django_assert_num_queries(1):
        for permission in UnitPermission:
            head_teacher.has_perm(f"organisation.{permission}", school)


def test_nearest_manager_is_asked_first(
    school, other_school, head_teacher, administration
):
    head = UserFactory()
    roles.appoint(head, Role.MANAGER, administration)

    assert roles.holders(Role.MANAGER, school) == [head_teacher, head]
    assert roles.holders(Role.MANAGER, other_school) == [head]
