import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attachments.models import Attachment
from incidents.models.incident import Incident


class NoticeQuerySet(models.QuerySet):
    def outstanding(self):
        """Neither sent nor found not to be needed."""
        return self.filter(sent_at=None, waived_at=None)

    def late(self):
        return self.outstanding().filter(due_at__lt=timezone.now())


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
