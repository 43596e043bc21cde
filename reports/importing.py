"""HR's figures from a spreadsheet: taken in whole, or refused whole with every reason.

One row per committee, month and sex, with the columns of HEADINGS in any order.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook

from attachments.spreadsheets import Unreadable, require_workbook, workbook_rows
from organisation.models import Committee
from reports.metrics import Sex
from reports.models import Figure, FigureImport
from reports.periods import months_of

# The words of the file, whatever language the reader has.
COMMITTEE, PERIOD, SEX = "Nämnd", "Period", "Kön"
HEADINGS = {
    "Ordinarie arbetstid (timmar)": "scheduled_hours",
    "Sjukfrånvaro dag 1–14 (timmar)": "sick_hours_short",
    "Sjukfrånvaro dag 15– (timmar)": "sick_hours_long",
    "Medelantal anställda": "employees",
    "Externa avgångar": "external_leavers",
    "varav pensionsavgångar": "pension_leavers",
    "Mertid/fyllnadstid (timmar)": "additional_hours",
    "Övertid (timmar)": "overtime_hours",
}
COLUMNS = [COMMITTEE, PERIOD, SEX, *HEADINGS]
SEXES = {
    "k": Sex.WOMEN,
    "kvinna": Sex.WOMEN,
    "kvinnor": Sex.WOMEN,
    "m": Sex.MEN,
    "man": Sex.MEN,
    "män": Sex.MEN,
}
# What a well-meant file never reaches, and what a hostile one could fill memory with.
MAX_UNPACKED = 5 * settings.IMPORT_MAX_BYTES
MAX_ROWS, MAX_COLUMNS, MAX_PROBLEMS = 20_000, 50, 200
LARGEST = Decimal(10) ** 12


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

    def __init__(self, problems):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@transaction.atomic
def take_in(file, *, name, by=None):
    """Keep the figures of an xlsx file; figures kept before are replaced by the new ones."""
    content = _read(file)
    figures = _Sheet(_rows_of(content)).figures()
    source = FigureImport.objects.create(
        file_name=Path(name).name,
        sha256=hashlib.sha256(content).hexdigest(),
        rows=len({figure.row for figure in figures}),
        by=by,
    )
    for figure in figures:
        figure.source = source
    Figure.objects.bulk_create(
        figures,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["committee", "month", "sex", "age", "quantity"],
        update_fields=["value", "source", "row"],
    )
    return source


def empty_workbook(reporting_year):
    """A file to fill: one row for each committee, month and sex of the year's period."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Underlag")
    sheet.append(COLUMNS)
    committees = reporting_year.committees() if reporting_year else []
    for committee in committees:
        for month in months_of(reporting_year.period):
            for sex in ("Kvinnor", "Män"):
                sheet.append([committee.name, f"{month:%Y-%m}", sex])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _read(file):
    """The bytes, refused before they are read or unpacked when there are too many."""
    if file.size > settings.IMPORT_MAX_BYTES:
        megabytes = settings.IMPORT_MAX_BYTES // 1024**2
        raise _refused(
            _("The file is larger than %(number)s MB.") % {"number": megabytes}
        )
    content = file.read()
    try:
        require_workbook(BytesIO(content), max_unpacked=MAX_UNPACKED)
    except Unreadable as error:
        raise _refused(str(error)) from error
    return content


def _rows_of(content):
    rows = workbook_rows(
        BytesIO(content), max_rows=MAX_ROWS + 2, max_columns=MAX_COLUMNS
    )
    try:
        return [list(row) for row in rows]
    except Unreadable as error:
        raise _refused(str(error)) from error


def _refused(reason):
    return ImportRefused([Problem(None, "", reason)])


