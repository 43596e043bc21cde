"""What shows that an activity of the year is done, without anybody saying so.

A source tells of many units at once: `(units, first, last)` gives {unit's id: the last day
from the first to the last on which it was done there}, in one query. Rooms below say it in
functions of their own `evidence` modules; rooms above offer theirs when the program starts.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.models import PlanReview, WorkEnvironmentPlan
from allocation import evidence as allocation
from annualcycle.models import Activity, Occurrence
from governing import evidence as governing
from healthservice import evidence as healthservice
from introductions import evidence as introductions
from knowledge import evidence as knowledge
from meetings import evidence as meetings
from organisation.models import Unit
from riskassessment.models import ChangeAssessment, InspectionRound
from sam.dates import today
from surveys import evidence as surveys
from talks import evidence as talks

Status = Occurrence.Status


class Source(NamedTuple):
    code: str
    label: str | Promise
    done: Callable
    # The name of the page where one does it.
    place: str


_SOURCES: dict[str, Source] = {}


def offer(code, label, done, *, at):
    """Add a source; called once for each when the program starts."""
    _SOURCES[code] = Source(code, label, done, at)


def choices():
    return [(each.code, each.label) for each in _SOURCES.values()]


def named(code):
    """None for a source that is offered no more."""
    return _SOURCES.get(code)


# Of the rooms below


def last_days(rows, field, *, unit="unit"):
    """{unit's id: the last day in the field} of rows that are narrowed already."""
    return dict(rows.order_by().values_list(unit).annotate(Max(field)))


def rounds(units, first, last):
    held = InspectionRound.objects.carried_out().filter(
        unit__in=units, carried_out_on__range=(first, last)
    )
    return last_days(held, "carried_out_on")


def changes(units, first, last):
    decided = ChangeAssessment.objects.filter(
        unit__in=units, decided_on__range=(first, last)
    )
    return last_days(decided, "decided_on")


def plans_decided(units, first, last):
    """For the year itself: one that was decided in the autumn for the next year counts
    there."""
    plans = WorkEnvironmentPlan.objects.exclude(status="draft")
    plans = plans.of_year(last.year).filter(unit__in=units, decided_on__lte=last)
    return last_days(plans, "decided_on")


def plans_gone_through(units, first, last):
    reviews = PlanReview.objects.filter(
        plan__unit__in=units, told_on__range=(first, last)
    )
    return last_days(reviews, "told_on", unit="plan__unit")


def plans_evaluated(units, first, last):
    """The plan of the year before has ended."""
    ended = WorkEnvironmentPlan.objects.filter(
        unit__in=units, last_year__in=[last.year - 1, last.year], status="ended"
    )
    ended = ended.filter(
        transitions__to_status="ended", transitions__at__date__range=(first, last)
    )
    return last_days(ended, "transitions__at__date")


_ROUNDS, _PLANS = "riskassessment:round_list", "plans:plan_list"
_MEETINGS, _SURVEYS = "meetings:meeting_list", "surveys:survey_list"
_TALKS = "talks:talk_list"

offer("round", _("A round is carried out"), rounds, at=_ROUNDS)
offer(
    "change",
    _("A change is assessed and decided on"),
    changes,
    at="riskassessment:change_list",
)
offer("plan", _("The plan of the year is decided"), plans_decided, at=_PLANS)
offer("plan_review", _("The plan is gone through"), plans_gone_through, at=_PLANS)
offer(
    "plan_evaluation", _("The plan is evaluated and ended"), plans_evaluated, at=_PLANS
)
offer(
    "workplace_meeting",
    _("A workplace meeting is held"),
    meetings.workplace_meetings,
    at=_MEETINGS,
)
offer(
    "tool_meeting",
    _("A tool for dialogue is used"),
    meetings.tool_dialogues,
    at=_MEETINGS,
)
offer(
    "committee",
    _("A committee or group has met"),
    meetings.cooperation_meetings,
    at=_MEETINGS,
)
offer(
    "committee_statement",
    _("A committee's yearly statement is approved"),
    meetings.yearly_statements,
    at=_MEETINGS,
)
offer(
    "agreement",
    _("The workplace has agreed on something"),
    meetings.group_agreements,
    at=_MEETINGS,
)
offer(
    "codetermination_meeting",
    _("A co-determination meeting is held"),
    meetings.codetermination_meetings,
    at=_MEETINGS,
)
offer(
    "annual_discussion",
    _("The yearly discussion is held"),
    meetings.yearly_discussions,
    at=_MEETINGS,
)
offer(
    "policy",
    _("The policy is gone through"),
    governing.policy_against_victimisation,
    at="governing:document_list",
)
offer("survey", _("The survey is answered"), surveys.survey_taken_part, at=_SURVEYS)
offer(
    "survey_follow_up",
    _("The survey is followed up"),
    surveys.survey_followed_up,
    at=_SURVEYS,
)
offer(
    "violence_routine",
    _("The routine about threats and violence is gone through"),
    governing.violence_prevention,
    at="governing:document_list",
)
offer(
    "work_environment_policy",
    _("The work environment policy is gone through"),
    governing.work_environment_policy,
    at="governing:document_list",
)
offer(
    "survey_council",
    _("The survey is laid before the council"),
    surveys.survey_laid_before_council,
    at=_SURVEYS,
)
offer(
    "survey_committee",
    _("The committee has decided on measures after the survey"),
    surveys.survey_laid_before_committee,
    at=_SURVEYS,
)
offer("talks", _("The talks with the employees are held"), talks.talks_held, at=_TALKS)
offer("pay_talks", _("The talks on pay are held"), talks.pay_talks_held, at=_TALKS)
offer(
    "violence_question",
    _("The question about violence is asked"),
    talks.violence_asked,
    at=_TALKS,
)
offer(
    "allocation",
    _("The tasks are allocated and signed"),
    allocation.allocated,
    at="allocation:allocation_list",
)
offer(
    "courses", _("A course is taken"), knowledge.taken, at="knowledge:certificate_list"
)
offer(
    "introductions",
    _("New employees are introduced"),
    introductions.introduced,
    at="introductions:introduction_list",
)
offer(
    "allocation_talk",
    _("The allocation of the tasks is talked of"),
    allocation.followed_up,
    at="allocation:allocation_list",
)
offer(
    "health_service",
    _("What the occupational health service did is followed up"),
    healthservice.followed_up,
    at="healthservice:order_list",
)


# Noting what they show


@transaction.atomic
def gather():
    """Note what the sources show of this year and the last; how many rows it changed.

    What they no longer show is open again, but only in the year that goes on: a year that
    is over is not undone. What people say meanwhile is left alone.
    """
    activities = list(Activity.objects.filter(evidence__in=_SOURCES))
    return sum(_note(activities, year) for year in (today().year - 1, today().year))


def _note(activities, year):
    unsaid = Occurrence.objects.filter(
        Q(status=Status.OPEN) | Q(status=Status.DONE, by=None)
    )
    changed = 0
    for day, keys in _changes(unsaid, activities, year).items():
        rows = unsaid.filter(pk__in=keys)
        if day:
            said = {"status": Status.DONE, "done_on": day, "at": timezone.now()}
        else:
            said = {"status": Status.OPEN, "done_on": None, "at": None}
        changed += rows.update(**said)
    return changed


def _changes(unsaid, activities, year):
    """{day on which it was done, or None: keys of rows that do not say so}."""
    shown = _shown([each for each in activities if each.comes_in(year)], year)
    rows = unsaid.filter(activity__in=activities, year=year).order_by()
    found = defaultdict(list)
    names = ("pk", "activity", "number", "unit", "done_on")
    for pk, activity, number, unit, done_on in rows.values_list(*names):
        day = shown.get((activity, number), {}).get(unit)
        if day != done_on and (day or year == today().year):
            found[day].append(pk)
    return found


def _shown(activities, year):
    """{(activity's id, time in the year): {unit's id: day}}; a query for each source and
    span of days."""
    asked = defaultdict(list)
    for activity in activities:
        for number, span in enumerate(_spans(activity, year), 1):
            asked[activity.evidence, *span].append((activity.pk, number))
    units, found = Unit.objects.existing(), {}
    for (code, first, last), times in asked.items():
        days = _SOURCES[code].done(units, first, min(last, today()))
        found |= dict.fromkeys(times, days)
    return found


def _spans(activity, year):
    """The days in which what is done counts for each time: together the whole year, and
    the years between for what comes back more seldom."""
    begin, end = date(year, 1, 1), date(year, 12, 31)
    firsts = [begin - relativedelta(years=activity.every - 1)]
    lasts = [due for _start, due in activity.windows(year)]
    firsts += [day + relativedelta(days=1) for day in lasts[:-1]]
    return list(zip(firsts, [*lasts[:-1], end], strict=True))
