from datetime import timedelta

import pytest
from django.db.models import Count, F, Q

from actionplans.models import Measure
from demo.figures import INCIDENTS, complete_years
from demo.people import DEMO_WORKPLACE
from incidents.models import Incident, IncidentTransition
from organisation.models import User
from sam.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

RISING = {"VON", "SN", "GAN", "BTN"}


def counted(demo, **condition):
    """{committee's code: number} of the incidents, by the unit's own committee."""
    slugs = {committee.slug: code for code, committee in demo.committees.items()}
    rows = Incident.objects.filter(**condition).order_by()
    rows = rows.values_list("unit__committee__slug").annotate(Count("pk"))
    return {slugs[slug]: number for slug, number in rows}


@pytest.mark.parametrize("year", complete_years(today()))
def test_each_committee_has_just_the_incidents_of_the_table(demo, year):
    injuries = counted(demo, kind__in=Incident.Kind.injuries, reported_at__year=year)
    near_misses = counted(demo, kind="near_miss", reported_at__year=year)
    closed = counted(demo, closed_at__year=year)

    assert {
        code: (injuries[code], near_misses[code], closed[code])
        for code in demo.committees
    } == {code: tuple(targets)[:3] for code, targets in INCIDENTS[year].items()}


def test_the_municipality_has_the_incidents_of_its_report():
    of_2023 = Incident.objects.filter(reported_at__year=2023)

    assert of_2023.injuries().count() == 990
    assert of_2023.near_misses().count() == 748
    assert Incident.objects.filter(closed_at__year=2023).count() == 1563


def test_four_committees_rise_and_the_others_fall(demo):
    kinds = [*Incident.Kind.injuries, *Incident.Kind.near_misses]
    before = counted(demo, kind__in=kinds, reported_at__year=2022)
    now = counted(demo, kind__in=kinds, reported_at__year=2023)

    assert {code for code in now if now[code] > before[code]} == RISING
    assert {code for code in now if now[code] < before[code]} == set(now) - RISING


def test_what_was_reported_in_the_figures_years_is_closed():
    old = Incident.objects.filter(reported_at__year__lte=2024)

    assert old.exists()
    assert not old.open().exists()


def test_numbers_follow_the_order_of_the_reports():
    by_number = Incident.objects.order_by("number").values_list(
        "reported_at", flat=True
    )

    assert list(by_number) == sorted(by_number)


def test_steps_follow_each_other():
    closed = Incident.objects.closed()

    assert not closed.filter(investigated_on__lt=F("occurred_on")).exists()
    assert not closed.filter(feedback_on__lt=F("investigated_on")).exists()
    assert not Incident.objects.filter(reported_at__date__lt=F("occurred_on")).exists()
    assert not IncidentTransition.objects.filter(
        to_status="closed", at__lt=F("incident__reported_at")
    ).exists()


def test_closed_incidents_have_no_unfinished_measures():
    unfinished = Measure.objects.unfinished()

    assert unfinished.exists()
    assert not unfinished.filter(plan__incident__status="closed").exists()


def test_descriptions_are_varied():
    of_2023 = Incident.objects.filter(reported_at__year=2023)
    descriptions = of_2023.values_list("description", flat=True)

    assert len(set(descriptions)) > 1000
    assert of_2023.filter(is_violence=True).count() > 300


def test_descriptions_name_nobody():
    families = {
        name.split()[-1] for name in User.objects.values_list("name", flat=True)
    }
    words = set(
        " ".join(Incident.objects.values_list("description", flat=True)).split()
    )

    assert not families & words


def test_the_demos_workplace_has_incidents_in_every_state():
    recent = Incident.objects.filter(
        unit__name=DEMO_WORKPLACE, reported_at__date__gte=today() - timedelta(days=80)
    ).with_measures()
    manager = User.objects.get(email="chef@example.org")

    phases = {str(incident.phase) for incident in recent}

    assert len(phases) == 6
    assert 9 <= recent.count() <= 20
    assert all(incident.responsible == manager for incident in recent)


def test_the_demos_workplace_has_measures_to_do_and_to_judge():
    measures = Measure.objects.filter(plan__unit__name=DEMO_WORKPLACE)

    assert measures.overdue().exists()
    assert measures.effect_due().exists()
    assert measures.open().filter(Q(due_on__gte=today())).exists()
