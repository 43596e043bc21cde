from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.questionnaires import Question
from surveys.models.scales import mean_of
from surveys.models.surveys import SurveyTheme, SurveyUnit


class Value(models.Model):
    """What a unit with all below it has answered about a theme or a question.

    Only what may be shown has a row: what small groups have answered, or what would give it
    away, is never worked out into one.
    """

    part = models.ForeignKey(SurveyUnit, models.CASCADE, related_name="values")
    theme = models.ForeignKey(
        SurveyTheme, models.CASCADE, related_name="values", null=True
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="values", null=True
    )
    # How many answers it is of.
    answers = models.PositiveIntegerField(_("answers"))
    index = models.DecimalField(_("index"), max_digits=4, decimal_places=1, null=True)
    # Of scales from 1 to 5 those who chose 4 or 5; of yes and no those who said yes.
    agreeing = models.DecimalField(
        _("per cent who agree"), max_digits=4, decimal_places=1, null=True
    )
    # Of a choice: how many chose each.
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(theme=None, question__isnull=False)
                | Q(theme__isnull=False, question=None),
                name="value_of_theme_or_question",
            ),
            models.CheckConstraint(
                condition=Q(index=None) | Q(index__range=(0, 100)),
                name="value_index_of_a_hundred",
            ),
            models.UniqueConstraint(
                fields=["part", "theme"],
                condition=Q(question=None),
                name="value_once_of_theme",
            ),
            models.UniqueConstraint(
                fields=["part", "question"],
                condition=Q(theme=None),
                name="value_once_of_question",
            ),
        ]

    def __str__(self):
        return f"{self.index}"

    @property
    def mean(self):
        return None if self.index is None else mean_of(self.index)

    @property
    def shares(self):
        """[(words, per cent)] of a choice, in the order in which one chose among them."""
        return [
            (words, 100 * self.counts.get(value, 0) / self.answers)
            for value, words in (self.question.options() if self.counts else [])
        ]
