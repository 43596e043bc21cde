"""A file of any shape as headings and rows; opened without trusting what it says."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.translation import gettext as _

from attachments.spreadsheets import (
    Unreadable,
    csv_rows,
    is_workbook,
    require_workbook,
    workbook_rows,
)

# What a well-meant file never reaches, and what a hostile one could fill memory with.
MAX_UNPACKED = 5 * settings.IMPORT_MAX_BYTES
MAX_ROWS, MAX_COLUMNS = 20_000, 50
LONGEST_HEADING = 200
# Above the headings may stand a title and a line or two.
_HEADINGS_WITHIN = 20


@dataclass
class Sheet:
    """Its headings, each once, and (number in the file, cells) of the rows below them."""

    headings: list
    rows: list

    def as_json(self):
        return json.dumps({"headings": self.headings, "rows": self.rows})

    @classmethod
    def from_json(cls, text):
        return cls(**json.loads(text))

    def words(self, heading):
        """{word: in how many rows} of a column."""
        place = self.headings.index(heading)
        texts = (_text(cells[place]) for _number, cells in self.rows)
        return Counter(text for text in texts if text)


def content_of(file):
    """The bytes, refused before they are read when there are too many."""
    if file.size > settings.IMPORT_MAX_BYTES:
        megabytes = settings.IMPORT_MAX_BYTES // 1024**2
        raise Unreadable(
            _("The file is larger than %(number)s MB.") % {"number": megabytes}
        )
    return file.read()


def sheet_of(content):
    """Raises Unreadable, in words for whoever sent the file."""
    rows = enumerate(_rows_of(content), start=1)
    headings = _headings(rows)
    return Sheet(
        headings,
        [
            [number, _padded(cells, len(headings))]
            for number, cells in rows
            if any(cell not in (None, "") for cell in cells)
        ],
    )


def _rows_of(content):
    file = BytesIO(content)
    # One more than is allowed, to know that there are more.
    limits = {"max_rows": MAX_ROWS + _HEADINGS_WITHIN, "max_columns": MAX_COLUMNS}
    if is_workbook(file):
        require_workbook(file, max_unpacked=MAX_UNPACKED)
        rows = workbook_rows(file, **limits)
        yield from ([_plain(cell.value) for cell in row] for row in rows)
        return
    with NamedTemporaryFile(suffix=".csv") as copy:
        copy.write(content)
        copy.flush()
        for row in csv_rows(Path(copy.name), **limits):
            yield [_plain(text) for text in row]


def _headings(rows):
    """The first row with texts in two columns."""
    for number, cells in rows:
        texts = [_text(cell)[:LONGEST_HEADING] for cell in cells]
        if sum(map(bool, texts)) > 1:
            last = max(place for place, text in enumerate(texts) if text)
            return _each_once(texts[: last + 1])
        if number >= _HEADINGS_WITHIN:
            break
    raise Unreadable(
        _("The file is empty, or its first row has no headings in columns.")
    )


def _each_once(texts):
    """Headings that stand there again, or not at all, are told apart by their place."""
    unnamed = _("Column %(number)s")
    headings = []
    for place, text in enumerate(texts, start=1):
        heading = name = text or unnamed % {"number": place}
        while heading in headings:
            heading, place = f"{name} ({place})", place + 1
        headings.append(heading)
    return headings


def _padded(cells, width):
    return [*cells[:width], *[None] * (width - len(cells))]


def _plain(value):
    """What the cell holds, as JSON has it: numbers as numbers, days as 2023-12-31."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if abs(value) != float("inf") and value == value else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).replace("\x00", "").strip()


def _text(cell):
    return "" if cell is None else str(cell).strip()
