from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import override

from organisation.models import Municipality
from reports.contents import (
    cover,
    cross_tables,
    goals,
    lists,
    questions,
    tables,
    texts,
)
from reports.contents.groups import Groups
from reports.contents.parts import is_below
from reports.contents.scores import YearBefore
from reports.layouts import LAYOUT, of_today
from reports.lifted import Lifted
from reports.measuring import Amounts, Together, measure
from reports.metrics import Sex
from reports.models import (
    Answer,
    ComparisonFigure,
    ComparisonSeries,
    CoverReport,
    Edition,
    Metric,
    Narrative,
    Question,
    ReportLevel,
    Section,
    Target,
)
from reports.periods import entangled, last_day, of_span

Kind = Section.Kind

# What a section of each kind says: functions of the year, the report and the section.
# Under "missing" they tell what keeps the report from being printed.
CONTENTS = {
    Kind.NARRATIVE: texts.narrative,
    Kind.METRIC_TABLE: tables.metric_table,
    Kind.INDICATOR_TABLE: tables.indicator_table,
    Kind.QUESTION_BLOCK: questions.block,
    Kind.SELF_ASSESSMENT: questions.self_assessment,
    Kind.CROSS_TABLE: cross_tables.cross_table,
    Kind.RISK_LIST: lists.risks,
    Kind.MEASURE_LIST: lists.measures,
    Kind.INSPECTION_LIST: lists.inspections,
    Kind.GOAL_LIST: goals.goal_list,
    Kind.LIFTED: lists.lifted,
    Kind.LIFTED_BEFORE: lists.lifted_before,
    Kind.COVER_REPORT: cover.cover_report,
}


class Said(NamedTuple):
    """One level's answer to a question."""

    value: str
    score: int | None
    comment: str


