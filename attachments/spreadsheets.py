"""Spreadsheets that somebody sent: opened without trusting what they say of themselves."""

import csv
import re
import zipfile
from contextlib import contextmanager
from io import StringIO, TextIOWrapper
from itertools import chain, islice
from tempfile import TemporaryFile

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from attachments import apart

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Sheets are read row by row; all else, whatever it is called, is read at once, however
# few rows are asked for.
MAX_AT_ONCE = 100 * 1024 * 1024
_SHEETS = "xl/worksheets/"
# How Excel's old files begin, and new ones that have a password.
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
# Characters that no text has.
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_DELIMITERS = ";,\t"
_ENCODINGS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


LONGEST_HEADING = 200
# How what a spreadsheet takes for a formula begins, also in full width, and what a number
# looks like.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
# Where one would begin if another sign than ours divided the columns; "100,-" is a price.
_FORMULA_WITHIN = re.compile(r"([,;\t\r\n])(?=[=+@＝＋＠]|[-－][\w(])")


class Unreadable(Exception):
    """The file cannot be opened as what it should be; the words are for its sender."""


def rows_of(file, *, max_unpacked, max_rows, max_columns, computed=False, sheet=0):
    """What the cells of a workbook's sheet, or of a text, hold: row by row.

    With `computed` what formulas came to, else the formulas. Raises Unreadable.
    """
    limits = {"max_rows": max_rows, "max_columns": max_columns}
    if is_workbook(file):
        require_workbook(file, max_unpacked=max_unpacked)
        return _rows_of_workbook(file, computed=computed, sheet=sheet, **limits)
    return _rows_of_text(file, **limits)


def headings_in(rows):
    """The texts of the first of these rows of texts that has two: above it may stand a
    title. Raises Unreadable."""
    for cells in rows:
        if sum(map(bool, cells)) > 1:
            last = max(place for place, text in enumerate(cells) if text)
            return [text[:LONGEST_HEADING] for text in cells[: last + 1]]
    raise Unreadable(
        _("The file is empty, or its first row has no headings in columns.")
    )


def is_workbook(file):
    """Whether it looks like a workbook rather than a text; raises Unreadable for old ones."""
    file.seek(0)
    beginning = file.read(4)
    file.seek(0)
    if beginning == _COMPOUND_FILE:
        raise Unreadable(
            _(
                "The file has a password or is of an old kind (xls). Save it as xlsx"
                " without a password."
            )
        )
    return beginning == b"PK\x03\x04"


def require_workbook(file, *, max_unpacked):
    """Raise Unreadable for what is no workbook or too much of one, before it is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise Unreadable(_("The file is not a spreadsheet (xlsx).")) from None
    # Unpacking stops at the sizes that are added up here, however much there is.
    unpacked = sum(entry.file_size for entry in entries)
    at_once = sum(
        entry.file_size for entry in entries if not entry.filename.startswith(_SHEETS)
    )
    if unpacked > max_unpacked or at_once > MAX_AT_ONCE:
        raise Unreadable(
            _("The file unpacks to more than a spreadsheet of figures can.")
        )


def sheet_names(file):
    """Of the sheets that have cells, in their order. Raises Unreadable."""
    with _readable():
        return apart.sheet_names(file)


def _rows_of_workbook(file, **how):
    with _readable():
        yield from apart.rows_of(file, **how)


@contextmanager
def _readable():
    try:
        yield
    except apart.Broken:
        raise Unreadable(_("The file is not a spreadsheet (xlsx).")) from None


def _rows_of_text(file, *, max_rows, max_columns):
    """Whichever encoding and delimiter it has."""
    encoding = _encoding_of(file)
    with _as_text_file(file, encoding, errors="replace", newline="") as text:
        lines = (line.replace("\x00", "") for line in text)
        beginning = list(islice(lines, 10))
        if any(_CONTROL.search(line) for line in beginning):
            raise Unreadable(_("The file is neither a spreadsheet (xlsx) nor CSV."))
        rows = csv.reader(chain(beginning, lines), delimiter=_delimiter_of(beginning))
        try:
            for row in islice(rows, max_rows):
                yield row[:max_columns]
        except csv.Error:
            raise Unreadable(
                _("Line %(line)s is not CSV, or a quotation mark is missing before it.")
                % {"line": rows.line_num}
            ) from None


def _delimiter_of(lines):
    """That of the first line which has any: above the headings may stand a title."""
    divided = (line for line in lines if any(each in line for each in _DELIMITERS))
    return max(_DELIMITERS, key=next(divided, "").count)


def write_workbook(file, title, rows):
    """An xlsx of texts, written row by row: nothing that was typed becomes a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([_as_text(sheet, value) for value in row])
    book.save(file)


def csv_of(rows):
    """Rows as the bytes of a text: nothing that was typed becomes a formula.

    Semicolons and a byte order mark: spreadsheets in our languages open it as it is.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    for row in rows:
        writer.writerow([harmless("" if value is None else value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def harmless(text):
    """As a text file can have it: what a spreadsheet would take for a formula becomes
    text; numbers stay numbers."""
    text = str(text)
    if _NUMBER.fullmatch(text):
        return text
    text = _FORMULA_WITHIN.sub(r"\1'", text)
    return f"'{text}" if is_formula(text) else text


def is_formula(text):
    """Whether a spreadsheet, or what it is saved as, could take the text for one."""
    return text.startswith(_FORMULA)


def workbook(title, rows):
    """The same as an open file of its own, however many rows, in a little memory."""
    file = TemporaryFile()  # noqa: SIM115, the response closes it
    write_workbook(file, title, rows)
    file.seek(0)
    return file


def _as_text(sheet, value):
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767]
        keep_text(cell)
    else:
        cell.value = value
    return cell


def keep_text(cell):
    """What somebody typed, as “=1+1”, stays text, also once the cell is edited."""
    cell.data_type = "s"
    if is_formula(cell.value):
        cell.quotePrefix = True


def _encoding_of(file):
    """What its mark says; without one UTF-8 where all of it is, else Windows' own."""
    file.seek(0)
    beginning = file.read(3)
    for mark, encoding in _ENCODINGS.items():
        if beginning.startswith(mark):
            return encoding
    try:
        with _as_text_file(file, "utf-8") as text:
            for _line in text:
                continue
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


@contextmanager
def _as_text_file(file, encoding, **how):
    """The open file from its beginning as text; stays open."""
    file.seek(0)
    text = TextIOWrapper(file, encoding=encoding, **how)
    try:
        yield text
    finally:
        if not file.closed:
            text.detach()
