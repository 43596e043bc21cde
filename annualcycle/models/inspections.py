import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, OwnsPlan
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.dates import today
from sam.workflow import InvalidTransition, Stateful, Transition, Versioned


class InspectionQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_ROUNDS)

    def handled_by(self, user):
        """Who leads the unit, and HR."""
        either = UnitPermission.HANDLE_ROUNDS, UnitPermission.MANAGE_ROUNDS
        return self.reached_by_either(user, *either)

    def open(self):
        return self.filter(status=AuthorityInspection.Status.OPEN)

    def overdue(self):
        """Open, and the day has passed by which the demands were to be met."""
        return self.open().filter(due_on__lt=today())

    def during(self, period):
        """Carried out in the period."""
        return self.filter(held_on__gte=period.lower, held_on__lt=period.upper)

    def concerning(self, period):
        """Carried out in the period, or earlier and not closed before it began."""
        return self.filter(held_on__lt=period.upper).filter(
            Q(held_on__gte=period.lower)
            | Q(closed_on=None)
            | Q(closed_on__gte=period.lower)
        )

    @transaction.atomic
    def register(self, *, by, **what):
        inspection = self.create(registered_by=by, **what)
        inspection.log(by=by)
        return inspection


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class AuthorityInspection(OwnsPlan, Stateful, Versioned):
    """That the work environment authority has inspected a unit, what it demands and
    whether it has closed the case."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed by the authority")

    TRANSITIONS = {Status.OPEN: {Status.CLOSED}, Status.CLOSED: {Status.OPEN}}
    # What its name reads beyond itself, for those who list what owns an action plan.
    TITLE_NEEDS = ("unit",)
    WRITTEN = ["held_on", "subject", "case_number", "demands", "due_on", "note"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="authority_inspections",
    )
    held_on = models.DateField(_("day of the inspection"))
    subject = models.CharField(_("what it was about"), max_length=500)
    case_number = models.CharField(
        _("the authority's case number"), max_length=50, blank=True
    )
    demands = models.TextField(_("demands"), max_length=10_000, blank=True)
    due_on = models.DateField(_("to be met by"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=5_000, blank=True)
    # The day on which the authority said that it was done with the case.
    closed_on = models.DateField(_("closed by the authority"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.OPEN
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(_("registered"), auto_now_add=True)
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("inspection by the authority")
        verbose_name_plural = _("inspections by the authority")
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="inspection_newest"),
            models.Index(fields=["unit", "-held_on"], name="inspection_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_on=None)
                | Q(status="closed", closed_on__isnull=False),
                name="inspection_closed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("held_on")),
                name="inspection_closed_after_it_was",
                violation_error_message=_(
                    "It cannot be closed before it was carried out."
                ),
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("held_on")),
                name="inspection_met_after_it_was",
                violation_error_message=_(
                    "The demands cannot be met before the inspection."
                ),
            ),
        ]

    def __str__(self):
        return gettext("Inspection %(day)s, %(unit)s") % {
            "day": self.held_on.isoformat(),
            "unit": self.unit,
        }

    def get_absolute_url(self):
        return reverse("annualcycle:inspection_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def takes_measures(self):
        return self.is_open

    @property
    def is_overdue(self):
        return self.is_open and self.due_on is not None and self.due_on < today()

    @property
    def phase(self):
        """The status in words, and that the day for the demands has passed."""
        return gettext("Late") if self.is_overdue else self.get_status_display()

    @property
    def tone(self):
        if self.is_overdue:
            return "danger"
        return "warning" if self.is_open else "success"

    @transaction.atomic
    def change(self, *, by, version, **what):
        """Write it anew; the log says what was changed, the history what it was."""
        names = [name for name, value in what.items() if getattr(self, name) != value]
        self._change(version=version, **what)
        if names:
            self.log(by=by, note=self._named(names))

    @transaction.atomic
    def close(self, *, by, closed_on, note=""):
        current = AuthorityInspection.objects.select_for_update().get(pk=self.pk)
        if closed_on < current.held_on:
            raise InvalidTransition(_("It cannot be closed before it was carried out."))
        self._turn(self.Status.CLOSED, by=by, note=note, closed_on=closed_on)

    def reopen(self, *, by, note=""):
        self._turn(self.Status.OPEN, by=by, note=note, closed_on=None)

    def _turn(self, status, **what):
        """Whoever writes it anew meanwhile is told."""
        self._move_to(status, version=F("version") + 1, **what)

    def log(self, *, by, note=""):
        """Something else than a move: that it was registered, or written anew."""
        self.transitions.create(
            from_status=self.status, to_status=self.status, by=by, note=note
        )

    def _named(self, names):
        labels = [str(self._meta.get_field(name).verbose_name) for name in names]
        return capfirst(", ".join(labels))


class InspectionTransition(Transition):
    inspection = models.ForeignKey(
        AuthorityInspection, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        """What was done; what names nothing that was changed is the registration."""
        if self.from_status == self.to_status:
            return _("Changed") if self.note else _("Registered")
        Status = AuthorityInspection.Status
        return (
            _("Closed by the authority")
            if self.to_status == Status.CLOSED
            else _("Opened again")
        )
