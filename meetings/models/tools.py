"""What a workplace talks with, and what it has agreed on."""

import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.bodies import lineage_of
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.dates import today
from sam.workflow import Versioned


class DialogToolQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(is_offered=True)

    def matching(self, text):
        """With every word that was typed in the name, the theme or the publisher."""
        fields = ["name", "theme", "publisher", "target_group"]
        for word in text.split():
            self = self.filter(
                Q(*((f"{each}__icontains", word) for each in fields), _connector=Q.OR)
            )
        return self


class DialogTool(models.Model):
    """Material for a dialogue at a workplace meeting, as Suntarbetsliv publishes it."""

    name = models.CharField(_("name"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200)
    url = models.URLField(_("web address"), max_length=500)
    theme = models.CharField(_("theme"), max_length=100)
    minutes = models.PositiveSmallIntegerField(_("minutes that it takes"))
    target_group = models.CharField(_("for whom"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="sv"
    )
    is_offered = models.BooleanField(_("offered"), default=True)

    objects = DialogToolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("dialogue tool")
        verbose_name_plural = _("dialogue tools")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "publisher", "language"],
                name="tool_once",
                violation_error_message=_("The library already has that tool."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 600)),
                name="tool_minutes",
                violation_error_message=_("Between 1 and 600 minutes."),
            ),
        ]

    def __str__(self):
        return self.name


class GroupAgreementQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """What a workplace has agreed on is read by all who work in it or below it."""
        own = Q(unit__in=lineage_of(user))
        return self.reached_by(user, UnitPermission.VIEW_YEAR, or_own=own)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_YEAR)

    def in_force(self):
        return self.filter(ended_on=None)

    def for_unit(self, unit):
        """What holds in the unit today, for its page."""
        return self.in_force().filter(unit=unit)

    def to_review(self):
        return self.in_force().filter(review_on__lte=today())


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class GroupAgreement(Versioned):
    """What those who work together have agreed to do, until they have gone through it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="group_agreements"
    )
    # Where it was agreed on, when that was one of the meetings here.
    meeting = models.ForeignKey(
        "Meeting",
        models.SET_NULL,
        related_name="agreements",
        null=True,
        blank=True,
    )
    theme = models.CharField(_("theme"), max_length=100, blank=True)
    text = models.TextField(_("what is agreed"), max_length=5_000)
    agreed_on = models.DateField(_("agreed on"))
    review_on = models.DateField(_("to be gone through on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    objects = GroupAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-agreed_on", "pk"]
        verbose_name = _("agreement of a workplace")
        verbose_name_plural = _("agreements of workplaces")
        indexes = [
            models.Index(
                fields=["review_on"],
                name="agreement_to_review",
                condition=Q(ended_on=None),
            ),
            models.Index(fields=["-agreed_on", "id"], name="agreement_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__gt=F("agreed_on")),
                name="agreement_reviewed_after_it_was_made",
                violation_error_message=_(
                    "It is to be gone through after the day on which it was agreed."
                ),
            )
        ]

    def __str__(self):
        return self.theme or str(_("What we have agreed"))

    def get_absolute_url(self):
        return reverse("meetings:agreement_detail", args=[self.pk])

    @property
    def is_due(self):
        return self.ended_on is None and self.review_on <= today()

    @transaction.atomic
    def change(self, *, version, **what):
        self._change(version=version, **what)

    @transaction.atomic
    def end(self, *, version):
        self._change(version=version, ended_on=today())