class YearContents:
    """Reads a year once; `of(report)` then costs no query.

    With `only`, just that report and those that it is put together from are read.
    """

    def __init__(self, reporting_year, *, only=None):
        self.reporting_year = reporting_year
        self.template = reporting_year.template
        # What combines others needs all that they say.
        is_combined = only and only.level == ReportLevel.COMBINED
        self.only = only = None if is_combined else only
        self._parts: dict = {}
        self._whole: dict = {}
        self._read: dict = {}
        # By report and section; see `reports.contents.parts`.
        self.parts_with_section: dict = {}
        self.municipality = Municipality.objects.current()
        self.sections = list(_with_questions(self.template.sections.with_parts()))
        self.questions = {
            section.pk: [Question(**read) for read in section.questions_as_read]
            for section in self.sections
        }
        self.narratives: dict = {}
        self.answers: dict = {}
        # By name, as they are shown beside each other.
        self.reports = self._read_reports()

    def once(self, key, read):
        """What a section has read for all reports, read when the first of them asks."""
        if key not in self._read:
            self._read[key] = read()
        return self._read[key]

    def _read_reports(self):
        """With answers and texts in the same query; hundreds of workplaces may answer."""
        reports = self.reporting_year.reports.select_related("committee", "unit")
        texts = Narrative.objects.filter(report=OuterRef("pk"))
        if self.only:
            reports = reports.filter(self._wanted())
            texts = texts.filter(report=self.only)
        reports = reports.annotate(
            answers_as_read=_as_json(
                Answer.objects.filter(report=OuterRef("pk")),
                "question_id",
                "value",
                "score",
                "comment",
            ),
            texts_as_read=_as_json(texts, "section_id", "row_id", "text"),
        )
        return list(map(self._take, reports))

    def _wanted(self):
        """The only one, those that it is put together from, all the way down, and the
        committees, which figures are of."""
        committees = Q(level=ReportLevel.COMMITTEE)
        if self.only.is_summary:
            return (
                ~Q(level=ReportLevel.COMBINED)
                if self.template.collects
                else (committees | Q(pk=self.only.pk))
            )
        wanted = committees | Q(pk=self.only.pk)
        if self.template.collects and self.only.level != ReportLevel.UNIT:
            wanted |= Q(committee=self.only.committee_id)
        return wanted

    def _take(self, read):
        for each in read.answers_as_read:
            self.answers[read.pk, each["question_id"]] = Said(
                each["value"], each["score"], each["comment"]
            )
        for each in read.texts_as_read:
            self.narratives[read.pk, each["section_id"], each["row_id"]] = each["text"]
        return self.only if read == self.only else read

    @property
    def _of_year(self):
        return {"report__reporting_year": self.reporting_year}

    @property
    def periods(self):
        """First and last day of the reports' period, and of the one it is compared with."""
        year = self.reporting_year
        return _days(year.period), _days(year.comparison_period)

    @cached_property
    def committees(self):
        """{id: committee} of the year's reports, by name."""
        return {
            report.committee_id: report.committee
            for report in self.reports
            if report.level == ReportLevel.COMMITTEE
        }

    @cached_property
    def metrics(self):
        """All that the tables and the key figures name."""
        codes = {row.metric_id for row in self.rows if row.metric_id}
        codes |= set(self.template.key_metrics)
        return {metric.code: metric for metric in Metric.objects.filter(code__in=codes)}

    @cached_property
    def rows(self):
        """Those of all tables."""
        return [row for section in self.sections for row in section.read_rows]

    @cached_property
    def spans(self):
        """{period: periods that tell of the same days}, of all that are told of."""
        period = self.reporting_year.period
        periods = [period, self.reporting_year.comparison_period]
        periods += [
            of_span(column.span, column.years_back, self.reporting_year)
            for section in self.sections
            for column in section.read_columns
        ]
        return entangled(periods)

    @cached_property
    def measured(self):
        """Counted when first asked for: an approved report is shown without."""
        quantities = {
            quantity
            for metric in self.metrics.values()
            for quantity in [*metric.quantities, metric.group]
            if quantity
        }
        return measure(
            chain.from_iterable(self.spans.values()),
            self.committees,
            quantities=sorted(quantities),
            # Both, for what is not told of men can be what is told of women and of all.
            sexes=list(Sex.values) if any(row.sex for row in self.rows) else [],
            ages=sorted({row.age for row in self.rows if row.age}),
        )

    @cached_property
    def groups(self):
        """Says which figures are not shown."""
        return Groups(self)

    @property
    def stray(self):
        """How many records of the period belong to none of the committees."""
        return self.measured.stray[self.reporting_year.period]

    def amounts(self, report, period):
        """The base quantities that a report's figures are made of."""
        return self.amounts_of(report.committee_id, period)

    def amounts_of(self, committee, period):
        """Those of the committee with the id, or without one of all of them together."""
        parts = self.measured[period]
        if committee:
            return parts.get(committee, Amounts(sat=False))
        return self._together(period)

    def _together(self, period):
        if period not in self._whole:
            self._whole[period] = Together(self.measured[period].values())
        return self._whole[period]

    @cached_property
    def lifted(self):
        """Read when first asked for: not every template has such chapters."""
        return Lifted(self.reporting_year)

    @cached_property
    def targets(self):
        """{(committee or None, metric): value} of the year that the period ends in."""
        year = last_day(self.reporting_year.period).year
        rows = Target.objects.filter(year=year)
        return {(row.committee_id, row.metric_id): row.value for row in rows}

    @cached_property
    def series(self):
        """{(series, metric, last day, sex, age): value} of those that columns name."""
        rows = ComparisonFigure.objects.filter(series__in=self._series)
        return {
            (row.series_id, row.metric_id, row.until, row.sex, row.age): row.value
            for row in rows
        }

    @cached_property
    def compared(self):
        """{id: series} of those that columns name."""
        return ComparisonSeries.objects.in_bulk(self._series)

    @cached_property
    def _series(self):
        return {
            column.series_id
            for section in self.sections
            for column in section.read_columns
            if column.series_id
        }

    @cached_property
    def covers(self):
        """{report: CoverReport} of those that have one."""
        of = {"report": self.only} if self.only else self._of_year
        return {cover.report_id: cover for cover in CoverReport.objects.filter(**of)}

    def parts_of(self, report):
        """The reports that this one is put together from, as they are read."""
        if report.pk not in self._parts:
            self._parts[report.pk] = self._find_parts(report)
        return self._parts[report.pk]

    def _find_parts(self, report):
        if report.level == ReportLevel.COMBINED:
            committees = report.committees_below()
            return [
                each
                for each in self.reports
                if each.level == ReportLevel.COMMITTEE
                and each.committee_id in committees
            ]
        return [
            each
            for each in self.reports
            if is_below(each, report, template=self.template)
        ]

    @cached_property
    def before(self):
        """Read when first asked for: not every template has requirements to judge."""
        return YearBefore(self.reporting_year)

    def of(self, report):
        """The report's content; `missing` says what keeps it from being printed.

        In the municipality's language, whoever reads it: it is kept, and held against
        what was kept before.
        """
        with override(settings.LANGUAGE_CODE):
            if report.level == ReportLevel.COMBINED:
                return self._combined(report)
            return self._content(report)

    def section_of(self, report, section):
        """What one section of the report says."""
        with override(settings.LANGUAGE_CODE):
            return CONTENTS[section.kind](self, report, section)

    def _content(self, report):
        tables = 0
        missing = []
        sections = []
        for section in self.sections:
            if report.level not in section.levels:
                continue
            content = {
                "code": section.code,
                "number": section.number,
                "level": section.level,
                "title": section.title,
                "kind": section.kind,
            }
            if section.kind in CONTENTS:
                content |= CONTENTS[section.kind](self, report, section)
            missing += content.pop("missing", [])
            if "columns" in content or "requirements" in content:
                tables += 1
                content["table"] = tables
            sections.append(content)
        content = self._cover(report) | {"sections": sections, "missing": missing}
        if report.is_summary:
            content |= tables_of_parts(self)
        return content

    def _combined(self, report):
        """Each committee's report, one after the other: what was last approved of it, else
        what it says now."""
        below = self.parts_of(report)
        approved = self._last_approved(below)
        parts = [approved.get(each.pk) or self._content(each) for each in below]
        missing = [each for part in parts for each in part["missing"]]
        return self._cover(report) | {
            "sections": [],
            "missing": missing,
            "reports": parts,
            "is_approved": bool(parts) and all(part["is_approved"] for part in parts),
        }

    def _last_approved(self, reports):
        """{report: content} of those that have been approved, also while a correction is
        written."""
        editions = Edition.objects.filter(report__in=reports)
        newest = editions.order_by("report", "-number").distinct("report")
        kept = newest.values_list("report", "snapshot__content")
        return {report: of_today(content) for report, content in kept}

    def _cover(self, report):
        year = self.reporting_year
        return {
            "layout": LAYOUT,
            "title": self.template.title,
            "year": year.year,
            "part": year.get_part_display() if year.part else "",
            "municipality": self.municipality.name if self.municipality else "",
            "is_demo": bool(self.municipality and self.municipality.is_demo),
            **_looks_of(self.municipality),
            "level": report.level,
            "committee": report.committee.name if report.committee else "",
            "unit": report.unit.name if report.unit else "",
            "is_approved": report.is_frozen,
            "address": f"{settings.SITE_ADDRESS}{report.get_absolute_url()}",
            "period": self.periods[0],
            "comparison_period": self.periods[1],
            "file_name": self._file_name(report),
        }

    def _file_name(self, report):
        year = self.reporting_year
        place = report.committee.slug if report.committee else ""
        if report.unit:
            place = "-".join(filter(None, [slugify(report.unit.name), place]))
        if not place:
            place = slugify(self.municipality.name) if self.municipality else "kommun"
        words = [self.template.file_name, str(year.year), year.part, place]
        return "-".join(filter(None, words))


