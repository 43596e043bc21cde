"""What the annual wheel and the goals ask of a person."""

from collections.abc import Callable

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from actionplans.models import GoalAlert
from annualcycle.models import Activity, Occurrence
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.start.columns import Rest, Todo, rows_of

# Of what comes several times a year, which of them: “Talk (2/4)”.
_which = Case(
    When(activity__times=1, then=F("activity__title")),
    default=Concat(
        "activity__title",
        Value(" ("),
        Cast("number", TextField()),
        Value("/"),
        Cast("activity__times", TextField()),
        Value(")"),
        output_field=TextField(),
    ),
    output_field=TextField(),
)


def activities(user):
    """What has begun in one's own units."""
    return rows_of(
        Occurrence.objects.to_do_for(user),
        "activity",
        todo="do",
        what=_which,
        due_on="due_on",
        by=["due_on"],
    )


def late_below(user):
    """What is late in units directly below one's own: a task for each activity."""
    found = Activity.objects.none()
    if granted_units(user, UnitPermission.HANDLE_YEAR).units:
        found = Activity.objects.all()
    found = found.late_below(user)
    return rows_of(
        found,
        "late_below",
        todo="remind",
        what="title",
        number=F("late"),
        due_on="since",
        by=["since"],
    )


def alerts(user):
    """Goals of which measures are to be considered."""
    return rows_of(
        GoalAlert.objects.handled_by(user).open(),
        "goal_alert",
        todo="consider",
        what="goal__text",
        by=["raised_on"],
    )


KINDS: list[Callable] = [activities, late_below, alerts]
TODO: dict[tuple[str, str], Todo] = {
    ("activity", "do"): Todo(
        _("In the annual wheel: %(what)s"),
        "annualcycle:occurrence",
        _("An activity of the annual wheel"),
    ),
    ("late_below", "remind"): Todo(
        _("Late in units below you: %(what)s"), "annualcycle:activity_detail"
    ),
    ("goal_alert", "consider"): Todo(
        _("Consider measures: %(what)s"), "annualcycle:goal_alert"
    ),
}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS: dict[str, Rest] = {
    "activity": Rest(_("Activities of the year"), "annualcycle:wheel"),
    "late_below": Rest(_("Late in units below you"), "annualcycle:matrix?show=late"),
    "goal_alert": Rest(_("Goals"), "annualcycle:goal_list"),
}
