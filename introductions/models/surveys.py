import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit
from sam.dates import today
from sam.workflow import InvalidTransition

# Under so many answers nothing of a unit is shown.
FEWEST = 5


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Asked, and not answered yet."""
        return self.filter(has_answered=False, due_on__lte=today())

    def follow(self, introduction):
        """When the first or last day has moved: asked another day, or not at all."""
        waiting = self.filter(introduction=introduction, has_answered=False)
        if day := introduction.day_of_survey:
            waiting.update(due_on=day)
        else:
            waiting.delete()


class SurveyInvitation(models.Model):
    """That a new employee is asked how the introduction was, and whether they answered.

    What was answered stands apart, without a person or a day: SurveyAnswer.
    """

    introduction = models.OneToOneField(
        "introductions.Introduction", models.CASCADE, related_name="invitation"
    )
    due_on = models.DateField(_("asked on"))
    has_answered = models.BooleanField(_("has answered"), default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to the survey")
        verbose_name_plural = _("invitations to the survey")

    def __str__(self):
        return str(self.pk)

    @transaction.atomic
    def answer(self, **said):
        """Keep the answers without a person; a person answers once."""
        waiting = SurveyInvitation.objects.filter(pk=self.pk, has_answered=False)
        if not waiting.update(has_answered=True):
            raise InvalidTransition(_("You have answered already. Thank you."))
        introduction = self.introduction
        SurveyAnswer.objects.create(
            unit=introduction.unit, year=self.due_on.year, **said
        )
        self.refresh_from_db()


class SurveyAnswer(models.Model):
    """What one new employee thinks, who nobody can say."""

    class Known(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    # By chance, so that no order tells who came when.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    # In which they were asked.
    year = models.PositiveSmallIntegerField()
    knew_plan = models.CharField(max_length=10, choices=Known)
    was_used = models.CharField(max_length=10, choices=Known)
    knows_risks = models.CharField(max_length=10, choices=Known)
    knew_whom_to_ask = models.CharField(max_length=10, choices=Known)
    rating = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer about the introduction")
        verbose_name_plural = _("answers about the introduction")
        indexes = [models.Index(fields=["year", "unit"], name="introanswer_by_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5),
                name="introanswer_rating_is_one_to_five",
            )
        ]

    def __str__(self):
        return str(self.pk)
