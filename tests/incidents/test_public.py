"""Reporting by a link or a poster, and following up with number and words."""

import logging
import re
from datetime import timedelta
from io import BytesIO, StringIO
from types import SimpleNamespace
from uuid import uuid4

import pghistory.models
import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from gunicorn.config import Config
from PIL import Image

from actionplans.models import ActionPlan
from attachments.models import Attachment
from incidents import codewords
from incidents.models import Incident, ReportingLink
from mailing.models import Message
from sam.dates import today
from sam.logs import LineFormatter
from sam.weblog import WebLogger
from tests.factories import IncidentFactory, MeasureFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]

FOLLOW = reverse("public:follow")
RECEIPT = reverse("public:receipt")
ANSWER = reverse("public:answer")


@pytest.fixture
def link(school, head_teacher):
    return ReportingLink.objects.create(unit=school, created_by=head_teacher)


@pytest.fixture
def colleagues(school):
    """So many that nobody guesses who reported."""
    return UserFactory.create_batch(12, unit=school)


@pytest.fixture
def told(told, colleagues):
    return told | {"who": "anonymous"}


@pytest.fixture
def words():
    return codewords.drawn()


@pytest.fixture
def followed(school, head_teacher, words):
    """A report without a name, and its words."""
    incident = IncidentFactory(
        unit=school, reported_by=None, is_anonymous=True, responsible=head_teacher
    )
    Incident.objects.filter(pk=incident.pk).update(
        code_hash=codewords.hashed(incident.number, words)
    )
    incident.refresh_from_db()
    return incident


@pytest.fixture
def follower(client, followed, words):
    """A browser that was let in with number and words."""
    client.post(FOLLOW, {"number": followed.number, "words": " ".join(words)})
    return client


def shown_words(page):
    return page.select_one("#words").text.split()


# The link


def test_link_opens_the_form_for_its_unit_without_a_log_in(client, link, school, parse):
    page = parse(client.get(link.get_absolute_url()))

    assert page.select_one("[name=unit][checked]")["value"] == str(school.pk)
    assert page.select_one("[name=who][checked]")["value"] == "anonymous"
    assert page.select_one("form.report-form")["method"] == "post"
    assert not page.select(".main-nav")


@pytest.mark.parametrize("language", ["sv", "en", "nn", "nb", "da"])
def test_form_is_shown_in_each_language(client, link, parse, language):
    page = parse(
        client.get(link.get_absolute_url(), headers={"Accept-Language": language})
    )

    assert page.html["lang"] == language
    offered = {button["value"] for button in page.select(".choose-language button")}
    assert offered == {"sv", "en", "nn", "nb", "da"} - {language}


def test_languages_are_offered_once(client, link, parse):
    page = parse(client.get(link.get_absolute_url()))

    assert len(page.select("form.languages")) == 1


def test_report_is_kept_in_the_language_that_was_chosen(client, link, told):
    client.post(reverse("ui:language"), {"language": "nn"})

    client.post(link.get_absolute_url(), told)

    assert Incident.objects.get().language == "nn"


def test_guessed_token_gets_a_page_that_says_what_to_do(client, parse):
    response = client.get(reverse("public:report", args=["a" * 22]))

    assert response.status_code == 404
    assert parse(response).select_one(f"[href='{reverse('incidents:report')}']")


@pytest.mark.parametrize("method", ["get", "post"])
def test_withdrawn_link_is_gone(client, link, told, method):
    link.revoke()

    response = getattr(client, method)(link.get_absolute_url(), told)

    assert response.status_code == 410
    assert not Incident.objects.exists()


def test_link_of_a_closed_unit_is_gone(client, link, school):
    school.closed_on = today()
    school.save()

    assert client.get(link.get_absolute_url()).status_code == 410


def test_units_are_found_by_name_with_a_link_alone(client, link, other_school, parse):
    url = reverse("public:units", args=[link.token])
    query = {"field": "unit", "id": "id_unit", "unit_search": "south"}

    page = parse(client.get(url, query))

    assert [option["value"] for option in page.select("input")] == [
        str(other_school.pk)
    ]
    link.revoke()
    assert client.get(url, query).status_code == 410


# The report


def test_anonymous_report_is_saved_and_shows_its_words_once(
    client, link, told, school, head_teacher, parse
):
    response = client.post(link.get_absolute_url(), told, follow=True)

    incident = Incident.objects.get()
    page = parse(response)
    assert response.redirect_chain == [(RECEIPT, 302)]
    assert str(incident.number) in page.select_one(".words").text
    assert codewords.opens(incident, shown_words(page))
    assert (incident.unit, incident.responsible) == (school, head_teacher)
    assert incident.is_anonymous


