"""The reporter's proof as a document."""

import pytest
from django.urls import reverse

from incidents import proof, tasks
from incidents.models import Incident
from tests.factories import IncidentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]


@pytest.fixture
def asked(monkeypatch):
    """What was put in the queue."""
    queue = []
    monkeypatch.setattr(
        tasks.make_proof, "delay_on_commit", lambda *args: queue.append(args)
    )
    return queue


def url(name, incident):
    return reverse(f"incidents:{name}", args=[incident.pk])


def test_proof_is_made_by_a_job_and_then_downloaded(
    as_user, teacher, school, asked, parse
):
    incident = IncidentFactory(unit=school, reported_by=teacher)
    client = as_user(teacher)

    waiting = parse(client.post(url("proof", incident), follow=True))
    assert waiting.select_one("#proof")["hx-get"] == url("proof", incident)
    assert client.get(url("proof_document", incident)).status_code == 404
    tasks.make_proof(*asked[0])
    made = parse(client.get(url("proof", incident)))
    document = client.get(url("proof_document", incident))

    assert made.select_one("a[download]")["href"] == url("proof_document", incident)
    assert document.content.startswith(b"%PDF")
    assert str(incident.number) in document["Content-Disposition"]
    assert "no-store" in document["Cache-Control"]


def test_two_clicks_make_it_once(as_user, teacher, school, asked):
    incident = IncidentFactory(unit=school, reported_by=teacher)
    client = as_user(teacher)

    client.post(url("proof", incident))
    client.post(url("proof", incident))

    assert asked == [(str(incident.pk), "sv")]


def test_piece_that_asks_again_is_what_the_page_shows(
    as_user, teacher, school, asked, parse, htmx
):
    incident = IncidentFactory(unit=school, reported_by=teacher)
    client = as_user(teacher)
    client.post(url("proof", incident))

    swapped = parse(client.get(url("proof", incident), headers=htmx))
    reloaded = parse(client.get(url("proof", incident)))

    assert swapped.select_one("#proof") == reloaded.select_one("#proof")


def test_proof_is_the_reporter_s_own(as_user, teacher, head_teacher, school):
    incident = IncidentFactory(unit=school, reported_by=teacher)

    assert as_user(head_teacher).post(url("proof", incident)).status_code == 404


def test_fingerprint_is_another_when_the_text_was_changed(school):
    incident = IncidentFactory(unit=school)
    first = proof.fingerprint(Incident.objects.get(pk=incident.pk))

    Incident.objects.filter(pk=incident.pk).update(description="A shelf fell.")

    changed = proof.fingerprint(Incident.objects.get(pk=incident.pk))
    assert len(first.replace(" ", "")) == 64
    assert proof.fingerprint(incident) == first
    assert changed != first
