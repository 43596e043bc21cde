"""Reminders of introductions: open steps, the talk before a probation ends, the survey.

Each is sent once for a person and a step; a night that was missed loses none. No subject
says whom it is about.
"""

from datetime import timedelta

from django.urls import reverse

from introductions.models import Introduction, IntroductionStep, SurveyInvitation
from mailing import outbox
from organisation.roles import responsible_for
from sam.dates import today
from sam.nightly import by_itself

# Days after the first of work on which both are reminded of what is open.
STEPS = (0, 13, 90)
# The survey is asked for again after so long, once.
AGAIN = timedelta(days=14)


def remind_all():
    running = Introduction.objects.running().filter(starts_on__lte=today())
    people = ("unit", "person", "supervisor")
    for introduction in running.select_related(*people):
        with by_itself(introduction):
            _remind_of_steps(introduction)
    for introduction in _in_probation().select_related(*people):
        with by_itself(introduction):
            _remind_of_probation(introduction)
    asked = SurveyInvitation.objects.waiting()
    for invitation in asked.select_related("introduction__person"):
        with by_itself(invitation):
            _ask(invitation)


def _remind_of_steps(introduction):
    """The new employee, and the supervisor or else the manager."""
    since = (today() - introduction.starts_on).days
    step = [day for day in STEPS if day <= since][-1]
    latest = max(introduction.starts_on + timedelta(days=step), today())
    open_steps = IntroductionStep.objects.open().filter(introduction=introduction)
    if number := open_steps.filter(due_on__lte=latest).count():
        others = (
            [introduction.supervisor] if introduction.supervisor else _led(introduction)
        )
        for person in {introduction.person, *others}:
            _tell(
                person,
                "introduction_steps",
                introduction,
                about=f"introduction_steps:{introduction.pk}:{step}",
                number=number,
            )


def _in_probation():
    introductions = Introduction.objects.exclude(status=Introduction.Status.CANCELLED)
    return introductions.filter(
        probation_ends_on__gte=today(),
        probation_talk_on=None,
        starts_on__lte=today(),
    )


def _remind_of_probation(introduction):
    """The manager: half-way, and a month before the talk's last day."""
    if today() >= introduction.talk_by - timedelta(days=30):
        step = "end"
    elif today() >= introduction.probation_half_on:
        step = "half"
    else:
        return
    for person in _led(introduction):
        _tell(
            person,
            "introduction_probation",
            introduction,
            about=f"introduction_probation_{step}:{introduction.pk}:"
            f"{introduction.probation_ends_on}",
        )


def _ask(invitation):
    step = "again" if invitation.due_on + AGAIN <= today() else "first"
    introduction = invitation.introduction
    _tell(
        introduction.person,
        "introduction_survey",
        introduction,
        about=f"introduction_survey_{step}:{introduction.pk}",
        path=reverse("introductions:answer", args=[introduction.pk]),
    )


def _led(introduction):
    return responsible_for(introduction.unit, besides=[introduction.person_id])


def _tell(person, template, introduction, *, about, **more):
    if person.is_active:
        path = introduction.get_absolute_url()
        context = {"introduction": introduction, "path": path, **more}
        outbox.send(person, template, context, about=about)
