from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from organisation import history
from organisation.models import Placement
from organisation.tasks import clear_sessions, refresh_organisation
from sam.dates import today
from tests.factories import FOUNDED, CommitteeFactory, UnitFactory

pytestmark = pytest.mark.django_db

MOVED = date(2023, 7, 1)


def test_moved_unit_keeps_its_past(municipality, administration, school):
    culture = UnitFactory(name="Culture", parent=municipality)

    history.reorganise(school, on=MOVED, parent=culture, name="Library")

    before = Placement.objects.on(MOVED - timedelta(days=1)).get(unit=school)
    after = Placement.objects.on(MOVED).get(unit=school)
    assert (before.name, before.lineage[-2]) == ("North school", administration.pk)
    assert (after.name, after.lineage[-2]) == ("Library", culture.pk)
    school.refresh_from_db()
    assert (school.name, school.parent) == ("Library", culture)


def test_units_below_follow_a_move(municipality, administration, school):
    culture = UnitFactory(name="Culture", parent=municipality)
    class_1a = UnitFactory(name="Class 1 A", parent=school)

    history.reorganise(school, on=MOVED, parent=culture)

    class_1a.refresh_from_db()
    assert class_1a.lineage == [municipality.pk, culture.pk, school.pk, class_1a.pk]
    then = Placement.objects.on(FOUNDED).get(unit=class_1a)
    assert then.lineage[1] == administration.pk


def test_committee_is_inherited_until_a_unit_has_its_own(administration, school):
    schools, preschools = CommitteeFactory(), CommitteeFactory()

    history.reorganise(administration, on=FOUNDED, committee=schools)
    history.reorganise(school, on=MOVED, committee=preschools)

    answered = Placement.objects.filter(unit=school).values_list(
        "answers_to", flat=True
    )
    assert list(answered) == [schools.pk, preschools.pk]


def test_unit_cannot_hang_below_itself(administration, school):
    with pytest.raises(ValidationError):
        history.reorganise(administration, on=MOVED, parent=school)


def test_change_before_a_later_one_is_refused(school):
    history.reorganise(school, on=MOVED, name="Library")

    with pytest.raises(ValidationError, match="North school"):
        history.reorganise(school, on=date(2022, 1, 1), name="Too late")


def test_database_refuses_two_places_at_a_time(school):
    placement = school.placements.get()

    placement.pk = None
    with pytest.raises(IntegrityError, match="placement_one_at_a_time"):
        placement.save()


def test_closed_unit_is_no_longer_offered(school):
    history.close(school, on=MOVED)

    school.refresh_from_db()
    assert school.closed_on == MOVED
    assert school not in type(school).objects.existing()


def test_unit_with_units_below_is_not_closed(administration, school):
    with pytest.raises(ValidationError):
        history.close(administration, on=MOVED)


def test_change_in_the_future_comes_into_force_by_the_daily_task(school):
    tomorrow = today() + timedelta(days=1)
    history.reorganise(school, on=tomorrow, name="Library")
    school.refresh_from_db()
    assert school.name == "North school"

    history.refresh([school], on=tomorrow)
    school.refresh_from_db()
    assert school.name == "Library"

    refresh_organisation()
    school.refresh_from_db()
    assert school.name == "North school"


def test_sessions_that_have_run_out_are_cleared():
    now = timezone.now()
    for key, ends in [
        ("old", now - timedelta(days=1)),
        ("new", now + timedelta(days=1)),
    ]:
        Session.objects.create(session_key=key, session_data="", expire_date=ends)

    clear_sessions()

    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_change_of_last_month_leaves_what_is_changed_otherwise_later(
    municipality, administration, school
):
    culture = UnitFactory(name="Culture", parent=municipality)
    next_month, last_month = today() + timedelta(30), today() - timedelta(30)
    history.reorganise(school, on=next_month, name="Library")

    history.reorganise(school, on=last_month, parent=culture)

    placements = school.placements.order_by("valid")
    assert [(each.name, each.parent) for each in placements] == [
        ("North school", administration),
        ("North school", culture),
        ("Library", culture),
    ]
    assert [each.valid.lower for each in placements] == [
        FOUNDED,
        last_month,
        next_month,
    ]


def test_units_below_follow_a_change_in_the_past_and_those_that_come_later(
    municipality, administration, school
):
    culture, other = (UnitFactory(parent=municipality) for _each in range(2))
    class_1a = UnitFactory(name="Class 1 A", parent=school)
    history.reorganise(administration, on=MOVED, parent=other)

    history.reorganise(class_1a, on=date(2022, 1, 1), parent=administration)

    lineages = [each.lineage[1:-1] for each in class_1a.placements.order_by("valid")]
    assert lineages == [
        [administration.pk, school.pk],
        [administration.pk],
        [other.pk, administration.pk],
    ]
    assert culture.placements.count() == 1


def test_unit_founded_below_one_that_moves_later_moves_with_it(
    municipality, administration
):
    culture = UnitFactory(name="Culture", parent=municipality)
    soon = today() + timedelta(30)
    history.reorganise(administration, on=soon, parent=culture)

    school = UnitFactory(name="North school", parent=administration)

    first, last = school.placements.order_by("valid")
    assert (first.valid.upper, last.lineage[1]) == (soon, culture.pk)


def test_unit_is_not_founded_below_one_that_does_not_exist_then(
    administration, in_english
):
    with pytest.raises(ValidationError, match="does not exist on"):
        UnitFactory(parent=administration, since=date(2019, 1, 1))


def test_unit_is_not_closed_on_the_day_that_it_begins(school):
    with pytest.raises(ValidationError):
        history.close(school, on=FOUNDED)


def test_closed_unit_is_reached_through_what_has_taken_it_over(
    administration, school, other_school
):
    class_1a = UnitFactory(name="Class 1 A", parent=school)
    history.close(class_1a, on=date(2022, 1, 1))
    history.close(school, on=MOVED)
    school.refresh_from_db()
    school.successor = other_school
    school.save()

    history.refresh([school])

    school.refresh_from_db()
    class_1a.refresh_from_db()
    assert school.lineage[-2:] == [other_school.pk, school.pk]
    assert class_1a.lineage[-3:] == [other_school.pk, school.pk, class_1a.pk]
    assert school.placements.get().lineage[-2] == administration.pk
