import uuid
from datetime import datetime

import pghistory
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.models import (
    Appointment,
    Committee,
    IsAnyOf,
    Role,
    Unit,
    UnitPermission,
)
from organisation.permissions import granted_units, holds_everywhere
from organisation.roles import MANAGERS, nearest_managed
from reports.models.templates import (
    PRINTED_LEVELS,
    ReportLevel,
)
from reports.models.writing import Answer, Answered, CoverReport, Narrative
from reports.models.years import DUE_ON, ReportingYear
from sam.dates import today
from sam.workflow import InvalidTransition, Stale, Stateful, Transition

# Written by who manages the unit; the others by who writes for whole committees.
OF_UNITS = [ReportLevel.UNIT, ReportLevel.ADMINISTRATION]


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self._reached_by(
            user,
            UnitPermission.VIEW_REPORTS,
            [UnitPermission.VIEW_REPORTS, UnitPermission.CONTRIBUTE_REPORTS],
        )

    def edited_by(self, user):
        """Those whose texts and answers the person may write."""
        return self._reached_by(
            user, UnitPermission.EDIT_REPORTS, [UnitPermission.CONTRIBUTE_REPORTS]
        ).exclude(level=ReportLevel.COMBINED)

    def decided_by(self, user):
        """Who may send back and approve.

        What units have written, those who write for the level above; all else those who
        write for the whole municipality.
        """
        if holds_everywhere(user, UnitPermission.EDIT_REPORTS):
            return self.all()
        granted = granted_units(user, UnitPermission.CONTRIBUTE_REPORTS)
        return self.filter(IsAnyOf("unit__parent", granted.reach), level__in=OF_UNITS)

    def standing(self):
        """Those whose unit exists and that can still count: what is put together from
        them is not approved."""
        above = Report.objects.filter(
            reporting_year=OuterRef("reporting_year"),
            committee=OuterRef("committee"),
            level=ReportLevel.COMMITTEE,
            status__in=Report.FROZEN_IN,
        )
        is_overtaken = Q(Exists(above), level__in=OF_UNITS)
        return self.filter(unit__closed_on=None).exclude(is_overtaken)

    def awaited(self):
        """Those that somebody should still submit."""
        written = self.standing().filter(status__in=Report.WRITTEN_IN)
        return written.exclude(level=ReportLevel.COMBINED)

    def with_day(self):
        """Say of each on which day it is to be submitted at the latest (`day`), if any."""
        return self.annotate(
            day=Case(
                *(
                    When(level=level, then=F(f"reporting_year__{name}"))
                    for level, name in DUE_ON.items()
                )
            )
        )

    def late(self):
        return self.awaited().with_day().filter(day__lt=today())

    def to_do_for(self, user):
        """What the person is to write, or to approve or send back.

        Of units it is the nearest who manages; approved by who manages above. All else is
        approved by who writes for the whole municipality.
        """
        to_do = Q(pk__in=[])
        # Of managers and whoever stands in for them, not of HR.
        managed = granted_units(user, UnitPermission.HANDLE_MEASURES)
        if managed.units:
            theirs = _managed_by(user)
            to_do |= Q(
                IsAnyOf("unit", managed.reach),
                level__in=OF_UNITS,
                status__in=Report.WRITTEN_IN,
                writes_it__in=theirs,
            )
            to_do |= Q(
                IsAnyOf("unit", managed.reach),
                level=ReportLevel.UNIT,
                status=Report.Status.SUBMITTED,
                decides_it__in=theirs,
            )
        if holds_everywhere(user, UnitPermission.EDIT_REPORTS):
            to_do |= Q(~Q(level=ReportLevel.UNIT), status=Report.Status.SUBMITTED)
        return (
            self.standing()
            .alias(
                writes_it=nearest_managed("unit"),
                decides_it=nearest_managed("unit__parent"),
            )
            .filter(to_do)
        )

    def printed(self):
        """Those that become documents."""
        return self.filter(level__in=[*PRINTED_LEVELS, ReportLevel.COMBINED])

    def for_list(self):
        """Say of each how many of its texts and questions are written and answered."""
        texts = Narrative.objects.filter(report=OuterRef("pk"))
        answers = Answer.objects.filter(report=OuterRef("pk"))
        return self.annotate(
            texts=_number_of(texts),
            texts_written=_number_of(texts.exclude(text="")),
            questions=_number_of(answers),
            questions_answered=_number_of(answers.exclude(value="", score=None)),
        )

    def with_places(self):
        return self.select_related("reporting_year__template", "committee", "unit")

    def with_rights_of(self, user):
        """Say of each whether the person may write in it (`is_editable`), and approve it
        or send it back (`is_decidable`)."""
        if holds_everywhere(user, UnitPermission.EDIT_REPORTS):
            return self.annotate(
                is_editable=~Q(level=ReportLevel.COMBINED), is_decidable=Value(True)
            )
        same = Report.objects.filter(pk=OuterRef("pk"))
        return self.annotate(
            is_editable=Exists(same.edited_by(user)),
            is_decidable=Exists(same.decided_by(user)),
        )

    def as_read_by(self, user):
        """With the person's rights; and of what others correct, with what was approved
        last (`standing`, in the snapshot `standing_id`), which holds until they are done.
        """
        works_on_it = Q(is_editable=True) | Q(is_decidable=True)
        has_no_draft = Q(status__in=Report.FROZEN_IN)
        return self.with_rights_of(user).annotate(
            **{
                name: Case(
                    When(has_no_draft | works_on_it, then=None),
                    default=_of_newest_edition(field),
                )
                for name, field in [
                    ("standing", "snapshot__content"),
                    ("standing_id", "snapshot"),
                ]
            }
        )

    def with_newest_edition(self):
        """Say of each what was approved last (`newest`); None where nothing was."""
        return self.annotate(newest=_of_newest_edition("snapshot__content"))

    def with_moves(self):
        """With what `moves` is made from, in the same query: its states until now."""
        moves = ReportTransition.objects.filter(report=OuterRef("pk"))
        moves = moves.order_by("-at", "-pk").values(
            json=JSONObject(status="to_status", at="at", by="by__name", note="note")
        )
        return self.annotate(moves_as_read=ArraySubquery(moves))

    def _reached_by(self, user, permission, of_units):
        """A committee's report is reached by who reaches all that answers to it; that of a
        unit by who reaches the unit."""
        if holds_everywhere(user, permission):
            return self.all()
        committees = Committee.objects.all_of_whose_units_permit(user, permission)
        of_committees = Q(level=ReportLevel.COMMITTEE, committee__in=committees)
        reached = Q(pk__in=[])
        for each in of_units:
            reached |= Q(IsAnyOf("unit", granted_units(user, each).reach))
        combined = Q(
            IsAnyOf("unit", granted_units(user, permission).reach),
            ~Q(Exists(_within_combined().exclude(committee__in=committees))),
            level=ReportLevel.COMBINED,
        )
        return self.filter(of_committees | combined | Q(reached, level__in=OF_UNITS))


