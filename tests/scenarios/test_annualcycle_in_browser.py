"""What must be seen to be believed: pages of the year on a phone."""

from datetime import date

import pytest

from actionplans.models import Goal
from sam.dates import today
from tests.browsing import overflow
from tests.factories import WorkEnvironmentPlanFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_english")]

PHONE = 390


def test_a9_on_a_phone_goals_status_and_next_step_of_a_plan_are_seen_without_scrolling_sideways(
    open_page, head_teacher, safety_representative, municipality, school
):
    year = today().year
    for text in ("Clear tasks and clear frames", "Balance of demands and resources"):
        Goal.objects.set(by=head_teacher, unit=municipality, text=text, first_year=year)
    plan = WorkEnvironmentPlanFactory(unit=school, created_by=head_teacher)
    plan.add_goal(text="Calmer lunches", criterion="Under 70 dB in the hall")
    plan.add_row(
        by=head_teacher,
        activity="Put up sound absorbing panels in the dining hall",
        responsible=head_teacher,
        due_on=date(year, 12, 31),
    )
    plan.decide(by=head_teacher, decided_on=today(), decided_by="The manager")

    page = open_page(plan.get_absolute_url(), user=safety_representative, width=PHONE)

    assert overflow(page) <= 0
    for seen in ("main .ds-tag", "#next-step", "#goals-title"):
        box = page.locator(seen).first.bounding_box()
        assert box["y"] + box["height"] <= 800
        assert box["x"] + box["width"] <= PHONE
