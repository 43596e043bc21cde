import hashlib

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.models import Country, Municipality, UnitPermission
from organisation.permissions import granted_units, holds_everywhere
from riskassessment.models.frozen import FrozenWhenPublished, FrozenWithRound
from sam.workflow import MOVED_ON, InvalidTransition


class Area(models.TextChoices):
    """What a checklist surveys; plans of the year and their coverage count by it."""

    PHYSICAL = "physical", _("Physical work environment")
    OSA = "osa", _("Organisational and social work environment")
    MANAGERS_OSA = "managers_osa", _("The managers' own work environment")
    THREATS = "threats", _("Threats and violence")
    LONE_WORK = "lone_work", _("Lone work")
    CHEMICALS = "chemicals", _("Chemical risks")
    DIGITAL = "digital", _("Digital work environment")
    ACTIVE_MEASURES = "active_measures", _("Active measures against discrimination")
    SCHEDULING = "scheduling", _("Healthy scheduling")
    GENERAL = "general", _("The whole work environment")
    OTHER = "other", _("Other")


class ChecklistQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All but drafts to those who plan or read rounds anywhere; drafts to their editors."""
        if holds_everywhere(user, UnitPermission.MANAGE_ROUNDS):
            return self.all()
        reads = (UnitPermission.VIEW_ROUNDS, UnitPermission.HANDLE_ROUNDS)
        if any(granted_units(user, permission).units for permission in reads):
            return self.exclude(status=Checklist.Status.DRAFT)
        return self.none()

    def managed_by(self, user):
        """Checklists are the whole municipality's: all to those who manage them, or none."""
        manages = holds_everywhere(user, UnitPermission.MANAGE_ROUNDS)
        return self.all() if manages else self.none()

    def offered(self):
        """The newest version of each checklist that is in use in the country."""
        country = Municipality.objects.country()
        return self.filter(is_offered=True, country__in=["", country])


class Checklist(models.Model):
    """One version of a checklist; a round keeps the versions that it was made with.

    Those that ship come from `riskassessment/checklists/` by `manage.py load_checklists`;
    HR writes its own. What is published is never changed: a new version comes beside it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("No longer in use")

    code = models.SlugField(_("code"))
    version = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=200)
    area = models.CharField(
        _("what it surveys"), max_length=20, choices=Area, default=Area.OTHER
    )
    # Empty for every country.
    country = models.CharField(
        _("country"), max_length=2, choices=Country, blank=True, default=""
    )
    # Of its texts, for those who have them read aloud.
    language = models.CharField(_("language"), max_length=10, default="sv")
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PUBLISHED
    )
    is_offered = models.BooleanField(_("offered"), default=True)
    # Written here and not shipped.
    is_own = models.BooleanField(_("the municipality's own"), default=False)
    based_on = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="checklist_version_once"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(is_offered=True),
                name="checklist_one_version_offered",
            ),
            models.CheckConstraint(
                condition=Q(is_offered=False) | Q(status="published"),
                name="checklist_offered_is_published",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("riskassessment:checklist_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_replaced(self):
        """Published, with a newer version in use instead."""
        return self.status == self.Status.PUBLISHED and not self.is_offered

    @transaction.atomic
    def publish(self, *, offer=True):
        """Freeze the draft and offer it instead of the version before; see `offered`."""
        drafts = Checklist.objects.filter(pk=self.pk, status=self.Status.DRAFT)
        if offer:
            Checklist.objects.filter(code=self.code).update(is_offered=False)
        if not drafts.update(status=self.Status.PUBLISHED, is_offered=offer):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()

    def withdraw(self):
        """Plan no more rounds with it; those that are made keep it."""
        offered = Checklist.objects.filter(pk=self.pk, is_offered=True)
        if not offered.update(is_offered=False, status=self.Status.WITHDRAWN):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()


class Section(models.Model):
    """A heading with questions: of a checklist, or of one round's own additions."""

    checklist = models.ForeignKey(
        Checklist, models.CASCADE, related_name="sections", null=True, blank=True
    )
    round = models.OneToOneField(
        "riskassessment.InspectionRound",
        models.CASCADE,
        related_name="own_section",
        null=True,
        blank=True,
    )
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)

    # The questions with their answers in one round, given by `InspectionRound.sections`.
    asked = ()

    class Meta:
        ordering = ["checklist", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "order"],
                name="section_order_once",
                # So that two may change places.
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(checklist__isnull=False, round__isnull=True)
                | Q(checklist__isnull=True, round__isnull=False),
                name="section_of_checklist_or_round",
            ),
        ]
        triggers = [
            FrozenWhenPublished(
                checklist="COALESCE(NEW.checklist_id, OLD.checklist_id)"
            ),
            FrozenWithRound(round="COALESCE(NEW.round_id, OLD.round_id)"),
        ]

    def __str__(self):
        return self.title

    @property
    def asks_why(self):
        """Whether who answers so that a risk shows says why, for whom and until when."""
        return bool(self.checklist and self.checklist.area == Area.SCHEDULING)

    @property
    def unanswered(self):
        """Of the questions that `InspectionRound.sections` gave answers to."""
        return [question for question in self.asked if not question.is_answered]

    @property
    def answered(self):
        return len(self.asked) - len(self.unanswered)


