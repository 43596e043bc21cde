"""Approving the minutes, and what follows from it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplans import planning
from actionplans.models import WorkEnvironmentPlan
from meetings import mailbox
from meetings.models import MailboxMatter, Meeting, YearlyDiscussion
from organisation.models import Municipality
from sam.workflow import InvalidTransition


@transaction.atomic
def approve(meeting, *, by, stamp):
    """The person's own word. When all adjusters have said so, or there are none, the
    minutes are approved. `stamp` is that of the minutes that the person has read.
    """
    held = Meeting.objects.select_for_update(of=["self"], no_key=True)
    meeting = held.in_full().get(pk=meeting.pk)
    if meeting.stamp != stamp:
        raise InvalidTransition(
            _("The minutes have been changed since you read them. Read them again.")
        )
    adjusters = meeting.attendances.adjusters()
    adjusters.filter(person=by).update(approved_at=timezone.now())
    if adjusters.filter(approved_at=None).exists():
        _check(meeting)
        return meeting
    _check(meeting)
    meeting.approve(by=by)
    _conclude_discussion(meeting, by=by)
    _answer_senders(meeting, by=by)
    return meeting


def _check(meeting):
    """Nobody puts their name to what is not whole."""
    if missing := meeting.minority_missing():
        raise InvalidTransition(
            _("Write what the minority says of %(items)s: the vote was not unanimous.")
            % {"items": ", ".join(str(each) for each in missing)}
        )
    if discussion := YearlyDiscussion.objects.filter(meeting=meeting).first():
        discussion.check_whole()


def _answer_senders(meeting, *, by):
    """What was decided is the answer to whoever sent the matter, unless it is closed."""
    waiting = MailboxMatter.objects.filter(
        item__meeting=meeting,
        item__is_closed=False,
        status__in=[MailboxMatter.Status.ON_AGENDA, MailboxMatter.Status.REFERENCE],
    ).exclude(item__decision="")
    for matter in waiting.select_related("item", "sender", "body"):
        matter.reply(by=by, answer=matter.item.decision)
        mailbox.moved(matter)


def _conclude_discussion(meeting, *, by):
    """Last year's goals are judged in their plan too, and the new ones go into the next."""
    discussion = YearlyDiscussion.objects.filter(meeting=meeting).first()
    if discussion is None:
        return
    judged = {}
    for goal in discussion.goals.exclude(plan_goal=None).select_related(
        "plan_goal__plan"
    ):
        plan = goal.plan_goal.plan
        judged.setdefault(plan, {})[goal.plan_goal_id] = (goal.outcome, goal.note)
    for plan, outcomes in judged.items():
        if plan.is_decided:
            plan.judge_goals(outcomes, by=by)
    _plan_of_next_year(discussion, by=by)


def _plan_of_next_year(discussion, *, by):
    meeting, year = discussion.meeting, discussion.year + 1
    plans = WorkEnvironmentPlan.objects.filter(
        unit=meeting.unit, kind=WorkEnvironmentPlan.Kind.YEARLY, first_year=year
    )
    plan = plans.first() or plans.begin(
        by=by,
        unit=meeting.unit,
        title=planning.TERMS[Municipality.objects.country()].title,
        first_year=year,
        last_year=year,
    )
    if not plan.is_draft:
        return
    had = set(plan.goals.values_list("text", flat=True))
    for text in discussion.new_goals:
        if text[:500] not in had:
            plan.add_goal(text=text[:500])
