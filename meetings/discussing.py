"""Last year's goals, brought to the yearly discussion to be judged."""

from django.db import transaction

from actionplans.models import PlanGoal
from meetings.models import DiscussedGoal, Meeting, YearlyDiscussion


@transaction.atomic
def take_last_years_goals(discussion):
    """Those of the unit's plan for the year, else those set at the discussion before; once."""
    if discussion.goals.exists():
        return
    meeting = discussion.meeting
    goals = PlanGoal.objects.filter(
        plan__unit=meeting.unit_id,
        plan__first_year__lte=discussion.year,
        plan__last_year__gte=discussion.year,
    ).exclude(plan__status="draft")
    rows = [
        {"text": goal.text, "criterion": goal.criterion, "plan_goal": goal}
        | {"outcome": goal.judged.outcome, "note": goal.judged.outcome_note}
        for goal in goals.with_judging().order_by("plan", "order")
    ] or [{"text": text[:500]} for text in _goals_set_before(meeting)]
    DiscussedGoal.objects.bulk_create(
        DiscussedGoal(discussion=discussion, order=order, **row)
        for order, row in enumerate(rows, start=1)
    )


def _goals_set_before(meeting):
    before = Meeting.objects.before(meeting).first()
    last = YearlyDiscussion.objects.filter(meeting=before).first()
    return last.new_goals if last else []
