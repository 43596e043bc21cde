"""A manager whom an incident concerns: what they see, and who handles it instead."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from incidents.models import Incident
from tests.factories import IncidentFactory, MeasureFactory

pytestmark = pytest.mark.django_db

Part = Incident.ManagerPart


@pytest.fixture
def concerning(school, head_teacher, head_of_administration):
    """An incident that concerns the school's manager; the level above answers for it."""

    def concerning_(part, **fields):
        return IncidentFactory(
            unit=school,
            manager_part=part,
            barred=[head_teacher.pk],
            responsible=head_of_administration,
            description="Shouted at in the staff room.",
            **fields,
        )

    return concerning_


def concluded(incident, by, cause):
    incident.start_investigation(by=by, responsible=by)
    incident.conclude_investigation(
        by=by,
        findings="It was so.",
        cause=cause,
        severity="not_serious",
        on=incident.occurred_on,
        version=incident.version,
    )
    return incident


def found_in(client, address, **query):
    return "Shouted at" in client.get(reverse(address), query).content.decode()


@pytest.mark.parametrize(
    ("part", "sees"), [(Part.INVOLVED, False), (Part.AFFECTED, True)]
)
@pytest.mark.parametrize("query", [{}, {"q": "staff room"}])
def test_list_and_search_hide_it_from_a_manager_who_is_part_of_it(
    as_user, head_teacher, concerning, part, sees, query
):
    incident = concerning(part)
    client = as_user(head_teacher)

    assert found_in(client, "incidents:list", **query) == sees
    assert client.get(incident.get_absolute_url()).status_code == (200 if sees else 404)


def test_start_page_counts_it_only_for_the_one_who_handles_it(
    as_user, head_teacher, head_of_administration, concerning
):
    incident = concerning(Part.INVOLVED)

    mine = as_user(head_teacher).get(reverse("start")).content.decode()
    above = as_user(head_of_administration).get(reverse("start")).content.decode()

    assert incident.get_absolute_url() not in mine
    assert incident.get_absolute_url() in above


@pytest.mark.parametrize(
    ("page", "method"),
    [
        ("details", "get"),
        ("edit", "get"),
        ("investigation", "get"),
        ("comment", "get"),
        ("log", "get"),
        ("persons", "get"),
    ],
)
@pytest.mark.parametrize(
    ("part", "status"), [(Part.INVOLVED, 404), (Part.AFFECTED, 403)]
)
def test_no_page_about_it_opens_for_the_manager(
    as_user, head_teacher, concerning, page, method, part, status
):
    incident = concerning(part, status=Incident.Status.INVESTIGATING)

    response = as_user(head_teacher).get(
        reverse(f"incidents:{page}", args=[incident.pk])
    )

    assert response.status_code == status


@pytest.mark.parametrize("act", ["start", "judge", "hand-over", "conclude"])
def test_affected_manager_sees_it_but_handles_nothing(
    as_user, head_teacher, concerning, act
):
    incident = concerning(Part.AFFECTED)
    client = as_user(head_teacher)

    page = client.get(incident.get_absolute_url())
    response = client.post(reverse("incidents:act", args=[incident.pk, act]))

    assertContains(page, "Shouted at")
    assert page.context["acts"] == {}
    assert response.status_code == 403
    incident.refresh_from_db()
    assert incident.status == Incident.Status.REPORTED


def test_affected_manager_who_reads_starts_no_clock(as_user, head_teacher, concerning):
    incident = concerning(Part.AFFECTED)

    as_user(head_teacher).get(incident.get_absolute_url())

    incident.refresh_from_db()
    assert incident.known_at is None


def test_level_above_handles_it(as_user, head_of_administration, concerning):
    incident = concerning(Part.INVOLVED)

    response = as_user(head_of_administration).post(
        reverse("incidents:act", args=[incident.pk, "start"])
    )

    assert response.status_code == 302
    incident.refresh_from_db()
    assert incident.status == Incident.Status.INVESTIGATING
    assert incident.known_at is None or incident.responsible == head_of_administration


def test_level_above_sees_who_was_affected(as_user, head_of_administration, concerning):
    incident = concerning(
        Part.INVOLVED, affected="employee", affected_person="Kim Testsson"
    )

    response = as_user(head_of_administration).get(incident.get_absolute_url())

    assertContains(response, "Kim Testsson")


def test_it_is_never_handed_over_to_the_manager(
    as_user, head_teacher, head_of_administration, concerning
):
    incident = concerning(Part.INVOLVED)

    response = as_user(head_of_administration).post(
        reverse("incidents:act", args=[incident.pk, "hand-over"]),
        {"responsible": head_teacher.pk},
    )

    assert response.status_code == 422
    incident.refresh_from_db()
    assert incident.responsible == head_of_administration


def test_measures_lie_where_the_manager_does_not_find_them(
    as_user, head_teacher, head_of_administration, administration, concerning, cause
):
    incident = concluded(concerning(Part.INVOLVED), head_of_administration, cause)
    MeasureFactory(
        plan=incident.action_plan,
        activity="Shouted at no more",
        responsible=head_of_administration,
    )

    assert incident.action_plan.unit == administration
    assert not found_in(as_user(head_teacher), "actionplans:measure_list")
    assert found_in(as_user(head_of_administration), "actionplans:measure_list")


def test_manager_who_reported_it_follows_it_as_any_reporter(
    as_user, head_teacher, head_of_administration, concerning, cause
):
    incident = concluded(
        concerning(Part.INVOLVED, reported_by=head_teacher),
        head_of_administration,
        cause,
    )

    response = as_user(head_teacher).get(incident.get_absolute_url())

    assertContains(response, "Shouted at")
    assert response.context["acts"] == {}
    assert not response.context["can_follow"]
    assertNotContains(response, "It was so.")
    assert not head_teacher.has_perm("organisation.view_incidents", incident)


def export_of(client):
    """The text of the file that the list gives."""
    response = client.post(reverse("incidents:export"), {"columns": "all"})
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    return str(list(book.active.values))


@pytest.mark.parametrize(
    ("part", "sees"), [(Part.INVOLVED, False), (Part.AFFECTED, True)]
)
def test_file_and_figures_leave_out_what_the_manager_is_part_of(
    as_user, head_teacher, head_of_administration, concerning, part, sees
):
    concerning(part)
    total = {}

    for reader in [head_teacher, head_of_administration]:
        client = as_user(reader)
        page = client.get(reverse("incidents:statistics"))
        total[reader] = page.context["figures"].total.number
        is_in_file = "Shouted at" in export_of(client)
        assert is_in_file == (sees or reader == head_of_administration)

    assert total == {head_teacher: int(sees), head_of_administration: 1}


def test_month_on_the_wall_does_not_count_what_the_manager_is_part_of(
    as_user, head_teacher, concerning
):
    concerning(Part.INVOLVED)
    concerning(Part.AFFECTED)

    page = as_user(head_teacher).get(reverse("incidents:month"))

    assert page.context["month"].number() == 1