def _within_combined():
    """The units whose committees' reports a combined report shows whole."""
    return Unit.objects.existing().filter(
        lineage__contains=[OuterRef("unit")], committee__isnull=False
    )


def _of_newest_edition(field):
    editions = Edition.objects.filter(report=OuterRef("pk")).order_by("-number")
    return Subquery(editions.values(field)[:1])


def _managed_by(user):
    """Units that the person manages, or stands in for the manager of by calendar."""
    roles = Q(role__in=MANAGERS) | Q(
        role=Role.SUBSTITUTE, valid__endswith__isnull=False
    )
    return Appointment.objects.in_force().filter(roles, user=user).values("unit")


def _number_of(rows):
    counted = rows.order_by().values("report").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Report(Stateful):
    """What one level writes of a year: a workplace, an administration for one of its
    committees, a committee, or the municipality, which sums up."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Sent back")
        APPROVED = "approved", _("Approved")
        PRESENTED = "presented", _("Presented to the committee")
        ARCHIVED = "archived", _("Archived")

    WRITTEN_IN = (Status.DRAFT, Status.RETURNED)
    FROZEN_IN = (Status.APPROVED, Status.PRESENTED, Status.ARCHIVED)
    TONES = {
        Status.DRAFT: "neutral",
        Status.SUBMITTED: "warning",
        Status.RETURNED: "danger",
        Status.APPROVED: "success",
        Status.PRESENTED: "success",
        Status.ARCHIVED: "neutral",
    }
    # From approved and later back to a draft only to correct it, as a new edition.
    TRANSITIONS = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.APPROVED, Status.RETURNED},
        Status.RETURNED: {Status.SUBMITTED},
        Status.APPROVED: {Status.PRESENTED, Status.DRAFT},
        Status.PRESENTED: {Status.ARCHIVED, Status.DRAFT},
        Status.ARCHIVED: {Status.DRAFT},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reporting_year = models.ForeignKey(
        ReportingYear, models.PROTECT, related_name="reports"
    )
    level = models.CharField(_("level"), max_length=20, choices=ReportLevel)
    # Of workplaces and administrations; of a combined report the administration.
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="reports",
        null=True,
        blank=True,
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
    # What it said when it was submitted: whoever approves sees what is other since.
    submitted_snapshot = models.ForeignKey(
        "Snapshot", models.SET_NULL, related_name="+", null=True, blank=True
    )
    presented_on = models.DateField(_("presented on"), null=True, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=50, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = [
            "-reporting_year__year",
            F("committee__name").asc(nulls_last=True),
            F("unit__name").asc(nulls_first=True),
        ]
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        constraints = [
            models.UniqueConstraint(
                fields=["reporting_year", "level", "unit", "committee"],
                name="report_one_of_each_place",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["approved", "presented", "archived"],
                    approved_snapshot__isnull=False,
                )
                | (
                    ~Q(status__in=["approved", "presented", "archived"])
                    & Q(approved_snapshot=None)
                ),
                name="report_approved_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(level="municipality", unit=None, committee=None)
                | Q(level="committee", unit=None, committee__isnull=False)
                | Q(level="combined", unit__isnull=False, committee=None)
                | Q(
                    level__in=["unit", "administration"],
                    unit__isnull=False,
                    committee__isnull=False,
                ),
                name="report_place_fits_its_level",
            ),
        ]
        indexes = [models.Index(fields=["unit"], name="report_unit")]

    def __str__(self):
        return f"{self.name} {self.reporting_year}"

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def is_summary(self):
        return self.level == ReportLevel.MUNICIPALITY

    @property
    def moves(self):
        """Its states until now, the newest first; see `with_moves`."""
        return [
            each
            | {
                "at": datetime.fromisoformat(each["at"]),
                "label": self.Status(each["status"]).label,
            }
            for each in self.moves_as_read
        ]

    @property
    def is_frozen(self):
        return self.status in self.FROZEN_IN

    @property
    def is_printed(self):
        """Whether it becomes documents."""
        return self.level in [*PRINTED_LEVELS, ReportLevel.COMBINED]

    @property
    def is_written(self):
        """Whether its texts and answers can still be written."""
        return self.status in self.WRITTEN_IN

    @property
    def due_on(self):
        return self.reporting_year.due_on(self.level)

    @property
    def name(self):
        match self.level:
            case ReportLevel.MUNICIPALITY:
                return _("The whole municipality")
            case ReportLevel.COMMITTEE:
                return self.committee.name
            case ReportLevel.ADMINISTRATION:
                return f"{self.unit.name}: {self.committee.name}"
        return self.unit.name

    def committees_below(self):
        """Of a combined report: the keys of the committees that answer for its units."""
        placed = Unit.objects.existing().within([self.unit_id])
        return set(placed.values_list("committee", flat=True))

    @transaction.atomic
    def write(self, section, text, *, by, version=0, row=None):
        """Put the text in a section, or in a row of one that has a text in each;
        `version` is that of the text the writer started from.

        Raises Stale when someone else has written since.
        """
        self._hold_draft()
        narrative, _created = self.narratives.get_or_create(section=section, row=row)
        narrative.write(text=text, by=by, version=version)

    @transaction.atomic
    def answer(self, question, value, *, by, comment="", score=None):
        """Where others answer below, a value is a departure from what they said, and needs
        a comment."""
        self._hold_draft()
        self.answers.update_or_create(
            question=question,
            defaults={
                "value": value,
                "score": score,
                "comment": comment,
                "answered_by": by,
                "answered_at": Now(),
            },
        )

    def answers_to(self, section):
        """How the questions of a section are answered now."""
        answers = self.answers.filter(question__section=section)
        return Answered(answers.select_related("answered_by"))

    @transaction.atomic
    def write_cover(self, *, by, version=0, **what):
        """Write what goes with it to the committee; `version` is that of the words the
        writer started from.

        Raises Stale when someone else has written since.
        """
        self._hold_draft()
        cover, _created = CoverReport.objects.get_or_create(report=self)
        cover.write(by=by, version=version, **what)

    @transaction.atomic
    def answer_all(self, section, said, *, by, stamp):
        """Answer a section's questions together: {question: {value or score, comment}}.

        `stamp` is that of the answers the writer started from; raises Stale when someone
        else has answered since.
        """
        self._hold_draft()
        current = self.answers_to(section)
        if current.stamp != stamp:
            raise Stale(current)
        for question, words in said.items():
            answer = Answer(question=question, **({"value": ""} | words))
            if answer.said != current.said_of(question):
                self.answer(question, by=by, **({"value": ""} | words))

    def submit(self, *, by, snapshot=None, note=""):
        """`snapshot` is what it says as it is submitted."""
        self._move_to(
            self.Status.SUBMITTED, by=by, note=note, submitted_snapshot=snapshot
        )

    def send_back(self, *, by, reason):
        self._move_to(self.Status.RETURNED, by=by, note=reason)

    @transaction.atomic
    def approve(self, *, by, snapshot, changes=()):
        """From now on `snapshot` is the report, whatever changes beneath it.

        `changes` say of a corrected edition what is other than in the one before.
        """
        self._move_to(self.Status.APPROVED, by=by, approved_snapshot=snapshot)
        self.editions.create(
            number=self.next_edition,
            snapshot=snapshot,
            approved_by=by,
            reason=self.correction_reason,
            changes=list(changes),
        )

    def correct(self, *, by, reason):
        """Open it again for a new edition; what was approved before is kept beside it."""
        if not self.is_frozen:
            raise InvalidTransition(_("Only an approved report can be corrected."))
        self._move_to(self.Status.DRAFT, by=by, note=reason, approved_snapshot=None)

    @property
    def next_edition(self):
        return self.editions.count() + 1

    @property
    def correction_reason(self):
        """Why a new edition is being written; empty for the first."""
        if not self.editions.exists():
            return ""
        opened = self.transitions.filter(
            from_status__in=self.FROZEN_IN, to_status=self.Status.DRAFT
        )
        return (
            opened.order_by("-at", "-pk").values_list("note", flat=True).first() or ""
        )

    @transaction.atomic
    def note_presentation(self, *, presented_on, by, paragraph="", registry_number=""):
        """When and where the committee was informed; can be put right later."""
        said = {
            "presented_on": presented_on,
            # The sign stands before it wherever it is shown.
            "paragraph": paragraph.removeprefix("§").strip(),
            "registry_number": registry_number,
        }
        if self.status == self.Status.PRESENTED:
            for name, value in said.items():
                setattr(self, name, value)
            self.save(update_fields=list(said))
        elif self.status == self.Status.APPROVED:
            self._move_to(self.Status.PRESENTED, by=by, **said)
        else:
            raise InvalidTransition(_("Only an approved report can be presented."))

    def archive(self, *, by):
        """Its work is done; it can still be read, and corrected."""
        self._move_to(self.Status.ARCHIVED, by=by)

    def _hold_draft(self):
        """Keep others from submitting the report until the transaction ends."""
        drafts = Report.objects.select_for_update(no_key=True, of=["self"]).order_by()
        if not drafts.filter(pk=self.pk, status__in=self.WRITTEN_IN).first():
            raise InvalidTransition(_("The report is submitted and is not changed."))


class ReportTransition(Transition):
    report = models.ForeignKey(Report, models.CASCADE, related_name="transitions")


class Edition(models.Model):
    """What was approved, each time that it was; a later one corrects the one before."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    snapshot = models.ForeignKey("Snapshot", models.PROTECT, related_name="+")
    # Empty for those approved before editions were told apart.
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    approved_at = models.DateTimeField(_("approved"), auto_now_add=True)
    reason = models.TextField(_("why it was corrected"), blank=True)
    # [{"where", "before", "after"}], in words; see `reports.corrections`.
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ["report", "number"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="edition_number_once"
            )
        ]

    def __str__(self):
        return f"{self.report_id} {self.number}"
