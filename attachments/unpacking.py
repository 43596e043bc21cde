"""Reads a workbook in a process of its own, which may take little memory and time.

A workbook of some kilobytes can unpack to what fills a machine: elements by the million,
sheets that are each other, formulas that are written out again in every cell. No check
before it is opened finds all of them, so whoever opens it is held instead. What goes wrong
here ends this process and no other.

    python -I unpacking.py MEMORY SECONDS names < book.xlsx
    python -I unpacking.py MEMORY SECONDS rows SHEET ROWS COLUMNS COMPUTED < book.xlsx

One line of JSON for each row; MEMORY is in bytes, SECONDS of the processor's time. The
file is no part of the program: it imports nothing of it, so that it starts in a tenth of
a second.
"""

import json
import resource
import sys
from contextlib import closing
from datetime import date, datetime, time

from openpyxl import load_workbook


def main(memory, seconds, what, *how):
    _hold(int(memory), int(seconds))
    sheet, rows, columns, computed = map(int, how or (0, 0, 0, 0))
    # Macros and other workbooks are not even looked at.
    book = load_workbook(
        sys.stdin.buffer, read_only=True, keep_links=False, data_only=bool(computed)
    )
    with closing(book):
        if what == "names":
            _say([each.title for each in book.worksheets])
        else:
            _say_rows(book.worksheets[sheet], rows, columns)


def _hold(memory, seconds):
    for what, most in [
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ]:
        resource.setrlimit(what, (most, most))


def _say_rows(sheet, rows, columns):
    # What it says of its own size is often wrong.
    sheet.reset_dimensions()
    cells = sheet.iter_rows(max_row=rows, max_col=columns, values_only=True)
    for row, _number in zip(cells, range(rows), strict=False):
        _say(row)


def _say(values):
    json.dump(values, sys.stdout, default=_told)
    sys.stdout.write("\n")


def _told(value):
    """What JSON has no word for: {what: text}."""
    for kind in (datetime, date, time):
        if isinstance(value, kind):
            return {kind.__name__: value.isoformat()}
    # A formula over several cells is an object, a span of time a number of its own.
    return {"str": str(getattr(value, "text", None) or value)}


if __name__ == "__main__":
    main(*sys.argv[1:])
