"""Each person's own link, by e-mail; and again to those who have not taken part."""

import secrets

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from mailing import outbox
from sam.dates import today
from surveys.models import AnswerLink, fingerprint

PORTION = 500


def invite(survey):
    """Mail those who have no link yet; safe to repeat."""
    links = AnswerLink.objects.filter(recipient=OuterRef("pk"))
    waiting = survey.recipients.filter(~Exists(links)).order_by("pk")
    _in_portions(survey, waiting, "survey_invitation", f"survey:{survey.pk}")


def remind(survey):
    """Mail those who have not taken part, once a day at the most."""
    about = f"survey_reminder:{survey.pk}:{today().isoformat()}"
    waiting = survey.recipients.filter(has_answered=False).order_by("pk")
    _in_portions(survey, waiting, "survey_reminder", about)


def _in_portions(survey, waiting, template, about):
    after = 0
    while people := _next(waiting, after):
        with transaction.atomic():
            _mail(survey, people, template, about)
        after = people[-1].pk


def _next(waiting, after):
    return list(waiting.filter(pk__gt=after).select_related("person")[:PORTION])


def _mail(survey, people, template, about):
    """The links are made together, so that each leads to somebody when it is read."""
    links = []
    for recipient in people:
        token = secrets.token_urlsafe(24)
        links.append(
            AnswerLink(
                survey=survey, recipient=recipient, token_hash=fingerprint(token)
            )
        )
        context = {"survey": survey, "path": reverse("answering:answer", args=[token])}
        outbox.send(recipient.person, template, context, about=about, urgent=True)
    AnswerLink.objects.bulk_create(links)