def _with_questions(sections):
    questions = Question.objects.filter(section=OuterRef("pk")).order_by("order")
    names = ["id", "section_id", "code", "text", "rule", "evidence"]
    return sections.annotate(questions_as_read=_as_json(questions, *names))


def _as_json(rows, *names):
    return ArraySubquery(rows.values(json=JSONObject(**{each: each for each in names})))


def tables_of_parts(year):
    """What the whole is made of: each committee's answers and key figures."""
    metrics = [
        year.metrics[code] for code in year.template.key_metrics if code in year.metrics
    ]
    period = year.reporting_year.period
    reports = {
        report.committee_id: report
        for report in year.reports
        if report.level == ReportLevel.COMMITTEE
    }
    asked = [
        (section, question)
        for section in year.sections
        if section.kind == Kind.QUESTION_BLOCK
        and ReportLevel.MUNICIPALITY in section.levels
        for question in year.questions[section.pk]
    ]
    parts = [
        {
            "committee": committee.name,
            "answers": [
                questions.answer_of(year, reports[pk], section, question)
                for section, question in asked
            ],
            "figures": [
                tables.as_text(tables.figure_of(year, metric, period, pk))
                for metric in metrics
            ],
        }
        for pk, committee in year.committees.items()
        if pk in reports
    ]
    return {
        "key_metrics": [
            {
                "label": metric.label,
                "scale": metric.scale,
                "decimals": metric.shown_decimals,
            }
            for metric in metrics
        ],
        "key_notes": tables.why_hidden(year, [part["figures"] for part in parts]),
        "parts": parts,
    }


def _days(period):
    return [period.lower.isoformat(), last_day(period).isoformat()]


def _looks_of(municipality):
    """What documents wear; the logo by its file, whose name comes from what is in it."""
    if not municipality:
        return {}
    return {"colour": municipality.colour, "logo": municipality.logo.name}
