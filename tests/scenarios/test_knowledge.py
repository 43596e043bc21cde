"""Ways of working with courses and certificates, walked page by page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from knowledge.loading import load_courses
from knowledge.models import Certificate, Course, PlannedCourse
from organisation import roles
from organisation.models import Appointment, Municipality, Role
from sam.dates import today
from tests.factories import UserFactory
from tests.knowledge.factories import certificate, course

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

LIST = "knowledge:certificate_list"


def words(parse, response):
    return parse(response).select_one("main").get_text(" ", strip=True)


def rows(parse, response):
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in parse(response).select("#results tbody tr")
    ]


def test_n3b_hr_sees_every_manager_whose_certificate_is_older_than_four_years(
    as_user, parse, hr, head_of_administration, head_teacher, other_school
):
    four_years = course(valid_months=48)
    certificate(head_teacher, four_years, left=-30)
    fresh = UserFactory(name="Fresh", unit=other_school)
    roles.appoint(fresh, Role.MANAGER, other_school)
    certificate(fresh, four_years, left=900)

    page = as_user(hr).get(reverse(LIST) + "?show=expired&role=manager")

    assert [(row[0], row[2], row[3], row[6]) for row in rows(parse, page)] == [
        ("Head teacher", "North school", "Head of schools", "Expired")
    ]


def test_n3b_who_has_renewed_is_no_longer_expired(as_user, parse, hr, head_teacher):
    four_years = course(valid_months=48)
    certificate(head_teacher, four_years, left=-30)
    certificate(head_teacher, four_years, left=900)

    page = as_user(hr).get(reverse(LIST) + "?show=expired")

    assert rows(parse, page) == []


def test_a12_hr_lists_representatives_without_the_course_with_days_left(
    as_user, parse, municipality, school, other_school, hr
):
    Municipality.objects.update(country="DK")
    load_courses()
    three_days = Course.objects.get(name__contains="3 dage")

    def elected(name, unit, *, days_ago):
        person = UserFactory(name=name, unit=unit)
        since = today() - timedelta(days=days_ago)
        roles.appoint(person, Role.SAFETY_REPRESENTATIVE, unit, since=since)
        return person

    elected("New", school, days_ago=30)
    elected("Late", other_school, days_ago=120)
    certificate(elected("Trained", school, days_ago=30), three_days)
    query = f"?show=missing&role=safety_representative&course={three_days.pk}"

    page = as_user(hr).get(reverse(LIST) + query)

    found = {row[0]: row[5] for row in rows(parse, page)}
    assert found.keys() == {"New", "Late"}
    assert "late" in found["Late"]
    assert "left" in found["New"]
    late = parse(page).find("th", string="Late").parent
    assert late.select_one(".ds-tag")["data-color"] == "danger"


def test_a12_after_a_year_it_is_enough_that_two_more_days_were_offered(
    as_user, parse, municipality, school, hr
):
    Municipality.objects.update(country="DK")
    load_courses()
    person = UserFactory(name="Elected", unit=school)
    since = today() - timedelta(days=400)
    roles.appoint(person, Role.SAFETY_REPRESENTATIVE, school, since=since)
    two_days = Course.objects.get(name__contains="2 dage")
    address = reverse(LIST) + f"?show=missing&course={two_days.pk}"
    client = as_user(hr)
    assert "late" in rows(parse, client.get(address))[0][5]

    client.post(
        reverse("knowledge:plan_add", args=[person.pk, two_days.pk]),
        {"status": "offered", "course": two_days.pk},
    )

    assert rows(parse, client.get(address)) == []


def test_m7_employee_sees_courses_done_and_planned_and_both_see_what_runs_out(
    as_user, parse, teacher, head_teacher
):
    lifting = course("Safe lifting", role="")
    certificate(teacher, lifting, left=60)
    certificate(teacher, course("Fire", role=""))
    client = as_user(teacher)
    client.post(reverse("knowledge:my_courses"), {"wish": "Sign language"})
    wish = PlannedCourse.objects.get()
    as_user(head_teacher).post(
        reverse("knowledge:planned_answer", args=[wish.pk]),
        {
            "status": "planned",
            "planned_on": (today() + timedelta(days=20)).isoformat(),
            "answer": "With the others",
        },
    )

    page = words(parse, as_user(teacher).get(reverse("knowledge:my_courses")))

    assert "Safe lifting" in page
    assert "Runs out in 60 days" in page
    assert "Fire" in page
    assert "Sign language With the others" in page
    assert "Renew your certificate: Safe lifting" in words(
        parse, as_user(teacher).get("/")
    )
    assert "A certificate runs out: Safe lifting, Teacher" in words(
        parse, as_user(head_teacher).get("/")
    )


def test_m7_a_colleague_sees_nothing_of_it(as_user, parse, teacher, school):
    own = certificate(teacher, course("Safe lifting", role=""), left=60)
    colleague = UserFactory(unit=school)

    page = as_user(colleague).get(reverse(LIST))

    assert rows(parse, page) == []
    assert as_user(colleague).get(own.get_absolute_url()).status_code == 404
    assert Certificate.objects.visible_to(teacher).get() == own
    assert Appointment.objects.filter(user=colleague).count() == 0
