"""To correct a report and to fill in its details, also two people at a time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from actionplans.models import ActionPlan, Measure
from incidents.models import Code, Details, Incident
from mailing.models import Message
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import IncidentFactory, MeasureFactory, UserFactory

pytestmark = pytest.mark.django_db

Status = Incident.Status


def url(incident, page):
    return reverse(f"incidents:{page}", args=[incident.pk])


@pytest.fixture
def incident(school):
    return IncidentFactory(
        unit=school, affected="employee", affected_person="Kim Testsson"
    )


@pytest.fixture
def corrected(school):
    """The report as the form sends it, with nothing changed but the kind."""
    return {
        "version": 1,
        "kind": "accident",
        "unit": school.pk,
        "employed_unit": "",
        "occurred_on": str(today()),
        "affected": "employee",
        "affected_person": "Kim Testsson",
    }


# The report


def test_report_is_corrected_but_never_the_reporter_s_words(
    manager, incident, corrected
):
    words = {"place": "The kitchen", "description": "Nothing happened."}

    response = manager.post(url(incident, "edit"), corrected | words)

    assertRedirects(response, incident.get_absolute_url())
    incident.refresh_from_db()
    assert (incident.kind, incident.place) == ("accident", "The kitchen")
    assert incident.description == "A ladder fell."
    assert incident.version == 2


def test_report_keeps_its_responsible_when_they_answer_for_the_other_unit_too(
    as_user, head_of_administration, other_school, incident, corrected
):
    Incident.objects.update(responsible=head_of_administration)
    client = as_user(head_of_administration)

    moved = client.post(url(incident, "edit"), corrected | {"unit": other_school.pk})

    assertRedirects(moved, incident.get_absolute_url())
    incident.refresh_from_db()
    assert (incident.unit, incident.responsible) == (
        other_school,
        head_of_administration,
    )


def test_report_that_is_moved_away_goes_to_the_manager_there_with_its_measures(
    manager, head_teacher, other_school, incident, corrected
):
    other = UserFactory(unit=other_school)
    roles.appoint(other, Role.MANAGER, other_school)
    plan = ActionPlan.objects.create(unit=incident.unit)
    measure = MeasureFactory(plan=plan)
    Incident.objects.update(responsible=head_teacher, action_plan=plan)

    moved = manager.post(url(incident, "edit"), corrected | {"unit": other_school.pk})

    assertRedirects(moved, reverse("incidents:list"))
    incident.refresh_from_db()
    assert (incident.unit, incident.responsible) == (other_school, other)
    assert Message.objects.filter(recipient=other).exists()
    assert Measure.objects.handled_by(other).get() == measure


def test_report_on_a_manager_is_kept_from_the_one_where_it_is_moved(
    as_user, head_teacher, head_of_administration, other_school, incident, corrected
):
    """The reporter may have chosen the wrong workplace; both managers stay out of it."""
    other = UserFactory(unit=other_school)
    roles.appoint(other, Role.MANAGER, other_school)
    Incident.objects.update(
        responsible=head_of_administration,
        manager_part="involved",
        barred=[head_teacher.pk],
    )

    as_user(head_of_administration).post(
        url(incident, "edit"), corrected | {"unit": other_school.pk}
    )

    incident.refresh_from_db()
    assert incident.unit == other_school
    assert set(incident.barred) == {head_teacher.pk, other.pk}
    assert not Incident.objects.visible_to(other).exists()


def test_report_on_a_manager_that_is_not_moved_is_open_to_a_new_manager(
    as_user, head_teacher, head_of_administration, incident, school, corrected
):
    roles.dismiss(head_teacher.appointments.get())
    roles.appoint(new := UserFactory(), Role.MANAGER, school)
    Incident.objects.update(
        responsible=head_of_administration,
        manager_part="involved",
        barred=[head_teacher.pk],
    )

    as_user(head_of_administration).post(url(incident, "edit"), corrected)

    assert Incident.objects.visible_to(new).exists()


@pytest.mark.parametrize("page", ["edit", "details", "investigation"])
def test_page_that_tells_of_it_is_written_down_as_read(
    manager, head_teacher, incident, page
):
    Incident.objects.update(status=Status.INVESTIGATING)

    manager.get(url(incident, page))

    reading = incident.readings.get()
    assert reading.by == head_teacher
    assert reading.what == ("persons" if page == "edit" else "page")


def test_same_unit_twice_is_one_unit(manager, school, incident, corrected):
    manager.post(url(incident, "edit"), corrected | {"employed_unit": school.pk})

    incident.refresh_from_db()
    assert incident.employed_unit is None


def test_name_is_dropped_when_nobody_else_was_affected(manager, incident, corrected):
    manager.post(url(incident, "edit"), corrected | {"affected": "nobody"})

    incident.refresh_from_db()
    assert incident.affected_person == ""


def test_one_who_does_not_see_the_name_cannot_change_it(
    as_user, head_of_administration, incident, corrected
):
    client = as_user(head_of_administration)

    page = client.get(url(incident, "edit"))
    client.post(url(incident, "edit"), corrected | {"affected_person": "Lo"})

    assert "Kim Testsson" not in page.content.decode()
    incident.refresh_from_db()
    assert (incident.kind, incident.affected_person) == ("accident", "Kim Testsson")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("occurred_on", str(today() + timedelta(days=1))),
        ("occurred_on", "0024-05-01"),
        ("kind", "burned"),
        ("unit", ""),
        ("place", "å" * 201),
        ("version", ""),
    ],
)
def test_wrong_correction_keeps_what_was_typed(
    manager, incident, corrected, parse, field, value
):
    typed = {"immediate_action": "Kaffe ☕ och vila", field: value}

    response = manager.post(url(incident, "edit"), corrected | typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    text = parse(response).select_one("[name=immediate_action]").text
    assert text.strip() == "Kaffe ☕ och vila"
    incident.refresh_from_db()
    assert incident.kind == "near_miss"


def test_second_editor_sees_what_the_first_has_changed_and_loses_nothing(
    as_user, head_teacher, head_of_administration, incident, corrected, parse
):
    as_user(head_of_administration).post(
        url(incident, "edit"), corrected | {"place": "The hall"}
    )

    client = as_user(head_teacher)
    late = client.post(url(incident, "edit"), corrected | {"place": "The kitchen"})

    assert late.status_code == 422
    page = parse(late)
    shown = page.select_one(".conflict").text
    assert all(word in shown for word in ["The hall", "The kitchen", "Head of schools"])
    assert page.select_one("[name=place]")["value"] == "The kitchen"
    incident.refresh_from_db()
    assert incident.place == "The hall"

    seen = page.select_one("[name=version]")["value"]
    knowing = corrected | {"place": "The kitchen", "version": seen}
    client.post(url(incident, "edit"), knowing)

    incident.refresh_from_db()
    assert incident.place == "The kitchen"


def test_report_saved_as_it_was_stands_in_nobody_s_way(manager, incident, corrected):
    manager.post(url(incident, "edit"), corrected)

    again = manager.post(url(incident, "edit"), corrected)

    assertRedirects(again, incident.get_absolute_url())
    incident.refresh_from_db()
    assert incident.version == 2


# Details


@pytest.fixture
def codes(cause):
    return {code.list: code for code in Code.objects.filter(code__in=["20", "020"])}


def test_details_are_kept(manager, incident, codes):
    told = {
        "version": 1,
        "employment_form": "hourly",
        "body_part": codes["body_part"].pk,
        "was_alone": "true",
        "absence_days": "12",
        "crisis_support": "accepted",
    }

    response = manager.post(url(incident, "details"), told)

    assertRedirects(response, incident.get_absolute_url())
    details = Details.objects.get(incident=incident)
    assert details.body_part == codes["body_part"]
    assert details.was_alone is True
    assert (details.absence_days, details.absence) == (12, "4_14")


@pytest.mark.parametrize(
    ("days", "absence"), [(0, "none"), (3, "1_3"), (4, "4_14"), (15, "15_over")]
)
def test_days_decide_the_class_of_absence(manager, incident, days, absence):
    told = {"version": 1, "absence_days": days, "absence": "1_3"}

    manager.post(url(incident, "details"), told)

    assert incident.details.absence == absence


def test_details_show_in_the_reader_s_words(manager, incident, codes, parse):
    Details.objects.create(incident=incident, body_part=codes["body_part"])

    page = parse(manager.get(incident.get_absolute_url()))

    assert codes["body_part"].label in page.select_one("#details").text


@pytest.mark.parametrize("is_violence", [True, False])
def test_violence_is_asked_about_only_where_there_was_any(
    manager, school, parse, is_violence
):
    incident = IncidentFactory(unit=school, is_violence=is_violence)

    page = parse(manager.get(url(incident, "details")))

    assert bool(page.select("[name=perpetrator]")) == is_violence
    assert page.select("[name=body_part]")


def test_code_that_is_offered_no_more_stays_where_it_is(
    manager, incident, codes, parse
):
    code = codes["body_part"]
    Code.objects.filter(pk=code.pk).update(is_offered=False)
    Details.objects.create(incident=incident, body_part=code)
    other = IncidentFactory(unit=incident.unit)

    offered = [
        bool(
            parse(manager.get(url(each, "details"))).select(
                f'[name=body_part] option[value="{code.pk}"]'
            )
        )
        for each in [incident, other]
    ]

    assert offered == [True, False]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("absence_days", "-1"),
        ("absence_days", "99999"),
        ("body_part", "123456789"),
        ("sex", "unknown"),
        ("first_absence_on", str(today() - timedelta(days=1))),
    ],
)
def test_wrong_details_are_refused_field_by_field(manager, incident, field, value):
    response = manager.post(url(incident, "details"), {"version": 1, field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Details.objects.exists()


def test_code_of_another_list_is_refused(manager, incident, codes):
    told = {"version": 1, "body_part": codes["injury_type"].pk}

    response = manager.post(url(incident, "details"), told)

    assert list(response.context["form"].errors) == ["body_part"]


@pytest.mark.parametrize(("told", "version"), [({}, 1), ({"absence_days": "12"}, 2)])
def test_details_saved_as_they_were_stand_in_nobody_s_way(
    manager, incident, codes, told, version
):
    if told:
        told |= {"body_part": codes["body_part"].pk, "was_alone": "true"}
    for _time in range(2):
        response = manager.post(url(incident, "details"), {"version": 1} | told)

    assertRedirects(response, incident.get_absolute_url())
    incident.refresh_from_db()
    assert incident.version == version


def test_details_of_two_editors_are_shown_side_by_side(manager, incident, parse):
    manager.post(url(incident, "details"), {"version": 1, "seniority": "1_4"})

    late = manager.post(
        url(incident, "details"), {"version": 1, "seniority": "5_over", "sex": "man"}
    )

    assert late.status_code == 422
    assert len(parse(late).select(".conflict h3")) == 2
    incident.refresh_from_db()
    assert incident.details.seniority == "1_4"


@pytest.mark.parametrize(
    ("status", "may"),
    [(Status.REPORTED, 200), (Status.INVESTIGATING, 200), (Status.MEASURES, 403)],
)
def test_reporter_adds_details_until_the_investigation_is_concluded(
    as_user, teacher, other_school, status, may
):
    incident = IncidentFactory(
        unit=other_school, reported_by=teacher, investigated=True, status=status
    )

    response = as_user(teacher).get(url(incident, "details"))

    assert response.status_code == may


@pytest.mark.parametrize("page", ["edit", "details"])
@pytest.mark.parametrize(
    ("reader", "status"),
    [("safety_representative", 403), ("hr", 403), ("teacher", 404)],
)
def test_only_those_who_handle_it_change_it(
    as_user, request, incident, page, reader, status
):
    client = as_user(request.getfixturevalue(reader))

    assert client.get(url(incident, page)).status_code == status
    assert client.post(url(incident, page), {"version": 1}).status_code == status
    incident.refresh_from_db()
    assert incident.version == 1


@pytest.mark.parametrize("page", ["edit", "details"])
def test_form_takes_few_queries(
    manager, incident, cause, page, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12 + 2):
        manager.get(url(incident, page))
