"""Steps of introductions to show and to confirm, new employees, probations, the survey."""

from datetime import timedelta

from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
)
from django.utils.translation import gettext_lazy as _

from introductions.models import Introduction, IntroductionStep, SurveyInvitation
from introductions.models.introductions import TALK_BEFORE
from introductions.newcomers import led_newcomers
from sam.dates import today
from sam.start.columns import Rest, Todo, rows_of

# So long before their day they stand among the tasks.
AHEAD = timedelta(days=14)
TALK_AHEAD = timedelta(days=30)


def own_introduction(user):
    """What the new employee has to confirm, in one task."""
    return _with_steps(
        Introduction.objects.filter(person=user),
        Q(confirmed_on=None),
        "introduction_own",
        todo="confirm",
    )


def led_introductions(user):
    """What is to be shown by the supervisor; by the manager where there is none."""
    led = Introduction.objects.led_by(user).filter(supervisor=None).order_by()
    rows = Introduction.objects.filter(
        Q(supervisor=user) | Q(pk__in=led.values("pk"))
    ).exclude(person=user)
    shown = Q(shown_on=None, is_shown=True)
    return _with_steps(rows, shown, "introduction_led", todo="show")


def new_people(user):
    return rows_of(
        led_newcomers(user),
        "newcomer",
        todo="begin",
        what="title",
        due_on=F("employed_on"),
        by=["employed_on"],
    )


def probations(user):
    """Talks to hold before a probation ends."""
    talk_by = ExpressionWrapper(
        F("probation_ends_on") - TALK_BEFORE, output_field=DateField()
    )
    rows = Introduction.objects.led_by(user).filter(
        probation_talk_on=None,
        probation_ends_on__gte=today(),
        probation_ends_on__lte=today() + TALK_AHEAD + TALK_BEFORE,
    )
    return rows_of(
        rows.exclude(status=Introduction.Status.CANCELLED).exclude(person=user),
        "probation",
        todo="talk",
        what="template__name",
        due_on=talk_by,
        by=["probation_ends_on"],
    )


def surveys(user):
    asked = SurveyInvitation.objects.waiting().filter(introduction__person=user)
    return rows_of(
        asked,
        "introduction_survey",
        todo="answer",
        what="introduction__template__name",
        id="introduction",
        unit="introduction__unit__name",
        by=["due_on"],
    )


def _with_steps(introductions, waits, kind, *, todo):
    """Those with steps that wait, due soon or late; the first day of them decides."""
    steps = IntroductionStep.objects.open().filter(
        waits, introduction=OuterRef("pk"), due_on__lte=today() + AHEAD
    )
    first = steps.order_by().values("introduction").annotate(first=Min("due_on"))
    return rows_of(
        introductions.running().filter(Exists(steps)),
        kind,
        todo=todo,
        what="template__name",
        due_on=Subquery(first.values("first"), output_field=DateField()),
        by=["starts_on"],
    )


KINDS = [own_introduction, led_introductions, new_people, probations, surveys]
TODO = {
    ("introduction_own", "confirm"): Todo(
        _("Confirm what you have been shown: %(what)s"),
        "introductions:introduction",
        _("Steps of your introduction"),
    ),
    ("introduction_led", "show"): Todo(
        _("Show a new employee: %(what)s"),
        "introductions:introduction",
        _("Steps of an introduction"),
    ),
    ("newcomer", "begin"): Todo(
        _("Begin an introduction: %(what)s"),
        "introductions:begin",
        _("Begin an introduction"),
    ),
    ("probation", "talk"): Todo(
        _("Talk before the probation ends: %(what)s"),
        "introductions:introduction",
        _("Talk before a probation ends"),
    ),
    ("introduction_survey", "answer"): Todo(
        _("Say how your introduction was: %(what)s"), "introductions:answer"
    ),
}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS = {
    kind: Rest(words, "introductions:introduction_list")
    for kind, words in {
        "introduction_own": _("Your introductions"),
        "introduction_led": _("Introductions"),
        "newcomer": _("New employees without an introduction"),
        "probation": _("Probations"),
        "introduction_survey": _("Surveys about your introduction"),
    }.items()
}
