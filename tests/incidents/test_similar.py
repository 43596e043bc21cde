"""Which incidents are counted for a measure, and what incidents have in common."""

from datetime import timedelta

import pytest
from django.utils import translation

from incidents import similar
from incidents.models import Code
from sam.dates import today
from tests.factories import (
    ActionPlanFactory,
    IncidentFactory,
    MeasureFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

WINDOW = (today() - timedelta(days=10), today())


def number_of(measure):
    ((number, _address),) = similar.count(measure, WINDOW)
    return number


def cause(code):
    return Code.objects.get_or_create(
        list=Code.List.DEVIATION,
        code=code,
        defaults={"labels": {"sv": f"Orsak {code}"}, "version": "1"},
    )[0]


def measure_of(incident, watched=""):
    plan = ActionPlanFactory(unit=incident.unit)
    type(incident).objects.filter(pk=incident.pk).update(action_plan=plan)
    return MeasureFactory(plan=plan, watched=watched)


@pytest.mark.parametrize(
    ("watched", "number"),
    [
        ("all", 4),
        ("near_misses", 1),
        ("injuries", 2),
        ("violence", 2),
        ("accident", 1),
        ("victimisation", 0),
    ],
)
def test_count_is_of_what_was_chosen(school, watched, number):
    for kind, is_violence in [
        ("near_miss", True),
        ("accident", True),
        ("death", False),
        ("improvement", False),
    ]:
        IncidentFactory(unit=school, kind=kind, is_violence=is_violence)

    assert number_of(MeasureFactory(plan__unit=school, watched=watched)) == number


def test_measure_of_an_incident_counts_the_like_of_it(school):
    source = IncidentFactory(unit=school, kind="accident", cause=cause("50"))
    IncidentFactory(unit=school, kind="accident", cause=cause("50"))
    IncidentFactory(unit=school, kind="accident", cause=cause("40"))
    IncidentFactory(unit=school, kind="near_miss", cause=cause("50"))

    assert number_of(measure_of(source)) == 2


def test_where_the_cause_is_unknown_the_kind_counts(school):
    source = IncidentFactory(unit=school, kind="accident")
    IncidentFactory(unit=school, kind="accident", cause=cause("40"))

    assert number_of(measure_of(source)) == 2


def test_violent_incident_counts_the_violent_of_its_kind(school):
    source = IncidentFactory(unit=school, is_violence=True)
    IncidentFactory(unit=school, is_violence=False)

    assert number_of(measure_of(source)) == 1


def test_what_was_chosen_goes_before_the_like_of_the_source(school):
    source = IncidentFactory(unit=school, kind="accident")
    IncidentFactory(unit=school, kind="near_miss")

    assert number_of(measure_of(source, watched="all")) == 2


def test_units_below_count_and_others_do_not(administration, school):
    IncidentFactory(unit=school)
    IncidentFactory(unit=UnitFactory())

    assert number_of(MeasureFactory(plan__unit=administration, watched="all")) == 1


def test_first_and_last_day_count(school):
    for ago in [11, 10, 0]:
        IncidentFactory(unit=school, occurred_on=today() - timedelta(days=ago))

    assert number_of(MeasureFactory(plan__unit=school, watched="all")) == 2


def test_two_windows_cost_one_query(school, django_assert_num_queries):
    measure = MeasureFactory(plan__unit=school, watched="all")

    with django_assert_num_queries(1):
        similar.count(measure, WINDOW, WINDOW)


@pytest.mark.parametrize("watched", ["", "all", "violence", "injuries", "accident"])
def test_list_behind_the_number_has_as_many(
    as_user, head_teacher, school, watched, other_school
):
    source = IncidentFactory(
        unit=school, kind="accident", cause=cause("50"), is_violence=True
    )
    IncidentFactory(unit=school, kind="accident")
    IncidentFactory(unit=school, kind="near_miss", is_violence=True)
    IncidentFactory(unit=other_school, kind="accident", is_violence=True)
    measure = measure_of(source, watched=watched)

    ((number, address),) = similar.count(measure, WINDOW)
    page = as_user(head_teacher).get(address).context["page"]

    assert len(page) == number > 0


def test_like_of_the_source_is_offered_only_where_an_incident_is():
    offered = dict(similar.choices(IncidentFactory()))

    assert set(offered) - set(dict(similar.choices())) == {"like_source"}


def test_like_of_the_source_says_nothing_without_an_incident(school):
    measure = MeasureFactory(plan__unit=school, watched="like_source")

    assert similar.chosen_for(measure) == ""


def test_topics_are_cause_violence_and_kind():
    incident = IncidentFactory(kind="accident", cause=cause("50"), is_violence=True)

    assert incident.topics() == ["cause:50", "kind:violence", "kind:accident"]
    assert IncidentFactory().topics() == ["kind:near_miss"]


@pytest.mark.parametrize("kind", ["victimisation", "occupational_disease", "death"])
def test_topics_do_not_tell_that_somebody_was_harmed_in_a_unit(kind):
    """A good example says where it is from, and everyone reads it."""
    incident = IncidentFactory(kind=kind, cause=cause("50"))

    assert incident.topics() == ["cause:50"]


def test_topics_have_names(municipality):
    cause("50")

    with translation.override("sv"):
        names = similar.names_of(["cause:50", "kind:accident", "question:abc"])

    assert names["kind:accident"] == "Olycksfall"
    assert set(names) == {"cause:50", "kind:accident"}
