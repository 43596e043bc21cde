from django.db import models
from django.utils.translation import gettext_lazy as _


class ChecklistQuerySet(models.QuerySet):
    def offered(self):
        """The newest version of each checklist that is still in use."""
        return self.filter(is_offered=True)


class Checklist(models.Model):
    """One version of a checklist; a round keeps the version that it was made with.

    Rows come from `riskassessment/checklists/`; `manage.py load_checklists` writes them. A
    version is never changed: a new one is added beside it.
    """

    code = models.SlugField(_("code"))
    version = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=200)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    is_offered = models.BooleanField(_("offered"), default=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="checklist_version_once"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(is_offered=True),
                name="checklist_one_version_offered",
            ),
        ]

    def __str__(self):
        return self.name


class Section(models.Model):
    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)

    # The questions with their answers in one round, given by `InspectionRound.sections`.
    asked = ()

    class Meta:
        ordering = ["checklist", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "order"], name="section_order_once"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def unanswered(self):
        """Of the questions that `InspectionRound.sections` gave answers to."""
        return [question for question in self.asked if not question.is_answered]

    @property
    def answered(self):
        return len(self.asked) - len(self.unanswered)


class Question(models.Model):
    """Put so that yes means all is well and no means a risk to look into."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=500)
    help_text = models.TextField(_("help"), blank=True)

    # The answer in one round, given by `InspectionRound.sections`.
    answer = None

    class Meta:
        ordering = ["section", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "order"], name="question_order_once"
            )
        ]

    def __str__(self):
        return self.text

    @property
    def is_answered(self):
        return bool(self.answer and self.answer.value)

    @property
    def is_unassessed(self):
        """The answer is no, and nobody has said what the risk is."""
        return bool(self.answer and self.answer.is_no and not self.standing_risk)

    @property
    def standing_risk(self):
        return self.answer and self.answer.standing_risk
