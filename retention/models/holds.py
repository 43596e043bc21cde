"""What may not be destroyed now, whatever the rules say; and who was warned."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from organisation.permissions import granted_units
from sam.keeping import kinds
from sam.workflow import MOVED_ON, InvalidTransition


class HoldQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(lifted_at=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Hold(models.Model):
    """Stops destruction until it is lifted: of a record, of a unit's time, or of a person.

    A hold on a unit holds for those below it, too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(_("kind of record"), max_length=40, blank=True)
    # Of the one record; see `RecordKind`.
    record_key = models.CharField(_("record"), max_length=64, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="+",
        null=True,
        blank=True,
    )
    first_on = models.DateField(_("from"), null=True, blank=True)
    last_on = models.DateField(_("to the end of"), null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="+",
        null=True,
        blank=True,
    )
    reason = models.TextField(_("why"), max_length=2_000)
    case_number = models.CharField(_("case number"), max_length=50, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    placed_at = models.DateTimeField(_("placed"), default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_because = models.TextField(_("why lifted"), max_length=2_000, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        indexes = [
            models.Index(
                fields=["kind", "record_key"],
                condition=Q(lifted_at=None),
                name="hold_on_record",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(record_key="") & ~Q(kind="") & Q(unit=None, person=None)
                | Q(record_key="", kind="", unit__isnull=False, person=None)
                | Q(record_key="", kind="", unit=None, person__isnull=False),
                name="hold_on_one_thing",
                violation_error_message=_(
                    "Choose one: a record, a unit with a period, or a person."
                ),
            ),
            models.CheckConstraint(
                condition=Q(first_on=None)
                | Q(last_on=None)
                | Q(last_on__gte=models.F("first_on")),
                name="hold_ends_after_it_begins",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False)
                & ~Q(lifted_because=""),
                name="hold_lifted_says_why",
            ),
        ]

    def __str__(self):
        if self.record_key:
            kind = kinds().get(self.kind)
            return str(kind.label) if kind else self.kind
        return str(self.unit or self.person)

    def get_absolute_url(self):
        return reverse("retention:hold_detail", args=[self.pk])

    @property
    def is_standing(self):
        return self.lifted_at is None

    def lift(self, *, by, because):
        rows = Hold.objects.standing().filter(pk=self.pk)
        lifted = {"lifted_at": timezone.now(), "lifted_because": because}
        if not rows.update(lifted_by=by, **lifted):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()


class WarningQuerySet(UnitBoundQuerySet):
    def owned_by(self, user):
        """By who leads the unit itself: that there is a record may say too much above."""
        led = granted_units(user, UnitPermission.HANDLE_YEAR).units
        return self.filter(unit__in=led)

    def told_by(self, day):
        return self.filter(told_on__lte=day)


class Warning(models.Model):
    """That the owner of a record was told that it is to be destroyed, and when."""

    kind = models.SlugField(max_length=40)
    record_key = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    closed_on = models.DateField(_("closed"))
    # The first day on which it may be destroyed.
    due_on = models.DateField(_("may be destroyed from"))
    told_on = models.DateField(_("told"))

    objects = WarningQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("warning")
        verbose_name_plural = _("warnings")
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_key"], name="warned_once")
        ]
        indexes = [models.Index(fields=["unit", "due_on"], name="warning_of_unit")]

    def __str__(self):
        return f"{self.kind} {self.due_on}"

    @property
    def of_kind(self):
        return kinds().get(self.kind)


class Thinned(models.Model):
    """That the texts of a record were destroyed and its figures stand."""

    kind = models.SlugField(max_length=40)
    record_key = models.CharField(max_length=64)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_key"], name="thinned_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.on}"
