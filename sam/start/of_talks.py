"""What talks, early action and sick leave add to a person's tasks. No task names whom it is
about: the page does, to those who may read it."""

from collections.abc import Callable
from datetime import date

from django.db.models import Exists, F, OuterRef, Value
from django.utils.translation import gettext_lazy as _

from organisation.leading import people_led_by, units_led_by
from organisation.models import Unit
from sam.dates import today
from sam.start.columns import Rest, Todo, rows_of
from talks.milestones import BY_CODE
from talks.models import EarlyStep, EarlySupport, LeaveMilestone, Preparation, Talk

# From this month on it is late in the year.
LATE = 10


def talks_left(user):
    """A row for each unit in which employee talks are left to hold, late in the year."""
    year = today().year
    units = units_led_by(user) if today().month >= LATE else Unit.objects.none()
    held = Talk.objects.filter(
        employee=OuterRef("pk"), kind=Talk.Kind.EMPLOYEE, held_on__year=year
    )
    left = people_led_by(user).filter(~Exists(held)).order_by()
    return rows_of(
        units.filter(pk__in=left.values("unit")),
        "talks_left",
        todo="hold",
        what="name",
        unit="name",
        due_on=Value(date(year, 12, 31)),
        by=["name"],
    )


def own_talk(user):
    """The own preparation of a talk that is planned."""
    found = Preparation.objects.filter(employee=user, is_shared=False)
    return rows_of(
        found.filter(planned_on__gte=today()),
        "own_talk",
        todo="prepare",
        what=Value(""),
        due_on=F("planned_on"),
        by=["planned_on"],
    )


def early_steps(user):
    supports = EarlySupport.objects.led_by(user).open().order_by().values("pk")
    return rows_of(
        EarlyStep.objects.undone().filter(support__in=supports),
        "early_step",
        todo="take",
        what=Value(""),
        id="support",
        unit="support__unit__name",
        due_on=F("due_on"),
        by=["due_on"],
    )


def milestones(user):
    found = LeaveMilestone.objects.waiting()
    led = people_led_by(user).order_by().values("pk")
    return rows_of(
        found.filter(leave__employee__in=led),
        "milestone",
        todo=F("code"),
        what=Value(""),
        id="leave",
        unit="leave__unit__name",
        due_on=F("due_on"),
        by=["due_on"],
    )


KINDS: list[Callable] = [talks_left, own_talk, early_steps, milestones]
TODO: dict[tuple[str, str], Todo] = {
    ("talks_left", "hold"): Todo(
        _("Hold the employee talks that are left this year"),
        "talks:unit_talks",
        _("Employee talks to hold"),
    ),
    ("own_talk", "prepare"): Todo(
        _("Prepare your talk"), "talks:preparation", _("Prepare your talk")
    ),
    ("early_step", "take"): Todo(
        _("Take the next step of an early action"), "talks:early"
    ),
}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS: dict[str, Rest] = {
    "talks_left": Rest(_("Employee talks to hold"), "talks:talk_list"),
    "own_talk": Rest(_("Talks to prepare"), "talks:mine"),
    "early_step": Rest(_("Steps of early action"), "talks:early_list"),
    "milestone": Rest(_("Milestones of sick leave"), "talks:early_list"),
}
TODO |= {
    ("milestone", rule.code): Todo(rule.label, "talks:leave")
    for rule in BY_CODE.values()
}
