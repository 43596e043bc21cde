import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attachments.models import Attachment
from incidents.models.incident import Incident, IncidentTransition
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition

Event = IncidentTransition.Event


class NoticeQuerySet(models.QuerySet):
    def outstanding(self):
        """Neither sent nor found not to be needed."""
        return self.filter(sent_at=None, waived_at=None)

    def unanswered(self):
        """Sent, and the authority has not been in touch."""
        return self.filter(sent_at__isnull=False, contacted_on=None)

    def unconfirmed(self):
        """Sent, and without the document that confirms it in writing."""
        return self.filter(sent_at__isnull=False, confirmation=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Notice(models.Model):
    """The duty to notify an authority of an incident, from the day that it arose.

    `rule` names the rule in `incidents/duties/`. It is never deleted: what turns out not
    to be needed is waived, with a reason and a name.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notices")
    rule = models.CharField(_("duty"), max_length=30)
    raised_at = models.DateTimeField(_("arose"), default=timezone.now)
    due_at = models.DateTimeField(_("at the latest"), null=True, blank=True)
    # Whether what is recorded asks for it now; it stays when that has changed.
    is_called_for = models.BooleanField(_("called for"), default=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("sent by"),
        related_name="+",
        null=True,
        blank=True,
    )
    reference = models.CharField(
        _("the authority's reference"), max_length=100, blank=True
    )
    receipt = models.ForeignKey(
        Attachment,
        models.PROTECT,
        verbose_name=_("receipt"),
        related_name="+",
        null=True,
        blank=True,
    )
    # What was said on the telephone, in writing.
    confirmation = models.ForeignKey(
        Attachment,
        models.PROTECT,
        verbose_name=_("written confirmation"),
        related_name="+",
        null=True,
        blank=True,
    )
    contacted_on = models.DateField(
        _("the authority got in touch"), null=True, blank=True
    )
    waived_at = models.DateTimeField(_("found not to be needed"), null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    waived_because = models.TextField(_("reason"), max_length=1_000, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        verbose_name = _("notice to an authority")
        verbose_name_plural = _("notices to authorities")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="notice_outstanding",
                condition=Q(sent_at=None, waived_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "rule"], name="notice_once_for_each_duty"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(sent_by__isnull=False),
                name="notice_sent_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(waived_at=None)
                | (Q(waived_by__isnull=False) & ~Q(waived_because="")),
                name="notice_waived_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.incident}: {self.rule}"

    @property
    def is_outstanding(self):
        return not self.sent_at and not self.waived_at

    @property
    def days_since_sent(self):
        return (today() - timezone.localdate(self.sent_at)).days

    @transaction.atomic
    def send(self, *, by, at, reference="", receipt=None):
        """Keep who told the authority, and when; also what had been found not needed."""
        self._change(
            {"sent_at": None},
            event=Event.NOTICE_SENT,
            by=by,
            note=reference,
            sent_by=by,
            sent_at=at,
            reference=reference,
            receipt=receipt,
        )

    @transaction.atomic
    def contacted(self, *, by, on):
        self._change(
            {"sent_at__isnull": False, "contacted_on": None},
            event=Event.NOTICE_ANSWERED,
            by=by,
            contacted_on=on,
        )

    @transaction.atomic
    def waive(self, *, by, reason):
        self._change(
            {"sent_at": None, "waived_at": None},
            event=Event.NOTICE_WAIVED,
            by=by,
            note=reason,
            waived_by=by,
            waived_at=timezone.now(),
            waived_because=reason,
        )

    @transaction.atomic
    def arise_again(self):
        """What was once found not to be needed is called for by what is recorded now."""
        self._change(
            {"sent_at": None, "waived_at__isnull": False},
            event=Event.NOTICE_AROSE_AGAIN,
            by=None,
            raised_at=timezone.now(),
            waived_at=None,
            waived_by=None,
            waived_because="",
        )

    def forget_confirmation(self):
        """It is to be written again; the former one stays in the log of the database."""
        Notice.objects.filter(pk=self.pk).update(confirmation=None)

    def _change(self, seen, *, event, by, note="", **changes):
        """Change the row once, however many people press the button, and log it."""
        if not Notice.objects.filter(pk=self.pk, **seen).update(**changes):
            raise InvalidTransition(MOVED_ON)
        self.incident.transitions.create(
            from_status=self.incident.status,
            to_status=self.incident.status,
            event=event,
            by=by,
            note=": ".join(filter(None, [self.rule.upper(), note])),
        )
        self.refresh_from_db()


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class DutySetting(models.Model):
    """What the municipality has confirmed or changed of a duty, from a date on."""

    rule = models.CharField(_("duty"), max_length=30)
    absence_days = models.PositiveSmallIntegerField(
        _("days of absence from which it must be notified")
    )
    days = models.PositiveSmallIntegerField(_("days to notify it"))
    valid_from = models.DateField(_("valid from"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("confirmed by"),
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now)

    class Meta:
        ordering = ["rule", "-valid_from"]
        verbose_name = _("setting of a duty")
        verbose_name_plural = _("settings of duties")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "valid_from"], name="duty_setting_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.rule}: {self.valid_from}"
