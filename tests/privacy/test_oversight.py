"""What stands out in the logs of reading, and what the data protection officer does then."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from incidents.models import EmergencyAccess, Export, Reading
from mailing.models import Message
from organisation import roles
from organisation.models import Role
from privacy import overseeing
from privacy.models import Finding, Look, MonthReviewed
from sam.dates import moment, today
from tests.factories import IncidentFactory, UnitFactory, UserFactory
from tests.privacy.world import finding

pytestmark = pytest.mark.usefixtures("in_english")

READINGS, FINDINGS = reverse("privacy:reading_list"), reverse("privacy:finding_list")


def read(by, incidents, at):
    Reading.objects.bulk_create(
        Reading(incident=incident, by=by, at=at + timedelta(seconds=number))
        for number, incident in enumerate(incidents)
    )


def found(kind):
    overseeing.look_back()
    return {each.person: each.number for each in Finding.objects.filter(kind=kind)}


def noon():
    return moment(today() - timedelta(1), time(12))


@pytest.fixture
def reader(school):
    return UserFactory(unit=school)


def test_reading_at_night_stands_out_from_the_fifth_on(reader, school):
    incident = IncidentFactory(unit=school)
    night = moment(today() - timedelta(1), time(23))
    read(reader, [incident] * 4, night)

    assert found("night") == {}
    read(reader, [incident], night + timedelta(minutes=5))
    read(reader, [incident] * 20, noon())
    assert found("night") == {reader: 5}


def test_many_in_an_hour_stand_out_and_the_same_one_many_times_does_not(reader, school):
    incidents = IncidentFactory.create_batch(40, unit=school, reported_by=reader)
    read(reader, incidents[:1] * 60, noon())

    assert found("many") == {}
    read(reader, incidents, noon() + timedelta(minutes=2))
    assert found("many") == {reader: 40}


def test_records_of_many_other_units_stand_out_but_not_where_one_has_a_role(
    reader, administration, hr
):
    units = UnitFactory.create_batch(8, parent=administration)
    incidents = [IncidentFactory(unit=unit) for unit in units]
    read(reader, incidents, noon())
    read(hr, incidents, noon())

    assert found("other_units") == {reader: 8}


def test_colleagues_record_stands_out_for_who_has_no_task_there(
    reader, teacher, school, head_teacher
):
    head_teacher.unit = school
    head_teacher.save()
    incident = IncidentFactory(unit=UnitFactory(), reported_by=teacher)
    read(reader, [incident], noon())
    read(head_teacher, [incident], noon())

    assert found("colleague") == {reader: 1}


def test_own_name_in_anothers_report_stands_out(reader, school):
    theirs = IncidentFactory(unit=school, affected_person=reader.name.upper())
    own = IncidentFactory(unit=school, affected_person=reader.name, reported_by=reader)
    read(reader, [theirs, own], noon())

    assert found("oneself") == {reader: 1}


def test_one_record_that_many_have_read_stands_out_once(school):
    incident = IncidentFactory(unit=school)
    for each in UserFactory.create_batch(8):
        read(each, [incident], noon())

    assert found("by_many") == {None: 8}
    assert found("by_many") == {None: 8}
    assert Finding.objects.get(kind="by_many").key == str(incident.number)


def test_reasons_given_and_long_lists_taken_out_are_findings(hr, school):
    incident = IncidentFactory(unit=school)
    EmergencyAccess.objects.create(incident=incident, by=hr, reason="Police asks")
    Export.objects.create(user=hr, query="", total=499)
    Export.objects.create(user=hr, query="", total=500)

    assert found("emergency") == {hr: 1}
    assert Finding.objects.get(kind="emergency").reason == "Police asks"
    assert found("export") == {hr: 500}


def test_officer_asks_and_the_person_answers(
    as_user, data_protection_officer, reader, parse, django_capture_on_commit_callbacks
):
    one = finding(reader)
    officer = as_user(data_protection_officer)

    officer.post(
        reverse("privacy:finding_act", args=[one.pk, "ask"]), {"question": "Why?"}
    )
    asked = reverse("privacy:asked", args=[one.pk])
    client = as_user(reader)
    start = client.get(reverse("start"))
    page = client.get(asked)
    client.post(asked, {"answer": "I was on call."})
    officer = as_user(data_protection_officer)
    answered = officer.get(one.get_absolute_url())

    assert asked in start.content.decode()
    assert "Why?" in page.content.decode()
    assert "I was on call." in answered.content.decode()
    assert Message.objects.filter(recipient=reader).count() == 1
    assert Message.objects.filter(recipient=data_protection_officer).count() == 1
    # Answered once.
    assert as_user(reader).post(asked, {"answer": "Or not."}).status_code == 200
    one.refresh_from_db()
    assert one.answer == "I was on call."


def test_officer_never_oversees_themselves(as_user, data_protection_officer, school):
    own = finding(data_protection_officer)
    read(data_protection_officer, [IncidentFactory(unit=school)], noon())
    client = as_user(data_protection_officer)

    assert client.get(own.get_absolute_url()).status_code == 404
    page = client.get(READINGS)
    assert page.context["page"].lines == []


def test_looking_into_the_logs_is_logged(as_user, data_protection_officer, reader):
    client = as_user(data_protection_officer)

    client.get(READINGS, {"log": "early", "person": str(reader.pk)})

    look = Look.objects.get()
    assert (look.by, look.what, look.person) == (
        data_protection_officer,
        "early",
        reader,
    )
    assert "Early actions" in client.get(READINGS, {"log": "looks"}).content.decode()


def test_log_is_narrowed_by_person_unit_and_day_and_tells_no_content(
    as_user, data_protection_officer, reader, school, other_school
):
    here = IncidentFactory(unit=school, description="A secret ladder")
    there = IncidentFactory(unit=other_school)
    read(reader, [here, there], noon())
    client = as_user(data_protection_officer)

    day = str(today() - timedelta(1))
    page = client.get(
        READINGS,
        {"person": str(reader.pk), "unit": str(school.pk), "first": day, "last": day},
    )
    later = client.get(READINGS, {"first": str(today())})

    assert [line.of for line in page.context["page"].lines] == [
        f"Incident {here.number}"
    ]
    assert "secret" not in page.content.decode()
    assert later.context["page"].lines == []


def test_log_takes_the_same_queries_for_any_number_of_rows(
    as_user, data_protection_officer, reader, school, count_queries
):
    client = as_user(data_protection_officer)
    read(reader, [IncidentFactory(unit=school)], noon())
    client.get(READINGS)
    few = count_queries(client, READINGS)
    read(reader, IncidentFactory.create_batch(20, unit=school), noon())
    many = count_queries(client, READINGS)

    assert few == many
    assert many <= 12


def test_row_of_a_log_is_looked_into_once(
    as_user, data_protection_officer, reader, school
):
    read(reader, [IncidentFactory(unit=school)], noon())
    reading = Reading.objects.get()
    client = as_user(data_protection_officer)
    url = reverse("privacy:reading_choose", args=["incidents", reading.pk])

    client.post(url)
    client.post(url)

    assert Finding.objects.get(kind="chosen").person == reader
    for wrong in (["looks", reading.pk], ["incidents", "x"], ["none", "1"]):
        url = reverse("privacy:reading_choose", args=wrong)
        assert client.post(url).status_code == 404


def test_month_is_a_task_until_it_is_marked(
    as_user, data_protection_officer, municipality
):
    url = reverse("privacy:month_review", args=[municipality.pk])
    client = as_user(data_protection_officer)

    assert url in client.get(reverse("start")).content.decode()
    client.post(url, {"note": "Nothing."})

    assert MonthReviewed.objects.get().note == "Nothing."
    assert url not in client.get(reverse("start")).content.decode()


def test_reviewed_finding_leaves_the_list(as_user, data_protection_officer, reader):
    one = finding(reader)
    client = as_user(data_protection_officer)
    act = reverse("privacy:finding_act", args=[one.pk, "review"])

    assert client.post(act, {"note": ""}).status_code == 422
    client.post(act, {"note": "On call."})

    assert one.get_absolute_url() not in client.get(FINDINGS).content.decode()
    assert (
        one.get_absolute_url()
        in client.get(FINDINGS, {"state": "reviewed"}).content.decode()
    )


def test_representative_with_a_role_there_reads_colleagues_without_a_finding(
    reader, teacher, school
):
    roles.appoint(reader, Role.SAFETY_REPRESENTATIVE, school)
    read(reader, [IncidentFactory(unit=school, reported_by=teacher)], noon())

    assert found("colleague") == {}
