"""Report templates as files: what a file may say, and the file of a template.

A file is what HR moves between municipalities and what ships with the program. All that is
wrong in one is told at once, and nothing of it is kept.
"""

import json
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from reports.counting import COUNTED, INCIDENTS
from reports.evidence import EVIDENCE
from reports.models import (
    ComparisonSeries,
    Metric,
    Question,
    ReportTemplate,
    Section,
    TableColumn,
    TableRow,
)

MAX_BYTES = 1024**2
# Of the sections of a template, and of what one section has.
MOST = {"sections": 200, "rows": 200, "columns": 12, "questions": 100}
# What the incidents of a table can be narrowed to.
COUNTS = {
    code: counted.label
    for code, counted in COUNTED.items()
    if counted.family is INCIDENTS
}
PARTS = {"rows": TableRow, "columns": TableColumn, "questions": Question}
# What a file says of each.
SAID = {
    ReportTemplate: ["code", "version", *ReportTemplate.WRITTEN],
    Section: ["code", "kind", *Section.WRITTEN],
    TableRow: TableRow.WRITTEN,
    TableColumn: TableColumn.WRITTEN,
    Question: ["code", *Question.WRITTEN],
}


class Problem(NamedTuple):
    where: str
    what: str


class Refused(Exception):
    """The file is not taken; `problems` are all that is wrong in it."""

    def __init__(self, problems):
        super().__init__("\n".join(f"{where}: {what}" for where, what in problems))
        self.problems = problems


class Chapter(NamedTuple):
    """A section that is not saved yet, with its rows, columns and questions."""

    section: Section
    rows: list
    columns: list
    questions: list


# To read


