"""What a unit cannot solve is lifted to those who can, and comes back with an answer."""

import uuid
from enum import nonmember

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models.measures import Measure
from organisation.models import (
    Committee,
    IsAnyOf,
    Unit,
    UnitBoundQuerySet,
    UnitPermission,
)
from organisation.permissions import granted_units, holds_everywhere
from organisation.roles import nearest_managed
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition
from ui.text import shortened

IN_A_CIRCLE = _("It has been there already. Choose another receiver.")


def committees_recorded_by(user):
    """Those for which the person writes down what they decide: they have no accounts.

    Whoever answers for all that answers to the committee, and HR.
    """
    committees = Committee.objects.all()
    if holds_everywhere(user, UnitPermission.EDIT_REPORTS):
        return committees
    heading, writing = (
        committees.all_of_whose_units_permit(user, permission)
        for permission in [UnitPermission.HANDLE_MEASURES, UnitPermission.EDIT_REPORTS]
    )
    return committees.filter(
        Q(pk__in=heading.values("pk")) | Q(pk__in=writing.values("pk"))
    )


class EscalationQuerySet(UnitBoundQuerySet):
    unit_path = "from_unit"

    def visible_to(self, user):
        """Where it arose, where this step comes from and where it goes."""
        granted = granted_units(user, UnitPermission.VIEW_MEASURES)
        if granted.everywhere:
            return self.all()
        paths = ["origin_unit", "from_unit", "to_unit"]
        reached = [Q(IsAnyOf(path, granted.reach)) for path in paths]
        recorded = Q(committee__in=committees_recorded_by(user).values("pk"))
        return self.filter(reached[0] | reached[1] | reached[2] | recorded)

    def handled_by(self, user):
        """Those that the person may receive and answer, for a unit or a committee."""
        recorded = Q(committee__in=committees_recorded_by(user).values("pk"))
        granted = granted_units(user, UnitPermission.HANDLE_MEASURES)
        if granted.everywhere:
            return self.filter(recorded | Q(to_unit__isnull=False))
        unclaimed = Q(pk__in=self.model.objects.unclaimed_for(user).values("pk"))
        reached = Q(IsAnyOf("to_unit", granted.reach))
        return self.filter(recorded | reached | unclaimed)

    def sent_by_units_of(self, user):
        """Those that the person is to act on when they come back."""
        return self.reached_by(user, UnitPermission.HANDLE_MEASURES)

    def taken_back_by(self, user):
        """Those of a sender who is not the receiver as well, as one above both would be."""
        granted = granted_units(user, UnitPermission.HANDLE_MEASURES)
        to_committee = Q(to_unit=None)
        sent = self.sent_by_units_of(user)
        if granted.everywhere:
            return sent.filter(to_committee)
        return sent.filter(to_committee | ~Q(IsAnyOf("to_unit", granted.reach)))

    def received_by(self, user):
        """Those that lie with the person's own units, not with all below, or a committee."""
        own = _own_units(user)
        waiting = self.model.objects.answered_for_by(user, "to_unit")
        unclaimed = self.model.objects.unclaimed_for(user)
        committees = committees_recorded_by(user)
        if not granted_units(user, UnitPermission.EDIT_REPORTS).units:
            # Whoever stands above several committees leaves them to their own heads.
            committees = committees.filter(units__in=own)
        return self.filter(
            Q(pk__in=waiting.values("pk"))
            | Q(pk__in=unclaimed.values("pk"))
            | Q(committee__in=committees.values("pk"))
        )

    def sent_from(self, user):
        """Those from the person's own units."""
        return self.answered_for_by(user, "from_unit")

    def answered_for_by(self, user, path):
        """Whose unit at the path is the person's own; what is closed, or has no manager,
        falls to the nearest above."""
        own = _own_units(user)
        is_own = Q(**{f"{path}__in": own}) | Q(answering__in=own)
        return self.alias(answering=nearest_managed(path)).filter(is_own)

    def unclaimed_for(self, user):
        """Those to units that nobody answers for up to the top: HR sees to them."""
        granted = granted_units(user, UnitPermission.EDIT_REPORTS)
        if not granted.units:
            return self.none()
        rows = self.filter(to_unit__isnull=False)
        rows = rows.alias(answering=nearest_managed("to_unit")).filter(answering=None)
        if granted.everywhere:
            return rows
        return rows.filter(IsAnyOf("to_unit", granted.reach))

    def to_do_for(self, user):
        """Those to receive or answer, and those whose answer waits for what one does now."""
        waiting = self.waiting().received_by(user)
        back = self.to_act_on().sent_from(user)
        return self.filter(Q(pk__in=waiting.values("pk")) | Q(pk__in=back.values("pk")))

    def open(self):
        """Not yet answered, given back or taken back."""
        return self.filter(status__in=Escalation.Status.open_states)

    def waiting(self):
        """Those that their receiver has in hand."""
        return self.filter(status__in=Escalation.Status.waiting_states)

    def untouched(self, *, since):
        """Sent on that day or earlier, and not yet received."""
        return self.filter(status=Escalation.Status.SENT, sent_on__lte=since)

    def first_steps(self):
        """One of each matter: the step with which it left where it arose."""
        return self.filter(previous=None)

    def to_act_on(self):
        """Back where they arose, which has not yet said what it does now."""
        noted = EscalationTransition.objects.filter(
            escalation=OuterRef("pk"), from_status=models.F("to_status")
        )
        back = self.first_steps().filter(status__in=Escalation.Status.back_states)
        return back.exclude(Exists(noted))

    def with_places(self):
        return self.select_related("origin_unit", "from_unit", "to_unit", "committee")

    def can_lift(self, source):
        """Whether the measure or risk is still open and not lifted already."""
        is_open = type(source).objects.open().filter(pk=source.pk).exists()
        return is_open and not source.escalations.first_steps().open().exists()

    def years(self):
        """Those in which something was sent, the latest first."""
        days = self.order_by().values_list("sent_on__year", flat=True).distinct()
        return sorted(days, reverse=True)

    @transaction.atomic
    def lift(self, *, by, from_unit, measure=None, risk=None, sent_on=None, **what):
        """The first step of a matter; a risk is known only by its `escalations`.

        Raises InvalidTransition for what is over, or lifted already.
        """
        for source in filter(None, [measure, risk]):
            _hold_open(source)
        step = Escalation(
            origin_unit=from_unit,
            from_unit=from_unit,
            measure=measure,
            sent_by=by,
            sent_on=sent_on or today(),
            **what,
        )
        step.chain = step.pk
        step.put_in()
        if risk:
            risk.escalations.add(step)
        # To lift it anew is to act on what came back.
        for back in (risk or measure).escalations.to_act_on():
            back.note(by=by, note=f"→ {step.receiver}")
        return step


