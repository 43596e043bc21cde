"""Changes the order in which answers lie, so that nobody who reads the tables themselves
can lay them beside those who have answered.

A database keeps with each row in which transaction it was written, and writes one row
after the other. Once a night, and when a survey is closed, the rows are written anew: all
in one transaction, in an order that is drawn.
"""

from random import SystemRandom

from django.db import transaction
from django.db.models import F

from surveys.models import AnswerSheet, FreeText, Survey

BATCH = 2_000


def mix_open():
    for survey in Survey.objects.open():
        mix(survey)


@transaction.atomic
def mix(survey):
    """While it is done nobody answers: they wait for the survey's row."""
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    for model in (AnswerSheet, FreeText):
        rows = list(model.objects.filter(survey=survey))
        SystemRandom().shuffle(rows)
        model.objects.filter(survey=survey).delete()
        model.objects.bulk_create(rows, batch_size=BATCH)
    survey.recipients.update(has_answered=F("has_answered"))
    survey.parts.update(answered_by_code=F("answered_by_code"))
