"""Reminders of measures by e-mail: who is told what, from how the measures stand.

Nothing is bound to the very day, so that a night or a week without a run loses none. On
days on which nobody works none is told; the next day on which people work tells all.
"""

from datetime import timedelta
from functools import cache
from itertools import islice

from django.db import transaction
from django.urls import reverse

from actionplans.models import Measure, Reminder
from mailing.composing import compose
from organisation.models import Unit, User
from organisation.reminding import tell_once_a_day
from organisation.roles import appointments_by_unit, level_above, responsible_for
from organisation.unsubscribing import unsubscribe_path
from sam.dates import today

Step = Reminder.Step
# After the measure's last day, lower steps first: a person is told only the highest.
_ABOUT_DATE = {
    Step.COMING: timedelta(days=-7),
    Step.LATE: timedelta(days=1),
    Step.LATE_MANAGER: timedelta(days=7),
    Step.LATE_ABOVE: timedelta(days=21),
}
# After the day on which its effect can be judged.
_ABOUT_EFFECT = {
    Step.EFFECT: timedelta(days=0),
    Step.EFFECT_MANAGER: timedelta(days=14),
}
_HEIGHT = {step: height for height, step in enumerate([*_ABOUT_DATE, *_ABOUT_EFFECT])}
# So many measures are worked on at a time.
_BATCH = 2_000
# The longest e-mail that anybody reads.
MOST_LINES = 50


# Who is to be told


def note_all():
    """Write down what there is to tell; when repeated only what is new. Returns to whom."""
    untold = Reminder.objects.untold()
    untold.exclude(pk__in=untold.standing().values("pk")).delete()
    leaders, rows = _leaders(), _reached().iterator(chunk_size=_BATCH)
    while batch := list(islice(rows, _BATCH)):
        _note(batch, leaders)
    # They read it on their page, and later on get no heap of what is long past.
    unwanted = untold.filter(recipient__reminders=User.Reminders.NEVER)
    unwanted.update(told_on=today())
    return Reminder.objects.untold().people_today()


def _reached():
    """Measures at whose first step somebody is told, or that are past it."""
    soon = today() - _ABOUT_DATE[Step.COMING]
    measures = Measure.objects.open().with_deadline().filter(due_on__lte=soon)
    return (measures | Measure.objects.effect_due()).values_list(
        "pk",
        "unit",
        "responsible",
        "responsible__is_active",
        "status",
        "due_on",
        "effect_due_on",
        named=True,
    )


def _leaders():
    """Tells of a unit's id who manages it and who above; all units are read at once."""
    units, among = Unit.objects.in_bulk(), appointments_by_unit()

    @cache
    def leaders(unit):
        managers = responsible_for(units[unit], among=among)
        theirs = [each.pk for each in managers]
        above = level_above(units[unit], theirs, among=among)
        return theirs, [each.pk for each in above]

    return leaders


def _note(measures, leaders):
    wanted = {
        (each.pk, step, for_day, recipient)
        for each in measures
        for recipient, (step, for_day) in _told(each, leaders).items()
    }
    noted = Reminder.objects.filter(measure__in=[each.pk for each in measures])
    _forget(noted.untold(), wanted)
    noted.note(wanted)


def _forget(untold, wanted):
    """What waits for who is no longer to be told of the measure, as a former manager."""
    told = {(measure, recipient) for measure, _step, _day, recipient in wanted}
    rows = untold.values_list("pk", "measure", "recipient")
    gone = [pk for pk, *row in rows if tuple(row) not in told]
    untold.filter(pk__in=gone).delete()


def _told(measure, leaders):
    """{recipient: (step, the measure's date)}, with each person's highest step."""
    managers, above = leaders(measure.unit)
    responsible = [measure.responsible] if measure.responsible__is_active else []
    whom = {
        Step.LATE_MANAGER: managers,
        Step.EFFECT_MANAGER: managers,
        Step.LATE_ABOVE: above,
    }
    is_done = measure.status == Measure.Status.DONE
    for_day = measure.effect_due_on if is_done else measure.due_on
    return {
        recipient: (step, for_day)
        for step, after in (_ABOUT_EFFECT if is_done else _ABOUT_DATE).items()
        if for_day + after <= today()
        for recipient in whom.get(step, responsible)
    }


# Telling


@transaction.atomic
def tell(recipient_pk):
    """Tell the person all that waits in one e-mail a day, or nothing; gives the message."""
    rows = Reminder.objects.untold().standing().filter(recipient=recipient_pk)
    rows = rows.exclude(recipient__reminders=User.Reminders.NEVER)
    measure = ["measure__unit", "measure__responsible", "recipient"]
    waiting = list(rows.select_related(*measure).select_for_update(of=["self"]))
    about = f"measures:{today()}"
    if not waiting:
        return None
    return tell_once_a_day(
        waiting, about=about, compose=lambda: _compose(waiting, about)
    )


def _compose(waiting, about):
    recipient = waiting[0].recipient
    lines = _lines(waiting)
    shown = lines[:MOST_LINES]
    context = {
        "number": len(lines),
        "late": [each for each in shown if _is_late(each)],
        "coming": [each for each in shown if each.step == Step.COMING],
        "effect": [each for each in shown if each.step in Step.about_effect],
        "more": len(lines) - len(shown),
        "path": reverse("actionplans:measure_list"),
        "unsubscribe_path": unsubscribe_path(recipient),
    }
    return compose(recipient, "measures_due", context, about=about)


def _lines(waiting):
    """One for each measure, as its highest step says it; what is late comes first."""
    by_step = sorted(waiting, key=lambda each: _HEIGHT[each.step])
    of_measure = {each.measure_id: each for each in by_step}
    return sorted(
        of_measure.values(),
        key=lambda each: (
            not _is_late(each),
            each.step in Step.about_effect,
            each.for_day,
        ),
    )


def _is_late(reminder):
    return reminder.step not in (Step.COMING, *Step.about_effect)
