import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, OwnsPlan
from governing.models.documents import GoverningDocument
from governing.models.versions import DocumentVersion
from meetings.models import Meeting
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.dates import today
from sam.workflow import InvalidTransition, Stateful, Transition


class AcknowledgementQuerySet(models.QuerySet):
    def lacking(self, people):
        """Of the people: those who have not confirmed any of these versions."""
        return people.filter(~Exists(self.filter(person=OuterRef("pk"))))


class Acknowledgement(models.Model):
    """That a person says to have read and understood a version."""

    document_version = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="acknowledgements"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    confirmed_on = models.DateField(_("confirmed on"), default=today)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["-confirmed_on", "pk"]
        verbose_name = _("confirmation of having read")
        verbose_name_plural = _("confirmations of having read")
        constraints = [
            models.UniqueConstraint(
                fields=["document_version", "person"], name="acknowledgement_once"
            )
        ]

    def __str__(self):
        return str(self.pk)


class GoneThroughQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """Those who see the unit's year, and all who work in the unit."""
        own = Q(unit=user.unit_id) if user.unit_id else Q()
        return self.reached_by(user, UnitPermission.VIEW_YEAR, or_own=own)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_YEAR)

    def standing(self):
        return self.filter(status=GoneThrough.Status.REGISTERED)

    def in_year(self, year):
        return self.standing().filter(held_on__year=year)

    @transaction.atomic
    def register(
        self, *, by, document_version, unit, measure=None, no_measure_reason="", **what
    ):
        """What the group did, with the measure it agreed on or why it needs none.

        `measure`: what `ActionPlan.add_measure` takes. Raises InvalidTransition when
        neither is said, and when the document does not hold for the unit.
        """
        if not measure and not no_measure_reason:
            raise InvalidTransition(
                _("Say at least one measure that you agreed on, or why none is needed.")
            )
        if not document_version.document.holds_for(unit):
            raise InvalidTransition(_("The document does not hold for the unit."))
        plan = ActionPlan.objects.create(unit=unit) if measure else None
        gone = self.create(
            document_version=document_version,
            unit=unit,
            registered_by=by,
            action_plan=plan,
            no_measure_reason=no_measure_reason,
            **what,
        )
        if measure:
            plan.add_measure(by=by, **measure)
        gone.log(by=by)
        return gone


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
)
class GoneThrough(OwnsPlan, Stateful):
    """That a workplace has gone through a document together, and what it agreed on.

    It answers for the year in which it was held: a newer version asks again only in the
    next year's round.
    """

    class Status(models.TextChoices):
        REGISTERED = "registered", _("Gone through")
        WITHDRAWN = "withdrawn", _("Registered by mistake")

    TRANSITIONS = {
        Status.REGISTERED: {Status.WITHDRAWN},
        Status.WITHDRAWN: set(),
    }
    TITLE_NEEDS = ("unit", "document_version__document")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document_version = models.ForeignKey(
        DocumentVersion,
        models.PROTECT,
        verbose_name=_("version"),
        related_name="gone_through",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="gone_through"
    )
    held_on = models.DateField(_("day of the meeting"))
    # Where the workplace keeps its meetings in the program.
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("meeting"),
        related_name="gone_through",
        null=True,
        blank=True,
    )
    present_count = models.PositiveSmallIntegerField(_("how many were present"))
    taken_part = models.TextField(_("who took part"), max_length=2_000, blank=True)
    note = models.TextField(_("note"), max_length=2_000, blank=True)
    no_measure_reason = models.TextField(
        _("why no measure is needed"), max_length=1_000, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.REGISTERED
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(_("registered"), auto_now_add=True)
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )

    objects = GoneThroughQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("document gone through")
        verbose_name_plural = _("documents gone through")
        indexes = [
            models.Index(
                fields=["unit", "-held_on"],
                condition=Q(status="registered"),
                name="gone_through_by_unit",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(no_measure_reason="") | Q(action_plan__isnull=False),
                name="gone_through_agrees_or_says_why_not",
                violation_error_message=_(
                    "Say at least one measure that you agreed on, or why none is needed."
                ),
            ),
            models.CheckConstraint(
                condition=Q(present_count__gte=1),
                name="gone_through_by_somebody",
                violation_error_message=_("At least one was present."),
            ),
            models.UniqueConstraint(
                fields=["document_version", "unit", "held_on"],
                condition=Q(status="registered"),
                name="gone_through_once_a_day",
                violation_error_message=_("It is registered for that day already."),
            ),
        ]

    def __str__(self):
        return gettext("%(document)s gone through, %(unit)s") % {
            "document": self.document_version.document,
            "unit": self.unit,
        }

    def get_absolute_url(self):
        return reverse("governing:gone_through", args=[self.pk])

    @property
    def document(self):
        return self.document_version.document

    @property
    def stands(self):
        return self.status == self.Status.REGISTERED

    @property
    def takes_measures(self):
        return self.stands

    @property
    def tone(self):
        return "success" if self.stands else "neutral"

    @property
    def present_words(self):
        return ngettext(
            "%(number)s was present", "%(number)s were present", self.present_count
        ) % {"number": self.present_count}

    def withdraw(self, *, by, note):
        """Registered by mistake: then the workplace has it before it again."""
        self._move_to(self.Status.WITHDRAWN, by=by, note=note)

    def log(self, *, by, note=""):
        """That it was registered."""
        self.transitions.create(
            from_status=self.status, to_status=self.status, by=by, note=note
        )


class GoneThroughTransition(Transition):
    gone_through = models.ForeignKey(
        GoneThrough, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        if self.from_status == self.to_status:
            return _("Registered")
        return _("Taken back")


def lacking_in(year):
    """Documents and workplaces: in a query on units, those that have not gone through the
    outer document in the year."""
    done = GoneThrough.objects.in_year(year).filter(
        unit=OuterRef("pk"), document_version__document=OuterRef(OuterRef("pk"))
    )
    return Unit.objects.existing().filter(
        ~Exists(done), lineage__contains=[OuterRef("unit")]
    )


def to_go_through(units):
    """Documents that some of the units is still to go through this year."""
    lacking = lacking_in(today().year).filter(pk__in=units.order_by().values("pk"))
    documents = GoverningDocument.objects.in_force().filter(is_gone_through=True)
    return documents.annotate(
        lacking_unit=lacking.order_by("name", "pk").values("name")[:1]
    ).filter(lacking_unit__isnull=False)
