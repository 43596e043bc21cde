"""A figure of each number in the file, and all that is wrong with the others."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from attachments.sheets import MAX_ROWS
from reports.importing import cells
from reports.importing.cells import NOTHING, Wrong
from reports.importing.meaning import (
    LEAVE_OUT,
    SHIPPED,
    Holds,
    Words,
    is_total,
    quantity_of,
)

# A refusal in words names no more than these; the page has them all.
MOST_NAMED = 200


@dataclass(frozen=True)
class Problem:
    row: int | None
    column: str
    reason: str

    def __str__(self):
        where = _("Row %(row)s") % {"row": self.row} if self.row else ""
        return ": ".join(part for part in [where, self.column, self.reason] if part)


class ImportRefused(Exception):
    """Nothing was changed; `problems` says all that is wrong."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems[:MOST_NAMED])))


class Key(NamedTuple):
    """What a figure is of; the committee is an id, the quantity a code."""

    committee: int
    month: date
    sex: str
    age: str
    quantity: str

    @property
    def whole(self):
        """What is divided by sex or age in one way only."""
        return self.committee, self.month, self.quantity

    @property
    def division(self):
        return bool(self.sex), bool(self.age)


class Found(NamedTuple):
    value: Decimal
    row: int


@dataclass
class Checked:
    """{Key: Found} of the rows that are right, and the rest."""

    figures: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    # Rows that somebody said are not to be taken in.
    left_out: int = 0

    @property
    def refused_rows(self):
        """[(row, its problems)] in order."""
        rows = defaultdict(list)
        for problem in self.problems:
            rows[problem.row].append(problem)
        return sorted(rows.items(), key=lambda each: each[0] or 0)


def check(sheet, meanings):
    return _Check(sheet, meanings).all_rows()


class _Row(NamedTuple):
    number: int
    # By heading.
    cells: dict


class _LeftOut(Exception):
    pass


