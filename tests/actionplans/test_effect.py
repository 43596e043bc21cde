"""Events before and after a measure: the windows, the words, and that chance is not a change."""

from datetime import timedelta
from math import isclose

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from actionplans.effect import Verdict, before_and_after, chance_of, verdict_of
from actionplans.models import Measure
from sam.dates import today
from tests.factories import IncidentFactory, MeasureFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def days_ago(number):
    return today() - DAY * number


def done(unit, *, ago, judged_after=91, **fields):
    fields.setdefault("watched", "all")
    return MeasureFactory(
        plan__unit=unit,
        status=Measure.Status.DONE,
        done_on=days_ago(ago),
        effect_due_on=days_ago(ago) + DAY * judged_after,
        **fields,
    )


def happened(unit, *agos, **fields):
    for ago in agos:
        IncidentFactory(unit=unit, occurred_on=days_ago(ago), **fields)


# Chance


@pytest.mark.parametrize(
    ("before", "after", "chance"),
    [(5, 5, 1.0), (9, 1, 22 / 1024), (1, 9, 22 / 1024), (8, 2, 112 / 1024), (0, 0, 1)],
)
def test_chance_is_that_of_tossed_coins(before, after, chance):
    assert isclose(chance_of(before, after), chance)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (9, 0, Verdict.TOO_FEW),
        (0, 9, Verdict.TOO_FEW),
        (9, 1, Verdict.FEWER),
        (1, 9, Verdict.MORE),
        (8, 2, Verdict.NO_DIFFERENCE),
        (60, 40, Verdict.NO_DIFFERENCE),
        (62, 38, Verdict.FEWER),
    ],
)
def test_verdict_calls_only_what_chance_seldom_does_a_change(before, after, verdict):
    assert verdict_of(before, after) == verdict


def test_verdict_holds_for_very_many_events():
    assert verdict_of(40_000, 30_000) == Verdict.FEWER


# Windows


def test_windows_are_equally_long_and_leave_out_the_day_itself(school):
    measure = done(school, ago=40)
    happened(school, 81, 80, 41, 40, 39, 0)

    found = before_and_after(measure)

    assert found.days == 40
    assert (found.before.since, found.before.until) == (days_ago(80), days_ago(41))
    assert (found.after.since, found.after.until) == (days_ago(39), today())
    assert (found.before.number, found.after.number) == (2, 2)
    assert not found.is_complete


def test_windows_end_on_the_day_that_the_effect_can_be_judged(school):
    measure = done(school, ago=100, judged_after=60)
    happened(school, 100 - 60, 100 - 61)

    found = before_and_after(measure)

    assert (found.days, found.after.until, found.after.number) == (
        60,
        measure.effect_due_on,
        1,
    )
    assert found.is_complete


def test_windows_are_at_most_a_year(school):
    found = before_and_after(done(school, ago=700, judged_after=700))

    assert found.days == 365


@pytest.mark.parametrize(("ago", "has_after"), [(27, False), (28, True)])
def test_fewer_than_four_weeks_say_nothing_yet(school, ago, has_after):
    measure = done(school, ago=ago, judged_after=7)

    found = before_and_after(measure)

    assert (found.after is not None, found.days) == (has_after, 28)
    assert found.measured_on == measure.done_on + DAY * 28


def test_on_the_day_that_it_is_done_only_what_was_before_is_counted(school):
    happened(school, 0, 1, 91, 92)

    found = before_and_after(done(school, ago=0))

    assert (found.before.number, found.days, found.after) == (2, 91, None)


@pytest.mark.parametrize("watched", ["", "none"])
def test_nothing_is_counted_when_no_events_are_chosen(school, watched):
    assert before_and_after(done(school, ago=50, watched=watched)) is None


def test_nothing_is_counted_before_it_is_done(school):
    measure = MeasureFactory(plan__unit=school, watched="all")

    assert before_and_after(measure) is None


# The page


def test_page_says_when_it_can_be_judged(as_user, head_teacher, school, in_english):
    happened(school, 10, 20)
    measure = done(school, ago=0, judged_after=91)

    response = as_user(head_teacher).get(measure.get_absolute_url())

    assertContains(response, "2 events in 91 days")


def test_page_shows_both_beside_the_judgement(
    as_user, head_teacher, school, in_english, parse
):
    measure = done(school, ago=50, judged_after=50)
    happened(school, *range(51, 61), 49)

    page = parse(as_user(head_teacher).get(measure.get_absolute_url()))

    numbers = [link.text for link in page.select("#effect tbody a")]
    assert numbers == ["10 events", "1 event"]
    assert Verdict.FEWER.words in page.select_one("#effect").text
    assert page.select_one("#act [name=is_sufficient]")


def test_numbers_lead_to_a_list_of_just_those(
    as_user, head_teacher, school, other_school, parse
):
    measure = done(school, ago=50, judged_after=50, watched="accident")
    happened(school, 60, 70, 49, kind="accident")
    happened(school, 60, kind="near_miss")
    happened(school, 500, kind="accident")
    happened(other_school, 60, kind="accident")
    client = as_user(head_teacher)

    page = parse(client.get(measure.get_absolute_url()))
    lists = [
        client.get(link["href"]).context["page"] for link in page.select("#effect td a")
    ]

    assert [len(each) for each in lists] == [2, 1]


def test_numbers_are_the_same_for_who_may_not_see_the_incidents(
    as_user, teacher, school, parse
):
    """Who answers for a measure sees how many there were, and none of them."""
    happened(school, 60, 70, 80, description="Somebody fell badly")
    measure = done(school, ago=50, judged_after=50, responsible=teacher)
    client = as_user(teacher)

    page = parse(client.get(measure.get_absolute_url()))
    link = page.select_one("#effect td a")

    assert link.text.split()[0] == "3"
    assertNotContains(client.get(link["href"]), "Somebody fell badly")


def test_page_asks_which_events_and_counts_those_that_are_chosen(
    as_user, head_teacher, school, parse
):
    measure = done(school, ago=50, watched="")
    client = as_user(head_teacher)
    asking = parse(client.get(measure.get_absolute_url()))

    client.post(f"{measure.get_absolute_url()}watch/", {"watched": "injuries"})

    assert asking.select_one("#effect a")["href"] == "?act=watch#act"
    measure.refresh_from_db()
    assert measure.watched == "injuries"
    assert parse(client.get(measure.get_absolute_url())).select_one("#effect table")


def test_events_that_do_not_exist_are_refused(as_user, head_teacher, school):
    measure = done(school, ago=50, watched="all")

    response = as_user(head_teacher).post(
        f"{measure.get_absolute_url()}watch/", {"watched": "everything"}
    )

    assert response.status_code == 422
    measure.refresh_from_db()
    assert measure.watched == "all"
