"""Reminders of reports to submit: who is told what, from how the reports stand.

A week before the last day and the day after it whoever writes is told, a week after it
the level above. Nothing is bound to the very day, so that a night or a week without a run
loses none. On days on which nobody works none is told.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from mailing.composing import compose
from mailing.models import Message
from organisation.models import User
from organisation.reminding import tell_once_a_day
from organisation.unsubscribing import unsubscribe_path
from reports.models import Report, ReportReminder
from reports.writers import Writers
from sam.dates import today

Step = ReportReminder.Step
BEFORE, ABOVE_AFTER = timedelta(days=7), timedelta(days=7)
# The longest e-mail that anybody reads.
MOST_LINES = 50


# Who is to be told


@transaction.atomic
def note_all():
    """Write down what there is to tell; when repeated only what is new. Returns to whom."""
    wanted = _note(_due(), _steps)
    ReportReminder.objects.forget(wanted)
    return ReportReminder.objects.waiting().people_today()


def remind_now(reports):
    """Tell those who write the reports, without waiting for the night; how many were told.

    Whoever has got the day's e-mail gets no second one, and who wants none gets none.
    """
    with transaction.atomic():
        rows = _note(reports.with_places(), _late_now)
        told = Message.objects.filter(about=_about()).values_list(
            "recipient", flat=True
        )
        people = {recipient for *_row, recipient in rows} - set(told)
        anew = ReportReminder.objects.filter(recipient__in=people, step=Step.LATE)
        anew.filter(report__in=[report for report, *_row in rows]).update(told_on=None)
    return sum(tell(pk) is not None for pk in people)


def _due():
    """Reports of which somebody is to be told by now."""
    due = Report.objects.awaited().with_day().filter(day__lte=today() + BEFORE)
    return due.with_places()


def _steps(report, writers):
    """{step: people} that apply today."""
    if report.day >= today():
        return {Step.COMING: writers.of(report)}
    steps = {Step.LATE: writers.of(report)}
    if report.day + ABOVE_AFTER <= today():
        steps[Step.LATE_ABOVE] = writers.above(report)
    return steps


def _late_now(report, writers):
    return {Step.LATE: writers.of(report)}


def _note(reports, steps):
    """Note the steps of the reports; gives the rows (report, step, day, recipient)."""
    writers, reports = Writers(), list(reports)
    wanted = {
        (report.pk, step, report.day, person.pk)
        for report in reports
        for step, people in steps(report, writers).items()
        for person in people
        # They read it on their page.
        if person.reminders != User.Reminders.NEVER
    }
    reminders = ReportReminder.objects
    reminders.filter(report__in=[each.pk for each in reports]).note(wanted)
    return wanted


# Telling


@transaction.atomic
def tell(recipient_pk):
    """Tell the person all that waits in one e-mail a day, or nothing; gives the message."""
    awaited = Report.objects.awaited().values("pk")
    rows = ReportReminder.objects.waiting().filter(recipient=recipient_pk)
    needed = ["report__reporting_year__template", "report__committee", "report__unit"]
    rows = rows.filter(report__in=awaited).select_related("recipient", *needed)
    waiting = list(rows.select_for_update(of=["self"]))
    if not (lines := _lines(waiting)):
        return None
    return tell_once_a_day(waiting, about=_about(), compose=lambda: _compose(lines))


def _about():
    return f"reports:{today()}"


def _lines(waiting):
    """One for each report that is still to be submitted by that day, the oldest first."""
    by_step = sorted(waiting, key=lambda each: Step.values.index(each.step))
    of_report = {
        each.report_id: each for each in by_step if each.report.due_on == each.for_day
    }
    return sorted(of_report.values(), key=lambda each: each.for_day)


def _compose(lines):
    recipient = lines[0].recipient
    shown = lines[:MOST_LINES]
    context = {
        "number": len(lines),
        "late": [each for each in shown if each.step == Step.LATE],
        "late_below": [each for each in shown if each.step == Step.LATE_ABOVE],
        "coming": [each for each in shown if each.step == Step.COMING],
        "more": len(lines) - len(shown),
        "path": reverse("reports:list"),
        "unsubscribe_path": unsubscribe_path(recipient),
    }
    return compose(recipient, "reports_due", context, about=_about())
