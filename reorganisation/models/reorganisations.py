"""A reorganisation from the first draft until it is carried out, and what it moved."""

import uuid
from datetime import timedelta
from enum import nonmember

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.belongings import belonging
from organisation.models import Committee, Level, Placement, Unit
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition


class ReorganisationQuerySet(models.QuerySet):
    def search(self, text):
        """Those with every word in their title or in the name of a unit of theirs."""
        for word in text.split():
            parts = Part.objects.filter(
                Q(name__icontains=word) | Q(unit__name__icontains=word)
            )
            named = Q(pk__in=parts.values("step__reorganisation"))
            self = self.filter(Q(title__icontains=word) | named)
        return self

    def due(self):
        """Decided, and their day has come."""
        return self.filter(status="decided", on__lte=today())

    def concerning(self, unit):
        """Those to come in which the unit has a part."""
        parts = Part.objects.filter(unit=unit).values("step__reorganisation")
        return self.filter(pk__in=parts, status__in=["draft", "decided"])

    @transaction.atomic
    def plan(self, *, by, **what):
        reorganisation = self.create(created_by=by, **what)
        reorganisation.log(by=by)
        return reorganisation


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Reorganisation(Stateful):
    """What changes in the organisation from a day on, in steps that are done together."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        DECIDED = "decided", _("Decided")
        CARRIED_OUT = "carried_out", _("Carried out")
        CANCELLED = "cancelled", _("Cancelled")
        UNDONE = "undone", _("Undone")

        ahead = nonmember(("draft", "decided"))

    TRANSITIONS = {
        Status.DRAFT: {Status.DECIDED, Status.CANCELLED},
        Status.DECIDED: {Status.DRAFT, Status.CARRIED_OUT},
        Status.CARRIED_OUT: {Status.UNDONE},
        Status.CANCELLED: {Status.DRAFT},
        Status.UNDONE: set(),
    }
    TONES = {
        Status.DRAFT: "neutral",
        Status.DECIDED: "info",
        Status.CARRIED_OUT: "success",
        Status.CANCELLED: "neutral",
        Status.UNDONE: "warning",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("what changes"), max_length=200)
    # The first day on which it is so.
    on = models.DateField(_("from which day"))
    reason = models.TextField(_("decision or reason"), max_length=2_000, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    carried_out_at = models.DateTimeField(_("carried out"), null=True, blank=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        indexes = [
            models.Index(fields=["-on", "-id"], name="reorganisation_newest"),
            models.Index(
                fields=["on"],
                name="reorganisation_due",
                condition=Q(status="decided"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["carried_out", "undone"], carried_out_at__isnull=False
                )
                | Q(status__in=["draft", "decided", "cancelled"], carried_out_at=None),
                name="reorganisation_carried_out_says_when",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reorganisation:detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_carried_out(self):
        return self.status == self.Status.CARRIED_OUT

    @property
    def is_due(self):
        return self.on <= today()

    @property
    def why(self):
        """What is noted with each thing that moves."""
        return f"{self.title}: {self.reason}"[:500] if self.reason else self.title

    def all_steps(self):
        """With all that one reads of them."""
        # What a unit was called until then, whatever it is called since.
        before = Placement.objects.on(self.on - timedelta(days=1))
        called = before.filter(unit=models.OuterRef("unit")).values("name")
        parts = Part.objects.select_related("unit", "manager").order_by("order", "pk")
        parts = parts.annotate(called=models.Subquery(called))
        steps = self.steps.select_related("parent", "committee", "parent_part__unit")
        choices = Choice.objects.select_related("receiver__unit")
        return list(
            steps.prefetch_related(
                models.Prefetch("parts", parts), models.Prefetch("choices", choices)
            )
        )

    def log(self, *, by, note=""):
        self.transitions.create(
            from_status=self.status, to_status=self.status, by=by, note=note
        )

    def hold(self, *statuses):
        """Keep others from changing it until the transaction ends."""
        rows = Reorganisation.objects.select_for_update()
        self.refresh_from_db(from_queryset=rows)
        if self.status not in statuses:
            raise InvalidTransition(MOVED_ON)

    @transaction.atomic
    def change(self, *, by, **what):
        """Say anew what it is called, when and why; only of a draft."""
        self.hold(self.Status.DRAFT)
        for name, value in what.items():
            setattr(self, name, value)
        self.save(update_fields=list(what))
        self.log(by=by, note=str(_("Title, day or reason changed")))

    def return_to_draft(self, *, by, note=""):
        self._move_to(self.Status.DRAFT, by=by, note=note)

    def cancel(self, *, by, note=""):
        self._move_to(self.Status.CANCELLED, by=by, note=note)

    def note_decided(self, *, by, note=""):
        self._move_to(self.Status.DECIDED, by=by, note=note)

    def note_carried_out(self, *, by):
        self._move_to(self.Status.CARRIED_OUT, by=by, carried_out_at=timezone.now())

    def note_undone(self, *, by, note=""):
        self._move_to(self.Status.UNDONE, by=by, note=note)


class ReorganisationTransition(Transition):
    reorganisation = models.ForeignKey(
        Reorganisation, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        if self.from_status != self.to_status:
            return Reorganisation.Status(self.to_status).label
        return _("Changed") if self.note else _("Begun")


class Step(models.Model):
    """One change of the reorganisation; its parts say which units."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Merge units")
        SPLIT = "split", _("Split a unit")
        MOVE = "move", _("Move a unit")
        RENAME = "rename", _("Give a unit another name")
        FOUND = "found", _("New unit")
        CLOSE = "close", _("Close a unit")
        COMMITTEE = "committee", _("Another committee")

    reorganisation = models.ForeignKey(
        Reorganisation, models.CASCADE, related_name="steps"
    )
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # Where the unit is moved, or what is new hangs.
    parent = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("part of"),
        related_name="+",
        null=True,
        blank=True,
    )
    # The same where that unit is founded by a step before this.
    parent_part = models.ForeignKey(
        "Part", models.PROTECT, related_name="+", null=True, blank=True
    )
    # Empty of a change of committee: it follows the unit above again.
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("committee"),
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def parent_pk(self):
        return self.parent_part.unit_pk if self.parent_part else self.parent_id

    @property
    def sources(self):
        return [part for part in self.parts.all() if not part.is_receiver]

    @property
    def receivers(self):
        return [part for part in self.parts.all() if part.is_receiver]

    @property
    def divides(self):
        """Whether one has to choose what goes where."""
        return len(self.receivers) > 1


