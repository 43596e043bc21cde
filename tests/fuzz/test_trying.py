"""What the trials take for a fault is one."""

import pytest
from django.urls import reverse

from directory.models import Token
from tests.fuzz import trying
from ui import views

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial(own_cache):
    return trying.Trial({})


def test_view_that_fails_is_a_fault(trial, monkeypatch):
    monkeypatch.setattr(views, "render", lambda *given: 1 / 0)

    with pytest.raises(trying.Fault, match=r"500 ZeroDivisionError at ui/views\.py"):
        trial.send(trial.client("visitor"), "GET", reverse("ui:accessibility"))


def test_refusal_that_has_written_is_a_fault(trial, administrator, monkeypatch):
    monkeypatch.setattr(trying, "NOTED", set())
    _token, secret = Token.objects.make(by=administrator, name="Entra")
    headers = {"Authorization": f"Bearer {secret}"}

    with pytest.raises(trying.Fault, match="half written: directory_token"):
        trial.send(
            trial.client("visitor"), "POST", reverse("scim:service"), headers=headers
        )
