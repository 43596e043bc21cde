import uuid
from datetime import date, timedelta

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.models import Committee, UnitPermission
from organisation.permissions import granted_units
from reports.models.templates import Question, ReportTemplate, Section
from sam.workflow import InvalidTransition, Stateful, Transition, Versioned


class ReportingYearManager(models.Manager):
    @transaction.atomic
    def open(self, year, template):
        """The year's reports, to be filled: one per committee and the municipality's own.

        The figures are those of the calendar year before, beside the one before that.
        Safe to repeat: what exists stays, what is missing is added.
        """
        opened, _created = self.get_or_create(
            year=year,
            defaults={
                "template": template,
                "period": (date(year - 1, 1, 1), date(year, 1, 1)),
                "comparison_period": (date(year - 2, 1, 1), date(year - 1, 1, 1)),
            },
        )
        opened.refresh_from_db()
        for committee in [None, *opened.committees()]:
            opened.add_report(committee)
        return opened


class ReportingYear(models.Model):
    """The reports of one year, the template they follow and the periods they tell of."""

    year = models.PositiveIntegerField(_("year"), unique=True)
    template = models.ForeignKey(ReportTemplate, models.PROTECT)
    period = DateRangeField(_("period"))
    comparison_period = DateRangeField(_("period compared with"))

    objects = ReportingYearManager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period__isempty=False, comparison_period__isempty=False),
                name="reportingyear_periods_last",
            )
        ]

    def __str__(self):
        return str(self.year)

    def get_absolute_url(self):
        return f"{reverse('reports:list')}?year={self.year}"

    def committees(self):
        """Those that some unit answered to during the period."""
        last_day = self.period.upper - timedelta(days=1)
        return Committee.objects.sitting_in((self.period.lower, last_day))

    def add_report(self, committee):
        report, created = self.reports.get_or_create(committee=committee)
        if created:
            sections = self.template.sections.filter(kind=Section.Kind.NARRATIVE)
            questions = Question.objects.filter(section__template=self.template)
            Narrative.objects.bulk_create(
                Narrative(report=report, section=section) for section in sections
            )
            Answer.objects.bulk_create(
                Answer(report=report, question=question) for question in questions
            )
        return report


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self._reached_by(user, UnitPermission.VIEW_REPORTS)

    def edited_by(self, user):
        return self._reached_by(user, UnitPermission.EDIT_REPORTS)

    def decided_by(self, user):
        """Who may send back and approve: those who write for the whole municipality."""
        granted = granted_units(user, UnitPermission.EDIT_REPORTS)
        return self.all() if granted.everywhere else self.none()

    def for_list(self):
        """Say of each how many of its texts and questions are written and answered."""
        texts = Narrative.objects.filter(report=OuterRef("pk"))
        answers = Answer.objects.filter(report=OuterRef("pk"))
        return self.annotate(
            texts=_number_of(texts),
            texts_written=_number_of(texts.exclude(text="")),
            questions=_number_of(answers),
            questions_answered=_number_of(answers.exclude(value="")),
        )

    def with_rights_of(self, user):
        """Say of each whether the person may write in it (`is_editable`)."""
        if granted_units(user, UnitPermission.EDIT_REPORTS).everywhere:
            return self.annotate(is_editable=Value(True))
        mine = Report.objects.edited_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(is_editable=Exists(mine))

    def _reached_by(self, user, permission):
        """A committee's report is reached by who reaches all that answers to it."""
        if granted_units(user, permission).everywhere:
            return self.all()
        return self.filter(
            committee__in=Committee.objects.all_of_whose_units_permit(user, permission)
        )


