"""What Prometheus reads, and who may."""

import re

import pytest
from django.urls import reverse
from prometheus_client.parser import text_string_to_metric_families

from sam import pulse
from tests.factories import IncidentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]


@pytest.fixture
def _measured(settings):
    settings.METRICS = True
    settings.MIDDLEWARE = ["sam.metrics.MetricsMiddleware", *settings.MIDDLEWARE]


def read(client, **asking):
    response = client.get(reverse("metrics"), **asking)
    assert response.status_code == 200
    return {
        family.name: family.samples
        for family in text_string_to_metric_families(response.text)
    }


def test_metrics_are_off_unless_asked_for(client, settings):
    assert client.get(reverse("metrics")).status_code == 404
    assert "sam.metrics.MetricsMiddleware" not in settings.MIDDLEWARE


@pytest.mark.usefixtures("_measured")
def test_metrics_are_for_this_machine_or_the_token(client, settings):
    settings.MONITORING_TOKEN = "a-token-of-twenty-characters"
    outside = {"REMOTE_ADDR": "203.0.113.9"}
    token = {"HTTP_AUTHORIZATION": f"Bearer {settings.MONITORING_TOKEN}"}

    assert client.get(reverse("metrics"), **outside).status_code == 404
    assert read(client)
    assert read(client, **outside, **token)


@pytest.mark.usefixtures("_measured")
def test_request_is_counted_by_the_name_of_its_view(as_user, head_teacher, school):
    incident = IncidentFactory(unit=school)
    client = as_user(head_teacher)
    client.get(incident.get_absolute_url())
    client.get("/no-such-page/")
    client.generic("BREW", reverse("ui:help"))

    counted = [
        sample.labels
        for sample in read(client)["sam_request_seconds"]
        if sample.name.endswith("_count")
    ]

    assert {"view": "incidents:detail", "method": "GET", "status": "200"} in counted
    assert {"view": "unknown", "method": "GET", "status": "404"} in counted
    assert any(each["method"] == "other" for each in counted)


@pytest.mark.usefixtures("_measured")
def test_stock_tells_how_much_waits_and_what_is_the_matter(client):
    pulse.note("worker")
    pulse.note_run("mailing.tasks.send_digests", failed=True)

    found = read(client)

    checks = {each.labels["name"]: each.value for each in found["sam_check"]}
    assert (checks["database"], checks["worker"], checks["clock"]) == (0, 0, 2)
    assert found["sam_queue_jobs"][0].value >= 0
    assert found["sam_database_bytes"][0].value > 1_000_000
    assert found["sam_regular_job_failed"][0].value == 1


@pytest.mark.usefixtures("_measured")
def test_labels_name_neither_persons_nor_units_nor_rows(as_user, head_teacher, school):
    incident = IncidentFactory(unit=school, reported_by=head_teacher)
    client = as_user(head_teacher)
    client.get(incident.get_absolute_url(), {"q": head_teacher.name})
    client.get(f"/{head_teacher.email}/")

    text = client.get(reverse("metrics")).text

    for secret in (school.name, head_teacher.name, head_teacher.email):
        assert secret not in text
    labels = set(re.findall(r"[{,](\w+)=", text))
    assert labels <= {
        "view",
        "method",
        "status",
        "le",
        "name",
        "part",
        "job",
        "generation",
        "major",
        "minor",
        "patchlevel",
        "implementation",
        "version",
    }
