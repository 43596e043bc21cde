"""A form that comes twice is carried out once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplans.models import ActionPlan, Measure
from sam.dates import today
from ui.models import SentForm
from ui.tasks import forget_sent_forms

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def manager(head_teacher):
    """A browser that is held to its CSRF tokens, as a real one is."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(head_teacher, backend=BACKEND)
    return client


@pytest.fixture
def url(school):
    plan = ActionPlan.objects.create(unit=school)
    return reverse("actionplans:measure_add", args=[plan.pk])


@pytest.fixture
def filled(manager, url, parse, head_teacher):
    """The form as a page shows it, each time with a token of its own."""

    def fill(**typed):
        page = parse(manager.get(url))
        token = page.find("input", attrs={"name": "csrfmiddlewaretoken"})["value"]
        return {
            "csrfmiddlewaretoken": token,
            "activity": "Lay out mats",
            "goal": "Nobody slips.",
            "responsible": str(head_teacher.pk),
            "due_on": today() + timedelta(days=10),
        } | typed

    return fill


def test_form_that_is_sent_twice_is_carried_out_once(manager, url, filled):
    form = filled()

    answers = [manager.post(url, form) for _time in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Measure.objects.count() == 1


def test_form_that_is_opened_anew_or_says_something_else_is_another(
    manager, url, filled
):
    form = filled()

    for each in [form, form | {"activity": "Lay out more mats"}, filled()]:
        manager.post(url, each)

    assert Measure.objects.count() == 3


def test_form_that_came_back_is_not_taken_for_carried_out(manager, url, filled):
    form = filled(activity="")

    answers = [manager.post(url, form) for _time in range(2)]

    assert [each.status_code for each in answers] == [422, 422]
    assert not SentForm.objects.exists()


def test_what_was_refused_is_said_so_each_time(manager, url, filled, head_teacher):
    manager.post(url, filled())
    measure = Measure.objects.get()
    act = reverse("actionplans:measure_act", args=[measure.pk, "finish"])
    form = filled(
        done_on=today(),
        done_note="Laid out.",
        effect_due_on=today() + timedelta(days=60),
    )
    measure.cancel(by=head_teacher, reason="Not needed")

    answers = [manager.post(act, form, follow=True) for _time in range(2)]

    told = [
        [each.level_tag for each in answer.context["messages"]] for answer in answers
    ]
    assert told == [["error"], ["error"]]


def test_what_was_sent_is_known_for_a_day(manager, url, filled):
    form = filled()
    manager.post(url, form)
    SentForm.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))

    forget_sent_forms()

    assert not SentForm.objects.exists()
