"""Who answered what: the answers of all that a report is put together from, side by side."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from reports.contents.parts import counts, parts_with
from reports.contents.questions import answer_of, score_of
from reports.models import Question, Report, Section


@dataclass(frozen=True)
class Column:
    section: Section
    question: Question

    @property
    def is_judged(self):
        return self.section.kind == Section.Kind.SELF_ASSESSMENT


@dataclass
class Row:
    report: Report
    # An answer, a score, or empty, in the order of the columns.
    said: list
    # In which columns it says otherwise than most.
    deviates: list

    @property
    def cells(self):
        return zip(self.said, self.deviates, strict=True)

    @property
    def number(self):
        return sum(self.deviates)


class Matrix:
    """Rows by how often they deviate, those who deviate most first.

    Of judgements from 1 to 5 nobody deviates: they are there to differ.
    """

    def __init__(self, year, report):
        self._year = year
        self.columns = [
            Column(section, question)
            for section in year.sections
            if report.level in section.levels and parts_with(year, report, section)
            for question in year.questions[section.pk]
        ]
        parts = {
            part.pk: part
            for column in self.columns
            for part in parts_with(year, report, column.section)
        }
        self._said = {
            part.pk: [self._said_by(part, column) for column in self.columns]
            for part in parts.values()
        }
        rows = [self._row(part) for part in parts.values()]
        self.rows = sorted(rows, key=lambda row: -row.number)

    @property
    def deviators(self):
        return [row for row in self.rows if row.number]

    def _row(self, part):
        said = self._said[part.pk]
        return Row(
            part,
            said,
            [
                bool(value and usual and value != usual)
                for value, usual in zip(said, self._usual, strict=True)
            ],
        )

    @cached_property
    def _usual(self):
        """What most say in each column."""
        return [
            "" if column.is_judged else _most(self._said.values(), place)
            for place, column in enumerate(self.columns)
        ]

    def _said_by(self, part, column):
        if part.level not in column.section.levels or not counts(part):
            return ""
        if column.is_judged:
            return score_of(self._year, part, column.section, column.question)
        return answer_of(self._year, part, column.section, column.question)


def _most(rows, place):
    said = Counter(row[place] for row in rows if row[place])
    return said.most_common(1)[0][0] if said else ""