class Part(models.Model):
    """A unit that a step begins with, or one that it leads to; the first of those takes
    what nobody chooses another for."""

    # That of a new unit, too, so that one can speak of it before it is founded.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(Step, models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField(default=0)
    is_receiver = models.BooleanField(default=False)
    # None of a new unit until it is founded.
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True
    )
    # Of a new unit, or the new name of one that is there.
    name = models.CharField(_("name"), max_length=200, blank=True)
    code = models.CharField(_("code"), max_length=50, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    # Who is appointed from that day.
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("manager"),
        related_name="+",
        null=True,
        blank=True,
    )
    is_new = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | (Q(is_new=True) & ~Q(name="")),
                name="part_is_a_unit_or_a_new_one",
            ),
        ]

    def __str__(self):
        if self.is_new:
            return self.name
        return getattr(self, "called", None) or str(self.unit)

    @property
    def unit_pk(self):
        return self.unit_id or self.pk


class Choice(models.Model):
    """Where a split lets things go that do not go to the first of the receivers."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="choices")
    # As organisation.belongings has it.
    kind = models.CharField(max_length=30)
    # The key of one row; of all of the kind when empty.
    row = models.CharField(max_length=40, blank=True)
    receiver = models.ForeignKey(Part, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "kind", "row"], name="choice_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.row}"


class Moved(models.Model):
    """One thing that a reorganisation moved or ended, so that it can be told and undone."""

    reorganisation = models.ForeignKey(
        Reorganisation, models.CASCADE, related_name="moved"
    )
    # As organisation.belongings has it, or one of OWN_KINDS.
    kind = models.CharField(max_length=30)
    row = models.CharField(max_length=40)
    from_unit = models.UUIDField(null=True)
    to_unit = models.UUIDField(null=True)
    # What stood before: the day on which an appointment was to end, what was said of a unit.
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    # Why it stayed where it was.
    could_not = models.CharField(max_length=500, blank=True)

    UNIT, SUCCESSOR = "unit", "successor"
    ENDED, APPOINTED = "ended", "appointed"
    OWN_KINDS = (UNIT, SUCCESSOR, ENDED, APPOINTED)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["reorganisation", "kind"], name="moved_of_kind")
        ]

    def __str__(self):
        return f"{self.kind} {self.row}"

    @property
    def label(self):
        """What of a room it is, in the plural."""
        found = belonging(self.kind)
        return found.label if found else self.kind
