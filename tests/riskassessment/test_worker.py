"""The service worker as the program serves it; what it does is tried in a browser."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_worker_is_served_to_anybody_and_renewed(client):
    response = client.get(reverse("riskassessment:worker"))

    assert response.status_code == 200
    assert response["Content-Type"] == "text/javascript"
    assert response["Cache-Control"] == "no-cache"
    assert b'addEventListener("fetch"' in response.content


def test_worker_rules_over_rounds_alone(client):
    assert reverse("riskassessment:worker").rpartition("/")[0] == "/rounds"
    assert "Service-Worker-Allowed" not in client.get(reverse("riskassessment:worker"))


def test_worker_is_only_read(client):
    assert client.post(reverse("riskassessment:worker")).status_code == 405
