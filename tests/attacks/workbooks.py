"""Workbooks that no spreadsheet program writes, made to hurt who opens them."""

import zipfile
from io import BytesIO

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def ordinary(*rows):
    """The parts of one that is as it should be: {name: bytes}."""
    book = Workbook()
    for row in rows or [["Name", "Hours"], ["North school", 12]]:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    """The parts as a file's bytes."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def sheet_of(body, before=""):
    """A sheet with this XML in it."""
    head = f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}">'
    return f"{head}{body}</worksheet>".encode()
