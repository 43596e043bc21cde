"""What a process of its own reads in a workbook, as values (see attachments.unpacking)."""

import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import date, datetime, time
from io import UnsupportedOperation
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile

_UNPACKING = Path(__file__).with_name("unpacking.py")
# In bytes: texts of a hundred megabytes as Python has them, with room.
MOST_MEMORY = 512 * 1024**2
# Of the processor's time; a row is reckoned as one of fifty columns.
SECONDS, ROWS_A_SECOND = 10, 1_250
_KINDS = {"datetime": datetime, "date": date, "time": time}


class Broken(Exception):
    """The process has ended before the workbook: it is damaged, or takes too much."""


def sheet_names(file):
    """Of the sheets that have cells, in their order. Raises Broken."""
    (names,) = _told(file, "names")
    return names


def rows_of(file, *, sheet, max_rows, max_columns, computed):
    """The values of the cells, row by row. Raises Broken, also after some rows."""
    what = ("rows", sheet, max_rows, max_columns, int(computed))
    return _told(file, *what, seconds=SECONDS + max_rows // ROWS_A_SECOND)


def _told(file, *what, seconds=SECONDS):
    # Isolated: neither the folder that we stand in nor the environment adds modules.
    command = [sys.executable, "-I", _UNPACKING, MOST_MEMORY, seconds, *what]
    with (
        _on_disk(file) as source,
        subprocess.Popen(
            list(map(str, command)),
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONIOENCODING": "utf-8"},
        ) as process,
    ):
        try:
            for line in process.stdout:
                yield [_value(each) for each in json.loads(line)]
            if process.wait():
                raise Broken
        finally:
            # Whoever has read enough lets the rest be.
            process.kill()


@contextmanager
def _on_disk(file):
    """The same from its beginning, as a file that another process can read."""
    file.seek(0)
    try:
        file.fileno()
    except (AttributeError, UnsupportedOperation):
        with TemporaryFile() as copy:
            copyfileobj(file, copy)
            copy.seek(0)
            yield copy
    else:
        yield file


def _value(told):
    if not isinstance(told, dict):
        return told
    ((kind, text),) = told.items()
    return _KINDS[kind].fromisoformat(text) if kind in _KINDS else text