def test_receipt_elsewhere_or_later_asks_for_number_and_words(
    client, link, told, parse, monkeypatch
):
    client.post(link.get_absolute_url(), told)

    elsewhere = Client().get(RECEIPT)
    later = timezone.now().timestamp() + 16 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    here = client.get(RECEIPT)

    assert elsewhere.url == here.url == FOLLOW


def test_nothing_that_identifies_is_kept_of_an_anonymous_report(
    as_user, teacher, link, told, photo, school
):
    """Not even when the browser is logged in to an account."""
    browser = as_user(teacher)
    told |= {"reporter_name": "Kim", "reporter_email": "kim@example.org"}

    browser.post(link.get_absolute_url(), told | {"photos": [photo()]}, follow=True)

    incident = Incident.objects.get()
    assert incident.reported_by is None
    assert (incident.reporter_name, incident.reporter_email) == ("", "")
    assert Attachment.objects.get().added_by is None
    assert not Message.objects.filter(recipient=teacher).exists()
    assert not pghistory.models.Context.objects.exists()
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert not any(str(incident.pk) in str(data) for data in kept)


def test_named_report_keeps_the_name_and_mails_a_receipt(client, link, told):
    told |= {"who": "named", "reporter_name": "Kim", "reporter_email": "k@example.org"}

    client.post(link.get_absolute_url(), told)

    incident = Incident.objects.get()
    assert (incident.reporter_name, incident.is_anonymous) == ("Kim", False)
    assert Message.objects.filter(address="k@example.org").exists()


def test_name_is_asked_for_when_it_is_to_be_given(client, link, told, parse):
    response = client.post(link.get_absolute_url(), told | {"who": "named"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["reporter_name"]


def test_personal_link_reports_as_the_person(client, link, told, teacher):
    link.person = teacher
    link.save()
    page = client.get(link.get_absolute_url())

    client.post(link.get_absolute_url(), told | {"who": "myself"})

    incident = Incident.objects.get()
    assert page.context["form"]["who"].value() == "myself"
    assert (incident.reported_by, incident.reported_through) == (teacher, link)


def test_anonymous_report_does_not_tell_a_personal_link_from_a_poster(
    client, link, told, teacher
):
    personal = ReportingLink.objects.create(
        unit=link.unit, person=teacher, created_by=link.created_by
    )

    for each in [link, personal]:
        told["form_key"] = str(uuid4())
        client.post(each.get_absolute_url(), told | {"who": "anonymous"})

    reports = Incident.objects.values_list("reported_by", "reported_through")
    assert list(reports) == [(None, None), (None, None)]


def test_poster_cannot_report_as_a_person(client, link, told):
    response = client.post(link.get_absolute_url(), told | {"who": "myself"})

    assert list(response.context["form"].errors) == ["who"]


def test_two_clicks_make_one_report_with_the_same_words(client, link, told, parse):
    told["code"] = parse(client.get(link.get_absolute_url())).select_one("[name=code]")[
        "value"
    ]

    first = client.post(link.get_absolute_url(), told, follow=True)
    second = client.post(link.get_absolute_url(), told, follow=True)

    assert shown_words(parse(first)) == shown_words(parse(second))
    assert codewords.opens(Incident.objects.get(), shown_words(parse(second)))


def test_words_cannot_be_chosen_by_whoever_sends_the_form(client, link, told, parse):
    told["code"] = "kanot"

    page = parse(client.post(link.get_absolute_url(), told, follow=True))

    assert codewords.opens(Incident.objects.get(), shown_words(page))


@pytest.mark.parametrize(
    ("told_too", "is_asked"),
    [({"kind": "accident"}, True), ({"kind": "violence"}, True), ({}, False)],
)
def test_receipt_asks_whether_someone_is_hurt(
    client, link, told, parse, told_too, is_asked
):
    page = parse(client.post(link.get_absolute_url(), told | told_too, follow=True))

    # The report's own number may hold the same three digits.
    assert bool(re.search(r"\b112\b", page.main.text)) == is_asked


# Few work there


@pytest.mark.parametrize(("others", "number"), [(0, None), (3, "4"), (7, "8")])
def test_warned_where_few_work_and_sent_all_the_same(
    client, link, told, school, colleagues, others, number, parse
):
    for colleague in colleagues[others:]:
        colleague.delete()

    response = client.post(link.get_absolute_url(), told)

    page = parse(response)
    warning = page.select_one("#few")
    assert response.status_code == 200
    assert page.select("ds-error-summary") == []
    assert not page.title.text.startswith("Fel")
    assert not Incident.objects.exists()
    assert re.findall(r"\d+", warning.text) == ([number] if number else [])
    client.post(link.get_absolute_url(), told | {"sends_anyway": "on"})
    assert Incident.objects.get().is_anonymous


def test_who_gives_a_name_is_not_warned(client, link, told, colleagues):
    for colleague in colleagues:
        colleague.delete()

    client.post(
        link.get_absolute_url(), told | {"who": "named", "reporter_name": "Kim"}
    )

    assert Incident.objects.get().reporter_name == "Kim"


def test_photo_is_not_lost_when_the_form_comes_back(
    client, link, told, colleagues, photo, parse
):
    for colleague in colleagues:
        colleague.delete()

    page = parse(client.post(link.get_absolute_url(), told | {"photos": [photo()]}))
    waiting = page.select_one("[name=photos-waiting]")["value"]
    told |= {"sends_anyway": "on", "photos-waiting": [waiting]}
    client.post(link.get_absolute_url(), told)

    assert Incident.objects.get().photos.count() == 1


# Wrong input


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "sabotage"),
        ("description", ""),
        ("description", "a" * 100_000),
        ("description", "a\0b"),
        ("unit", "no-uuid"),
        ("occurred_on", str(today() + timedelta(days=1))),
        ("form_key", "1"),
        ("who", "king"),
        ("reporter_email", "no address"),
        ("reporter_name", "a" * 201),
        ("code", "a" * 501),
    ],
)
def test_wrong_report_comes_back_with_all_that_was_typed(
    client, link, told, parse, field, value
):
    told |= {"place": "The kitchen", field: value}

    response = client.post(link.get_absolute_url(), told)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    page = parse(response)
    assert page.select_one("[name=place]")["value"] == "The kitchen"
    assert page.select_one("ds-error-summary")
    assert not Incident.objects.exists()


