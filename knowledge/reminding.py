"""Reminders of certificates that run out: to the person and the manager, 90, 60 and 30
days before. Of a step that was missed by a night without a run the nearest is told."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from knowledge.models import Certificate, CertificateReminder
from mailing.composing import compose
from organisation.models import User
from organisation.reminding import tell_once_a_day
from organisation.roles import appointments_by_unit, responsible_for
from organisation.unsubscribing import unsubscribe_path
from sam.dates import today

Step = CertificateReminder.Step
# The longest e-mail that anybody reads.
MOST_LINES = 50


@transaction.atomic
def note_all():
    """Write down whom to tell of what; when repeated only what is new. Returns to whom."""
    among = appointments_by_unit()
    wanted = {
        (certificate.pk, step_of(certificate), certificate.last_on, person.pk)
        for certificate in _running_out()
        for person in _told_of(certificate, among)
        # They read it on their page.
        if person.reminders != User.Reminders.NEVER
    }
    CertificateReminder.objects.all().note(wanted)
    return CertificateReminder.objects.waiting().people_today()


def _running_out():
    rows = Certificate.objects.of_people_here().expiring(max(Step.values))
    return rows.filter(course__is_offered=True).select_related("person__unit")


def step_of(certificate):
    """The nearest that has begun."""
    days = (certificate.last_on - today()).days
    return min(step for step in Step.values if days <= step)


def _told_of(certificate, among):
    """The person, and the nearest manager who is somebody else."""
    person = certificate.person
    people = [person]
    if person.unit:
        people += responsible_for(person.unit, besides=[person.pk], among=among)[:1]
    return people


@transaction.atomic
def tell(recipient_pk):
    """Tell the person all that waits in one e-mail a day, or nothing; gives the message."""
    rows = CertificateReminder.objects.waiting().filter(recipient=recipient_pk)
    rows = rows.filter(certificate__in=_running_out().values("pk"))
    rows = rows.select_related(
        "recipient", "certificate__course", "certificate__person"
    )
    waiting = list(rows.select_for_update(of=["self"]))
    if not waiting:
        return None
    about = f"certificates:{today()}"
    return tell_once_a_day(
        waiting, about=about, compose=lambda: _compose(waiting, about)
    )


def _compose(waiting, about):
    """One line for each certificate, what runs out first first."""
    recipient = waiting[0].recipient
    certificates = {each.certificate.pk: each.certificate for each in waiting}
    rows = sorted(certificates.values(), key=lambda each: each.last_on)
    shown = rows[:MOST_LINES]
    context = {
        "number": len(rows),
        "mine": [each for each in shown if each.person_id == recipient.pk],
        "others": [each for each in shown if each.person_id != recipient.pk],
        "more": len(rows) - len(shown),
        "path": reverse("knowledge:my_courses"),
        "unsubscribe_path": unsubscribe_path(recipient),
    }
    return compose(recipient, "certificates_due", context, about=about)


def forget_old():
    """What was told of certificates that ran out a year ago is of no use."""
    since = today() - timedelta(days=365)
    CertificateReminder.objects.filter(for_day__lt=since).delete()
