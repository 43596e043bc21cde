"""A template as the report that it would become, without saving anything."""

from typing import NamedTuple

from django.utils.functional import cached_property

from organisation.models import Level, Municipality, Unit
from reports.contents import YearContents
from reports.models import Report, ReportingYear, ReportLevel
from reports.periods import Cadence, usual_periods
from sam.dates import today

# No row has it: an unsaved year finds no texts and no answers of others.
_NOWHERE = 0


class Preview(NamedTuple):
    # With the guidance that writers of each section will see.
    content: dict
    municipality: Municipality | None


class PreviewContents(YearContents):
    """Figures and records of the period as they are; texts and answers are empty."""

    @cached_property
    def committees(self):
        committees = self.reporting_year.committees().order_by("name")
        return {committee.pk: committee for committee in committees}

    def _read_reports(self):
        if self.only:
            return [self.only]
        return [
            Report(
                reporting_year=self.reporting_year,
                level=ReportLevel.COMMITTEE,
                committee=committee,
            )
            for committee in self.committees.values()
        ]

    def parts_of(self, report):
        return self.reports if report.is_summary else []


def preview(template, *, level, committee=None, like=None):
    """One report; its periods are those of the year `like`, or else those
    of the newest that has ended by now."""
    year = _year(template, like)
    unit = _unit(level, committee)
    report = Report(reporting_year=year, level=level, committee=committee, unit=unit)
    is_summary = level == ReportLevel.MUNICIPALITY
    contents = PreviewContents(year, only=None if is_summary else report)
    content = contents.of(report)
    guidance = {section.code: section.guidance for section in contents.sections}
    for section in content["sections"]:
        section["guidance"] = guidance[section["code"]]
    return Preview(content, contents.municipality)


def _year(template, like):
    """A year that is not saved, with the texts and answers of nobody."""
    if like:
        year, part = like.year, like.part
        period, comparison_period = like.period, like.comparison_period
    else:
        year, part = _newest(template.cadence)
        period, comparison_period = usual_periods(template.cadence, year, part)
    return ReportingYear(
        pk=_NOWHERE,
        year=year,
        part=part,
        template=template,
        period=period,
        comparison_period=comparison_period,
    )


def _newest(cadence):
    """The newest year, and part of it, whose period has ended."""
    years = today().year, today().year - 1
    parts = [
        (year, part) for year in years for part in reversed(Cadence(cadence).parts)
    ]
    return next(
        (year, part)
        for year, part in parts
        if usual_periods(cadence, year, part)[0].upper <= today()
    )


def _unit(level, committee):
    """Some place of that level, to stand for all."""
    levels = {
        ReportLevel.UNIT: Level.UNIT,
        ReportLevel.ADMINISTRATION: Level.ADMINISTRATION,
    }
    if level not in levels:
        return None
    units = Unit.objects.existing().filter(level=levels[level])
    placed = units.filter(committee=committee)
    return (placed if placed.exists() else units).order_by("name").first()
