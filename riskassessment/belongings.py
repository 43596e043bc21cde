"""What a unit has in rounds and risks, for a reorganisation."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisation.belongings import Belonging, reassign
from riskassessment.models import (
    ChangeAssessment,
    InspectionRound,
    Risk,
    RoundSchedule,
)
from sam.workflow import InvalidTransition


def _move_risks(risks, *, to, by, reason):
    left = {}
    for risk in risks:
        try:
            risk.move(to=to, by=by, reason=reason)
        except InvalidTransition as error:
            left[risk] = str(error)
    return left


def _move_rounds(rounds, *, to, by, reason):
    """Where two units come together that both have the same round that comes back, the
    second stands alone."""
    there = set(
        InspectionRound.objects.filter(unit=to, schedule__isnull=False).values_list(
            "schedule", "due_on"
        )
    )
    for round in rounds:
        day = (round.schedule_id, round.due_on)
        alone = {"schedule": None, "due_on": None} if day in there else {}
        InspectionRound.objects.filter(pk=round.pk).update(unit=to, **alone)
        there.add(day)
    return {}


def _move_schedules(schedules, *, to, by, reason):
    """What comes back there already is ended where it was."""
    there = set(
        RoundSchedule.objects.in_force()
        .filter(unit=to)
        .values_list("checklist_code", "is_for_each_below")
    )
    left = {}
    for schedule in schedules:
        same = (schedule.checklist_code, schedule.is_for_each_below)
        if same in there:
            schedule.end()
            left[schedule] = gettext("It comes back there already, and is ended here.")
        else:
            reassign([schedule], to=to, by=by, reason=reason)
            there.add(same)
    return left


BELONGINGS = [
    Belonging(
        "schedules",
        _("Recurring rounds"),
        lambda: RoundSchedule.objects.in_force().select_related("unit"),
        _move_schedules,
        order=1,
    ),
    Belonging(
        "changes",
        _("Risk assessments before changes"),
        lambda: ChangeAssessment.objects.unfinished().select_related("unit"),
        reassign,
        order=1,
    ),
    Belonging(
        "rounds",
        _("Rounds that are planned or going on"),
        lambda: InspectionRound.objects.filter(
            status__in=["planned", "ongoing", "in_review"]
        ).select_related("unit"),
        _move_rounds,
        order=2,
    ),
    Belonging(
        "risks", _("Open risks"), lambda: Risk.objects.open(), _move_risks, order=3
    ),
]
