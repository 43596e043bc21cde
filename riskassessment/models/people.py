import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from riskassessment import signing
from riskassessment.models.changes import ChangeAssessment
from riskassessment.models.frozen import Frozen, FrozenWithRound
from riskassessment.models.rounds import InspectionRound


def _of_round_or_change(name):
    return models.CheckConstraint(
        condition=Q(round__isnull=False, change__isnull=True)
        | Q(round__isnull=True, change__isnull=False),
        name=name,
    )


class Participant(models.Model):
    """Who was asked to take part; invited but did not come is recorded too."""

    class Part(models.TextChoices):
        MANAGER = "manager", _("Manager")
        SAFETY_REPRESENTATIVE = "safety_representative", _("Safety representative")
        CHIEF_REPRESENTATIVE = (
            "chief_safety_representative",
            _("Chief safety representative"),
        )
        PUPILS_REPRESENTATIVE = "pupils_representative", _("Pupils' representative")
        EMPLOYEE = "employee", _("Employee")
        EXPERT = "expert", _("Expert, such as the occupational health service")
        PROPERTY_OWNER = "property_owner", _("Property owner")
        OTHER = "other", _("Other")

    round = models.ForeignKey(
        InspectionRound,
        models.CASCADE,
        related_name="participants",
        null=True,
        blank=True,
    )
    change = models.ForeignKey(
        ChangeAssessment,
        models.CASCADE,
        related_name="participants",
        null=True,
        blank=True,
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    # Of someone without an account.
    name = models.CharField(_("name"), max_length=150, blank=True)
    part = models.CharField(_("as"), max_length=30, choices=Part)
    invited_at = models.DateTimeField(auto_now_add=True)
    # Empty until it is known.
    was_present = models.BooleanField(_("was present"), null=True)

    class Meta:
        ordering = ["part", "person__name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"], name="participant_once"
            ),
            models.UniqueConstraint(
                fields=["change", "person"], name="participant_of_change_once"
            ),
            _of_round_or_change("participant_of_round_or_change"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="")
                | Q(person__isnull=True) & ~Q(name=""),
                name="participant_is_account_or_name",
            ),
        ]
        triggers = [FrozenWithRound(round="COALESCE(NEW.round_id, OLD.round_id)")]

    def __str__(self):
        return f"{self.person or self.name}, {self.get_part_display()}"

    @property
    def who(self):
        """The name as it is shown, whether there is an account or not."""
        return str(self.person or self.name)


class Signature(models.Model):
    """What was signed, by whom; the fingerprint is of the content as it was then."""

    round = models.ForeignKey(
        InspectionRound,
        models.PROTECT,
        related_name="signatures",
        null=True,
        blank=True,
    )
    change = models.ForeignKey(
        ChangeAssessment,
        models.PROTECT,
        related_name="signatures",
        null=True,
        blank=True,
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    agrees = models.BooleanField(_("agrees"), default=True)
    comment = models.TextField(_("comment"), max_length=5_000, blank=True)
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ["at"]
        constraints = [
            _of_round_or_change("signature_of_round_or_change"),
            # A round is frozen by its signature; a change may come to be signed anew.
            models.UniqueConstraint(fields=["round"], name="signature_of_round_once"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(comment=""),
                name="signature_against_says_why",
            ),
        ]
        triggers = [
            Frozen(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return self.fingerprint[:8]

    @property
    def is_intact(self):
        return signing.fingerprint(self.content) == self.fingerprint
