"""The data protection officer asks who has read, and goes through each month."""

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.urls import reverse

from mailing import outbox
from organisation.models import Appointment, Role
from privacy.logs import LOGS
from privacy.models import Finding, MonthReviewed
from sam.dates import today, zone
from sam.workflow import MOVED_ON, InvalidTransition


@transaction.atomic
def ask(finding, *, by, question):
    finding.ask(by=by, question=question)
    path = reverse("privacy:asked", args=[finding.pk])
    _tell(finding.person, "reading_asked", path, finding)


@transaction.atomic
def reply(finding, *, by, answer):
    finding.answer_with(by=by, answer=answer)
    for officer in _officers():
        _tell(officer, "reading_answered", finding.get_absolute_url(), finding)


def choose(code, pk, *, by):
    """A finding of one row of a log that the officer asks about; the one there is already."""
    log = LOGS[code]
    row = log.rows().exclude(**{log.by: by}).get(pk=pk)
    at = getattr(row, log.at)
    finding, _is_new = Finding.objects.get_or_create(
        kind=Finding.Kind.CHOSEN,
        person=getattr(row, log.by),
        day=at.astimezone(zone()).date(),
        key=f"{code} {pk}"[:50],
        defaults={"first_at": at, "last_at": at, "reason": str(log.of(row))},
    )
    return finding


def last_month():
    return today().replace(day=1) - relativedelta(months=1)


def is_reviewed(month):
    return MonthReviewed.objects.filter(month=month).exists()


def review_month(month, *, by, note=""):
    try:
        with transaction.atomic():
            MonthReviewed.objects.create(month=month, by=by, note=note)
    except IntegrityError as error:
        raise InvalidTransition(MOVED_ON) from error


def _officers():
    found = Appointment.objects.in_force().filter(
        role=Role.DATA_PROTECTION_OFFICER, user__is_active=True
    )
    return {each.user for each in found.select_related("user")}


def _tell(person, template, path, finding):
    outbox.send(person, template, {"path": path}, about=f"{template} {finding.pk}")
