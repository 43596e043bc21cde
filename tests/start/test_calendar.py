"""The calendar of a person's own due dates: what it says, and who gets it."""

import logging
import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django.asserts import assertContains, assertNotContains

from incidents import limits, notices
from incidents.models import Notice
from organisation.models import CalendarFeed
from riskassessment import changing
from sam import logs
from sam.dates import today
from tests.factories import (
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UserFactory,
)
from tests.representatives.factories import RepRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]

PAGE = reverse("organisation:calendar")
STOP = reverse("organisation:calendar_revoke")


def address(user):
    return reverse("calendar", args=[CalendarFeed.objects.make(user)])


@pytest.fixture
def events(client):
    """What a calendar program makes of the person's address: {summary: first day}."""

    def events(user):
        calendar = Calendar.from_ical(client.get(address(user)).content)
        return {str(event["summary"]): event["dtstart"].dt for event in calendar.events}

    return events


def days(number):
    return timedelta(days=number)


# What it says


def test_each_kind_of_day_is_an_event(events, head_teacher, school, in_english):
    own = {"plan__unit": school, "responsible": head_teacher}
    MeasureFactory(**own, due_on=today() + days(3))
    MeasureFactory(**own, done=True, effect_due_on=today() + days(4))
    InspectionRoundFactory(unit=school, planned_on=today() + days(5))
    RepRequestFactory(unit=school, sent=True, answer_due_on=today() + days(6))
    changing.begin(
        by=head_teacher,
        unit=school,
        title="New rota",
        what_changes="Shifts",
        affected="Six in the kitchen",
        consequences="Later evenings",
        decision_due_on=today() + days(7),
        starts_on=today() + days(60),
    )
    incident = IncidentFactory(
        unit=school,
        responsible=head_teacher,
        severity="serious",
        known_at=timezone.now(),
    )
    notices.raise_for(incident)

    assert events(head_teacher) == {
        "Carry out a measure · North school": today() + days(3),
        "Judge the effect of a measure · North school": today() + days(4),
        "Round · North school": today() + days(5),
        "Answer a request · North school": today() + days(6),
        "A change is to be decided · North school": today() + days(7),
        "Begin an investigation · North school": today() + days(14),
        "Notify an authority · North school": timezone.localdate(
            timezone.now() + timedelta(hours=24)
        ),
    }


def test_event_lasts_the_day_and_leads_to_the_task(
    client, teacher, school, settings, in_english
):
    settings.SITE_ADDRESS = "https://sam.example.org"
    due_on = today() + days(3)
    measure = MeasureFactory(plan__unit=school, responsible=teacher, due_on=due_on)

    calendar = Calendar.from_ical(client.get(address(teacher)).content)

    [event] = calendar.events
    assert event["uid"] == f"measure-{measure.pk}@sam.example.org"
    assert type(event["dtstart"].dt) is date
    assert event["dtend"].dt == due_on + days(1)
    assert event["url"] == f"https://sam.example.org{measure.get_absolute_url()}#act"
    assert event["transp"] == "TRANSPARENT"
    assert event["dtstamp"].dt.date() == due_on
    assert (calendar["version"], calendar["x-wr-calname"]) == (
        "2.0",
        "My days in work environment",
    )
    assert b"X-PUBLISHED-TTL:PT6H" in calendar.to_ical()


def test_two_duties_of_an_incident_are_two_events(client, head_teacher, school):
    incident = IncidentFactory(unit=school, responsible=head_teacher, investigated=True)
    for rule in ("av", "ivo"):
        Notice.objects.create(
            incident=incident, rule=rule, due_at=timezone.now() + days(1)
        )

    calendar = Calendar.from_ical(client.get(address(head_teacher)).content)

    assert len({str(event["uid"]) for event in calendar.events}) == 2


def test_nothing_that_was_written_and_no_name_leaves_the_program(
    client, head_teacher, safety_representative, school
):
    own = {"unit": school, "responsible": head_teacher}
    IncidentFactory(**own, description="Berit fell down the stairs.")
    MeasureFactory(
        plan__unit=school, responsible=head_teacher, activity="Talk to Berit"
    )
    InspectionRoundFactory(unit=school, title="Round with Berit")
    RepRequestFactory(
        unit=school,
        sent=True,
        representative=safety_representative,
        problem="Berit is alone.",
    )

    content = client.get(address(head_teacher)).content.decode()

    assert content.count("BEGIN:VEVENT") == 4
    assert "Berit" not in content
    assert head_teacher.name not in content
    assert safety_representative.name not in content
    assert "@example.org" not in content


def test_what_has_no_day_or_is_far_off_is_left_out(events, teacher, school):
    own = {"plan__unit": school, "responsible": teacher}
    MeasureFactory(**own, timing="continuous", due_words="All the time")
    MeasureFactory(**own, due_on=today() - days(31))
    MeasureFactory(**own, due_on=today() + days(400))
    MeasureFactory(**own, status="cancelled")
    MeasureFactory(plan__unit=school)
    MeasureFactory(**own, due_on=today() - days(30))

    assert list(events(teacher).values()) == [today() - days(30)]


