"""Lifting what a unit cannot solve to those who can, and telling those whom it concerns."""

from datetime import timedelta

from django.db import transaction

from actionplans import escalation_mail
from actionplans.models import Escalation
from sam.dates import today
from sam.nightly import by_itself

# How long a receiver may leave it untouched before it is asked for, week after week.
PATIENCE = timedelta(days=14)


@transaction.atomic
def lift(*, by, **what):
    """Send the matter of a measure or a risk on its way; see EscalationQuerySet.lift."""
    step = Escalation.objects.lift(by=by, **what)
    escalation_mail.tell_receivers("escalation_sent", step, besides=by)
    return step


@transaction.atomic
def accept(step, *, by):
    step.accept(by=by)
    escalation_mail.tell_senders("escalation_accepted", step, besides=by)


@transaction.atomic
def reply(step, *, by, **answer):
    """Answer it all the way down to where it arose."""
    step.reply(by=by, **answer)
    answered = step.steps().with_places().filter(status=Escalation.Status.ANSWERED)
    for each in answered.select_related("sent_by"):
        escalation_mail.tell_senders("escalation_answered", each, besides=by)


@transaction.atomic
def give_back(step, *, by, reason):
    step.give_back(by=by, reason=reason)
    escalation_mail.tell_senders("escalation_returned", step, besides=by)


@transaction.atomic
def pass_on(step, *, by, **where):
    """Send it further; those who receive it are told, and those from whom it came."""
    following = step.pass_on(by=by, **where)
    escalation_mail.tell_receivers("escalation_sent", following, besides=by)
    escalation_mail.tell_senders("escalation_passed_on", step, besides=by)
    return following


@transaction.atomic
def withdraw(step, *, by, reason):
    step.withdraw(by=by, reason=reason)
    escalation_mail.tell_receivers("escalation_withdrawn", step, besides=by)


def remind_of_untouched():
    """Ask for what nobody has received: once for each week, however many nights it runs."""
    waiting = Escalation.objects.untouched(since=today() - PATIENCE)
    for step in waiting.with_places():
        week = (today() - step.sent_on - PATIENCE).days // 7
        about = f"escalation_waiting:{step.pk}:{week}"
        with by_itself(step):
            escalation_mail.tell_receivers("escalation_waiting", step, about=about)
