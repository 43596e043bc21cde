"""What the logs tell, and what they never do: persons, what people wrote, keys."""

import json
import logging
import re
from contextlib import contextmanager
from io import StringIO
from types import SimpleNamespace

import psycopg
import pytest
from celery import shared_task
from django.core.mail import get_connection
from django.db import (
    DataError,
    IntegrityError,
    OperationalError,
    connection,
    transaction,
)
from django.urls import reverse

from incidents.models import Incident
from mailing import delivery
from mailing.models import Message
from organisation.models import User
from sam import logs, references
from sam.celery import hand_on_reference, let_go_of_reference, take_over_reference
from tests.factories import IncidentFactory, UserFactory
from tests.world import url_of

pytestmark = pytest.mark.django_db

SECRETS = {
    "name": "Agda Ögonfägnad",
    "email": "agda.ogonfagnad@kommunen.example",
    "phone": "070-555 01 99",
    "text": "Fell over the bucket by the blue door",
    "token": "tok3n-that-opens-the-form",
}
NUMBER = re.compile(r"\w{4}-\w{4}")


@contextmanager
def _listening():
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(logs.formatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler.stream
    root.removeHandler(handler)


@pytest.fixture(params=["line", "json"])
def logged(request, monkeypatch):
    """All that is written from here on, in either format."""
    monkeypatch.setenv("SAM_LOG_FORMAT", request.param)
    with _listening() as stream:
        yield stream


@pytest.fixture
def json_lines(monkeypatch):
    monkeypatch.setenv("SAM_LOG_FORMAT", "json")
    with _listening() as stream:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def agda(school):
    fields = {each: SECRETS[each] for each in ["name", "email", "phone"]}
    return UserFactory(unit=school, **fields)


def _secrets_in(stream):
    found = stream.getvalue()
    return [name for name, secret in SECRETS.items() if secret in found]


def _fail(*_args, **_kwargs):
    """With all of it in its local values and in its words."""
    person = dict(SECRETS)
    raise ValueError(f"Cannot take {person}")


def test_pages_and_their_refusals_name_nobody(logged, as_user, agda, head_teacher):
    incident = IncidentFactory(
        unit=agda.unit, reported_by=agda, description=SECRETS["text"]
    )
    client = as_user(head_teacher)
    query = {"q": SECRETS["name"], "search": SECRETS["email"]}

    client.get(incident.get_absolute_url())
    client.get(reverse("incidents:list"), query)
    client.get(f"/nowhere/?who={SECRETS['email']}")
    client.get(f"/nowhere/{SECRETS['email']}/")
    client.get(f"/r/{SECRETS['token']}/")
    client.get(url_of("incidents:columns", {}), {"columns": SECRETS["phone"]})
    client.post(reverse("account_login"), {"login": SECRETS["email"], "password": "x"})

    assert "Not Found: /nowhere/" in logged.getvalue()
    assert not _secrets_in(logged)


def test_fault_of_a_page_is_told_by_its_place_and_not_by_its_values(
    logged, client, as_user, agda, monkeypatch
):
    monkeypatch.setattr("ui.views.render", _fail)
    client.raise_request_exception = False

    response = as_user(agda).get(reverse("ui:help"), {"q": SECRETS["name"]})

    assert response.status_code == 500
    assert "in _fail" in logged.getvalue()
    assert "ValueError" in logged.getvalue()
    assert not _secrets_in(logged)


def _log(error):
    logging.getLogger("sam").error("It went wrong: %s", error, exc_info=error)


def test_error_of_the_database_names_the_rule_and_not_the_row(logged, agda):
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        User.objects.create(name=SECRETS["name"], email=SECRETS["email"])

    _log(raised.value)

    assert SECRETS["email"] in str(raised.value)
    assert "organisation_user_email_key" in logged.getvalue()
    assert "23505" in logged.getvalue()
    assert not _secrets_in(logged)


def test_value_that_the_database_cannot_read_stays_out(logged):
    with pytest.raises(DataError) as raised, transaction.atomic():
        connection.cursor().execute("SELECT %s::date", [SECRETS["name"]])

    _log(raised.value)

    assert SECRETS["name"] in str(raised.value)
    assert "22007" in logged.getvalue()
    assert not _secrets_in(logged)


@shared_task
def failing(name, email):
    _fail()


@shared_task(bind=True, max_retries=1)
def retried(self, name):
    try:
        _fail()
    except ValueError as error:
        raise self.retry(exc=error, countdown=0) from error


@shared_task
def telling(name):
    return name


@pytest.mark.parametrize("task", [failing, retried, telling])
def test_job_tells_neither_what_it_was_given_nor_what_it_gave(logged, task):
    given = [SECRETS["name"], SECRETS["email"]][: 2 if task is failing else 1]

    task.apply(args=given)

    assert task.name in logged.getvalue()
    assert not _secrets_in(logged)


def test_mail_that_is_refused_names_nobody(logged, agda, settings, monkeypatch):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    smtp = get_connection("django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(
        "django.core.mail.message.EmailMessage.get_connection", lambda *_a, **_k: smtp
    )
    message = Message.objects.create(
        recipient=agda, subject="New incident", body=SECRETS["text"], about="a"
    )

    delivery.deliver(message.pk)

    assert f"Message {message.pk} was not sent" in logged.getvalue()
    assert not _secrets_in(logged)


def test_nothing_that_a_library_adds_to_its_lines_comes_through(json_lines):
    logging.getLogger("sam").warning(
        "All is well", extra={"data": SECRETS, "status_code": 200}
    )

    [line] = json_lines()
    assert set(line) == {"time", "level", "logger", "reference", "message", "status"}
    assert line["message"] == "All is well"


def test_words_of_servers_are_kept_for_they_name_what_is_away():
    refused = ConnectionRefusedError(111, "Connection refused", "/srv/files/agda.pdf")

    assert logs.described(refused) == "ConnectionRefusedError: Connection refused"
    with pytest.raises(psycopg.OperationalError) as raised:
        psycopg.connect("host=127.0.0.1 port=1 user=sam", connect_timeout=1)
    assert "port 1" in logs.described(raised.value)


# The number of a fault


@pytest.fixture
def failing_page(client, monkeypatch, json_lines):
    """Answers of the help page, which fails; with the number in the log of the fault."""
    client.raise_request_exception = False

    def get(error, **headers):
        def fail(*_args):
            raise error

        monkeypatch.setattr("ui.views.render", fail)
        response = client.get(reverse("ui:help"), headers=headers)
        [line] = [each for each in json_lines() if "trace" in each]
        return response, line["reference"]

    return get


def test_page_of_a_fault_shows_the_number_that_is_in_the_log(failing_page):
    response, number = failing_page(ValueError(), accept_language="en")

    assert response.status_code == 500
    assert NUMBER.fullmatch(number)
    assert f"<strong>{number}</strong>" in response.text
    assert "The fault is ours" in response.text
    assert response.headers["X-Request-ID"] == number


def test_page_of_a_fault_is_in_the_language_of_its_reader(failing_page):
    response, _number = failing_page(ValueError(), accept_language="sv")

    assert '<html lang="sv"' in response.text
    assert "Något gick fel" in response.text


def test_database_that_is_away_is_told_as_such(failing_page):
    response, number = failing_page(OperationalError("gone"), accept_language="en")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "cannot reach its database" in response.text
    assert number in response.text


def test_program_that_asks_for_json_gets_the_number_in_it(failing_page):
    response, number = failing_page(ValueError(), accept="application/json")

    assert response.json()["reference"] == number


def test_directory_gets_the_number_in_its_own_form(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("directory.views.scim.is_within", _fail)

    response = client.get(reverse("scim:users"))

    assert response.headers["Content-Type"] == "application/scim+json"
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in response.json()["detail"]


def test_each_request_has_a_number_of_its_own(client):
    numbers = {
        client.get(reverse("ui:help")).headers["X-Request-ID"] for _each in range(3)
    }

    assert len(numbers) == 3
    assert not references.current()


# Jobs


def test_job_works_under_the_number_of_who_ordered_it():
    headers = {}
    before = references.begin("K7QF-2MXR")
    hand_on_reference(headers=headers)
    references.end(before)

    task = SimpleNamespace(request=SimpleNamespace(**headers))
    take_over_reference(task=task)
    while_working = references.current()
    let_go_of_reference(task=task)

    assert while_working == "K7QF-2MXR"
    assert not references.current()


def test_job_of_the_clock_has_a_number_of_its_own():
    task = SimpleNamespace(request=SimpleNamespace())

    take_over_reference(task=task)
    while_working = references.current()
    let_go_of_reference(task=task)

    assert NUMBER.fullmatch(while_working)


def test_words_of_the_program_itself_are_kept(logged, agda):
    incident = Incident(unit=agda.unit, description=SECRETS["text"])
    with pytest.raises(AttributeError) as raised:
        incident.no_such_field  # noqa: B018

    _log(raised.value)

    assert "no_such_field" in logged.getvalue()
    assert not _secrets_in(logged)