def content_of(file):
    """What an uploaded file says; raises Refused for what is no template at all."""
    if file.size > MAX_BYTES:
        raise _refused(
            _("The file is larger than %(limit)s MB, which no report template is.")
            % {"limit": MAX_BYTES // 1024**2}
        )
    try:
        content = json.loads(file.read())
    except (ValueError, RecursionError):
        raise _refused(
            _("The file is damaged, or is not JSON. Download a template to compare.")
        ) from None
    if not isinstance(content, dict):
        raise _refused(_("The file does not say what a report template says."))
    return content


def read(content):
    """(head, chapters) of a file's content; raises Refused with all that is wrong."""
    reader = _Reader()
    head, chapters = reader.read(content)
    if reader.problems:
        raise Refused(reader.problems)
    return head, chapters


def _refused(what):
    return Refused([Problem(_("The file"), what)])


class _Reader:
    """Goes through the content once and notes what is wrong on the way."""

    def __init__(self):
        self.problems = []
        self.metrics = set(Metric.objects.values_list("code", flat=True))
        self.series = {each.name: each for each in ComparisonSeries.objects.all()}
        self.codes, self.asked = set(), set()

    def read(self, content):
        where = _("The template")
        content = dict(content)
        sections = self._list_of("sections", content.pop("sections", []), where)
        head = self._values(ReportTemplate, content, where)
        self._check(ReportTemplate(**{"version": 1, "code": "new"} | head), where)
        for code in head.get("key_metrics", []):
            self._know_metric(code, where)
        chapters = [
            self._chapter(section, order)
            for order, section in enumerate(sections, start=1)
        ]
        return head, chapters

    def _chapter(self, content, order):
        where = _("Section %(number)s") % {"number": order}
        if not isinstance(content, dict):
            self._note(where, _("It has the wrong form."))
            return None
        content = dict(content)
        of_parts = {name: content.pop(name, []) for name in PARTS}
        values = self._values(Section, content, where)
        section = Section(order=order, **values)
        if title := str(section):
            where = f"{where} ({title[:60]})"
        self._check(section, where)
        self._check_section(section, of_parts, where)
        rows, columns, questions = (
            self._parts(name, section, said, where) for name, said in of_parts.items()
        )
        return Chapter(section, rows, columns, questions)

    def _check_section(self, section, of_parts, where):
        if section.code in self.codes:
            self._note(where, _("Another section has the same code."))
        self.codes.add(section.code)
        if section.kind == Section.Kind.CROSS_TABLE and not section.is_by_two_things:
            self._note(where, _("It is not by two different things."))
        if section.counts and section.counts not in COUNTS:
            self._note(
                where,
                _("“%(code)s” does not count incidents.") % {"code": section.counts},
            )
        for name, said in of_parts.items():
            if said and name not in section.parts:
                self._note(
                    where,
                    _("“%(name)s” does not belong to this kind.") % {"name": name},
                )

    def _parts(self, name, section, said, where):
        return [
            self._part(PARTS[name], section, content, order, where)
            for order, content in enumerate(self._list_of(name, said, where), start=1)
        ]

    def _part(self, model, section, content, order, above):
        words = {
            TableRow: _("row %(number)s"),
            TableColumn: _("column %(number)s"),
            Question: _("question %(number)s"),
        }
        where = f"{above}, {words[model] % {'number': order}}"
        if not isinstance(content, dict):
            self._note(where, _("It has the wrong form."))
            return None
        values = self._values(model, content, where)
        if model is TableRow and (code := values.pop("metric", None)):
            self._know_metric(code, where)
            values["metric_id"] = code
        if model is TableColumn:
            self._find_series(values, where)
        part = model(section=section, order=order, **values)
        self._check(part, where)
        if model is Question:
            self._check_question(part, where)
        return part

    def _find_series(self, values, where):
        name = values.pop("series", None)
        is_series = values.get("kind") == TableColumn.Kind.SERIES
        if name and name not in self.series:
            self._note(
                where,
                _("It names the comparison series “%(name)s”, which does not exist.")
                % {"name": name},
            )
        elif is_series != bool(name):
            self._note(
                where,
                _("A column of a comparison series names one, other columns do not."),
            )
        elif name:
            values["series"] = self.series[name]
        if values.get("years_back", 0) > TableColumn.MOST_YEARS_BACK:
            self._note(where, _("It goes too many years back."))

    def _check_question(self, question, where):
        if question.code in self.asked:
            self._note(where, _("Another question has the same code."))
        self.asked.add(question.code)
        if question.evidence and question.evidence not in EVIDENCE:
            self._note(
                where,
                _("It is proposed from “%(code)s”, which the program does not know.")
                % {"code": question.evidence},
            )

    def _know_metric(self, code, where):
        if code not in self.metrics:
            self._note(
                where,
                _("It names the metric “%(metric)s”, which does not exist.")
                % {"metric": code},
            )

    def _values(self, model, content, where):
        """What the content says of the model's fields, where it can be that at all."""
        values = {}
        for name, value in content.items():
            if name not in SAID[model]:
                self._note(where, _("“%(name)s” is unknown here.") % {"name": name})
            elif not _fits(model._meta.get_field(name), value):
                self._note(
                    where,
                    _("The value of “%(name)s” has the wrong form.") % {"name": name},
                )
            else:
                values[name] = value
        return values

    def _check(self, row, where):
        """As its fields have it: length, choices, what must be there."""
        fields = row._meta.concrete_fields
        said = [*SAID[type(row)]]
        others = [field.name for field in fields if field.name not in said]
        relations = [field.name for field in fields if field.is_relation]
        try:
            row.clean_fields(exclude={*others, *relations})
        except ValidationError as error:
            for name, reasons in error.message_dict.items():
                label = row._meta.get_field(name).verbose_name
                for reason in reasons:
                    self._note(where, f"{label}: {reason}")

    def _list_of(self, name, said, where):
        if not isinstance(said, list):
            self._note(where, _("“%(name)s” is not a list.") % {"name": name})
            return []
        if len(said) > MOST[name]:
            self._note(where, too_many(name))
            return []
        return said

    def _note(self, where, what):
        self.problems.append(Problem(where, what))


def too_many(name):
    words = {
        "sections": _("A template has at most %(most)s sections."),
        "rows": _("A table has at most %(most)s rows."),
        "columns": _("A table has at most %(most)s columns."),
        "questions": _("A section has at most %(most)s questions."),
    }
    return words[name] % {"most": MOST[name]}


def _fits(field, value):
    if isinstance(field, ArrayField):
        return isinstance(value, list) and all(map(_is_text, value))
    if isinstance(field, models.IntegerField):
        return type(value) is int
    return _is_text(value) or (value is None and field.null)


def _is_text(value):
    """Text that the database takes: no null sign, no half of a character."""
    if not isinstance(value, str) or "\0" in value:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in value)


# To write


def as_content(template):
    """The file of a template; `read` makes the same of it."""
    sections = template.sections.prefetch_related(
        "rows", "columns__series", "questions"
    )
    return _said(template) | {"sections": [_section(each) for each in sections]}


def _section(section):
    parts = {
        name: [_said(part) for part in getattr(section, name).all()]
        for name in section.parts
    }
    return _said(section) | {name: said for name, said in parts.items() if said}


def _said(row):
    """What differs from what it would be without a word."""
    said = {}
    for name in SAID[type(row)]:
        field = row._meta.get_field(name)
        value = getattr(row, field.attname)
        if value is not None and value != field.get_default():
            is_series = name == "series"
            said[name] = row.series.name if is_series else value
    return said


def chapters_of(template):
    """Copies of a template's sections with all that they have."""
    sections = template.sections.prefetch_related("rows", "columns", "questions")
    return [_copied(section) for section in sections]


def _copied(section):
    parts = [list(getattr(section, name).all()) for name in PARTS]
    for row in [section, *parts[0], *parts[1], *parts[2]]:
        row.pk, row._state.adding = None, True
    return Chapter(section, *parts)
