"""How the program tells how it is: to machines by an address, to the administrator on a page."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from sam import health, pulse
from sam.celery import remember_regular_job

pytestmark = pytest.mark.django_db

OUTSIDE = {"REMOTE_ADDR": "203.0.113.9"}
TOKEN = "a-token-of-at-least-twenty-characters"
REGULAR = "mailing.tasks.send_digests"


@pytest.fixture(autouse=True)
def _unheard(own_cache):
    """Nothing has been heard of anything."""


@pytest.fixture
def all_is_well():
    pulse.note("worker")
    pulse.note("clock")


def state_of(name, findings):
    return next(each.state for each in findings if each.name == name)


def away(*_args, **_options):
    raise OperationalError("the connection is gone")


def test_process_that_lives_says_so_without_the_database(client, monkeypatch):
    monkeypatch.setattr("django.db.connection.cursor", away)

    response = client.get(reverse("health_live"))

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_host_is_ready_while_it_has_what_it_needs_whoever_else_is_away(client):
    response = client.get(reverse("health_ready"))

    assert response.status_code == 200
    assert set(response.json()["checks"]) == {
        "database",
        "migrations",
        "queue",
        "files",
    }
    assert client.get(reverse("health_whole")).status_code == 503


@pytest.mark.parametrize("name", ["database", "migrations", "queue", "files"])
def test_host_is_not_ready_without_any_one_thing_that_it_needs(
    client, monkeypatch, settings, tmp_path, name
):
    settings.MEDIA_ROOT = tmp_path / "files"
    if name == "database":
        monkeypatch.setattr("django.db.connection.cursor", away)
    if name == "migrations":
        monkeypatch.setattr(health, "_done", [])
        monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [1])
    if name == "queue":
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
    if name == "files":
        settings.MEDIA_ROOT.write_text("A file is in the way.")

    response = client.get(reverse("health_ready"))

    assert response.status_code == 503
    bad = [
        each
        for each, found in response.json()["checks"].items()
        if found["state"] == "bad"
    ]
    assert name in bad


@pytest.mark.usefixtures("all_is_well")
@pytest.mark.parametrize(("part", "silence"), [("worker", 3 * 60), ("clock", 10 * 60)])
def test_part_that_is_silent_for_too_long_is_bad(client, part, silence):
    assert client.get(reverse("health_whole")).status_code == 200
    cache.set(f"pulse:{part}", timezone.now().timestamp() - silence)

    response = client.get(reverse("health_whole"))

    assert response.status_code == 503
    assert response.json()["checks"][part]["state"] == "bad"


@pytest.mark.usefixtures("all_is_well")
def test_outbox_that_stands_still_is_bad_and_what_was_refused_is_to_be_looked_at(
    client, teacher
):
    message = Message.objects.create(
        recipient=teacher, about="a", subject="A", body="B", status="failed"
    )
    assert state_of("outbox", health.whole()) == "warning"
    assert client.get(reverse("health_whole")).status_code == 200

    hour_ago = timezone.now() - timedelta(hours=1)
    Message.objects.filter(pk=message.pk).update(status="waiting", due_at=hour_ago)

    assert state_of("outbox", health.whole()) == "bad"
    assert client.get(reverse("health_whole")).status_code == 503


@pytest.mark.parametrize(
    ("asking", "is_told"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        # A proxy on the same machine asks for somebody.
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, False),
        # So does one in another container.
        ({"REMOTE_ADDR": "172.18.0.3"}, False),
        ({"REMOTE_ADDR": ""}, False),
        (OUTSIDE, False),
        (OUTSIDE | {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, True),
        (OUTSIDE | {"HTTP_AUTHORIZATION": "Bearer wrong"}, False),
        (OUTSIDE | {"HTTP_AUTHORIZATION": "Bearer "}, False),
    ],
)
def test_what_is_the_matter_is_for_this_machine_or_the_token(
    client, settings, asking, is_told
):
    settings.MONITORING_TOKEN = TOKEN

    told = client.get(reverse("health_ready"), **asking).json()

    assert ("checks" in told) == is_told


def test_empty_token_opens_nothing(client, settings):
    settings.MONITORING_TOKEN = ""
    asking = OUTSIDE | {"HTTP_AUTHORIZATION": "Bearer "}

    assert client.get(reverse("health_ready"), **asking).json() == {"status": "ok"}


def test_machines_are_not_sent_on_to_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(reverse("health_live")).status_code == 200
    assert client.get(reverse("ui:help")).status_code == 301


def test_regular_job_that_failed_or_was_missed_is_to_be_looked_at(rf):
    def run(state):
        task = rf.get("/")
        task.name, task.request = REGULAR, rf.get("/")
        task.request.celery_beat_task = True
        remember_regular_job(task=task, state=state)
        return state_of("regular_jobs", health.whole())

    assert state_of("regular_jobs", health.whole()) == "well"
    assert run("FAILURE") == "warning"
    assert run("RETRY") == "warning"
    assert run("SUCCESS") == "well"
    two_days_ago = timezone.now().timestamp() - 2 * 24 * 60 * 60
    cache.set(f"pulse:run:{REGULAR}", (two_days_ago, False))
    assert state_of("regular_jobs", health.whole()) == "warning"


@pytest.mark.usefixtures("in_english")
def test_administrator_reads_in_words_what_is_the_matter_and_what_to_do(
    as_user, administrator, parse
):
    response = as_user(administrator).get(reverse("organisation:condition"))

    rows = {
        row.th.text.strip(): row.text
        for row in parse(response).select("table")[0].select("tbody tr")
    }
    assert "Works" in rows["Database"]
    assert "It has not been heard." in rows["Jobs in the background"]
    assert "Start a worker" in rows["Jobs in the background"]
    assert "No backup has been made." in rows["Last backup"]
    assert REGULAR in response.text


def test_page_leads_from_the_administrators_menu_and_from_no_other(
    as_user, administrator, teacher
):
    address = f'href="{reverse("organisation:condition")}"'

    assert address in as_user(administrator).get(reverse("start")).text
    assert address not in as_user(teacher).get(reverse("start")).text
