"""A decision to destroy, what it covers, and how far it has come."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit
from sam.keeping import kinds
from sam.workflow import Stateful, Transition

# A hold that somebody placed in the very last moment, and whatever way the rows would go.
_REFUSE_WHAT_IS_HELD = """
    IF EXISTS (
        SELECT 1 FROM retention_hold AS hold
        WHERE hold.lifted_at IS NULL AND (
            (hold.record_key <> '' AND hold.kind = NEW.kind
                AND hold.record_key = ANY(NEW.keys))
            OR hold.person_id = ANY(NEW.persons)
            OR (hold.unit_id IS NOT NULL
                AND hold.unit_id = ANY(
                    SELECT unnest(unit.lineage) FROM organisation_unit AS unit
                    WHERE unit.id = NEW.unit_id)
                AND (hold.first_on IS NULL OR NEW.last_on >= hold.first_on)
                AND (hold.last_on IS NULL OR NEW.first_on <= hold.last_on))
        )
    ) THEN
        RAISE EXCEPTION 'It is under legal hold.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Run(Stateful):
    """One decision to destroy what is due (gallringsbeslut), and its carrying out."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Being carried out")
        RESTORABLE = "restorable", _("Destroyed, can be restored")
        FINISHED = "finished", _("Destroyed for good")
        CANCELLED = "cancelled", _("Called off")

    TRANSITIONS = {
        Status.PROPOSED: {Status.CONFIRMED, Status.CANCELLED},
        Status.CONFIRMED: {Status.RESTORABLE},
        # Back, when what failed is tried again.
        Status.RESTORABLE: {Status.CONFIRMED, Status.FINISHED},
        Status.FINISHED: set(),
        Status.CANCELLED: set(),
    }
    # Confirmed, and not over.
    GOES_ON = (Status.CONFIRMED, Status.RESTORABLE)
    TONES = {
        Status.PROPOSED: "warning",
        Status.CONFIRMED: "info",
        Status.RESTORABLE: "info",
        Status.FINISHED: "success",
        Status.CANCELLED: "neutral",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What was due on this day.
    on = models.DateField(_("what is due on"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PROPOSED
    )
    case_number = models.CharField(_("case number"), max_length=50, blank=True)
    note = models.TextField(_("note"), max_length=2_000, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    # Until the end of this day everything can be put back.
    restorable_until = models.DateField(_("can be restored until"), null=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("destruction")
        verbose_name_plural = _("destructions")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "cancelled"])
                | Q(confirmed_by__isnull=False),
                name="run_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["restorable", "finished"])
                | Q(restorable_until__isnull=False),
                name="run_says_until_when",
            ),
        ]

    def __str__(self):
        return _("Destruction of %(day)s") % {"day": self.on.isoformat()}

    def get_absolute_url(self):
        return reverse("retention:run_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]


class RunTransition(Transition):
    run = models.ForeignKey(Run, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        return Run.Status(self.to_status).label


class ItemQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=Item.Status.WAITING)

    def gone(self):
        """Out of the tables; what it was lies in its parcel."""
        return self.filter(status=Item.Status.GONE)

    def failed(self):
        """Left, and nobody tries it until somebody says so."""
        return self.filter(status=Item.Status.LEFT, why=Item.Why.FAILED)

    def in_trouble(self):
        """Failed, or waiting after a failure, in a run that is not over."""
        waiting = self.waiting().filter(attempts__gt=0)
        return (self.failed() | waiting).filter(run__status__in=Run.GOES_ON)


class Item(models.Model):
    """A record of a run, or some small ones of a unit together.

    As long as it waits or can be restored it knows which; afterwards only the log does,
    and says it to none but who asks for one by name.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waits")
        GONE = "gone", _("Destroyed, can be restored")
        FOR_GOOD = "for_good", _("Destroyed for good")
        RESTORED = "restored", _("Restored")
        LEFT = "left", _("Left as it is")

    class Why(models.TextChoices):
        NONE = "", ""
        NOT_DUE = "not_due", _("It is not due any more.")
        HELD = "held", _("It is under legal hold.")
        REFERRED_TO = "referred_to", _("Another record needs it.")
        FAILED = "failed", _("It could not be destroyed. The cause is in the log.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="items")
    rule = models.ForeignKey("retention.Rule", models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=40)
    keys = ArrayField(models.CharField(max_length=64), default=list)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    # Of the days that the records are about.
    first_on = models.DateField()
    last_on = models.DateField()
    records = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    why = models.CharField(max_length=20, choices=Why, blank=True)
    # Who else holds it fast: the model's label.
    held_by = models.CharField(max_length=100, blank=True)
    # How many times it could not be destroyed, and under which number the logs say why.
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    reference = models.CharField(max_length=20, blank=True, db_default="")
    # Whom it is about, while it can be restored: a hold on a person finds it.
    persons = ArrayField(models.UUIDField(), default=list)
    rows = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    # Opens the parcel; without it the parcel can be read by nobody.
    parcel_key = models.BinaryField(default=bytes)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "first_on", "pk"]
        verbose_name = _("record to destroy")
        verbose_name_plural = _("records to destroy")
        indexes = [models.Index(fields=["run", "status"], name="item_of_run")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="for_good")
                | Q(keys=[], persons=[], parcel_key=b""),
                name="item_for_good_tells_nothing",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="not_what_is_held",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.Q(new__status__in=["gone", "for_good"])
                & ~pgtrigger.Q(old__status="for_good"),
                func=_REFUSE_WHAT_IS_HELD,
            )
        ]

    def __str__(self):
        kind = self.of_kind
        return str(kind.label) if kind else self.kind

    @property
    def of_kind(self):
        return kinds().get(self.kind)

    @property
    def is_in_trouble(self):
        return bool(self.attempts) and self.status in (
            self.Status.WAITING,
            self.Status.LEFT,
        )


class Leftover(models.Model):
    """A file that is to leave the disk: found again when the process ended before it did."""

    name = models.CharField(max_length=300, primary_key=True)

    def __str__(self):
        return self.name
