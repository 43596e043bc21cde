"""Surveys whose people have not all been asked (see operations.unfinished)."""

from functools import partial

from django.db.models import Exists, OuterRef

from surveys.models import AnswerLink, Recipient, Survey
from surveys.tasks import invite


def _invitations(before):
    linked = AnswerLink.objects.filter(recipient=OuterRef("pk"))
    waiting = Recipient.objects.filter(~Exists(linked), survey=OuterRef("pk"))
    opened = Survey.objects.filter(Exists(waiting), status=Survey.Status.OPEN)
    for survey in opened.filter(
        transitions__to_status="open", transitions__at__lt=before
    ):
        yield survey, partial(invite.delay, str(survey.pk))


UNFINISHED = [_invitations]
