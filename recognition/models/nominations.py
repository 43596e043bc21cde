"""Who is nominated and why, and what the jury thinks of it."""

import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from recognition.models.awards import Award, JuryMember
from sam.workflow import MOVED_ON, InvalidTransition


class NominationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sent it, the jury and HR; that of the winner is for all who see the
        prize."""
        awards = Award.objects
        own = Q(nominated_by=user)
        judged = Q(award__in=awards.judged_by(user).order_by().values("pk"))
        managed = Q(award__in=awards.managed_by(user).order_by().values("pk"))
        seen = awards.visible_to(user).order_by().values("winner")
        return self.filter(own | judged | managed | Q(pk__in=seen.exclude(winner=None)))

    def standing(self):
        return self.filter(withdrawn_at=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Nomination(models.Model):
    """A unit, or a group in it that is named by what it does: not single persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.CASCADE, related_name="nominations")
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="nominations"
    )
    group = models.CharField(_("group in the unit"), max_length=200, blank=True)
    motivation = models.TextField(_("what they have done"), max_length=5_000)
    attitudes = models.TextField(_("the attitudes behind it"), max_length=5_000)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="nominations"
    )
    nominated_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["nominated_at", "pk"]
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.UniqueConstraint(
                fields=["award", "unit", "group", "nominated_by"],
                condition=Q(withdrawn_at=None),
                name="nomination_once_by_each",
                violation_error_message=_("You have nominated them already."),
            ),
        ]

    def __str__(self):
        return self.named

    def get_absolute_url(self):
        return reverse("recognition:nomination_detail", args=[self.pk])

    @property
    def named(self):
        return f"{self.group}, {self.unit}" if self.group else str(self.unit)

    @transaction.atomic
    def withdraw(self):
        """While nominations are open; afterwards the jury has it."""
        mine = Nomination.objects.standing().filter(
            pk=self.pk, award__status=Award.Status.NOMINATING
        )
        if not mine.update(withdrawn_at=timezone.now()):
            raise InvalidTransition(MOVED_ON)


class ScoreQuerySet(models.QuerySet):
    def seen_by(self, user, award):
        """One's own until all of the jury have judged; then those of all, for the jury
        and HR."""
        scores = self.filter(nomination__award=award)
        if award.is_scored and _follows(user, award):
            return scores
        return scores.filter(member__person=user)


def _follows(user, award):
    managed = granted_units(user, UnitPermission.MANAGE_YEAR)
    return managed.reaches(award.unit, UnitPermission.MANAGE_YEAR) or (
        award.jury.filter(person=user).exists()
    )


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Score(models.Model):
    """What one of the jury gives a nomination: from one point to five."""

    LEAST, MOST = 1, 5

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="scores")
    member = models.ForeignKey(JuryMember, models.CASCADE, related_name="scores")
    points = models.PositiveSmallIntegerField(_("points"))
    note = models.TextField(_("note"), max_length=2_000, blank=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        ordering = ["nomination", "pk"]
        verbose_name = _("score")
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "member"], name="score_once_by_each"
            ),
            models.CheckConstraint(
                condition=Q(points__range=(1, 5)), name="score_from_one_to_five"
            ),
        ]

    def __str__(self):
        return str(self.points)
