"""Files that people choose, and others."""

import csv
from datetime import date, datetime, time
from functools import cache
from io import BytesIO, StringIO

from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from tests.fuzz.values import DAYS, NUMBERS, TEXTS

NAMES = [
    "a.xlsx",
    "a.csv",
    "a.jpg",
    "a.pdf",
    "a",
    "",
    "..",
    "../a",
    "å\u202e.x",
    "a" * 300,
]
KINDS = ["text/csv", "image/jpeg", "application/pdf", "", "x", "text/html"]


@cache
def picture(kind="JPEG"):
    file = BytesIO()
    Image.new("RGB", (20, 10), "red").save(file, kind)
    return file.getvalue()


def _workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _text(rows, encoding="utf-8", delimiter=";"):
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding, errors="replace")


cells = st.one_of(
    st.sampled_from([*NUMBERS, *DAYS]),
    st.sampled_from([text for text in TEXTS if len(text) < 1_000]),
    st.sampled_from([None, True, 1e308, -1, 10**18, 0.1, 45_000, 60, "#REF!", "#N/A"]),
    st.sampled_from(
        [date(1900, 1, 1), date(9999, 12, 31), datetime(2026, 3, 29, 2, 30), time(1)]
    ),
    st.floats(allow_nan=False, allow_infinity=False),
)


def _told(cell):
    """As a workbook can have it."""
    if isinstance(cell, str):
        return "".join(c for c in cell if c.isprintable())
    return cell


@st.composite
def sheets(draw, rows=None):
    """A spreadsheet's bytes: a workbook or a text in some encoding."""
    rows = (
        draw(st.lists(st.lists(cells, max_size=5), max_size=5))
        if rows is None
        else rows
    )
    if draw(st.booleans()):
        return _workbook([[_told(cell) for cell in row] for row in rows])
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))
    return _text(rows, encoding, draw(st.sampled_from(";,\t")))


broken = st.sampled_from(
    [
        b"",
        b"\x00",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"\xff\xfe",
        b'"',
        b"a;b\n1;2",
        b"{}",
        b'{"a": [1e999, "\\ud800"]}',
        b"[" * 100_000,
        b"%PDF-1.7\n%%EOF",
        b"<svg/>",
        picture(),
        picture("PNG"),
        picture()[:-40],
    ]
)
files = (
    st.tuples(
        st.sampled_from(NAMES),
        broken | sheets() | st.binary(max_size=50),
        st.sampled_from(KINDS),
    )
    | st.none()
)