def _own_units(user):
    return granted_units(user, UnitPermission.HANDLE_MEASURES).units


def _hold_open(source):
    """Keep others from ending or lifting the measure or risk until the transaction ends."""
    rows = type(source)._base_manager.select_for_update(of=["self"], no_key=True)
    if not Escalation.objects.can_lift(rows.get(pk=source.pk)):
        raise InvalidTransition(_("It is already lifted, or it is over."))


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Escalation(Stateful):
    """One step on the way up or across: from a unit to another, or to a committee.

    A step that is passed on is followed by the next of the same chain; the answer then
    comes back down through all of them. What is lifted stays open below meanwhile. A
    risk points here, many to many, as a source that is not known by name.
    """

    class Status(models.TextChoices):
        SENT = "sent", _("Sent, not yet received")
        ACCEPTED = "accepted", _("Received, being handled")
        PASSED_ON = "passed_on", _("Passed on")
        ANSWERED = "answered", _("Answered")
        RETURNED = "returned", _("Given back")
        WITHDRAWN = "withdrawn", _("Taken back")

        open_states = nonmember(("sent", "accepted", "passed_on"))
        # Those in which the receiver has it in hand.
        waiting_states = nonmember(("sent", "accepted"))
        # Those in which it is for the sender to go on.
        back_states = nonmember(("answered", "returned"))

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
        MANAGERS = "managers", _("The managers' own work environment")
        TOOLS = "tools", _("IT systems and equipment")
        OTHER = "other", _("Another theme")

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
    TONES = {
        Status.SENT: "warning",
        Status.ACCEPTED: "info",
        Status.PASSED_ON: "info",
        Status.ANSWERED: "success",
        Status.RETURNED: "danger",
        Status.WITHDRAWN: "neutral",
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
    def tone(self):
        is_refused = self.decision == self.Decision.REFUSED
        return "danger" if is_refused else self.TONES[self.status]

    @property
    def receiver(self):
        return self.to_unit or self.committee

    @property
    def holder(self):
        """The unit that goes on with it: a committee's matters lie with who sent them."""
        return self.to_unit or self.from_unit

    def steps(self):
        """All steps of the matter, from where it arose."""
        return Escalation.objects.filter(chain=self.chain).order_by("created_at", "pk")

    def subjects(self):
        """The measure and the risks that it is about; risks point here, unnamed."""
        pointing = (
            each
            for relation in self._meta.related_objects
            if relation.many_to_many
            for each in getattr(self, relation.get_accessor_name()).all()
        )
        return [*filter(None, [self.measure]), *pointing]

    def put_in(self):
        """Save the new step; InvalidTransition says why it cannot be sent there."""
        if self.measure and self.to_unit:
            self._keep_from_concerned()
        try:
            self.validate_constraints()
            with transaction.atomic():
                self.save(force_insert=True)
        except ValidationError as error:
            raise InvalidTransition(" ".join(error.messages)) from error
        except IntegrityError as error:
            # Somebody else was first.
            raise InvalidTransition(MOVED_ON) from error

    def _keep_from_concerned(self):
        """What came of a case is not told in a unit where one whom it concerns reads."""
        if not self.measure.plan.may_move_to(self.to_unit):
            raise InvalidTransition(
                _(
                    "Somebody whom the case concerns would read it there. Choose another."
                )
            )

    def accept(self, *, by):
        self._move_from_hand(self.Status.ACCEPTED, by=by)

    @transaction.atomic
    def reply(
        self,
        *,
        by,
        decision,
        answer,
        answered_on=None,
        paragraph="",
        registry_number="",
    ):
        """Answer it, and with it each step that it has come through."""
        answered = {
            "decision": decision,
            "answer": answer,
            "answered_on": answered_on or today(),
            "answered_by": by,
            "paragraph": paragraph,
            "registry_number": registry_number,
        }
        passed_on = self._hold_steps_before()
        self._move_from_hand(self.Status.ANSWERED, by=by, note=answer, **answered)
        for step in passed_on:
            step._move_to(self.Status.ANSWERED, by=by, note=answer, **answered)

    def give_back(self, *, by, reason):
        """The receiver will not have it; the one before has it again."""
        self._end(self.Status.RETURNED, by=by, reason=reason)

    def withdraw(self, *, by, reason):
        """The sender takes it back, and has it again."""
        self._end(self.Status.WITHDRAWN, by=by, reason=reason)

    @transaction.atomic
    def pass_on(
        self, *, by, reason, to_unit=None, committee=None, wanted="", sent_on=None
    ):
        """Send it further, up or across; gives the new step of the same matter."""
        self._hold_steps_before()
        last = self.steps().last()
        if committee and self._has_been_with(committee):
            raise InvalidTransition(IN_A_CIRCLE)
        self._move_from_hand(self.Status.PASSED_ON, by=by, note=reason)
        step = Escalation(
            chain=self.chain,
            # Also after a step that was given back: so each has one that follows.
            previous=last,
            origin_unit=self.origin_unit,
            from_unit=self.holder,
            to_unit=to_unit,
            committee=committee,
            measure=self.measure,
            matter=self.matter,
            theme=self.theme,
            lacks=self.lacks,
            reason=reason,
            wanted=wanted or self.wanted,
            sent_by=by,
            sent_on=sent_on or today(),
        )
        step.put_in()
        for relation in self._meta.related_objects:
            if relation.many_to_many:
                name = relation.get_accessor_name()
                getattr(step, name).set(getattr(self, name).all())
        return step

    @transaction.atomic
    def note(self, *, by, note):
        """Say what the sender does now that it is back; the status stays."""
        rows = Escalation.objects.select_for_update(of=["self"], no_key=True)
        if not rows.to_act_on().filter(pk=self.pk).exists():
            raise InvalidTransition(MOVED_ON)
        self.transitions.create(
            from_status=self.status, to_status=self.status, by=by, note=note
        )

    @transaction.atomic
    def _end(self, status, *, by, reason):
        passed_on = self._hold_steps_before()
        self._move_from_hand(status, by=by, note=reason)
        if passed_on:
            passed_on[0]._move_to(self.Status.ACCEPTED, by=by, note=reason)

    def _move_from_hand(self, status, **how):
        """What is passed on moves only with the step that follows it."""
        if self.status not in self.Status.waiting_states:
            raise InvalidTransition(MOVED_ON)
        self._move_to(status, **how)

    def _hold_steps_before(self):
        """Those that were passed on, the latest first; nobody moves any step meanwhile."""
        steps = self.steps().reverse().select_for_update(of=["self"], no_key=True)
        return [each for each in steps if each.status == self.Status.PASSED_ON]

    def _has_been_with(self, committee):
        ended = [self.Status.RETURNED, self.Status.WITHDRAWN]
        with_it = self.steps().filter(committee=committee)
        return with_it.exclude(status__in=ended).exists()


class EscalationTransition(Transition):
    escalation = models.ForeignKey(
        Escalation, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        """What was done. A move to where it was says what the sender does with the answer."""
        if self.from_status == self.to_status:
            return _("Acted on where it arose")
        if self.from_status == Escalation.Status.PASSED_ON and (
            self.to_status == Escalation.Status.ACCEPTED
        ):
            return _("Came back")
        return Escalation.Status(self.to_status).label
