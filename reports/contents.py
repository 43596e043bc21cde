"""All that the reports of a year say, as plain data: the page, the PDF and the xlsx are
made from it, and a snapshot keeps it."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from organisation.models import Municipality
from reports.lifted import Lifted
from reports.measuring import Amounts, measure
from reports.metrics import METRICS, difference
from reports.models import Answer, Narrative, Section
from reports.proposing import propose

# Counts up when the layout of the documents changes, so that they are made anew.
LAYOUT = 3
# Side by side for all committees, at the end of the summary.
KEY_METRICS = [
    "injuries",
    "near_misses",
    "closed",
    "sick_leave",
    "staff_turnover",
    "extra_hours",
]
Kind = Section.Kind


class YearContents:
    """Reads a year once; `of(report)` then costs no query.

    With `only`, just that report's texts are read; all else is needed for any report.
    """

    def __init__(self, reporting_year, *, only=None):
        self.reporting_year = reporting_year
        self.template = reporting_year.template
        self.municipality = Municipality.objects.first()
        self.sections = list(self.template.sections.with_rows())
        of_year = {"report__reporting_year": reporting_year}
        self.narratives = {
            (narrative.report_id, narrative.section_id): narrative
            for narrative in Narrative.objects.filter(
                **({"report": only} if only else of_year)
            ).select_related("written_by")
        }
        self.answers = defaultdict(list)
        answers = Answer.objects.filter(**of_year).select_related(
            "question", "report__committee"
        )
        for answer in answers.order_by("question", "report__committee__name"):
            self.answers[answer.question].append(answer)
        self.committees = _committees(reporting_year, self.answers)

    @cached_property
    def measured(self):
        """Counted when first asked for: an approved report is shown without."""
        return measure(self.reporting_year, self.committees)

    @cached_property
    def lifted(self):
        """Read when first asked for: not every template has such chapters."""
        return Lifted(self.reporting_year)

    def of(self, report):
        """The report's content; `missing` says what keeps it from being printed."""
        tables = 0
        missing = []
        sections = []
        for section in self.sections:
            content = {
                "code": section.code,
                "number": section.number,
                "level": section.level,
                "title": section.title,
                "kind": section.kind,
            }
            match section.kind:
                case Kind.NARRATIVE:
                    content["text"] = self.narratives[report.pk, section.pk].text
                case Kind.METRIC_TABLE:
                    tables += 1
                    content |= {"table": tables} | self._table(report, section)
                    missing += self._missing(report, section)
                case Kind.QUESTION_BLOCK:
                    content["questions"] = self._questions(report, section)
                case Kind.LIFTED:
                    content |= self.lifted.asked(report)
                case Kind.LIFTED_BEFORE:
                    content |= self.lifted.outcome(report)
            sections.append(content)
        content = self._cover(report) | {"sections": sections, "missing": missing}
        if report.is_summary:
            content["parts"] = self._parts()
        return content

    def _cover(self, report):
        year = self.reporting_year
        place = report.committee.slug if report.committee else self._municipality_slug()
        return {
            "layout": LAYOUT,
            "title": self.template.title,
            "year": year.year,
            "municipality": self.municipality.name if self.municipality else "",
            "is_demo": bool(self.municipality and self.municipality.is_demo),
            "committee": report.committee.name if report.committee else "",
            "is_approved": report.status == report.Status.APPROVED,
            "period": _days(year.period),
            "comparison_period": _days(year.comparison_period),
            "file_name": f"{self.template.file_name}-{year.year}-{place}",
        }

    def _municipality_slug(self):
        return slugify(self.municipality.name) if self.municipality else "kommun"

    def _amounts(self, report):
        if report.committee_id:
            return [
                each.get(report.committee_id, Amounts(sat=False))
                for each in (self.measured.now, self.measured.before)
            ]
        return [
            Amounts.sum(each.values())
            for each in (self.measured.now, self.measured.before)
        ]

    def _table(self, report, section):
        year = self.reporting_year
        is_compared = section.compared == Section.Compared.EVERYWHERE or (
            section.compared == Section.Compared.IN_COMMITTEES and not report.is_summary
        )
        headings = [section.value_heading or _name(year.period)]
        if is_compared:
            headings.append(section.comparison_heading or _name(year.comparison_period))
        now, before = self._amounts(report)
        return {
            "label_heading": section.label_heading or section.title,
            "headings": headings,
            "is_compared": is_compared,
            "rows": [_row(row, now, before, is_compared) for row in section.read_rows],
        }

    def _missing(self, report, section):
        now, _before = self._amounts(report)
        if all(
            set(row.metric.quantities) <= now.of(row.sex).keys()
            for row in section.read_rows
            if row.metric
        ):
            return []
        is_counted = any(
            row.metric and row.metric.is_counted for row in section.read_rows
        )
        reason = (
            _("No incident was recorded in the period %(period)s.")
            if is_counted
            else _("Figures from HR are missing for the period %(period)s%(where)s.")
        )
        where = self._where_missing(section) if report.is_summary else ""
        return [
            {
                "section": section.title,
                "reason": reason
                % {"period": _name(self.reporting_year.period), "where": where},
            }
        ]

    def _where_missing(self, section):
        """Which committees have not delivered what the section's table needs."""
        needed = {
            (quantity, row.sex)
            for row in section.read_rows
            if row.metric
            for quantity in row.metric.quantities
        }
        names = [
            committee.name
            for pk, committee in self.committees.items()
            if self.measured.now[pk].sat
            and any(
                quantity not in self.measured.now[pk].of(sex)
                for quantity, sex in needed
            )
        ]
        return f": {', '.join(names)}" if names else ""

    def _questions(self, report, section):
        return [
            self._question(report, question, answers)
            for question, answers in self.answers.items()
            if question.section_id == section.pk
        ]

    def _question(self, report, question, answers):
        own = next(answer for answer in answers if answer.report_id == report.pk)
        content = {
            "code": question.code,
            "text": question.text,
            "answer": own.value,
            "comment": own.comment,
        }
        if report.is_summary:
            parts = [answer for answer in answers if answer.report.committee_id]
            content["proposed"] = propose(
                question.rule, [answer.value for answer in parts]
            )
            content["answer"] = own.value or content["proposed"]
            content["parts"] = [
                {"committee": answer.report.committee.name, "answer": answer.value}
                for answer in parts
            ]
            content |= _deviation(content["parts"])
        return content

    def _parts(self):
        """What the whole is made of: each committee's answers and key figures."""
        return [
            {
                "committee": committee.name,
                "answers": [
                    answer.value
                    for answers in self.answers.values()
                    for answer in answers
                    if answer.report.committee_id == pk
                ],
                "figures": [
                    _text(METRICS[code].figure(self.measured.now[pk].of()))
                    for code in KEY_METRICS
                ],
            }
            for pk, committee in self.committees.items()
        ]


