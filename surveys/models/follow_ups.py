import uuid
from enum import nonmember

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, Measure, OwnsPlan
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from organisation.permissions import granted_units
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition, Versioned
from surveys.models.surveys import Survey, SurveyTheme

MOST_THEMES = 3


class FollowUpQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """Who leads or represents the unit; what is sent also everyone who works there."""
        sent = Q(unit=user.unit_id, status__in=FollowUp.Status.sent_states)
        return self.reached_by(
            user, UnitPermission.VIEW_YEAR, or_own=sent if user.unit_id else None
        )

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_YEAR)

    def with_handled(self, user):
        """`is_handled`: whether the person writes in it."""
        mine = FollowUp.objects.handled_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(is_handled=Exists(mine))

    def read_by(self, user):
        """Those of the units below one that the person leads, and HR all that it manages."""
        own = granted_units(user, UnitPermission.HANDLE_YEAR).units
        led = FollowUp.objects.handled_by(user).exclude(unit__in=own)
        managed = FollowUp.objects.reached_by(user, UnitPermission.MANAGE_YEAR)
        return self.filter(
            Q(pk__in=led.order_by().values("pk"))
            | Q(pk__in=managed.order_by().values("pk"))
        )

    def signed_by(self, user):
        """Those of the person's safety area."""
        return self.reached_by(user, UnitPermission.REVIEW_ROUNDS)

    def worked_on(self):
        return self.filter(status__in=FollowUp.Status.written_states)

    def sent(self):
        return self.filter(status__in=FollowUp.Status.sent_states)

    def overdue(self):
        return self.worked_on().filter(survey__follow_up_due_on__lt=today())

    def to_sign(self):
        """With all that a signature is put under."""
        return self.worked_on().filter(
            held_on__isnull=False, signed_at=None, asked_to_sign=True
        )


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class FollowUp(OwnsPlan, Stateful, Versioned):
    """A workplace's work with its result: the meeting, what was chosen, the measures.

    What is sent stays as it was sent; a change is a new edition.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Being worked on")
        SENT = "sent", _("Sent")
        RETURNED = "returned", _("Sent back")
        READ = "read", _("Read")

        written_states = nonmember(("open", "returned"))
        sent_states = nonmember(("sent", "read"))

    TRANSITIONS = {
        Status.OPEN: {Status.SENT},
        Status.SENT: {Status.RETURNED, Status.READ, Status.OPEN},
        Status.RETURNED: {Status.SENT},
        Status.READ: {Status.OPEN},
    }
    TONES = {
        Status.OPEN: "neutral",
        Status.SENT: "info",
        Status.RETURNED: "warning",
        Status.READ: "success",
    }
    # What its name reads beyond itself, for those who list what owns an action plan.
    TITLE_NEEDS = ("unit", "survey")
    WRITTEN = ["held_on", "note"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.PROTECT, verbose_name=_("survey"), related_name="follow_ups"
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="survey_follow_ups",
    )
    held_on = models.DateField(_("staff meeting"), null=True, blank=True)
    themes = models.ManyToManyField(
        SurveyTheme, verbose_name=_("what was chosen"), related_name="chosen_by"
    )
    note = models.TextField(_("what we talked about"), max_length=5_000, blank=True)
    asked_to_sign = models.BooleanField(default=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("signed by"),
        related_name="+",
        null=True,
        blank=True,
    )
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signature_note = models.TextField(
        _("the safety representative's word"), max_length=2_000, blank=True
    )
    # Why it was sent without the signature of a safety representative.
    unsigned_because = models.TextField(
        _("why it is not signed"), max_length=1_000, blank=True
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    sent_on = models.DateField(_("sent"), null=True, blank=True)
    answer = models.TextField(_("answer from the head"), max_length=2_000, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.OPEN
    )
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "unit__name", "pk"]
        verbose_name = _("follow-up of a survey")
        verbose_name_plural = _("follow-ups of surveys")
        indexes = [models.Index(fields=["unit", "status"], name="followup_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["survey", "unit"], name="followup_once"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="followup_signed_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "returned"])
                | Q(sent_on__isnull=False, held_on__isnull=False)
                & (Q(signed_at__isnull=False) | ~Q(unsigned_because="")),
                name="followup_sent_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="stays_as_sent",
                operation=pgtrigger.UpdateOf("held_on", "note"),
                condition=pgtrigger.Q(old__status__in=["sent", "read"]),
            )
        ]

    def __str__(self):
        return gettext("Work on %(survey)s, %(unit)s") % {
            "survey": self.survey,
            "unit": self.unit,
        }

    def get_absolute_url(self):
        return reverse("surveys:follow_up", args=[self.pk])

    @property
    def is_written(self):
        """Whether the workplace may still write in it."""
        return self.status in self.Status.written_states

    @property
    def is_overdue(self):
        return self.is_written and self.survey.follow_up_due_on < today()

    @property
    def phase(self):
        """The status in words; what was sent back says so, however late it is."""
        is_late = self.is_overdue and self.status == self.Status.OPEN
        return gettext("Late") if is_late else self.get_status_display()

    @property
    def tone(self):
        return "danger" if self.is_overdue else self.TONES[self.status]

    def measures(self):
        return Measure.objects.filter(plan=self.action_plan_id).select_related(
            "responsible"
        )

    def lacking(self):
        """What is to be in place before it is signed and sent, in words."""
        lacking = []
        if not self.held_on:
            lacking.append(gettext("Say when the staff meeting was."))
        if not 1 <= self.themes.count() <= MOST_THEMES:
            lacking.append(gettext("Choose one to three themes."))
        if not self.action_plan_id or not self.measures().exists():
            lacking.append(gettext("Add at least one measure."))
        return lacking

    @transaction.atomic
    def write(self, *, by, version, themes, **what):
        """What the workplace says; a signature is of what stood there, and falls away."""
        self.hold(*self.Status.written_states)
        self._change(version=version, **what, **_UNSIGNED)
        self.themes.set(themes)

    @transaction.atomic
    def ask_to_sign(self, *, by):
        self.hold(*self.Status.written_states)
        if lacking := self.lacking():
            raise InvalidTransition(" ".join(lacking))
        self._change(version=self.version, asked_to_sign=True)

    @transaction.atomic
    def sign(self, *, by, signature_note=""):
        """The safety representative has taken part and read it."""
        self.hold(*self.Status.written_states)
        if lacking := self.lacking():
            raise InvalidTransition(" ".join(lacking))
        rows = FollowUp.objects.filter(pk=self.pk, signed_at=None)
        if not rows.update(
            signed_by=by,
            signed_at=timezone.now(),
            signature_note=signature_note,
            version=F("version") + 1,
        ):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()

    @transaction.atomic
    def send(self, *, by, unsigned_because=""):
        """To the head; its text is kept as an edition."""
        self.hold(*self.Status.written_states)
        self.refresh_from_db()
        if lacking := self.lacking():
            raise InvalidTransition(" ".join(lacking))
        if not self.signed_at and not unsigned_because:
            raise InvalidTransition(
                _("The safety representative has not signed it. Say why.")
            )
        self._turn(
            self.Status.SENT,
            by=by,
            sent_on=today(),
            unsigned_because="" if self.signed_at else unsigned_because,
        )
        self.editions.create(number=self.edition, content=self._content(), sent_by=by)

    def send_back(self, *, by, answer):
        """The head wants more; the next that is sent is a new edition."""
        self._turn(
            self.Status.RETURNED,
            by=by,
            note=answer,
            answer=answer,
            edition=F("edition") + 1,
        )

    def read(self, *, by, answer=""):
        self._turn(self.Status.READ, by=by, note=answer, answer=answer)

    def revise(self, *, by):
        """Take up what is sent, to send it anew as the next edition."""
        self._turn(self.Status.OPEN, by=by, edition=F("edition") + 1, **_UNSIGNED)

    def _turn(self, status, **what):
        """Whoever writes in it meanwhile is told."""
        self._move_to(status, version=F("version") + 1, **what)

    def _content(self):
        """What is sent, as plain data that needs no other table to be read."""
        return {
            "held_on": str(self.held_on),
            "themes": [theme.name for theme in self.themes.all()],
            "note": self.note,
            "measures": [
                {
                    "activity": each.activity,
                    "responsible": each.responsible.name,
                    "due": each.due_words or str(each.due_on),
                }
                for each in self.measures()
            ],
            "signed_by": self.signed_by.name if self.signed_by else "",
            "signature_note": self.signature_note,
            "unsigned_because": self.unsigned_because,
        }


# What falls away when the text changes.
_UNSIGNED = {
    "signed_by": None,
    "signed_at": None,
    "signature_note": "",
    "asked_to_sign": False,
}


class FollowUpTransition(Transition):
    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        return {
            FollowUp.Status.OPEN: _("Taken up again"),
            FollowUp.Status.SENT: _("Sent"),
            FollowUp.Status.RETURNED: _("Sent back"),
            FollowUp.Status.READ: _("Read"),
        }[self.to_status]


class FollowUpEdition(models.Model):
    """What was sent, word for word; nobody changes it."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    content = models.JSONField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "number"], name="followupedition_number"
            )
        ]
        triggers = [pgtrigger.Protect(name="stays_as_sent", operation=pgtrigger.Update)]

    def __str__(self):
        return str(self.number)


class MunicipalMeasure(models.Model):
    """That a workplace's measure needs the municipality, and why; proposed to AMU."""

    measure = models.OneToOneField(
        Measure, models.CASCADE, primary_key=True, related_name="municipal"
    )
    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, related_name="municipal_measures"
    )
    reason = models.CharField(_("why it needs the municipality"), max_length=1_000)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["follow_up__unit__name", "pk"]

    def __str__(self):
        return self.reason
