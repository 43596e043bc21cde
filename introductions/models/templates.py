import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from governing.models import GoverningDocument
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.frozen import FrozenWith
from sam.workflow import MOVED_ON, InvalidTransition

_REFUSE = (
    "RAISE EXCEPTION 'The template is published and cannot change.' "
    "USING ERRCODE = 'check_violation';"
)


class FrozenWhenPublished(FrozenWith):
    """Refuse any change of a step of a template that is no draft any more."""

    table = "introductions_introductiontemplate"
    statuses = ("published", "withdrawn")
    refuse = _REFUSE


class TemplateQuerySet(UnitBoundQuerySet):
    def written_by(self, user):
        """HR's, and those of units that the person leads."""
        managed = IntroductionTemplate.objects.reached_by(
            user, UnitPermission.MANAGE_YEAR
        )
        return self.reached_by(
            user,
            UnitPermission.HANDLE_YEAR,
            or_own=Q(pk__in=managed.order_by().values("pk")),
        )

    def visible_to(self, user):
        """Published ones of the person's unit and those above; all to their writers."""
        published = ~Q(status=IntroductionTemplate.Status.DRAFT)
        near = Q(unit__parent=None)
        if user.unit:
            near |= Q(unit__in=user.unit.lineage)
        written = IntroductionTemplate.objects.written_by(user).order_by()
        return self.filter(near & published | Q(pk__in=written.values("pk")))

    def offered(self):
        return self.filter(is_offered=True)

    def fitting(self, unit, *, title=""):
        """Those offered for the unit, the best first: of the occupation, of the nearest
        unit; last those for short employments, which are chosen by hand."""
        nearness = [
            When(unit=pk, then=Value(place)) for place, pk in enumerate(unit.lineage)
        ]
        named = When(occupations__contains=[title.strip().lower()], then=Value(1))
        return (
            self.offered()
            .filter(unit__in=unit.lineage)
            .filter(
                Q(occupations=[]) | Q(occupations__contains=[title.strip().lower()])
            )
            .annotate(
                fits=Case(named, default=Value(0)),
                near=Case(*nearness, default=Value(0)),
            )
            .order_by("is_for_short", "-fits", "-near", "name", "pk")
        )


class IntroductionTemplate(models.Model):
    """One version of what new employees of an occupation or a unit are shown.

    It holds for the units below too. What is published never changes, so that whoever is
    being introduced keeps the steps that they began with.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("No longer in use")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What the versions of one template have in common.
    series = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="introduction_templates",
    )
    name = models.CharField(_("name"), max_length=200)
    # In small letters, as in people's own titles; none means all.
    occupations = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("occupations"),
        default=list,
        blank=True,
    )
    is_for_short = models.BooleanField(
        _("for substitutes and short employments"), default=False
    )
    # Beside the municipality's own.
    languages = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("further languages"),
        default=list,
        blank=True,
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    is_offered = models.BooleanField(_("offered"), default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-number"]
        verbose_name = _("template for introductions")
        verbose_name_plural = _("templates for introductions")
        indexes = [
            models.Index(fields=["name", "id"], name="introtemplate_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"], name="introtemplate_number_once"
            ),
            models.UniqueConstraint(
                fields=["series"],
                condition=Q(status="draft"),
                name="introtemplate_one_draft",
            ),
            models.UniqueConstraint(
                fields=["series"],
                condition=Q(is_offered=True),
                name="introtemplate_one_offered",
            ),
            models.CheckConstraint(
                condition=Q(is_offered=False) | Q(status="published"),
                name="introtemplate_offered_is_published",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("introductions:template", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def all_languages(self):
        return list(dict.fromkeys([settings.LANGUAGE_CODE, *self.languages]))

    @transaction.atomic
    def publish(self, *, by):
        """Offer it instead of the version before; those under way keep theirs."""
        if not self.steps.exists():
            raise InvalidTransition(_("The template has no steps yet."))
        drafts = IntroductionTemplate.objects.filter(pk=self.pk, status="draft")
        same = IntroductionTemplate.objects.filter(series=self.series)
        same.update(is_offered=False)
        if not drafts.update(status="published", is_offered=True, changed_by=by):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()

    def withdraw(self, *, by):
        """Begin no more with it."""
        offered = IntroductionTemplate.objects.filter(pk=self.pk, is_offered=True)
        if not offered.update(status="withdrawn", is_offered=False, changed_by=by):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()


class TemplateStep(models.Model):
    """Something that a new employee is shown or told, by whom, and when at the latest."""

    class When(models.IntegerChoices):
        """How many days after the first day of work."""

        DAY_1 = 0, _("Day 1")
        WEEK_1 = 6, _("The first week")
        WEEK_2 = 13, _("Week 2")
        MONTH_1 = 30, _("The first month")
        MONTH_3 = 90, _("Month 3")

    class Who(models.TextChoices):
        MANAGER = "manager", _("Manager")
        SUPERVISOR = "supervisor", _("Supervisor")
        NEWCOMER = "newcomer", _("The new employee")

    class Risk(models.TextChoices):
        NONE = "", _("No")
        LONE_WORK = "lone_work", _("Lone work")
        VIOLENCE = "violence", _("Threats and violence")
        CHEMICALS = "chemicals", _("Chemicals")
        LIFTING = "lifting", _("Lifting and moving")
        MACHINES = "machines", _("Machines and vehicles")
        INFECTION = "infection", _("Infection")
        FIRE = "fire", _("Fire and evacuation")

    template = models.ForeignKey(
        IntroductionTemplate, models.CASCADE, related_name="steps"
    )
    order = models.PositiveSmallIntegerField()
    # {language: words}: the municipality's language, and those of the template.
    titles = models.JSONField(_("what"), default=dict)
    details = models.JSONField(_("more about it"), default=dict, blank=True)
    who = models.CharField(_("who does it"), max_length=20, choices=Who)
    after_days = models.PositiveSmallIntegerField(_("when"), choices=When)
    # Instruction about a risk: those are asked for by the law before the work begins.
    risk = models.CharField(_("about a risk"), max_length=20, choices=Risk, blank=True)
    document = models.ForeignKey(
        GoverningDocument,
        models.PROTECT,
        verbose_name=_("document to read"),
        related_name="+",
        null=True,
        blank=True,
    )
    course = models.CharField(_("course"), max_length=200, blank=True)

    class Meta:
        ordering = ["after_days", "order", "pk"]
        verbose_name = _("step of an introduction")
        verbose_name_plural = _("steps of an introduction")
        triggers = [
            FrozenWhenPublished(
                name="frozen_when_published",
                row="COALESCE(NEW.template_id, OLD.template_id)",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def title(self):
        return in_reader_language(self.titles)

    @property
    def more(self):
        return in_reader_language(self.details)


def in_reader_language(words):
    """The words in the reader's language, else the municipality's, else any."""
    wanted = [get_language(), settings.LANGUAGE_CODE, *words]
    return next((words[code] for code in wanted if words.get(code)), "")
