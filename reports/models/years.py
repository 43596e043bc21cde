from itertools import chain
from zlib import crc32

from django.contrib.postgres.fields import DateRangeField
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.models import Committee, Level, Unit
from reports.models.templates import Question, ReportLevel, ReportTemplate, Section
from reports.periods import Part, last_day, usual_periods
from sam.workflow import Stale

# The field with the last day for the reports of each level.
DUE_ON = {
    ReportLevel.UNIT: "units_due_on",
    ReportLevel.ADMINISTRATION: "administrations_due_on",
    ReportLevel.COMMITTEE: "committees_due_on",
    ReportLevel.MUNICIPALITY: "municipality_due_on",
}
# What can be set anew when the reports are open.
SETTINGS = [*DUE_ON.values(), "is_open_data"]


class ReportingYearQuerySet(models.QuerySet):
    @transaction.atomic
    def open(
        self,
        year,
        template,
        *,
        part=Part.WHOLE,
        period=None,
        comparison_period=None,
        **settings,
    ):
        """The year's reports, to be filled: one per committee and the municipality's own.

        Without other periods they tell of those that the template's cadence gives;
        `settings` are those of SETTINGS. Safe to repeat: what exists stays, what is missing is added.
        """
        usual, usual_comparison = usual_periods(template.cadence, year, part)
        opened, _created = self.get_or_create(
            year=year,
            part=part,
            template=template,
            defaults={
                "period": period or usual,
                "comparison_period": comparison_period or usual_comparison,
                **settings,
            },
        )
        opened.refresh_from_db()
        opened.add_reports()
        return opened


class ReportingYear(models.Model):
    """The reports of one year or a part of it: their template and the periods they tell of."""

    year = models.PositiveIntegerField(_("year"))
    part = models.CharField(
        _("part of the year"), max_length=10, choices=Part, blank=True, default=""
    )
    template = models.ForeignKey(ReportTemplate, models.PROTECT)
    period = DateRangeField(_("period"))
    comparison_period = DateRangeField(_("period compared with"))
    units_due_on = models.DateField(_("workplaces submit by"), null=True, blank=True)
    administrations_due_on = models.DateField(
        _("administrations submit by"), null=True, blank=True
    )
    committees_due_on = models.DateField(
        _("committees' reports are submitted by"), null=True, blank=True
    )
    municipality_due_on = models.DateField(
        _("the municipality's report is submitted by"), null=True, blank=True
    )
    # Whether anyone may fetch the figures of what is approved, without an account.
    is_open_data = models.BooleanField(_("figures are open data"), default=False)

    objects = ReportingYearQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = _("reports of a year")
        verbose_name_plural = _("reports of years")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "part", "template"], name="reportingyear_once"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, comparison_period__isempty=False),
                name="reportingyear_periods_last",
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.get_part_display()}" if self.part else str(self.year)

    def get_absolute_url(self):
        return reverse("reports:year", args=[self.pk])

    def due_on(self, level):
        """The last day on which the reports of a level are submitted; None without one."""
        return getattr(self, DUE_ON[level]) if level in DUE_ON else None

    @property
    def stamp(self):
        """A number that is another one when what can be set later has been."""
        said = [str(getattr(self, name)) for name in SETTINGS]
        return crc32(repr(said).encode())

    @transaction.atomic
    def change(self, *, version, **what):
        """Set the due dates and the rest of SETTINGS anew, or raise Stale when somebody
        else has since `version`, the stamp of what was read."""
        now = ReportingYear.objects.select_for_update().get(pk=self.pk)
        if now.stamp != version:
            raise Stale(now)
        for name, value in what.items():
            setattr(now, name, value)
        now.save(update_fields=what)
        self.refresh_from_db()

    def committees(self):
        """Those that some unit answered to during the period."""
        days = (self.period.lower, last_day(self.period))
        return Committee.objects.sitting_in(days)

    @transaction.atomic
    def follow_organisation(self):
        """After a reorganisation: how many reports were added, and how many parts went
        with their unit to its new committee. What is approved stays where it was."""
        before = self.reports.count()
        moved = self._move_with_units()
        self.add_reports()
        return self.reports.count() - before, moved

    def _move_with_units(self):
        units = Unit.objects.filter(pk=OuterRef("unit"))
        parts = self.reports.filter(
            level=ReportLevel.UNIT, unit__closed_on=None, unit__committee__isnull=False
        ).exclude(status__in=["approved", "presented", "archived"])
        elsewhere = parts.exclude(committee=F("unit__committee"))
        moved = self.reports.filter(pk__in=[each.pk for each in elsewhere])
        return moved.update(committee=Subquery(units.values("committee")))

    def add_reports(self):
        """Those that are missing, on each level that has any."""
        for committee in self.committees():
            self.add_report(committee)
        self.add_report(None)
        units = Unit.objects.existing().filter(committee__isnull=False)
        self._add_of_units(units.filter(level=Level.UNIT))
        self._add_of_administrations(units)

    def add_report(self, committee):
        level = ReportLevel.COMMITTEE if committee else ReportLevel.MUNICIPALITY
        report, created = self.reports.get_or_create(
            committee=committee, unit=None, level=level
        )
        if created:
            sections = self.template.sections.for_level(level)
            narratives = sections.filter(kind=Section.Kind.NARRATIVE)
            questions = Question.objects.filter(section__in=sections)
            report.narratives.bulk_create(
                report.narratives.model(report=report, section=section)
                for section in narratives
            )
            report.answers.bulk_create(
                report.answers.model(report=report, question=question)
                for question in questions
            )
        return report

    def _add_of_units(self, units):
        """Their texts and answers are made as they are written: there may be thousands."""
        if ReportLevel.UNIT not in self.template.collects:
            return
        has_one = self.reports.filter(level=ReportLevel.UNIT).values("unit")
        self._add(
            ReportLevel.UNIT,
            units.exclude(pk__in=has_one).values_list("pk", "committee"),
        )

    def _add_of_administrations(self, units):
        """Each writes once for each committee that it has; together when it has several."""
        administrations = set(
            Unit.objects.existing()
            .filter(level=Level.ADMINISTRATION)
            .values_list("pk", flat=True)
        )
        pairs = {
            (above, committee)
            for lineage, committee in units.values_list("lineage", "committee")
            for above in administrations.intersection(lineage)
        }
        if ReportLevel.ADMINISTRATION in self.template.collects:
            self._add(ReportLevel.ADMINISTRATION, pairs)
        several = [
            each
            for each in administrations
            if sum(above == each for above, _committee in pairs) > 1
        ]
        self._add(ReportLevel.COMBINED, [(each, None) for each in several])

    def _add(self, level, places):
        there = set(self.reports.filter(level=level).values_list("unit", "committee"))
        missing = sorted(set(places) - there, key=str)
        self.reports.bulk_create(
            [
                self.reports.model(
                    reporting_year=self,
                    level=level,
                    unit_id=unit,
                    committee_id=committee,
                )
                for unit, committee in missing
            ],
            # Somebody else may add the same at the same time.
            ignore_conflicts=True,
        )


def levels_of(template):
    """The levels that write something of their own, from the workplaces upwards."""
    below = [level for level in ReportLevel if level in template.collects]
    return list(chain(below, [ReportLevel.COMMITTEE, ReportLevel.MUNICIPALITY]))
