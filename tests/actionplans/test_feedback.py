"""That those whom a measure concerns were told, written down on its page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from actionplans.models import Feedback, Measure
from sam.dates import today
from tests.factories import MeasureFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(school, teacher):
    return MeasureFactory(plan__unit=school, responsible=teacher, done=True)


def add_url(measure):
    return reverse("actionplans:feedback_add", args=[measure.pk])


def remove_url(told):
    return reverse("actionplans:feedback_remove", args=[told.measure_id, told.pk])


def said(**other):
    return {
        "audience": "employees",
        "told_on": today(),
        "where": "Workplace meeting",
        "case_number": "12/2026",
        "note": "The mats have come.",
    } | other


def told(measure, **fields):
    fields = {"audience": "employees", "told_on": today()} | fields
    return measure.feedback.create(**{"by": measure.responsible} | fields)


def test_who_handles_it_writes_down_whom_it_was_told(as_user, teacher, measure):
    client = as_user(teacher)

    response = client.post(add_url(measure), said())
    client.post(add_url(measure), said(audience="cooperation"))

    assert response.url == measure.get_absolute_url()
    assert {each.audience for each in measure.feedback.all()} == {
        "employees",
        "cooperation",
    }
    page = client.get(measure.get_absolute_url())
    for text in ["Workplace meeting", "12/2026", "The mats have come."]:
        assertContains(page, text)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("audience", ""),
        ("told_on", ""),
        ("told_on", today() + timedelta(days=1)),
        ("told_on", today() - timedelta(days=400)),
    ],
)
def test_what_makes_no_sense_comes_back_as_it_was_typed(
    as_user, teacher, measure, field, value
):
    response = as_user(teacher).post(add_url(measure), said(**{field: value}))

    assert response.status_code == 422
    assert list(response.context["feedback_form"].errors) == [field]
    assertContains(response, "The mats have come.", status_code=422)
    assert not measure.feedback.exists()


@pytest.mark.parametrize(("who", "status"), [("sees", 403), ("stranger", 404)])
def test_only_who_handles_it_writes(
    as_user, safety_representative, measure, who, status
):
    user = safety_representative if who == "sees" else UserFactory()

    assert as_user(user).post(add_url(measure), said()).status_code == status
    assert not measure.feedback.exists()


def test_who_wrote_it_takes_it_away_the_same_day(as_user, teacher, measure):
    row = told(measure)

    as_user(teacher).post(remove_url(row))

    assert not measure.feedback.exists()


def test_nobody_takes_away_what_another_wrote(as_user, head_teacher, measure):
    row = told(measure)
    client = as_user(head_teacher)

    page = client.get(measure.get_absolute_url())
    response = client.post(remove_url(row))

    assertNotContains(page, remove_url(row))
    assert response.status_code == 403
    assert measure.feedback.exists()


def test_what_stood_overnight_stays(as_user, teacher, measure):
    row = told(measure)
    yesterday = timezone.now() - timedelta(days=1)
    Feedback.objects.filter(pk=row.pk).update(created_at=yesterday)
    client = as_user(teacher)

    page = client.get(measure.get_absolute_url())

    assertNotContains(page, remove_url(row))
    assert client.post(remove_url(row)).status_code == 403


def test_row_of_another_measure_is_not_found(as_user, teacher, measure, school):
    row = told(measure)
    other = MeasureFactory(plan__unit=school, responsible=teacher)
    url = reverse("actionplans:feedback_remove", args=[other.pk, row.pk])

    assert as_user(teacher).post(url).status_code == 404


def test_htmx_gets_what_a_reload_would_show(as_user, teacher, measure, htmx, parse):
    client = as_user(teacher)

    swapped = parse(client.post(add_url(measure), said(), headers=htmx))
    reloaded = parse(client.get(measure.get_absolute_url()))

    assert (
        swapped.select_one("#feedback").text.split()
        == reloaded.select_one("#feedback").text.split()
    )


def test_without_feedback_are_done_ones_of_which_employees_know_nothing(
    school, measure
):
    known = MeasureFactory(plan__unit=school, done=True)
    told(known)
    told(measure, audience="management")
    MeasureFactory(plan__unit=school)
    MeasureFactory(plan__unit=school, status="cancelled")
    judged = MeasureFactory(plan__unit=school, helped=True)

    assert set(Measure.objects.without_feedback()) == {measure, judged}
