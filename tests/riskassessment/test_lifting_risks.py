"""A risk that the unit cannot handle is lifted, and stays open and visible where it is."""

import pytest
from django.urls import reverse

from actionplans.models import Escalation
from organisation import roles
from organisation.models import Role
from riskassessment.models import Risk
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

SENT = {
    "matter": "The stairs are worn",
    "to": "above",
    "theme": "premises",
    "lacks": "money",
    "reason": "New stairs cost more than the school has.",
    "wanted": "New stairs",
}


@pytest.fixture
def risk(school, head_teacher):
    return Risk.objects.bring_up(
        unit=school,
        by=head_teacher,
        description="The stairs are worn",
        likelihood=4,
        consequence=4,
    )


@pytest.fixture
def url(risk):
    return reverse("riskassessment:risk_lift", args=[risk.pk])


@pytest.fixture
def step(as_user, head_teacher, head_of_administration, url):
    as_user(head_teacher).post(url, SENT)
    return Escalation.objects.get()


def lifted_on(page):
    return page.select_one("#lifted").get_text(" ", strip=True)


def test_form_knows_what_the_risk_is(as_user, parse, head_teacher, url):
    page = parse(as_user(head_teacher).get(url))

    assert page.select_one("[name=matter]").text.strip() == "The stairs are worn"


def test_risk_is_lifted_and_stays_open(step, risk, school, administration):
    risk.refresh_from_db()
    assert risk.status == "open"
    assert list(risk.escalations.all()) == [step]
    assert (step.from_unit, step.to_unit) == (school, administration)
    assert step.measure is None


def test_risks_page_says_where_it_is(as_user, parse, head_teacher, step, risk):
    page = parse(as_user(head_teacher).get(risk.get_absolute_url()))

    assert "Lifted to Schools" in lifted_on(page)
    assert "Sent" in lifted_on(page)


def test_risks_page_says_what_was_answered(
    as_user, parse, head_teacher, head_of_administration, step, risk
):
    step.reply(by=head_of_administration, decision="granted", answer="New ones in May.")

    page = parse(as_user(head_teacher).get(risk.get_absolute_url()))

    assert "New ones in May." in lifted_on(page)
    assert "Yes, it will be done" in lifted_on(page)


def test_risk_is_lifted_once_at_a_time(as_user, parse, head_teacher, step, url, risk):
    client = as_user(head_teacher)

    assert client.get(url).url == risk.get_absolute_url()
    response = client.post(url, SENT)

    assert response.status_code == 422
    assert parse(response).select_one("[name=reason]").text.strip() == SENT["reason"]
    page = parse(client.get(risk.get_absolute_url()))
    assert not page.select_one(f"a[href='{url}']")


def test_risk_is_lifted_on_after_a_no(
    as_user, head_teacher, head_of_administration, step, url
):
    step.reply(by=head_of_administration, decision="refused", answer="No money.")

    as_user(head_teacher).post(url, SENT)

    assert Escalation.objects.open().count() == 1


def test_each_step_knows_the_risk(step, risk, head_of_administration, municipality):
    following = step.pass_on(
        by=head_of_administration, to_unit=municipality, reason="Beyond us"
    )

    assert following.subjects() == [risk]


def test_closed_risk_is_not_lifted(as_user, head_teacher, risk, url):
    risk.close(by=head_teacher, reason="Rebuilt")

    response = as_user(head_teacher).post(url, SENT)

    assert response.status_code == 422
    assert not Escalation.objects.exists()


def test_wrong_input_keeps_what_was_typed(as_user, parse, head_teacher, url):
    response = as_user(head_teacher).post(url, SENT | {"lacks": ""})

    assert response.status_code == 422
    assert parse(response).select_one("[name=wanted]").text.strip() == "New stairs"


def test_only_who_leads_the_unit_lifts(
    as_user, safety_representative, teacher, url, risk
):
    assert as_user(safety_representative).get(url).status_code == 403
    assert as_user(teacher).get(url).status_code == 404
    client = as_user(safety_representative)
    page = client.get(risk.get_absolute_url()).content.decode()
    assert url not in page


def test_receiver_elsewhere_sees_the_matter_and_not_the_risk(
    as_user, parse, other_school, head_of_administration, step, risk
):
    other = UserFactory(unit=other_school)
    roles.appoint(other, Role.MANAGER, other_school)
    following = step.pass_on(
        by=head_of_administration, to_unit=other_school, reason="You share the house"
    )
    client = as_user(other)

    page = parse(client.get(following.get_absolute_url()))

    assert "The stairs are worn" in page.select_one("h1").text
    assert not page.select_one(f"a[href='{risk.get_absolute_url()}']")
    assert client.get(risk.get_absolute_url()).status_code == 404


def test_risks_page_costs_no_more_for_more_steps(
    as_user, count_queries, head_teacher, head_of_administration, step, risk
):
    client = as_user(head_teacher)
    one = count_queries(client, risk.get_absolute_url())
    step.pass_on(
        by=head_of_administration,
        to_unit=head_of_administration.unit.parent,
        reason=".",
    )

    assert count_queries(client, risk.get_absolute_url()) == one
