"""The surveys of the demo municipality."""

from demo.people import DEMO_WORKPLACE
from surveys.models import FollowUp, Survey, SurveyUnit


def test_two_surveys_are_published_and_one_is_open(demo, db):
    surveys = Survey.objects.order_by("closes_on")

    assert [each.status for each in surveys] == ["published", "published", "open"]


def test_workplace_of_the_demo_has_a_result_and_waits_for_a_signature(demo, db):
    newest = Survey.objects.with_results().newest_first().first()
    here = {"survey": newest, "unit": demo.workplace(DEMO_WORKPLACE).unit}

    assert SurveyUnit.objects.get(**here).is_shown
    assert FollowUp.objects.to_sign().filter(**here).exists()


def test_follow_ups_are_in_every_state_and_small_workplaces_are_hidden(demo, db):
    newest = Survey.objects.with_results().newest_first().first()

    states = newest.follow_ups.values_list("status", flat=True)
    assert set(states) == set(FollowUp.Status.values)
    assert newest.parts.filter(is_shown=False, answered__gt=0).exists()
