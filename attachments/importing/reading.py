"""A large file of any shape as lines of text, and what one must know of it to map it."""

import json
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path

from django.utils.translation import gettext as _

from attachments.spreadsheets import (
    Unreadable,
    headings_in,
    is_workbook,
    require_workbook,
    rows_of,
    sheet_names,
)

MAX_UNPACKED = 500 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 250_000, 100
# So many first rows are shown; longer cells are cut there.
SHOWN_ROWS, SHOWN_CHARACTERS = 5, 80
# Columns with longer or more values are texts, numbers or days.
LONGEST_VALUE, MOST_VALUES = 100, 1_500
_EXCEL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}


def rewrite(source, target, *, note, sheet=0):
    """Write the rows as JSON, one a line: its number in the file and its texts.

    `sheet` is the place of the sheet in a workbook.

    Returns the headings, how many rows there are, and what the columns hold. Raises
    Unreadable, in words for whoever sent the file.
    """
    rows = enumerate(_rows_of(source, sheet), start=1)
    headers = headings_in(cells for _number, cells in rows)
    contents, total = _Contents(len(headers)), 0
    with target.open("w") as file:
        for number, cells in rows:
            if number > MAX_ROWS:
                raise Unreadable(
                    _("The file has more than %(number)s rows. Divide it.")
                    % {"number": MAX_ROWS}
                )
            if any(cells):
                cells = cells[: len(headers)]
                file.write(json.dumps([number, cells]) + "\n")
                contents.add(cells)
                total += 1
                if total % 5_000 == 0:
                    note(total=total)
    if not total:
        raise Unreadable(_("There are no rows below the headings."))
    return headers, total, contents.as_json()


def lines(path):
    """The rows as `rewrite` left them: pairs of number and texts."""
    with Path(path).open() as file:
        for line in file:
            yield json.loads(line)


def sheets_of(path):
    """The names of a workbook's sheets; of a text file one without a name."""
    with path.open("rb") as file:
        if not is_workbook(file):
            return [""]
        require_workbook(file, max_unpacked=MAX_UNPACKED)
        return sheet_names(file)


def _rows_of(path, sheet):
    with path.open("rb") as file:
        rows = rows_of(
            file,
            max_unpacked=MAX_UNPACKED,
            max_rows=MAX_ROWS + 1,
            max_columns=MAX_COLUMNS,
            computed=True,
            sheet=sheet,
        )
        for row in rows:
            yield [as_text(value) for value in row]


def as_text(value):
    """What the cell says, as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        is_day = value.time() == time.min
        return value.strftime("%Y-%m-%d" if is_day else "%Y-%m-%d %H:%M")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    text = str(value).replace("\x00", "").strip()
    return "" if text in _EXCEL_ERRORS else text


class _Contents:
    """The first rows, and how often each value stands in a column that has few."""

    def __init__(self, columns):
        self.rows: list[list[str]] = []
        self.values: dict[int, Counter[str]] = {
            place: Counter() for place in range(columns)
        }

    def add(self, cells):
        if len(self.rows) < SHOWN_ROWS:
            self.rows.append([text[:SHOWN_CHARACTERS] for text in cells])
        for place, text in enumerate(cells):
            found = self.values.get(place)
            if found is None or not text:
                continue
            found[text] += 1
            if len(text) > LONGEST_VALUE or len(found) > MOST_VALUES:
                del self.values[place]

    def as_json(self):
        values = {str(place): dict(found) for place, found in self.values.items()}
        return {"rows": self.rows, "values": values}
