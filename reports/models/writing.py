"""What people write in reports: texts, answers and cover reports."""

from zlib import crc32

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reports.models.templates import Question, Section, TableRow
from sam.workflow import Versioned


class Written(Versioned):
    """Words that say who wrote them last, and when."""

    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def write(self, *, by, version, **words):
        self._change(version=version, written_by=by, written_at=Now(), **words)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Narrative(Written):
    """The text of one section, or of one row of it, in one report; earlier texts stay in
    its history."""

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="narratives"
    )
    section = models.ForeignKey(Section, models.PROTECT, related_name="+")
    # Of tables that have a text in each row.
    row = models.ForeignKey(
        TableRow, models.PROTECT, related_name="+", null=True, blank=True
    )
    text = models.TextField(_("text"), max_length=200_000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section", "row"],
                name="narrative_one_per_place",
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"{self.report_id} {self.section}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Answer(models.Model):
    """One level's answer. Where levels below answer too: a departure from the proposal, or
    empty."""

    class Value(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    # Empty: not answered; above those who answer: as proposed.
    value = models.CharField(_("answer"), max_length=20, choices=Value, blank=True)
    # Of requirements, which are judged.
    score = models.PositiveSmallIntegerField(
        _("from 1 to 5"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    comment = models.TextField(_("comment"), max_length=2_000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "question"], name="answer_one_per_question"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(1, 5)),
                name="answer_score_from_1_to_5",
            ),
        ]

    def __str__(self):
        return f"{self.report_id} {self.question}: {self.value}"

    @property
    def said(self):
        return self.value, self.score, self.comment


class Answered:
    """The answers to a section's questions at one moment."""

    def __init__(self, answers):
        self.of = {answer.question_id: answer for answer in answers}

    def said_of(self, question):
        return self.of.get(question.pk, Answer()).said

    @property
    def stamp(self):
        """A number that is another one when something is answered otherwise; 0 as long
        as nothing is."""
        said = {pk: answer.said for pk, answer in self.of.items() if any(answer.said)}
        return crc32(repr(sorted(said.items())).encode()) if said else 0

    @property
    def written_by(self):
        """Who answered last."""
        answered = [each for each in self.of.values() if each.answered_at]
        last = max(answered, key=lambda each: each.answered_at, default=None)
        return last and last.answered_by


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CoverReport(Written):
    """What goes with the report to the committee: what it says in short, and what is
    proposed to be decided; earlier words stay in its history."""

    report = models.OneToOneField(
        "reports.Report", models.CASCADE, primary_key=True, related_name="cover"
    )
    summary = models.TextField(_("summary"), max_length=20_000, blank=True)
    proposal = models.TextField(
        _("proposal for a decision"), max_length=5_000, blank=True
    )
    # [{"body", "on", "paragraph"}]: who handles it, the day as ISO, and the minutes'
    # paragraph once it is decided.
    route = models.JSONField(_("decision route"), default=list)

    class Meta:
        verbose_name = _("cover report")
        verbose_name_plural = _("cover reports")

    def __str__(self):
        return str(self.report)
