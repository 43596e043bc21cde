"""The page of duties: each record that a duty asks for is told by some room."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governing import control
from governing.duties import LAWS
from knowledge.models import Certificate, Course
from sam.dates import today
from tests.allocation.factories import signed
from tests.meetings.factories import MeetingFactory
from tests.surveys import factories as surveys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_each_record_that_a_duty_names_is_told_by_a_room():
    wanted = {
        code for law in LAWS.values() for duty in law.duties for code in duty.records
    }

    assert wanted == control.records().keys()


def test_each_place_of_records_is_a_page(as_user, head_teacher, school):
    client = as_user(head_teacher)
    for code, record in control.records().items():
        name, _mark, _query = record.place.partition("?")
        if name:
            assert client.get(reverse(name)).status_code == 200, code


def shown(unit):
    """{words: (number, latest day)} of all duties of all countries."""
    found = {}
    for law in LAWS.values():
        for met in control.duties_of(unit, law.duties):
            found |= {
                str(each.words): (each.number, each.latest) for each in met.records
            }
    return found


def test_rooms_of_the_year_show_how_a_unit_meets_its_duties(
    municipality,
    administration,
    school,
    other_school,
    head_teacher,
    hr,
    teacher,
):
    week_ago = today() - timedelta(days=7)
    meeting = MeetingFactory(unit=school, meets_on=week_ago, status="held")
    meeting.items.create(title="Sick leave", topic="sick_leave", order=1)
    meeting.items.create(
        title="Sick leave", topic="sick_leave", order=2, status="withdrawn"
    )
    MeetingFactory(unit=school, meets_on=today() + timedelta(days=7))
    course = Course.objects.create(name="Work environment")
    Certificate.objects.create(
        course=course, person=teacher, taken_on=week_ago, registered_by=hr
    )
    surveys.closed(municipality, hr, answers={school: ["4"] * 7})
    signed(head_teacher, school)

    here, elsewhere = shown(school), shown(other_school)

    for words, latest in [
        ("Meetings held", week_ago),
        ("Meetings that went through the sick leave", week_ago),
        ("Courses that employees have taken", week_ago),
        ("Surveys that employees have answered", today()),
        ("Allocations of tasks in force", today()),
    ]:
        assert here[words] == (1, latest), words
        assert elsewhere[words] == (0, None), words
    assert shown(administration)["Meetings held"] == (1, week_ago)