def test_lines_are_folded_and_end_as_the_standard_says(client, teacher, school):
    type(school).objects.filter(pk=school.pk).update(name="Förskolan " + "Ä" * 120)
    MeasureFactory(plan__unit=school, responsible=teacher)

    content = client.get(address(teacher)).content

    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert not any(b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    [event] = Calendar.from_ical(content).events
    assert event["summary"].endswith("Förskolan " + "Ä" * 120)


def test_it_speaks_the_municipalitys_language_whatever_the_program_asks_for(
    client, teacher, school, settings
):
    MeasureFactory(plan__unit=school, responsible=teacher)
    url = address(teacher)

    swedish, other = (
        client.get(url, headers={"accept-language": each}).content
        for each in ("sv", "en")
    )
    settings.LANGUAGE_CODE = "en"
    english = client.get(url, headers={"accept-language": "sv"}).content

    assert swedish == other
    assert b"Carry out a measure" in english


def test_program_that_has_it_is_told_that_nothing_has_changed(client, teacher, school):
    measure = MeasureFactory(plan__unit=school, responsible=teacher)
    url = address(teacher)
    first = client.get(url)

    again = client.get(url, headers={"if-none-match": first["ETag"]})
    measure.postpone(by=teacher, due_on=today() + days(90), reason="Late delivery")
    moved = client.get(url, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert moved.status_code == 200
    assert moved["ETag"] != first["ETag"]
    assert "private" in first["Cache-Control"]
    assert first["Content-Type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("number", [1, 3])
def test_query_count(
    client, head_teacher, school, number, django_assert_max_num_queries
):
    own = {"plan__unit": school, "responsible": head_teacher}
    MeasureFactory.create_batch(number, **own)
    InspectionRoundFactory.create_batch(number, unit=school)
    url = address(head_teacher)

    # The feed and its person, their rights, whom they lead, the rows, the day of reading;
    # two are the test's own savepoint.
    with django_assert_max_num_queries(5 + 2):
        response = client.get(url)

    assert response.content.count(b"BEGIN:VEVENT") == 2 * number


# Who gets it


def test_only_a_fingerprint_of_the_token_is_kept(teacher):
    token = CalendarFeed.objects.make(teacher)

    feed = CalendarFeed.objects.get()

    # 256 bits, six to a letter.
    assert len(token) == 43
    assert re.fullmatch("[0-9a-f]{64}", feed.token_hash)
    assert token not in str(feed.__dict__)


def test_unknown_address_is_not_found(client):
    assert client.get(reverse("calendar", args=["a" * 43])).status_code == 404


def test_fingerprint_opens_nothing(client, teacher):
    CalendarFeed.objects.make(teacher)
    kept = CalendarFeed.objects.get().token_hash

    assert client.get(reverse("calendar", args=[kept])).status_code == 404


def test_whoever_may_not_log_in_any_more_has_no_calendar(client, teacher):
    url = address(teacher)
    assert client.get(url).status_code == 200
    teacher.is_active = False
    teacher.save()

    assert client.get(url).status_code == 404


def test_it_changes_nothing_but_the_day_of_reading(client, teacher):
    url = address(teacher)

    client.get(url)

    assert CalendarFeed.objects.get().read_on == today()
    assert client.post(url).status_code == 405


def test_program_that_asks_all_the_time_is_told_to_wait(client, teacher, monkeypatch):
    monkeypatch.setitem(limits._RATES, "calendar", "2/h/key")
    url, other = address(teacher), address(UserFactory())

    statuses = [client.get(url).status_code for _each in range(3)]

    assert statuses == [200, 200, 429]
    assert client.get(other).status_code == 200


def test_whoever_tries_addresses_is_stopped(client, teacher, monkeypatch):
    monkeypatch.setitem(limits._RATES, "calendar_unknown", "2/h/key")

    statuses = [
        client.get(reverse("calendar", args=[f"token-{each}"])).status_code
        for each in range(3)
    ]

    assert statuses == [404, 404, 429]
    # Others at the same place still read their own.
    assert client.get(address(teacher)).status_code == 200


def test_no_address_reaches_the_log(client, monkeypatch):
    handlers = [
        each
        for each in logging.getLogger().handlers
        if isinstance(each.formatter, logs.LineFormatter)
    ]
    logged = StringIO()
    monkeypatch.setattr(handlers[0], "stream", logged)

    client.get(reverse("calendar", args=["secret-token"]))
    logging.getLogger("django.request").warning("Gone: /unsubscribe/abc:1x:sig_n-2/")

    assert "Not Found: /calendar/…" in logged.getvalue()
    assert "Gone: /unsubscribe/…" in logged.getvalue()
    assert "secret-token" not in logged.getvalue()
    assert "sig_n" not in logged.getvalue()


# The page that makes it


def made(client):
    response = client.post(PAGE)
    return re.search(r"http://testserver(/calendar/[\w-]+\.ics)", response.text)[1]


def test_address_is_shown_once(as_user, teacher, school):
    client = as_user(teacher)

    url = made(client)

    assert client.get(url).status_code == 200
    assertNotContains(client.get(PAGE), url)


def test_new_address_stops_the_old_one(as_user, teacher):
    client = as_user(teacher)
    old, new = made(client), made(client)

    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert CalendarFeed.objects.count() == 1


def test_stopped_address_opens_nothing(as_user, teacher, head_teacher):
    others = address(head_teacher)
    client = as_user(teacher)
    url = made(client)

    assert client.post(STOP).status_code == 302

    assert client.get(url).status_code == 404
    assert client.get(others).status_code == 200


def test_looking_at_the_page_makes_nothing(as_user, teacher):
    client = as_user(teacher)

    assert client.get(PAGE).status_code == 200
    assert client.get(STOP).status_code == 405
    assert not CalendarFeed.objects.exists()


def test_page_says_when_it_was_last_read(as_user, teacher, in_english):
    client = as_user(teacher)
    url = made(client)
    assertContains(client.get(PAGE), "No calendar program has read it yet.")

    client.get(url)

    assertContains(client.get(PAGE), f'datetime="{today().isoformat()}"')


def test_settings_lead_to_it(as_user, teacher, parse):
    page = parse(as_user(teacher).get(reverse("organisation:settings")))

    assert page.select_one(f'main a[href="{PAGE}"]')


def test_stranger_is_sent_to_log_in(client):
    assert client.get(PAGE).status_code == client.post(STOP).status_code == 302
