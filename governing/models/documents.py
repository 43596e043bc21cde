import uuid
from enum import nonmember

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import WorkEnvironmentPlan
from governing.models.versions import DocumentVersion, VersionText
from organisation.models import (
    IsAnyOf,
    Level,
    Unit,
    UnitBoundQuerySet,
    UnitPermission,
)
from organisation.models.units import COLLATION
from organisation.permissions import granted_units
from sam.workflow import InvalidTransition, Versioned


class Kind(models.TextChoices):
    POLICY = "policy", _("Policy")
    SUB_POLICY = "sub_policy", _("Sub-policy")
    GUIDELINE = "guideline", _("Guideline")
    ROUTINE = "routine", _("Routine")
    INSTRUCTION = "instruction", _("Instruction at a risk")
    ROLE = "role", _("Description of a role")
    LAWS = "laws", _("Overview of laws")
    OTHER = "other", _("Other")

    # What those who lead a unit write for it themselves.
    local = nonmember(("routine", "instruction", "role"))


class Theme(models.TextChoices):
    """What a document is about; the annual wheel asks by it what was gone through."""

    WORK_ENVIRONMENT = "work_environment", _("The whole work environment")
    VICTIMISATION = "victimisation", _("Victimisation and harassment")
    VIOLENCE = "violence", _("Threats and violence")
    INCIDENTS = "incidents", _("Incidents and accidents")
    RISKS = "risks", _("Rounds and risk assessment")
    WORKLOAD = "workload", _("Workload and working hours")
    LONE_WORK = "lone_work", _("Lone work")
    CHEMICALS = "chemicals", _("Chemical risks")
    CHANGES = "changes", _("Changes")
    NEW_EMPLOYEES = "new_employees", _("New employees")
    EQUALITY = "equality", _("Equal treatment")
    REHABILITATION = "rehabilitation", _("Sick leave and return to work")
    OTHER = "other", _("Other")


class DocumentQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """What is decided for the person's unit, for all, and for units whose year the
        person sees; drafts only to those who write them."""
        led = granted_units(user, UnitPermission.VIEW_YEAR)
        # What holds above a unit holds there too.
        theirs = Unit.objects.filter(pk__in={user.unit_id, *led.units} - {None})
        near = (
            Q()
            if led.everywhere
            else (
                Q(unit__parent=None)
                | Q(IsAnyOf("unit", led.reach))
                | Exists(theirs.filter(lineage__contains=[OuterRef("unit")]))
            )
        )
        decided = Exists(
            DocumentVersion.objects.decided().filter(document=OuterRef("pk"))
        )
        written = GoverningDocument.objects.written_by(user).order_by().values("pk")
        return self.filter(near & decided | Q(pk__in=written))

    def written_by(self, user):
        """HR's, and what those who lead a unit write for it themselves."""
        managed = granted_units(user, UnitPermission.MANAGE_YEAR)
        if managed.everywhere:
            return self.all()
        led = granted_units(user, UnitPermission.HANDLE_YEAR)
        own = Q(kind__in=Kind.local) & Q(IsAnyOf("unit", led.reach))
        return self.filter(own | Q(IsAnyOf("unit", managed.reach)))

    def holding_where(self, user):
        """Those that hold where the person works."""
        own = Unit.objects.filter(pk=user.unit_id)
        return self.filter(Exists(own.filter(lineage__contains=[OuterRef("unit")])))

    def holding_for(self, unit):
        """Decided for the unit, there or above it."""
        return self.filter(unit__in=unit.lineage)

    def in_force(self, on=None):
        versions = DocumentVersion.objects.in_force(on).filter(document=OuterRef("pk"))
        return self.filter(Exists(versions))

    def living(self):
        """Decided or being written, and not withdrawn."""
        versions = DocumentVersion.objects.filter(status__in=["draft", "decided"])
        return self.filter(Exists(versions.filter(document=OuterRef("pk"))))

    def with_version(self):
        """Each with the version in force and its titles, as `current`."""
        texts = VersionText.objects.defer("body", "search")
        versions = DocumentVersion.objects.in_force().prefetch_related(
            Prefetch("texts", texts)
        )
        return self.prefetch_related(Prefetch("versions", versions, "current_versions"))

    def to_review(self, *, before):
        """In force, with a day of review before that."""
        versions = DocumentVersion.objects.in_force().values("pk")
        due = DocumentVersion.objects.filter(pk__in=versions, review_on__lt=before)
        return self.filter(Exists(due.filter(document=OuterRef("pk"))))

    def search(self, text):
        """Those whose title, or text in force in any language, has what was typed."""
        in_force = DocumentVersion.objects.in_force().values("pk")
        texts = VersionText.objects.matching(text).filter(document_version__in=in_force)
        words = Q(*(Q(title__icontains=word) for word in text.split()))
        return self.filter(words | Q(pk__in=texts.values("document_version__document")))

    @transaction.atomic
    def begin(self, *, by, language, title, body="", **what):
        """A new document with the draft of its first version."""
        document = self.create(created_by=by, title=title, **what)
        version = document.versions.create(number=1, created_by=by)
        version.texts.create(language=language, title=title, body=body, changed_by=by)
        version.log(by=by)
        return document


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class GoverningDocument(Versioned):
    """A policy, routine or guideline that holds for a unit and those below it.

    What it says stands in its versions (`DocumentVersion`); what is said here may change at any
    time without a decision.
    """

    WRITTEN = [
        "title",
        "kind",
        "unit",
        "parent",
        "owner",
        "themes",
        "law",
        "is_read_by_each",
        "is_gone_through",
        "gone_through_by",
        "project",
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="documents"
    )
    # In the municipality's language, for lists and searches.
    title = models.CharField(_("title"), max_length=200, db_collation=COLLATION)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("belongs under"),
        related_name="children",
        null=True,
        blank=True,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("owner"),
        related_name="owned_documents",
    )
    themes = ArrayField(
        models.CharField(max_length=20, choices=Theme),
        verbose_name=_("themes"),
        default=list,
        blank=True,
    )
    law = models.CharField(_("which law asks for it"), max_length=300, blank=True)
    is_read_by_each = models.BooleanField(
        _("read and confirmed by each employee"), default=False
    )
    is_gone_through = models.BooleanField(
        _("gone through with the group each year"), default=False
    )
    # The month, each year, by whose end the groups have gone through it.
    gone_through_by = models.PositiveSmallIntegerField(
        _("by the end of which month"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    # In which it is written: its mandate, group and milestones.
    project = models.ForeignKey(
        WorkEnvironmentPlan,
        models.PROTECT,
        verbose_name=_("project"),
        related_name="documents",
        null=True,
        blank=True,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("governing document")
        verbose_name_plural = _("governing documents")
        indexes = [
            models.Index(fields=["title", "id"], name="document_by_title"),
            models.Index(fields=["unit", "kind"], name="document_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="document_not_under_itself",
                violation_error_message=_("A document cannot belong under itself."),
            ),
            models.CheckConstraint(
                condition=Q(gone_through_by__gte=1, gone_through_by__lte=12),
                name="document_gone_through_by_a_month",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("governing:document_detail", args=[self.pk])

    @property
    def theme_labels(self):
        return [Theme(theme).label for theme in self.themes]

    @property
    def current(self):
        """The version in force today, or none."""
        if not hasattr(self, "current_versions"):
            self.current_versions = list(self.versions.in_force())
        return self.current_versions[0] if self.current_versions else None

    @property
    def draft(self):
        return self.versions.filter(status="draft").first()

    def is_written_by(self, user):
        """The same answer as `written_by`, without a query."""
        managed = granted_units(user, UnitPermission.MANAGE_YEAR)
        led = granted_units(user, UnitPermission.HANDLE_YEAR)
        return managed.reaches(self.unit, UnitPermission.MANAGE_YEAR) or (
            self.kind in Kind.local
            and led.reaches(self.unit, UnitPermission.HANDLE_YEAR)
        )

    def project_of(self, user):
        """That it is written in, for who may see it."""
        if self.project_id is None:
            return None
        projects = WorkEnvironmentPlan.objects.visible_to(user)
        return projects.filter(pk=self.project_id).first()

    def holds_for(self, unit):
        return self.unit_id in unit.lineage

    def workplaces(self):
        """Those that go through it with the group."""
        units = Unit.objects.existing().within([self.unit_id])
        return units.filter(level=Level.UNIT)

    @transaction.atomic
    def change(self, *, by, version, **what):
        """Raises Stale, see Versioned; InvalidTransition when the tree would be a ring."""
        if above := what.get("parent"):
            # Whoever moves another part of the tree meanwhile waits.
            held = GoverningDocument.objects.select_for_update(no_key=True)
            list(held.order_by("pk"))
        while above:
            if above.pk == self.pk:
                raise InvalidTransition(_("A document cannot belong under itself."))
            above = above.parent
        self._change(version=version, **what)

    @transaction.atomic
    def write_anew(self, *, by):
        """The draft of the next version, with the words of the one before."""
        latest = (
            self.versions.select_for_update(no_key=True).order_by("-number").first()
        )
        if latest.is_draft:
            raise InvalidTransition(_("There is a draft already."))
        version = self.versions.create(number=latest.number + 1, created_by=by)
        for text in latest.texts.all():
            text.copy_to(version, by=by)
        version.log(by=by)
        return version

    @transaction.atomic
    def withdraw(self, *, by, note):
        """No version of it holds any more; all can still be read in its history."""
        decided = list(self.versions.decided())
        if not decided:
            raise InvalidTransition(_("No version of it is decided."))
        for version in decided:
            version.withdraw(by=by, note=note)