_OF_SECTION = (
    "(SELECT {column} FROM riskassessment_section"
    " WHERE id = COALESCE(NEW.section_id, OLD.section_id))"
)


class Question(models.Model):
    """What is asked, how it is answered, and which answer shows a risk."""

    class Kind(models.TextChoices):
        YES_NO = "yes_no", _("Yes, no or not applicable")
        SCALE = "scale", _("A scale from one to five")
        TEXT = "text", _("Text")
        NUMBER = "number", _("A number")

    class RiskWhen(models.TextChoices):
        NO = "no", _("The answer is no")
        YES = "yes", _("The answer is yes")
        AT_MOST = "at_most", _("The answer is at most the limit")
        AT_LEAST = "at_least", _("The answer is at least the limit")
        NEVER = "never", _("No answer by itself")

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    # The same for the same question through versions and copies: so this round's question
    # finds the last round's answer.
    key = models.CharField(max_length=32, blank=True, db_index=True)
    text = models.CharField(_("question"), max_length=500)
    help_text = models.TextField(_("help"), blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    kind = models.CharField(
        _("how it is answered"), max_length=10, choices=Kind, default=Kind.YES_NO
    )
    risk_when = models.CharField(
        _("what shows a risk"), max_length=10, choices=RiskWhen, default=RiskWhen.NO
    )
    risk_limit = models.DecimalField(
        _("limit"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    # The ends of a scale in words, and what a number counts.
    low_label = models.CharField(_("word for one"), max_length=60, blank=True)
    high_label = models.CharField(_("word for five"), max_length=60, blank=True)
    unit_label = models.CharField(_("unit of the number"), max_length=30, blank=True)

    # The answer in one round, given by `InspectionRound.sections`.
    answer = None
    # The answer to the same question in the round before, given by the same.
    before = None

    class Meta:
        ordering = ["section", "order"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["section", "order"],
                name="question_order_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(kind="yes_no", risk_when__in=["no", "yes", "never"])
                | Q(
                    kind__in=["scale", "number"],
                    risk_when__in=["at_most", "at_least", "never"],
                )
                | Q(kind="text", risk_when="never"),
                name="question_risk_fits_kind",
                violation_error_message=_(
                    "This kind of answer cannot show a risk in this way."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(risk_when__in=["at_most", "at_least"])
                | Q(risk_limit__isnull=False),
                name="question_risk_has_limit",
                violation_error_message=_("Say at which limit it shows a risk."),
            ),
        ]
        triggers = [
            FrozenWhenPublished(checklist=_OF_SECTION.format(column="checklist_id")),
            FrozenWithRound(round=_OF_SECTION.format(column="round_id")),
        ]

    def __str__(self):
        return self.text

    @staticmethod
    def key_of(code, text):
        """The key of a question that has no forerunner; `code` is its checklist's."""
        return hashlib.md5(f"{code}|{text}".encode(), usedforsecurity=False).hexdigest()

    @property
    def is_answered(self):
        return bool(self.answer and self.answer.value)

    @property
    def is_unassessed(self):
        """The answer shows a risk, and nobody has said what the risk is."""
        return bool(self.answer and self.answer.shows_risk and not self.standing_risk)

    @property
    def standing_risk(self):
        return self.answer and self.answer.standing_risk

    @property
    def standing_deviation(self):
        return self.answer and self.answer.standing_deviation
