"""What a body has done in a year, told to those above and to the organisations."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.models.bodies import Body, Membership
from meetings.models.items import AgendaItem
from organisation.models import UnitBoundQuerySet, UnitPermission
from sam.workflow import Stateful, Transition, Versioned


class StatementQuerySet(UnitBoundQuerySet):
    unit_path = "body__unit"

    def visible_to(self, user):
        """A draft is the body's own; what is approved is for whoever sees its year."""
        sits = models.Exists(
            Membership.objects.in_force().of(user, models.OuterRef("body"))
        )
        seen = self.reached_by(user, UnitPermission.VIEW_YEAR, or_own=Q(sits))
        return seen.filter(Q(status=YearlyStatement.Status.APPROVED) | Q(sits))

    def handled_by(self, user):
        leads = Membership.objects.in_force().leading()
        return self.filter(models.Exists(leads.of(user, models.OuterRef("body"))))


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class YearlyStatement(Versioned, Stateful):
    """A committee's yearly statement of its work (AML § 7-2, 6): filled from the records
    until it is approved, and then as it was."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")

    TRANSITIONS = {Status.DRAFT: {Status.APPROVED}, Status.APPROVED: set()}
    WRITTEN = ["assessment", "proposals", "goals_next", "remarks"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("body"), related_name="statements"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    assessment = models.TextField(
        _("how the work environment is, as the committee sees it"),
        max_length=20_000,
        blank=True,
    )
    proposals = models.TextField(
        _("what the committee proposes"), max_length=20_000, blank=True
    )
    goals_next = models.TextField(
        _("goals for the coming year"), max_length=10_000, blank=True
    )
    remarks = models.TextField(
        _("what a majority or a minority notes"), max_length=10_000, blank=True
    )
    # What the registers held when it was approved; see meetings.stating.
    records = models.JSONField(null=True, blank=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        verbose_name=_("case"),
        related_name="+",
        null=True,
        blank=True,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "pk"]
        verbose_name = _("yearly statement")
        verbose_name_plural = _("yearly statements")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year"],
                name="statement_one_a_year",
                violation_error_message=_("There is a statement of that year already."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft", approved_on=None)
                | Q(
                    status="approved", approved_on__isnull=False, records__isnull=False
                ),
                name="statement_approved_says_when",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="stays_as_approved",
                operation=pgtrigger.Delete | pgtrigger.Update,
                condition=pgtrigger.Q(old__status="approved"),
            )
        ]

    def __str__(self):
        return gettext("Statement of %(year)s, %(body)s") % {
            "year": self.year,
            "body": self.body,
        }

    def get_absolute_url(self):
        return reverse("meetings:statement_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @transaction.atomic
    def write(self, *, version, **what):
        self._change(version=version, **what)

    def approve(self, *, by, approved_on, records, item=None):
        self._move_to(
            self.Status.APPROVED,
            by=by,
            approved_on=approved_on,
            records=records,
            item=item,
            version=F("version") + 1,
        )


class StatementTransition(Transition):
    statement = models.ForeignKey(
        YearlyStatement, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        return YearlyStatement.Status(self.to_status).label


class StatementDelivery(models.Model):
    """To whom an approved statement was sent: the governing bodies and each organisation."""

    statement = models.ForeignKey(
        YearlyStatement, models.CASCADE, related_name="deliveries"
    )
    recipient = models.CharField(_("to whom"), max_length=200)
    sent_on = models.DateField(_("sent on"))
    # The number that the matter has there.
    case_number = models.CharField(_("case number"), max_length=50, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "recipient"],
                name="delivery_once",
                violation_error_message=_("That one has got it already."),
            )
        ]

    def __str__(self):
        return f"{self.recipient}, {self.sent_on}"