def test_photo_that_would_fill_the_memory_is_refused(client, link, told):
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    told["photos"] = [SimpleUploadedFile("bomb.png", bomb.getvalue())]

    response = client.post(link.get_absolute_url(), told)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["photos"]


def test_any_text_of_people_is_kept_as_it_is(client, link, told):
    told["description"] = "Föll 😵‍💫 <b>halt</b> {{ 1 }} %s"

    client.post(link.get_absolute_url(), told)

    assert Incident.objects.get().description == told["description"]


def test_too_many_reports_are_stopped_with_all_that_was_typed(
    client, link, told, parse
):
    for number in range(10):
        told |= {"form_key": str(uuid4()), "description": f"Event {number}."}
        assert client.post(link.get_absolute_url(), told).status_code == 302

    told |= {"form_key": str(uuid4()), "description": "The eleventh."}
    response = client.post(link.get_absolute_url(), told)

    assert response.status_code == 429
    typed = parse(response).select_one("[name=description]").text
    assert typed.strip() == "The eleventh."
    assert Incident.objects.count() == 10


def test_limit_of_one_link_does_not_stop_another(client, link, told, head_teacher):
    for _number in range(11):
        client.post(link.get_absolute_url(), told | {"form_key": str(uuid4())})
    other = ReportingLink.objects.create(unit=link.unit, created_by=head_teacher)

    response = client.post(other.get_absolute_url(), told)

    assert response.status_code == 302


def test_searches_of_units_are_limited(client, link, parse, monkeypatch):
    monkeypatch.setattr("incidents.links.is_within", lambda *key, **options: False)
    url = reverse("public:units", args=[link.token])

    page = parse(client.get(url, {"field": "unit", "unit_search": "north"}))

    assert page.select("input") == []


# Following


def test_number_and_words_open_the_report(client, followed, words, parse):
    typed = "-".join(words).upper()

    response = client.post(
        FOLLOW, {"number": followed.number, "words": typed}, follow=True
    )

    assert followed.description in parse(response).main.text


@pytest.mark.parametrize("wrong", [{"number": 1}, {"words": "kanot kanot kanot kanot"}])
def test_wrong_number_and_wrong_words_get_the_same_answer(
    client, followed, words, wrong
):
    told = {"number": followed.number, "words": " ".join(words)} | wrong

    response = client.post(FOLLOW, told)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["__all__"]
    assert len(response.context["form"].non_field_errors()) == 1
    assert client.get(RECEIPT).url == FOLLOW


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", ""),
        ("number", "seven"),
        ("number", "9" * 30),
        ("number", "-1"),
        ("words", ""),
        ("words", "kanot lampe skog"),
        ("words", "a\0b c d e"),
        ("words", "a" * 100_000),
    ],
)
def test_senseless_number_or_words_come_back(client, followed, words, field, value):
    told = {"number": followed.number, "words": " ".join(words), field: value}

    response = client.post(FOLLOW, told)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_guessing_is_stopped_after_five_tries(client, followed, words):
    wrong = {"number": followed.number, "words": "kanot kanot kanot kanot"}
    tries = [client.post(FOLLOW, wrong).status_code for _number in range(6)]

    right = client.post(FOLLOW, {"number": followed.number, "words": " ".join(words)})

    assert tries == [422] * 5 + [429]
    assert right.status_code == 429


