"""What an incident has shown stands in the register; what it was weighed by stays."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from actionplans.models import RiskMatrix
from incidents import handling
from incidents.models import Incident, Investigation
from riskassessment.models import Risk
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import IncidentFactory, MeasureFactory

pytestmark = pytest.mark.django_db

RISK = {
    "description": "Ladders slide on wet floors",
    "aspect": "physical",
    "likelihood": 4,
    "consequence": 5,
    "existing_measures": "A sign",
}


@pytest.fixture
def incident(school):
    return IncidentFactory(unit=school, investigated=True)


def act_url(incident):
    return reverse("incidents:act", args=[incident.pk, "register"])


def replace_matrix(by):
    """Another matrix, with one step less on each axis and the levels turned around."""
    old = RiskMatrix.objects.current()
    least, *_others, worst = [level["code"] for level in old.levels]
    return RiskMatrix.objects.replace(
        by=by,
        seen=old.version,
        reason="Decided anew",
        likelihoods=["Seldom", "At times", "Often", "Daily"],
        consequences=["None", "Small", "Large", "Death"],
        levels=old.levels,
        cells=[[least] * 4, [least] * 4, [worst] * 4, [least, least, least, worst]],
    )


def put_in_register(incident, by):
    handling.put_in_register(
        incident, by=by, description="Wet floors", likelihood=4, consequence=5
    )
    return incident.risk


# Into the register


def test_risk_goes_into_the_register_with_the_measures_there_are(
    manager, head_teacher, incident
):
    measures = MeasureFactory.create_batch(2, plan=incident.action_plan)

    response = manager.post(act_url(incident), RISK)

    assertRedirects(response, incident.get_absolute_url())
    risk = Risk.objects.get()
    assert (risk.source, risk.unit) == (incident, incident.unit)
    assert (risk.cell, risk.existing_measures) == ((4, 5), "A sign")
    assert set(risk.measures.all()) == set(measures)
    assert risk.ratings.get().by == head_teacher
    page = manager.get(incident.get_absolute_url())
    assertContains(page, risk.get_absolute_url())
    assertNotContains(page, act_url(incident))


def test_form_begins_with_what_was_found(manager, head_teacher, incident, parse):
    matrix = RiskMatrix.objects.current()
    Investigation.objects.create(
        incident=incident, likelihood_before=3, consequence_before=4, matrix=matrix
    )

    page = parse(manager.get(incident.get_absolute_url(), {"act": "register"}))

    assert incident.findings in page.select_one("#act [name=description]").text
    checked = [each["value"] for each in page.select("#act [checked]")]
    assert checked[:2] == ["3", "4"]


def test_form_says_nothing_of_an_earlier_matrix(manager, hr, incident, parse):
    Investigation.objects.create(
        incident=incident,
        likelihood_before=5,
        consequence_before=5,
        matrix=RiskMatrix.objects.current(),
    )
    replace_matrix(hr)

    page = parse(manager.get(incident.get_absolute_url(), {"act": "register"}))

    assert len(page.select("#act [name=likelihood]")) == 4
    assert page.select("#act [name=likelihood][checked]") == []


def test_risk_that_is_not_whole_is_asked_for_again(manager, incident):
    response = manager.post(act_url(incident), RISK | {"consequence": ""})

    assertContains(response, RISK["description"], status_code=422)
    assert not Risk.objects.exists()


def test_risk_is_put_there_once(manager, head_teacher, incident):
    same = Incident.objects.get()
    put_in_register(incident, head_teacher)

    with pytest.raises(InvalidTransition):
        put_in_register(same, head_teacher)
    again = manager.post(act_url(incident), RISK)

    assert again.status_code == 422
    assert Risk.objects.count() == 1


def test_only_who_handles_the_incident_puts_it_there(
    as_user, safety_representative, incident
):
    response = as_user(safety_representative).post(act_url(incident), RISK)

    assert response.status_code == 403
    assert not Risk.objects.exists()


def test_measure_decided_later_counts_for_both(manager, head_teacher, incident):
    risk = put_in_register(incident, head_teacher)
    what = {"activity": "Mats", "responsible": head_teacher}

    of_incident = incident.action_plan.add_measure(
        by=head_teacher, due_on=today(), **what
    )
    of_risk = risk.add_measure(by=head_teacher, due_on=today(), **what)

    assert set(risk.measures.all()) == {of_incident, of_risk}
    assert set(incident.action_plan.measures.all()) == {of_incident, of_risk}


def test_risk_of_a_closed_incident_has_measures_of_its_own(head_teacher, school):
    incident = IncidentFactory(unit=school, closed=True)
    risk = put_in_register(incident, head_teacher)

    measure = risk.add_measure(
        by=head_teacher, activity="Mats", responsible=head_teacher, due_on=today()
    )

    assert measure.plan.source == risk


def test_barred_manager_sees_the_risk_and_not_where_it_came_from(
    as_user, head_teacher, head_of_administration, incident
):
    risk = put_in_register(incident, head_of_administration)
    Incident.objects.update(barred=[head_teacher.pk], manager_part="involved")

    barred = as_user(head_teacher).get(risk.get_absolute_url())
    above = as_user(head_of_administration).get(risk.get_absolute_url())

    assertContains(above, incident.get_absolute_url())
    assertContains(barred, risk.description)
    assertNotContains(barred, incident.get_absolute_url())
    assertNotContains(barred, str(incident.number))


# The matrix that it was weighed by


def test_investigation_keeps_its_matrix(manager, school, hr, feedback, parse):
    incident = IncidentFactory(unit=school, status="investigating")
    address = reverse("incidents:investigation", args=[incident.pk])
    found = {"version": 1, "likelihood_before": 4, "consequence_before": 5}
    manager.post(address, found)
    first = RiskMatrix.objects.current()
    before = Investigation.objects.get().level_before

    replace_matrix(hr)
    page = parse(manager.get(address))
    version = page.select_one("[name=version]")["value"]
    manager.post(address, found | {"version": version, "findings": "It was wet"})

    investigation = Investigation.objects.get()
    assert len(page.select("[name=likelihood_before]")) == 5
    assert (investigation.matrix, investigation.level_before) == (first, before)


def test_what_is_weighed_now_is_weighed_by_the_matrix_in_use(manager, school, hr):
    incident = IncidentFactory(unit=school, status="investigating")
    matrix = replace_matrix(hr)
    address = reverse("incidents:investigation", args=[incident.pk])

    manager.post(
        address, {"version": 1, "likelihood_before": 3, "consequence_before": 1}
    )

    investigation = Investigation.objects.get()
    assert investigation.matrix == matrix
    assert investigation.level_before == matrix.level_of(3, 1)


def test_what_says_no_matrix_was_weighed_by_the_one_that_ships(incident, hr):
    investigation = Investigation(
        incident=incident, likelihood_before=5, consequence_before=5
    )
    shipped = RiskMatrix.objects.current()
    replace_matrix(hr)

    assert investigation.level_before == shipped.level_of(5, 5)


def test_closing_weighs_by_the_same_matrix(manager, incident, hr, feedback):
    Investigation.objects.create(
        incident=incident,
        likelihood_before=5,
        consequence_before=5,
        matrix=RiskMatrix.objects.current(),
    )
    replace_matrix(hr)
    address = reverse("incidents:act", args=[incident.pk, "close"])

    manager.post(address, feedback | {"likelihood_after": 5, "consequence_after": 1})

    investigation = Investigation.objects.get()
    assert investigation.risk_after == (5, 1)
    assert investigation.level_after.code == "medium"