def _deviation(parts):
    """Who answered otherwise than most; of two halves the first name speaks for most."""
    common = Counter(part["answer"] for part in parts).most_common(1)
    majority = common[0][0] if common else ""
    return {
        "majority": majority,
        "deviators": [part for part in parts if part["answer"] != majority],
    }


def _committees(reporting_year, answers):
    """{id: committee} of the year's reports, by name; a template may ask nothing."""
    first = next(iter(answers.values()), None)
    reports = (
        [answer.report for answer in first]
        if first
        else reporting_year.reports.select_related("committee")
    )
    return {
        report.committee_id: report.committee for report in reports if report.committee
    }


def _row(row, now, before, is_compared):
    if row.metric is None:
        return {"label": row.label, "is_heading": True, "figures": []}
    figures = [row.metric.figure(now.of(row.sex))]
    if is_compared:
        figures.append(row.metric.figure(before.of(row.sex)))
        figures.append(difference(*figures))
    return {
        "label": row.label,
        "is_heading": False,
        "scale": row.metric.scale,
        "figures": [_text(figure) for figure in figures],
    }


def _text(figure):
    """As JSON keeps it without loss; nothing for what is unknown."""
    return "" if figure is None else str(figure)


def _days(period):
    last = period.upper - timedelta(days=1)
    return [period.lower.isoformat(), last.isoformat()]


def _name(period):
    """Twelve months as they are called in figures: R12 2023-12."""
    last = period.upper - timedelta(days=1)
    is_r12 = (
        last.year - period.lower.year
    ) * 12 + last.month - period.lower.month == 11
    first = "" if is_r12 else f"{period.lower:%Y-%m}–"
    return f"{'R12 ' if is_r12 else ''}{first}{last:%Y-%m}"


def titled(sections):
    """Each section with its title, or else that of the section it stands under."""
    title = ""
    for section in sections:
        title = section["title"] or title
        yield section, title


def tables_beside(sections, code):
    """The tables of the chapter that a section stands in: 2.2 for the text 2.2.1."""
    chapters, number = {}, ""
    for section in sections:
        number = section["number"] or number
        chapters[section["code"]] = number.split(".")[:2]
    return [
        section
        for section in sections
        if section["kind"] == Kind.METRIC_TABLE
        and chapters[section["code"]] == chapters[code]
    ]