def test_guessing_one_number_from_many_addresses_is_stopped(client, followed):
    wrong = {"number": followed.number, "words": "kanot kanot kanot kanot"}

    tries = [
        client.post(FOLLOW, wrong, REMOTE_ADDR=f"10.0.0.{number}").status_code
        for number in range(31)
    ]

    assert tries == [422] * 30 + [429]


def test_report_of_an_account_is_not_opened_by_words(client, words):
    incident = IncidentFactory()

    told = {"number": incident.number, "words": " ".join(words)}

    assert client.post(FOLLOW, told).status_code == 422


def test_follower_sees_what_was_done_and_no_names(
    follower, followed, parse, head_teacher
):
    plan = ActionPlan.objects.create(unit=followed.unit)
    MeasureFactory(plan=plan, activity="Lay out mats", responsible=head_teacher)
    Incident.objects.filter(pk=followed.pk).update(
        status="measures",
        investigated_on=today(),
        action_plan=plan,
        summary="The floor was wet.",
        affected_person="Kim Testsson",
    )

    text = parse(follower.get(FOLLOW)).main.text

    assert "Lay out mats" in text
    assert "The floor was wet." in text
    assert "Head teacher" not in text
    assert "Kim Testsson" not in text


def test_photos_are_not_shown_to_the_follower(follower, followed, photo):
    assert "thumbnails" not in follower.get(FOLLOW).content.decode()


def test_closed_report_is_asked_for_anew_on_the_device(follower, parse):
    follower.post(reverse("public:close"))

    assert parse(follower.get(FOLLOW)).select_one("[name=words]")


def test_follower_who_was_let_in_by_a_forged_cookie_is_asked(client, followed):
    client.cookies["followed_case"] = str(followed.pk)

    assert "form" in client.get(FOLLOW).context
    assert client.post(ANSWER, {"text": "x"}).url == FOLLOW


def test_follow_page_is_kept_by_no_cache(follower):
    assert "no-store" in follower.get(FOLLOW)["Cache-Control"]


def test_answer_of_the_follower_is_kept_once_and_the_manager_told(
    follower, followed, head_teacher
):
    told = {"text": "It was on Tuesday.", "form_key": str(uuid4())}

    follower.post(ANSWER, told)
    follower.post(ANSWER, told)

    remark = followed.dialogue.get()
    assert (remark.by, remark.is_from_reporter) == (None, True)
    assert Message.objects.get(recipient=head_teacher).path == (
        followed.get_absolute_url()
    )


@pytest.mark.parametrize("text", ["", "a" * 5_001, "a\0b"])
def test_answer_that_cannot_be_kept_comes_back(follower, followed, parse, text):
    response = follower.post(ANSWER, {"text": text, "form_key": str(uuid4())})

    assert response.status_code == 422
    assert parse(response).select_one("[name=text]").text.strip() == text.strip()
    assert not followed.dialogue.exists()


def test_flood_of_answers_is_stopped_with_what_was_typed(follower, followed, parse):
    for number in range(5):
        follower.post(ANSWER, {"text": f"No. {number}", "form_key": str(uuid4())})

    response = follower.post(ANSWER, {"text": "The sixth", "form_key": str(uuid4())})

    assert response.status_code == 429
    assert parse(response).select_one("[name=text]").text.strip() == "The sixth"
    assert followed.dialogue.count() == 5


# Logs


def test_no_token_reaches_the_log(client, link, monkeypatch):
    [handler] = [
        each
        for each in logging.getLogger().handlers
        if isinstance(each.formatter, LineFormatter)
    ]
    logged = StringIO()
    monkeypatch.setattr(handler, "stream", logged)

    client.get(reverse("public:report", args=["wrong-token"]))
    client.post(link.get_absolute_url(), {})

    assert "Not Found: /r/…/" in logged.getvalue()
    assert "wrong-token" not in logged.getvalue()
    assert link.token not in logged.getvalue()


@pytest.mark.parametrize(
    ("path", "is_logged"), [("/r/abc/", False), ("/follow/", False), ("/", True)]
)
def test_web_server_does_not_log_who_reports(path, is_logged, capfd):
    log = WebLogger(Config())
    log.cfg.set("accesslog", "-")
    log.setup(log.cfg)
    response = SimpleNamespace(status="200 OK", sent=1, headers=[])
    request = SimpleNamespace(headers=[])
    environ = {**RequestFactory().get(path).environ, "RAW_URI": path}

    log.access(response, request, environ, timedelta(0))

    assert (path in capfd.readouterr().out) == is_logged
