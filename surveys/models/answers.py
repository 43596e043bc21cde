"""What was answered: in rows with random ids, without times, and without order."""

import uuid

from django.db import models

from organisation.models import Unit
from surveys.models.questionnaires import Question
from surveys.models.surveys import Survey


class AnswerSheet(models.Model):
    """One person's answers by question; whose they are is known to nobody.

    No page shows one. Nothing here may tell when it was written: no time, no number that
    counts up. `surveys.mixing` changes also the order in which the rows lie.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sheets")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    # {id of the question: value}
    answers = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["survey", "unit"], name="sheet_of_unit")]

    def __str__(self):
        return ""


class FreeText(models.Model):
    """What somebody wrote in their own words: by itself, so that no other answer tells
    who wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="texts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    text = models.TextField(max_length=2_000)

    class Meta:
        indexes = [models.Index(fields=["survey", "unit"], name="text_of_unit")]

    def __str__(self):
        return self.text