class _Sheet:
    """The cells, and all that is wrong with them."""

    def __init__(self, rows):
        self.rows = rows
        self.problems = []
        self.committees = {
            committee.name.casefold(): committee
            for committee in Committee.objects.all()
        }
        self.first_rows = {}

    def figures(self):
        """A Figure for each number; raises ImportRefused when one cell is wrong."""
        heading = [_text(cell.value) for cell in self.rows[0]] if self.rows else []
        places = {name: heading.index(name) for name in COLUMNS if name in heading}
        for name in COLUMNS:
            if name not in places:
                self._wrong(1, name, _("The column is missing."))
            elif heading.count(name) > 1:
                self._wrong(1, name, _("The column stands there more than once."))
        if len(self.rows) > MAX_ROWS + 1:
            self._wrong(
                MAX_ROWS + 2, "", _("There are more rows than can be imported.")
            )
        figures = [] if self.problems else list(self._all_figures(places))
        if not figures and not self.problems:
            self._wrong(2, "", _("There are no figures in the file."))
        if self.problems:
            raise ImportRefused(self.problems)
        return figures

    def _all_figures(self, places):
        for number, cells in enumerate(self.rows[1:], start=2):
            row = {
                name: cells[place] if place < len(cells) else None
                for name, place in places.items()
            }
            if any(
                cell is not None and cell.value is not None for cell in row.values()
            ):
                yield from self._figures(number, row)
            if len(self.problems) >= MAX_PROBLEMS:
                self._wrong(number, "", _("Nothing was looked at below this row."))
                return

    def _figures(self, number, row):
        known = len(self.problems)
        committee = self._committee(number, row[COMMITTEE])
        month = self._month(number, row[PERIOD])
        sex = self._sex(number, row[SEX])
        values = {
            quantity: self._number(number, heading, row[heading])
            for heading, quantity in HEADINGS.items()
        }
        if len(self.problems) == known:
            self._once(number, (committee, month, sex))
            self._pensions_are_part(number, values)
        return [
            Figure(
                committee=committee,
                month=month,
                sex=sex,
                quantity_id=quantity,
                value=value,
                row=number,
            )
            for quantity, value in values.items()
            if len(self.problems) == known
        ]

    def _committee(self, number, cell):
        name = _text(self._value(number, COMMITTEE, cell))
        found = self.committees.get(name.casefold())
        if not found and name:
            self._wrong(
                number,
                COMMITTEE,
                _("There is no committee called %(name)s.") % {"name": name},
            )
        return found

    def _month(self, number, cell):
        value = self._value(number, PERIOD, cell)
        if isinstance(value, date):
            return date(value.year, value.month, 1)
        found = re.fullmatch(r"(\d{4})-?(0[1-9]|1[0-2])", _text(value))
        if found:
            return date(max(int(found[1]), 1), int(found[2]), 1)
        if value is not None:
            self._wrong(number, PERIOD, _("Write the month as 2023-12."))
        return None

    def _sex(self, number, cell):
        value = _text(self._value(number, SEX, cell))
        if value and value.casefold() not in SEXES:
            self._wrong(number, SEX, _("Write Kvinnor or Män."))
        return SEXES.get(value.casefold())

    def _number(self, number, heading, cell):
        value = self._value(number, heading, cell)
        if value is None:
            return None
        # Anything else that a cell can hold is text, a date or a time of day.
        if not isinstance(value, int | float) or isinstance(value, bool):
            return self._wrong(number, heading, _("This is not a number."))
        amount = Decimal(str(value))
        if not amount.is_finite():
            return self._wrong(number, heading, _("This is not a number."))
        if amount < 0:
            return self._wrong(
                number, heading, _("The number must not be less than zero.")
            )
        if amount >= LARGEST:
            return self._wrong(number, heading, _("The number is too large."))
        return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def _value(self, number, heading, cell):
        """The cell's value; an empty cell and a formula are wrong wherever they stand."""
        value = None if cell is None else cell.value
        if value is None or (isinstance(value, str) and not value.strip()):
            return self._wrong(number, heading, _("The cell is empty."))
        if cell.data_type == "f":
            return self._wrong(
                number, heading, _("A formula is not read. Paste its value instead.")
            )
        return value

    def _once(self, number, key):
        first = self.first_rows.setdefault(key, number)
        if first != number:
            self._wrong(
                number,
                "",
                _("The same committee, period and sex as row %(row)s.")
                % {"row": first},
            )

    def _pensions_are_part(self, number, values):
        if values["pension_leavers"] > values["external_leavers"]:
            self._wrong(
                number,
                "varav pensionsavgångar",
                _("More than all external leavers of the row."),
            )

    def _wrong(self, number, column, reason):
        self.problems.append(Problem(number, column, reason))


def _text(value):
    return "" if value is None else str(value).strip()