def _number_of(rows):
    counted = rows.order_by().values("report").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Report(Stateful):
    """A committee's report of a year; without a committee, the municipality's summary."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")

    TONES = {
        Status.DRAFT: "neutral",
        Status.SUBMITTED: "warning",
        Status.APPROVED: "success",
    }
    TRANSITIONS = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.APPROVED, Status.DRAFT},
        Status.APPROVED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reporting_year = models.ForeignKey(
        ReportingYear, models.PROTECT, related_name="reports"
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("committee"),
        related_name="reports",
        null=True,
        blank=True,
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    # What was approved; later changes of records and figures do not reach it.
    approved_snapshot = models.ForeignKey(
        "Snapshot", models.PROTECT, related_name="+", null=True, blank=True
    )
    presented_on = models.DateField(_("presented on"), null=True, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=50, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = [
            "-reporting_year__year",
            F("committee__name").asc(nulls_last=True),
        ]
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        constraints = [
            models.UniqueConstraint(
                fields=["reporting_year", "committee"],
                name="report_one_per_committee_and_year",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(status="approved", approved_snapshot__isnull=False)
                | (~Q(status="approved") & Q(approved_snapshot=None)),
                name="report_approved_is_frozen",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.reporting_year}"

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def is_summary(self):
        return self.committee_id is None

    @property
    def name(self):
        return _("The whole municipality") if self.is_summary else self.committee.name

    @transaction.atomic
    def write(self, section, text, *, by, version=0):
        """Put the text in a section; `version` is that of the text the writer started from.

        Raises Stale when someone else has written since.
        """
        self._hold_draft()
        self.narratives.get(section=section).write(text, by=by, version=version)

    @transaction.atomic
    def answer(self, question, value, *, by, comment=""):
        """In the summary, a value is a departure from the proposal and needs a comment."""
        self._hold_draft()
        self.answers.filter(question=question).update(
            value=value, comment=comment, answered_by=by, answered_at=Now()
        )

    def submit(self, *, by):
        self._move_to(self.Status.SUBMITTED, by=by)

    def send_back(self, *, by, reason):
        self._move_to(self.Status.DRAFT, by=by, note=reason)

    def approve(self, *, by, snapshot):
        """From now on `snapshot` is the report, whatever changes beneath it."""
        self._move_to(self.Status.APPROVED, by=by, approved_snapshot=snapshot)

    def note_presentation(self, *, presented_on, paragraph="", registry_number=""):
        """When and where the committee was informed."""
        if self.status != self.Status.APPROVED:
            raise InvalidTransition(_("Only an approved report can be presented."))
        self.presented_on = presented_on
        # The sign stands before it wherever it is shown.
        self.paragraph = paragraph.removeprefix("§").strip()
        self.registry_number = registry_number
        self.save(update_fields=["presented_on", "paragraph", "registry_number"])

    def _hold_draft(self):
        """Keep others from submitting the report until the transaction ends."""
        drafts = Report.objects.select_for_update(no_key=True).order_by()
        if not drafts.filter(pk=self.pk, status=self.Status.DRAFT).first():
            raise InvalidTransition(_("The report is submitted and is not changed."))


class ReportTransition(Transition):
    report = models.ForeignKey(Report, models.CASCADE, related_name="transitions")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Narrative(Versioned):
    """The text of one section of one report; earlier texts stay in its history."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="narratives")
    section = models.ForeignKey(Section, models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=200_000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section"], name="narrative_one_per_section"
            )
        ]

    def __str__(self):
        return f"{self.report_id} {self.section}"

    def write(self, text, *, by, version):
        self._change(version=version, text=text, written_by=by, written_at=Now())


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Answer(models.Model):
    """A committee's answer. In the summary: HR's departure from the proposal, or empty."""

    class Value(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")

    report = models.ForeignKey(Report, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    # Empty: not answered; in the summary: as proposed.
    value = models.CharField(_("answer"), max_length=20, choices=Value, blank=True)
    comment = models.TextField(_("comment"), max_length=2_000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "question"], name="answer_one_per_question"
            )
        ]

    def __str__(self):
        return f"{self.report_id} {self.question}: {self.value}"
