"""The investigation as it grows, and the safety representative's own words."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from incidents import handling
from incidents.models import Code, Incident, Investigation
from mailing.models import Message
from organisation import roles
from organisation.models import Role
from sam.workflow import InvalidTransition
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

Status = Incident.Status


def url(incident, page="investigation"):
    return reverse(f"incidents:{page}", args=[incident.pk])


@pytest.fixture
def incident(school):
    return IncidentFactory(unit=school, status=Status.INVESTIGATING)


@pytest.fixture
def found(cause, safety_representative):
    return {
        "version": 1,
        "whys_0": "The ladder slid.",
        "whys_1": "",
        "whys_2": "  The floor\r\nwas wet. ",
        "factors": ["premises", "routines"],
        "cause": cause.pk,
        "likelihood_before": "4",
        "consequence_before": "5",
        "findings": "The roof leaks.",
        "representative": safety_representative.pk,
        "representative_part": "took_part",
    }


def test_what_is_found_is_kept_and_empty_whys_are_dropped(
    manager, incident, found, cause, safety_representative
):
    response = manager.post(url(incident), found)

    assertRedirects(response, incident.get_absolute_url())
    incident.refresh_from_db()
    investigation = incident.investigation
    assert investigation.whys == ["The ladder slid.", "The floor was wet."]
    assert investigation.factors == ["premises", "routines"]
    assert investigation.level_before.code == "high"
    assert investigation.representative == safety_representative
    assert (incident.cause, incident.findings) == (cause, "The roof leaks.")
    assert incident.status == Status.INVESTIGATING


def test_cause_that_is_offered_no_more_stays_where_it_is(
    manager, incident, found, cause, parse
):
    Incident.objects.update(cause=cause)
    Code.objects.filter(pk=cause.pk).update(is_offered=False)

    page = parse(manager.get(url(incident)))
    manager.post(url(incident), found)

    [chosen] = page.select("[name=cause] option[selected]")
    assert chosen["value"] == str(cause.pk)
    assert Incident.objects.get().cause == cause


def test_it_is_saved_as_often_as_one_likes(manager, incident, found):
    manager.post(url(incident), found)
    manager.post(url(incident), found | {"version": 2, "whys_3": "The roof leaks."})

    incident.refresh_from_db()
    assert incident.version == 3
    assert len(incident.investigation.whys) == 3


def test_investigation_saved_as_it_was_stands_in_nobody_s_way(manager, incident, found):
    manager.post(url(incident), found)

    again = manager.post(url(incident), found)

    assertRedirects(again, incident.get_absolute_url())
    incident.refresh_from_db()
    assert incident.version == 2


@pytest.mark.parametrize(("number", "lines"), [(0, 3), (3, 4), (6, 7), (7, 7)])
def test_there_is_always_one_more_why_up_to_seven(
    manager, incident, parse, number, lines
):
    whys = [f"Because {each}" for each in range(number)]
    Investigation.objects.create(incident=incident, whys=whys)

    page = parse(manager.get(url(incident)))

    assert len(page.select(".whys textarea")) == lines


def test_conclusion_begins_from_what_was_found(manager, incident, found, parse, cause):
    manager.post(url(incident), found)

    act = parse(manager.get(incident.get_absolute_url())).select_one("#act")

    assert act.select_one("[name=findings]").text.strip() == "The roof leaks."
    assert act.select_one("[name=cause] [selected]")["value"] == str(cause.pk)


def test_page_shows_the_chain_the_factors_and_the_matrix(
    manager, incident, found, parse
):
    manager.post(url(incident), found)

    page = parse(manager.get(incident.get_absolute_url()))

    section = page.select_one("#investigation")
    assert [each.text for each in section.select(".whys li")] == [
        "The ladder slid.",
        "The floor was wet.",
    ]
    assert len(section.select(".matrix [data-tone=danger] .mark")) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("likelihood_before", "6"),
        ("likelihood_before", ""),
        ("whys_0", "å" * 2_001),
        ("findings", "å" * 20_001),
        ("factors", "weather"),
        ("cause", "0"),
    ],
)
def test_what_is_wrong_is_refused_and_the_rest_stays(
    manager, incident, found, parse, field, value
):
    response = manager.post(url(incident), found | {field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field.removesuffix("_0")]
    third = parse(response).select(".whys textarea")[1]
    assert third.text.strip() == "The floor was wet."
    assert not Investigation.objects.exists()


def test_someone_who_is_no_representative_there_is_refused(
    manager, incident, found, teacher
):
    response = manager.post(url(incident), found | {"representative": teacher.pk})

    assert list(response.context["form"].errors) == ["representative"]


def test_second_investigator_sees_what_the_first_has_found(
    as_user, head_teacher, head_of_administration, incident, found, parse
):
    as_user(head_of_administration).post(
        url(incident), found | {"whys_0": "The ladder was old."}
    )

    late = as_user(head_teacher).post(url(incident), found)

    assert late.status_code == 422
    shown = parse(late).select_one(".conflict").text
    assert "The ladder was old." in shown
    assert "Head of schools" in shown
    assert len(parse(late).select(".conflict h3")) == 1
    typed = parse(late).select_one("[name=whys_0]").text
    assert typed.strip() == "The ladder slid."


def test_nothing_is_added_once_it_is_concluded(manager, school, found):
    incident = IncidentFactory(unit=school, investigated=True)

    response = manager.post(url(incident), found)

    assert response.status_code == 403
    assert not Investigation.objects.exists()


def test_conclusion_by_another_meanwhile_keeps_what_was_typed(
    incident, head_teacher, cause, as_user, found, monkeypatch
):
    """The other concludes between the page's check and the database's."""
    row = Incident.objects.in_full().get(pk=incident.pk)
    Incident.objects.get(pk=incident.pk).conclude_investigation(
        by=head_teacher,
        findings="Done.",
        cause=cause,
        severity="",
        on=incident.occurred_on,
        version=1,
    )
    monkeypatch.setattr(
        "incidents.views.details._get", lambda request, allowed, pk: row
    )

    response = as_user(head_teacher).post(url(incident), found | {"version": 2})

    assert response.status_code == 422
    assertContains(response, "The ladder slid.", status_code=422)
    incident.refresh_from_db()
    assert incident.findings == "Done."


@pytest.mark.parametrize(
    ("reader", "status"),
    [("safety_representative", 403), ("hr", 403), ("teacher", 404)],
)
def test_only_those_who_handle_it_investigate(
    as_user, request, incident, found, reader, status
):
    client = as_user(request.getfixturevalue(reader))

    assert client.get(url(incident)).status_code == status
    assert client.post(url(incident), found).status_code == status
    assert not Investigation.objects.exists()


def test_investigation_takes_few_queries(
    manager, incident, found, django_assert_max_num_queries
):
    manager.post(url(incident), found)

    with django_assert_max_num_queries(12 + 2):
        manager.get(url(incident))


# The safety representative


def test_representative_comments_in_own_words_and_the_manager_is_told(
    as_user, safety_representative, head_teacher, incident
):
    Incident.objects.update(responsible=head_teacher)

    response = as_user(safety_representative).post(
        url(incident, "comment"), {"text": "I asked for mats in May."}
    )

    assertRedirects(response, incident.get_absolute_url())
    investigation = Investigation.objects.get()
    assert investigation.representative == safety_representative
    assert investigation.representative_comment == "I asked for mats in May."
    assert Message.objects.get().recipient == head_teacher
    page = as_user(head_teacher).get(incident.get_absolute_url())
    assertContains(page, "I asked for mats in May.")


def test_manager_s_saving_leaves_the_comment_as_it_is(
    as_user, manager, safety_representative, head_teacher, incident, found
):
    as_user(safety_representative).post(url(incident, "comment"), {"text": "Mats!"})

    as_user(head_teacher).post(url(incident), found)

    investigation = Investigation.objects.get()
    assert investigation.representative_comment == "Mats!"
    assert investigation.whys


def test_representative_who_has_commented_stays_the_one_who_did(
    as_user, manager, safety_representative, head_teacher, incident, found, school
):
    other = UserFactory()
    roles.appoint(other, Role.SAFETY_REPRESENTATIVE, school)
    as_user(safety_representative).post(url(incident, "comment"), {"text": "Mats!"})

    late = as_user(other).post(url(incident, "comment"), {"text": "No mats."})
    page = as_user(other).get(incident.get_absolute_url())
    saved = as_user(head_teacher).post(
        url(incident), found | {"representative": other.pk}
    )

    assert (late.status_code, saved.status_code) == (403, 302)
    assert not page.context["can_comment"]
    investigation = Investigation.objects.get()
    assert investigation.representative == safety_representative
    assert investigation.representative_comment == "Mats!"


def test_two_representatives_at_once_write_over_nobody(safety_representative, incident):
    handling.comment(incident, by=safety_representative, text="Mats!")

    with pytest.raises(InvalidTransition):
        handling.comment(incident, by=UserFactory(), text="No mats.")

    assert Investigation.objects.get().representative_comment == "Mats!"


def test_empty_comment_is_refused(as_user, safety_representative, incident):
    response = as_user(safety_representative).post(url(incident, "comment"))

    assert response.status_code == 422
    assert not Investigation.objects.exists()


@pytest.mark.parametrize(
    ("reader", "status"), [("head_teacher", 403), ("hr", 403), ("teacher", 404)]
)
def test_nobody_else_puts_words_into_the_representative_s_mouth(
    as_user, request, incident, reader, status
):
    client = as_user(request.getfixturevalue(reader))

    response = client.post(url(incident, "comment"), {"text": "All is well."})

    assert response.status_code == status
    assert not Investigation.objects.exists()


def test_closed_incident_takes_no_comment(as_user, safety_representative, school):
    incident = IncidentFactory(unit=school, closed=True)

    response = as_user(safety_representative).get(url(incident, "comment"))

    assert response.status_code == 403
