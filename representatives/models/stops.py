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

from organisation.models import Unit
from representatives.models.numbered import Numbered, NumberedQuerySet
from sam.workflow import Stateful, Transition


class StopQuerySet(NumberedQuerySet):
    def in_force(self):
        return self.filter(status=StopWork.Status.IN_FORCE)

    def lifted_by(self, user):
        """Representatives of the area, and who keeps for the employer what was decided."""
        area = self.in_area_of(user).values("pk")
        return self.filter(
            Q(pk__in=area) | Q(pk__in=self.handled_by(user).values("pk"))
        )

    def to_do_for(self, user):
        """In force: for who manages the unit, and for the representative who stopped it."""
        stops = self.in_force()
        return stops.at_hand_of(user) | stops.filter(representative=user)

    @transaction.atomic
    def register(self, *, by, form_key, **what):
        """(the stop, whether it is new): one form makes one, however often it is sent.

        With anything else in it, as after the back button, it is a stop of its own.
        """
        number = self.next_number()
        stop, is_new = self.get_or_create(
            representative=by, form_key=form_key, defaults={**what, **number}
        )
        if any(getattr(stop, name) != value for name, value in what.items()):
            return self.register(by=by, form_key=uuid.uuid4(), **what)
        return stop, is_new


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class StopWork(Numbered, Stateful):
    """That a safety representative stopped dangerous work (AML 6:7), until it is lifted."""

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        LIFTED = "lifted", _("Lifted")

    class Lifting(models.TextChoices):
        REMOVED = "removed", _("The danger is removed, the representative agrees")
        REPRESENTATIVE = "representative", _("The representative lifts it")
        AUTHORITY = "authority", _("The authority has decided")

    TRANSITIONS = {Status.IN_FORCE: {Status.LIFTED}, Status.LIFTED: set()}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="stops"
    )
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("safety representative"),
        related_name="stops",
    )
    # Sent along with the form, so that two taps on one button make one stop.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    scope = models.TextField(_("what work is stopped"), max_length=2_000)
    danger = models.TextField(_("the danger"), max_length=2_000)
    is_lone_work = models.BooleanField(_("lone work"), default=False)
    # Earlier than it is registered, also when both are now.
    stopped_at = models.DateTimeField(_("stopped since"), default=timezone.now)
    # Of the employer, before it was registered here.
    told = models.CharField(_("who was told"), max_length=200, blank=True)
    told_at = models.DateTimeField(_("when they were told"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered"), default=timezone.now)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.IN_FORCE
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifting = models.CharField(
        _("how it was lifted"), max_length=20, choices=Lifting, blank=True
    )
    lifted_because = models.TextField(_("reason"), max_length=2_000, blank=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        ordering = ["-stopped_at", "-pk"]
        verbose_name = _("stop of dangerous work")
        verbose_name_plural = _("stops of dangerous work")
        indexes = [
            models.Index(fields=["-stopped_at", "-id"], name="stop_newest"),
            models.Index(
                fields=["unit"], name="stop_in_force", condition=Q(status="in_force")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="stop_number"),
            models.UniqueConstraint(
                fields=["representative", "form_key"], name="stop_once_for_each_form"
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=False, number__isnull=False),
                name="stop_has_number",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__lte=F("registered_at")),
                name="stop_was_not_in_future",
                violation_error_message=_("The time has not come yet."),
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(told_at__lte=F("registered_at")),
                name="stop_told_was_not_in_future",
                violation_error_message=_("The time has not come yet."),
            ),
            models.CheckConstraint(
                condition=Q(status="in_force", lifted_at=None, lifting="")
                | Q(status="lifted", lifted_at__gte=F("stopped_at"))
                & ~Q(lifting="")
                & ~Q(lifted_because=""),
                name="stop_lifted_says_when_and_why",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="stays_as_registered",
                operation=pgtrigger.Delete
                | pgtrigger.UpdateOf(
                    *("unit_id", "representative_id", "year", "number", "scope"),
                    *("danger", "is_lone_work", "stopped_at", "told", "told_at"),
                    "registered_at",
                ),
            )
        ]

    def __str__(self):
        return gettext("Stop %(number)s, %(unit)s") % {
            "number": self.reference,
            "unit": self.unit,
        }

    def get_absolute_url(self):
        return reverse("representatives:stop_detail", args=[self.pk])

    @property
    def is_in_force(self):
        return self.status == self.Status.IN_FORCE

    @property
    def tone(self):
        return "danger" if self.is_in_force else "success"

    def lift(self, *, by, lifting, at, reason):
        self._move_to(
            self.Status.LIFTED,
            by=by,
            note=reason,
            lifted_at=at,
            lifting=lifting,
            lifted_because=reason,
        )


class StopTransition(Transition):
    stop = models.ForeignKey(StopWork, models.CASCADE, related_name="transitions")
