"""Reminders of what is to be done in the year: who is told what, from how it stands.

So many days before the last one as the activity says, and the day after it, whoever does
it is told; a week after it the level above. Nothing is bound to the very day, so that a
night or a week without a run loses none. Each e-mail has all of a person.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import DateField, ExpressionWrapper, F, Q
from django.urls import reverse

from annualcycle.models import ActivityReminder, Occurrence
from mailing.composing import compose
from organisation.models import Role, User
from organisation.reminding import tell_once_a_day
from organisation.roles import appointments_by_unit, level_above, responsible_for
from organisation.unsubscribing import unsubscribe_path
from sam.dates import today

Step = ActivityReminder.Step
ABOVE_AFTER = timedelta(days=7)
# What is so old has been told often enough: it stands in the matrix.
OLDEST = timedelta(days=180)
# The longest e-mail that anybody reads.
MOST_LINES = 30


@transaction.atomic
def note_all():
    """Write down what there is to tell; when repeated only what is new. Returns to whom."""
    among = appointments_by_unit()
    due = list(_due())
    wanted = {
        (occurrence.pk, step, occurrence.due_on, person.pk)
        for occurrence in due
        for step, people in _steps(occurrence, among)
        for person in people
        # They read it on their page.
        if person.reminders != User.Reminders.NEVER
    }
    reminders = ActivityReminder.objects
    reminders.filter(occurrence__in=[each.pk for each in due]).note(wanted)
    reminders.forget(wanted)
    return reminders.waiting().people_today()


def _due():
    """Open ones of which somebody is to be told by now."""
    begins = ExpressionWrapper(
        F("due_on") - F("activity__remind_days"), output_field=DateField()
    )
    rows = Occurrence.objects.open().annotate(told_from=begins)
    rows = rows.filter(told_from__lte=today(), due_on__gte=today() - OLDEST)
    return rows.select_related("activity", "unit")


def _steps(occurrence, among):
    people = _doing(occurrence, among)
    if occurrence.due_on >= today():
        return [(Step.COMING, people)]
    steps = [(Step.LATE, people)]
    if occurrence.due_on + ABOVE_AFTER <= today():
        above = level_above(occurrence.unit, [each.pk for each in people], among=among)
        steps.append((Step.LATE_ABOVE, above))
    return steps


def _doing(occurrence, among):
    """Those who answer for it in the unit by the role that the activity names."""
    role = occurrence.activity.role
    if role in (Role.MANAGER, Role.HEAD):
        return responsible_for(occurrence.unit, among=among)
    for pk in reversed(occurrence.unit.lineage):
        holders = [each.user for each in among.get(pk, []) if each.role == role]
        if holders:
            return holders
    return []


# Telling


@transaction.atomic
def tell(recipient_pk):
    """Tell the person all that waits in one e-mail a day, or nothing; gives the message."""
    rows = ActivityReminder.objects.waiting().filter(
        Q(occurrence__in=Occurrence.objects.open()), recipient=recipient_pk
    )
    rows = rows.select_related(
        "recipient", "occurrence__activity", "occurrence__unit"
    ).order_by("for_day", "pk")
    waiting = list(rows.select_for_update(of=["self"]))
    if not waiting:
        return None
    about = f"activities:{today()}"
    return tell_once_a_day(
        waiting, about=about, compose=lambda: _compose(waiting, about)
    )


def _compose(waiting, about):
    recipient = waiting[0].recipient
    shown = waiting[:MOST_LINES]
    context = {
        "number": len(waiting),
        "late": [each for each in shown if each.step == Step.LATE],
        "late_below": [each for each in shown if each.step == Step.LATE_ABOVE],
        "coming": [each for each in shown if each.step == Step.COMING],
        "more": len(waiting) - len(shown),
        "path": reverse("annualcycle:wheel"),
        "unsubscribe_path": unsubscribe_path(recipient),
    }
    return compose(recipient, "activities_due", context, about=about)
