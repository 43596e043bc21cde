"""What no browser sends: answered in words or with nothing, never with an error of ours."""

import json
from base64 import urlsafe_b64encode

import pytest
from django.template import engines
from django.urls import reverse
from icalendar import Calendar

from incidents.models import Incident
from mailing import composing
from mailing.delivery import _email
from sam.start.calendar import calendar_of
from tests.factories import IncidentFactory
from ui.paging import page_of

DEEP = "[" * 100_000


@pytest.mark.parametrize("address", ["/s/a%00b/", "/r/a%0d%0aX: y/", "/a%1b[31m/"])
def test_nothing_stands_at_an_address_with_control_characters(client, db, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "place",
    [
        ["a\x00b", "1"],
        ["\ud800", "1"],
        ["9" * 400, "9" * 400],
        ["2026-01-01", "1; DROP TABLE x"],
        ["0001-01-01T00:00:00+14:00", "1"],
        [None, None],
        {"a": 1},
        1,
    ],
    ids=[
        "nul",
        "half a pair",
        "numbers",
        "sql",
        "first day",
        "none",
        "object",
        "number",
    ],
)
@pytest.mark.parametrize("by", ["-reported_at", "description", "number"])
def test_forged_place_in_a_list_begins_it_anew_or_shows_nothing(school, place, by):
    IncidentFactory(unit=school)
    cursor = urlsafe_b64encode(json.dumps(place).encode()).decode()

    for query in ({"after": cursor}, {"before": cursor}):
        assert len(page_of(Incident.objects.all(), query, by=by)) <= 1


@pytest.mark.parametrize(
    "cursor",
    ["", "a", "====", "é", DEEP, "bnVsbA==", urlsafe_b64encode(DEEP.encode()).decode()],
    ids=["", "letter", "signs", "no code", "brackets", "null", "deep"],
)
def test_what_is_no_place_in_a_list_is_passed_over(school, cursor):
    IncidentFactory(unit=school)

    assert len(page_of(Incident.objects.all(), {"after": cursor}, by="number")) == 1


@pytest.mark.parametrize("sent", [b"\xff\xfe\xed\xa0\x80", b"a\x00b", b"%ff%00%ed"])
def test_text_that_is_no_text_is_told_to_its_sender(as_user, teacher, sent):
    answer = as_user(teacher).post(
        reverse("incidents:report"),
        b"description=" + sent + b"&kind=" + sent + b"&unit=" + sent,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 422


def test_page_asked_from_at_no_address_leads_by_the_start_page(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://["}

    answer = client.get(reverse("incidents:list"), headers=headers)

    assert answer["HX-Redirect"].endswith("?next=/")


def test_form_with_thousands_of_fields_is_refused(as_user, teacher):
    fields = {f"field{number}": "1" for number in range(1_001)}

    assert as_user(teacher).post("/incidents/report/", fields).status_code == 400


def test_subject_of_a_mail_is_one_line(head_teacher, monkeypatch):
    template = engines["django"].from_string("About {{ unit|safe }}\nWords")
    monkeypatch.setattr(composing, "get_template", lambda name: _only(template, name))
    unit = "A\rBcc: x@example.org\u2028Bcc: y@example.org\x0bBcc:\x85z"

    message = composing.compose(head_teacher, "any", {"unit": unit}, about="a")
    sent = _email(message).message()

    assert sent["Bcc"] is None
    assert len(str(sent["Subject"]).splitlines()) == 1
    assert message.subject.startswith("About A Bcc: x@example.org")


def _only(template, name):
    if name.endswith(".html"):
        raise composing.TemplateDoesNotExist(name)
    return template


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\u2028"])
def test_name_of_a_unit_adds_nothing_to_a_calendar(head_teacher, school, end):
    school.name = f"A{end}END:VEVENT{end}BEGIN:VEVENT{end}SUMMARY:Theirs"
    school.save()
    IncidentFactory(unit=school)

    content = calendar_of(head_teacher)

    for event in Calendar.from_ical(content).walk("VEVENT"):
        assert event["summary"] != "Theirs"
    assert b"\r\nSUMMARY:Theirs" not in content.replace(b"\n ", b"")
