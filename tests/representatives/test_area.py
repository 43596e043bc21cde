"""The safety representative's own page, and that it ends where the area ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan
from attachments.photos import keep, rewrite
from incidents.models import Details, Investigation
from organisation import roles
from organisation.models import Role
from riskassessment.models import ChangeAssessment, Risk
from sam.dates import today
from tests.factories import (
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UserFactory,
)
from tests.representatives.factories import RepRequestFactory, StopWorkFactory
from tests.world import _picture, _risk_of_round_in_review

pytestmark = pytest.mark.django_db
AREA = reverse("representatives:area")


def _change(unit, by):
    return ChangeAssessment.objects.create(
        unit=unit,
        title="New kitchen",
        what_changes="The kitchen moves.",
        affected="All who cook.",
        starts_on=today(),
        decision_due_on=today(),
        created_by=by,
        status="in_review",
    )


def _risk(unit, by):
    risk = Risk.objects.bring_up(
        unit=unit,
        by=by,
        description="A fall",
        likelihood=5,
        consequence=5,
        is_serious=True,
    )
    return risk


@pytest.fixture
def filled(school, head_teacher):
    """One of each in the north school."""
    photo = keep(rewrite(_picture()), head_teacher)
    incident = IncidentFactory(unit=school, status="investigating")
    incident.photos.add(photo)
    return {
        "round": _risk_of_round_in_review(
            school, {"manager": head_teacher}
        ).answer.round,
        "change": _change(school, head_teacher),
        "incident": incident,
        "photo": photo,
        "risk": _risk(school, head_teacher),
        "measure": MeasureFactory(
            plan=ActionPlan.objects.create(unit=school),
            due_on=today() - timedelta(days=1),
        ),
        "planned": InspectionRoundFactory(unit=school),
        "request": RepRequestFactory(unit=school, sent=True),
        "stop": StopWorkFactory(unit=school),
    }


def _status(response):
    """Read to the end, so that the file behind a download is closed."""
    _content = b"".join(response)
    return response.status_code


def area_of(as_user, user):
    return as_user(user).get(AREA).context


def test_page_has_what_waits_and_how_it_stands(as_user, filled, safety_representative):
    shown = area_of(as_user, safety_representative)

    assert {(each.kind, each.pk) for each in shown["waiting"]} == {
        (kind, filled[kind].pk) for kind in ["round", "change", "incident"]
    }
    assert list(shown["requests"]) == [filled["request"]]
    assert list(shown["stops"]) == [filled["stop"]]
    assert [each.number for each in shown["figures"]] == [1, 1, 1, 1]


def test_area_ends_where_it_ends(as_user, filled, other_representative):
    shown = area_of(as_user, other_representative)

    assert [*shown["waiting"], *shown["requests"], *shown["stops"]] == []
    assert [each.number for each in shown["figures"]] == [0, 0, 0, 0]


def test_links_of_figures_lead_to_lists_of_that_length(
    as_user, filled, safety_representative
):
    client = as_user(safety_representative)
    figures = client.get(AREA).context["figures"]

    lengths = [len(client.get(each.url).context["page"]) for each in figures]

    assert lengths == [each.number for each in figures]


def test_commented_investigation_waits_no_more(as_user, filled, safety_representative):
    Investigation.objects.create(
        incident=filled["incident"],
        representative=safety_representative,
        representative_comment="I agree.",
    )

    waiting = area_of(as_user, safety_representative)["waiting"]

    assert {each.kind for each in waiting} == {"round", "change"}


def test_area_reaches_what_hangs_below(as_user, filled, administration):
    chief = UserFactory()
    roles.appoint(chief, Role.SAFETY_REPRESENTATIVE, administration)

    shown = area_of(as_user, chief)

    assert len(shown["waiting"]) == 3
    assert (shown["given"], len(shown["below"])) == ([administration], 1)


def test_each_thing_that_waits_opens(as_user, filled, safety_representative):
    client = as_user(safety_representative)
    waiting = client.get(AREA).context["waiting"]

    assert {client.get(each.url).status_code for each in waiting} == {200}


def test_each_document_opens(as_user, filled, safety_representative):
    client = as_user(safety_representative)
    papers = client.get(AREA).context["papers"]

    assert {client.get(each.url).status_code for each in papers} == {200}


def test_reports_are_named_only_for_who_may_read_them(
    as_user, safety_representative, administration
):
    reports = reverse("reports:list")

    def named():
        papers = area_of(as_user, safety_representative)["papers"]
        return reports in [each.url for each in papers]

    before = named()
    roles.appoint(safety_representative, Role.READER, administration)

    assert (before, named()) == (False, True)


def test_empty_area_says_so(as_user, safety_representative, parse):
    page = parse(as_user(safety_representative).get(AREA))

    assert not page.select("#to-review + ul, #requests + ul")
    assert page.select_one("#to-review + p")
    assert page.select_one("#requests + p")


def test_page_costs_few_queries_however_much_there_is(
    as_user, filled, school, safety_representative, count_queries
):
    client = as_user(safety_representative)
    one = count_queries(client, AREA)
    RepRequestFactory.create_batch(2, unit=school, sent=True)
    InspectionRoundFactory(unit=school, status="in_review", carried_out_on=today())

    assert count_queries(client, AREA) == one <= 12


def test_page_is_for_representatives(as_user, head_teacher, hr):
    assert as_user(head_teacher).get(AREA).status_code == 403
    assert as_user(hr).get(AREA).status_code == 403


# To the documents that they have a right to, and to no more


def test_representative_sees_nothing_of_another_area(
    as_user, filled, safety_representative, other_representative
):
    incident, photo = filled["incident"], filled["photo"]
    photo_url = reverse("incidents:photo", args=[incident.pk, photo.pk])
    rows = [each for name, each in filled.items() if name != "photo"]
    addresses = [photo_url, *(each.get_absolute_url() for each in rows)]

    def answers(user):
        client = as_user(user)
        return [_status(client.get(address)) for address in addresses]

    assert answers(safety_representative) == [200] * len(addresses)
    assert answers(other_representative) == [404] * len(addresses)


def test_lists_of_another_area_are_empty(as_user, filled, other_representative):
    client = as_user(other_representative)
    names = [
        "representatives:request_list",
        "representatives:stop_list",
        "riskassessment:round_list",
        "riskassessment:risk_list",
        "riskassessment:change_list",
        "actionplans:measure_list",
        "incidents:list",
    ]

    lengths = [len(client.get(reverse(name)).context["page"]) for name in names]

    assert lengths == [0] * len(names)


def test_protocol_of_another_area_is_not_found(as_user, school, people, other_school):
    risk = _risk_of_round_in_review(school, people)
    stranger = UserFactory()
    roles.appoint(stranger, Role.SAFETY_REPRESENTATIVE, other_school)
    address = risk.answer.round.get_absolute_url()

    assert as_user(people["safety_rep"]).get(address).status_code == 200
    assert as_user(stranger).get(address).status_code == 404


def test_name_of_who_was_affected_stays_hidden(
    as_user, school, head_teacher, safety_representative
):
    incident = IncidentFactory(
        unit=school, affected="employee", affected_person="Invented Person"
    )
    Details.objects.create(incident=incident)

    def page(user):
        return as_user(user).get(incident.get_absolute_url()).content.decode()

    assert "Invented Person" in page(head_teacher)
    assert "Invented Person" not in page(safety_representative)


def test_units_are_searched_in_the_own_area_only(
    as_user, school, other_school, safety_representative
):
    address = reverse("representatives:unit_options")
    query = {"field": "unit", "id": "id_unit", "unit_search": "school"}

    page = as_user(safety_representative).get(address, query).content.decode()

    assert "North school" in page
    assert "South school" not in page


def test_former_representative_sees_the_area_no_more(
    as_user, filled, safety_representative
):
    roles.dismiss(safety_representative.appointments.get())
    client = as_user(safety_representative)

    assert client.get(AREA).status_code == 403
    assert client.get(filled["stop"].get_absolute_url()).status_code == 404
