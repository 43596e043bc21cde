"""What a unit cannot solve is lifted to those who can, and comes back with an answer."""

import uuid
from enum import nonmember

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models.measures import Measure
from organisation.models import Committee, Unit, UnitBoundQuerySet
from sam.workflow import Stateful, Transition
from ui.text import shortened


class EscalationQuerySet(UnitBoundQuerySet):
    unit_path = "from_unit"

    def open(self):
        """Not yet answered, given back or taken back."""
        return self.filter(status__in=Escalation.Status.open_states)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Escalation(Stateful):
    """One step on the way up or across: from a unit to another, or to a committee.

    A step that is passed on is followed by the next of the same chain; the answer then
    comes back down through all of them. What is lifted stays open below meanwhile. A
    risk points here, many to many, as a source that is not known by name.
    """

    class Status(models.TextChoices):
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Received, being handled")
        PASSED_ON = "passed_on", _("Passed on")
        ANSWERED = "answered", _("Answered")
        RETURNED = "returned", _("Given back")
        WITHDRAWN = "withdrawn", _("Taken back")

        open_states = nonmember(("sent", "accepted", "passed_on"))
        # Those in which the receiver has it in hand.
        waiting_states = nonmember(("sent", "accepted"))

    class Lacks(models.TextChoices):
        MANDATE = "mandate", _("The right to decide")
        MONEY = "money", _("Money")
        TIME = "time", _("Time or staff")
        KNOWLEDGE = "knowledge", _("Knowledge")
        ELSEWHERE = "elsewhere", _("It belongs to somebody else")

    class Theme(models.TextChoices):
        EXHAUSTION = "exhaustion", _("Work-related exhaustion")
        VIOLENCE = "violence", _("Threats and violence")
        PREMISES = "premises", _("Premises and cleaning")
        MANAGERS = "managers", _("The managers\u2019 own work environment")
        TOOLS = "tools", _("IT systems and equipment")
        OTHER = "other", _("Other")

    class Decision(models.TextChoices):
        GRANTED = "granted", _("Yes, it will be done")
        PARTLY = "partly", _("Partly")
        REFUSED = "refused", _("No")

    TRANSITIONS = {
        Status.SENT: {
            Status.ACCEPTED,
            Status.PASSED_ON,
            Status.ANSWERED,
            Status.RETURNED,
            Status.WITHDRAWN,
        },
        Status.ACCEPTED: {
            Status.PASSED_ON,
            Status.ANSWERED,
            Status.RETURNED,
            Status.WITHDRAWN,
        },
        # By the answer, or the return, of the step that follows.
        Status.PASSED_ON: {Status.ACCEPTED, Status.ANSWERED},
        Status.ANSWERED: set(),
        Status.RETURNED: set(),
        Status.WITHDRAWN: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # All steps of one matter have the id of its first.
    chain = models.UUIDField(default=uuid.uuid4, editable=False)
    previous = models.OneToOneField(
        "self", models.PROTECT, related_name="+", null=True, blank=True
    )
    # Where the matter arose, and who sends this step.
    origin_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="escalations_risen"
    )
    from_unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("from"), related_name="escalations_sent"
    )
    to_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("to the unit"),
        related_name="escalations_received",
        null=True,
        blank=True,
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("to the committee"),
        related_name="escalations",
        null=True,
        blank=True,
    )
    measure = models.ForeignKey(
        Measure,
        models.PROTECT,
        verbose_name=_("measure"),
        related_name="escalations",
        null=True,
        blank=True,
    )
    matter = models.CharField(_("what it is about"), max_length=500)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme)
    lacks = models.CharField(_("what is lacking"), max_length=20, choices=Lacks)
    reason = models.TextField(
        _("why it cannot be solved where it is"), max_length=5_000
    )
    wanted = models.TextField(_("what is asked for"), max_length=5_000, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.SENT
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    sent_on = models.DateField(_("sent on"))
    decision = models.CharField(
        _("decision"), max_length=20, choices=Decision, blank=True
    )
    answer = models.TextField(_("answer"), max_length=10_000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    # Of a committee's meeting.
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=50, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-created_at", "pk"]
        verbose_name = _("lifted matter")
        verbose_name_plural = _("lifted matters")
        indexes = [
            models.Index(fields=["chain", "created_at"], name="escalation_chain"),
            models.Index(
                fields=["to_unit", "status", "sent_on"], name="escalation_received"
            ),
            models.Index(fields=["committee", "sent_on"], name="escalation_committee"),
            models.Index(fields=["-sent_on", "id"], name="escalation_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_unit__isnull=False, committee=None)
                | Q(to_unit=None, committee__isnull=False),
                name="escalation_to_one_receiver",
            ),
            # It never comes back to who sent it on, nor to where it arose.
            models.CheckConstraint(
                condition=Q(to_unit=None)
                | (
                    ~Q(to_unit=models.F("from_unit"))
                    & ~Q(to_unit=models.F("origin_unit"))
                ),
                name="escalation_not_to_itself",
                violation_error_message=_(
                    "It cannot be lifted to where it comes from."
                ),
            ),
            # Nor to a unit that has it in the chain already.
            models.UniqueConstraint(
                fields=["chain", "to_unit"],
                condition=~Q(status__in=["returned", "withdrawn"]),
                name="escalation_not_in_a_circle",
                violation_error_message=_("That unit has already had the matter."),
            ),
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(
                    previous=None, status__in=["sent", "accepted", "passed_on"]
                ),
                name="escalation_one_open_of_a_measure",
                violation_error_message=_("The measure is already lifted."),
            ),
            models.CheckConstraint(
                condition=~Q(status="answered")
                | (
                    Q(answered_on__isnull=False, answered_by__isnull=False)
                    & ~Q(answer="")
                    & ~Q(decision="")
                ),
                name="escalation_answered_says_what",
            ),
        ]

    def __str__(self):
        return shortened(self.matter, 120)

    def get_absolute_url(self):
        return reverse("escalations:detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status in self.Status.open_states

    @property
    def receiver(self):
        return self.to_unit or self.committee


class EscalationTransition(Transition):
    escalation = models.ForeignKey(
        Escalation, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        return Escalation.Status(self.to_status).label
