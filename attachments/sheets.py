"""A small file of any shape as headings and rows, read at once with its numbers as such.

Large ones are read by a job: attachments.importing.reading.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import islice

from django.conf import settings
from django.utils.translation import gettext as _

from attachments.spreadsheets import Unreadable, headings_in, rows_of

# What a well-meant file never reaches, and what a hostile one could fill memory with.
MAX_UNPACKED = 5 * settings.IMPORT_MAX_BYTES
MAX_ROWS, MAX_COLUMNS = 20_000, 50
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
    first = ([_text(cell) for cell in cells] for _number, cells in rows)
    headings = _each_once(headings_in(islice(first, _HEADINGS_WITHIN)))
    return Sheet(
        headings,
        [
            [number, _padded(cells, len(headings))]
            for number, cells in rows
            if any(cell not in (None, "") for cell in cells)
        ],
    )


def _rows_of(content):
    rows = rows_of(
        BytesIO(content),
        max_unpacked=MAX_UNPACKED,
        # More than is allowed, to know that there are more.
        max_rows=MAX_ROWS + _HEADINGS_WITHIN,
        max_columns=MAX_COLUMNS,
    )
    return ([_plain(value) for value in row] for row in rows)


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