class _Check:
    def __init__(self, sheet, meanings):
        self.sheet = sheet
        self.meanings = meanings
        self.words = Words(meanings)
        self.columns = meanings["columns"]
        # Our own spreadsheet is filled in every cell; of others what is empty is unknown.
        self.is_strict = self.columns == SHIPPED["columns"]
        self.of = {
            holds: [heading for heading, each in self.columns.items() if each == holds]
            for holds in Holds
        }
        self.quantities = {
            heading: code
            for heading, meaning in self.columns.items()
            if (code := quantity_of(meaning))
        }
        self.result = Checked()
        self.first_rows: dict[Key, int] = {}

    def all_rows(self):
        if len(self.sheet.rows) > MAX_ROWS:
            self._wrong(None, "", _("There are more rows than can be imported."))
            return self.result
        for number, values in self.sheet.rows:
            row = _Row(number, dict(zip(self.sheet.headings, values, strict=True)))
            if any(not _is_empty(row.cells.get(heading)) for heading in self.columns):
                self._take(row)
        self._refuse_totals_beside_parts()
        if not self.result.figures and not self.result.problems:
            self._wrong(2, "", _("There are no figures in the file."))
        return self.result

    def _take(self, row):
        """The row's figures, or every reason against it."""
        known = len(self.result.problems)
        try:
            place = self._place(row)
        except _LeftOut:
            self.result.left_out += 1
            return
        found = list(self._figures(row, place))
        if len(self.result.problems) == known:
            self._pensions_are_part(row, dict(found))
            self._once(row, [key for key, _value in found])
        if len(self.result.problems) == known:
            for key, value in found:
                self.result.figures[key] = Found(value, row.number)
                self.first_rows[key] = row.number

    def _place(self, row):
        """(committee, month, sex, age, quantity), None where the row does not say it right
        or, of months and quantities, where its columns do."""
        return (
            self._word(row, Holds.COMMITTEE, self.words.committee),
            self._month(row) if self.of[Holds.MONTH] else None,
            self._word(row, Holds.SEX, self.words.sex, without="") or "",
            self._age(row),
            self._word(row, Holds.QUANTITY, self.words.quantity)
            if self.of[Holds.QUANTITY]
            else self.meanings.get("quantity"),
        )

    def _word(self, row, holds, meaning_of, *, without=None):
        """What the cell's word means; an empty cell is wrong where it must say something."""
        if not self.of[holds]:
            return without
        heading = self.of[holds][0]
        value = row.cells.get(heading)
        if _is_empty(value):
            if without is None or self.is_strict:
                self._wrong(row, heading, _("The cell is empty."))
            return without
        word = str(value).strip()
        found = meaning_of(word)
        if found == LEAVE_OUT:
            raise _LeftOut
        if found is None:
            self._wrong(row, heading, _unknown(holds, word))
        return found

    def _age(self, row):
        heading = next(iter(self.of[Holds.AGE]), None)
        value = row.cells.get(heading)
        text = "" if _is_empty(value) else str(value).strip()
        if len(text) > 20:
            self._wrong(
                row, heading, _("The name of an age has at most 20 characters.")
            )
        return "" if is_total(text) else text

    def _month(self, row):
        heading = self.of[Holds.MONTH][0]
        if _is_empty(row.cells.get(heading)):
            return self._wrong(row, heading, _("The cell is empty."))
        return self._read(
            row, heading, lambda value: cells.month(value, year=self._year(row))
        )

    def _year(self, row):
        for heading in self.of[Holds.YEAR]:
            return cells.year(row.cells.get(heading))
        return self.meanings.get("year")

    def _figures(self, row, place):
        committee, month, sex, age, quantity = place
        for heading, code in self.quantities.items():
            value = self._number(row, heading)
            if value is not None:
                yield Key(committee, month, sex, age, code), value
        for heading in self.of[Holds.MONTHS]:
            value = self._number(row, heading)
            if value is not None:
                of_heading = self._read(
                    row,
                    heading,
                    lambda _value, heading=heading: cells.month(
                        heading, year=self._year(row)
                    ),
                )
                yield Key(committee, of_heading, sex, age, quantity), value

    def _number(self, row, heading):
        value = row.cells.get(heading)
        if _is_empty(value) or (not self.is_strict and str(value).strip() in NOTHING):
            if self.is_strict:
                self._wrong(row, heading, _("The cell is empty."))
            return None
        return self._read(row, heading, cells.number)

    def _read(self, row, heading, reader):
        try:
            return reader(row.cells.get(heading))
        except Wrong as error:
            return self._wrong(row, heading, str(error))

    def _pensions_are_part(self, row, found):
        for key, value in found.items():
            leavers = found.get(key._replace(quantity="external_leavers"), value)
            if key.quantity == "pension_leavers" and value > leavers:
                heading = self._heading_of("pension_leavers")
                self._wrong(
                    row, heading, _("More than all external leavers of the row.")
                )

    def _heading_of(self, code):
        headings = (each for each, of in self.quantities.items() if of == code)
        return next(headings, "")

    def _once(self, row, keys):
        firsts = [self.first_rows[key] for key in keys if key in self.first_rows]
        if firsts:
            self._wrong(
                row,
                "",
                _("The same committee, period and sex as row %(row)s.")
                % {"row": firsts[0]},
            )

    def _refuse_totals_beside_parts(self):
        """Of what is divided in several ways only the finest counts: the rest are totals."""
        divided: dict[tuple, dict] = defaultdict(dict)
        for key, found in self.result.figures.items():
            divided[key.whole].setdefault(key.division, found.row)
        refused = {}
        for key, found in self.result.figures.items():
            ways = divided[key.whole]
            finest = max(ways, key=lambda way: (sum(way), way))
            if key.division != finest:
                refused[found.row] = ways[finest]
        for row, finer in refused.items():
            self._wrong(
                row,
                "",
                _(
                    "Row %(row)s divides the same figure by sex or age. A total beside its"
                    " parts is not taken in."
                )
                % {"row": finer},
            )
        self.result.figures = {
            key: found
            for key, found in self.result.figures.items()
            if found.row not in refused
        }

    def _wrong(self, row, column, reason):
        number = row.number if isinstance(row, _Row) else row
        self.result.problems.append(Problem(number, column, reason))


def _unknown(holds, name):
    match holds:
        case Holds.COMMITTEE:
            words = _("There is no committee called %(name)s.")
        case Holds.SEX:
            words = _("Write Kvinnor or Män.")
        case _:
            words = _("There is no quantity called %(name)s.")
    return words % {"name": name}


def _is_empty(value):
    return value is None or (isinstance(value, str) and not value.strip())
