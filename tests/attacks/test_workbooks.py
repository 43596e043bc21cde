"""Workbooks that are made to hurt who opens them (attachments.unpacking)."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from attachments import apart
from attachments.spreadsheets import Unreadable, rows_of, sheet_names
from tests.attacks.workbooks import MAIN, SHEET, ordinary, packed, sheet_of

HOSTNAME = Path("/etc/hostname").read_text().strip()
LAUGHS = "".join(
    f'<!ENTITY a{place} "{f"&a{place - 1};" * 10}">' for place in range(1, 10)
)


def read(content, **limits):
    limits = {"max_unpacked": 50_000_000, "max_rows": 1_000, "max_columns": 20} | limits
    return list(rows_of(BytesIO(content), **limits))


def with_sheet(body, before=""):
    return packed(ordinary() | {SHEET: sheet_of(body, before)})


def with_styles(elements):
    parts = ordinary()
    styles = parts["xl/styles.xml"].decode()
    place = styles.index(">", styles.index("<cellXfs")) + 1
    parts["xl/styles.xml"] = styles[:place] + "<xf/>" * elements + styles[place:]
    return packed(parts)


def with_sheets(number):
    """All of them the same, which does not say how large it is."""
    parts = ordinary()
    book = parts["xl/workbook.xml"].decode()
    sheet = re.search("<sheet [^>]*/>", book)[0]
    each = (sheet.replace('"Sheet"', f'"{place}"') for place in range(number))
    parts["xl/workbook.xml"] = book.replace(sheet, "".join(each))
    parts[SHEET] = sheet_of("<x/>" * 50_000 + "<sheetData/>")
    return packed(parts)


@pytest.mark.parametrize(
    "content",
    [
        with_styles(500_000),
        with_sheet(f"<sheetData><row>{'<c/>' * 150_000}</row></sheetData>"),
        with_sheet("<x/>" * 600_000),
    ],
    ids=["styles", "cells in a row", "unknown elements"],
)
def test_workbook_that_takes_much_memory_is_refused(content, monkeypatch):
    monkeypatch.setattr(apart, "MOST_MEMORY", 45_000_000)

    assert len(content) < 20_000
    with pytest.raises(Unreadable):
        read(content)


def test_workbook_that_takes_much_time_is_refused(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 1)

    with pytest.raises(Unreadable):
        read(with_sheets(200))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY a9 SYSTEM "http://127.0.0.1:9/">]>',
    ],
    ids=["laughs", "file", "address"],
)
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entity_is_neither_written_out_nor_fetched(doctype, part):
    cell = '<row r="1"><c t="inlineStr"><is><t>a&a9;</t></is></c></row>'
    bodies = {
        SHEET: sheet_of(f"<sheetData>{cell}</sheetData>", doctype),
        "xl/sharedStrings.xml": f'{doctype}<sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>',
    }
    parts = ordinary()
    plain = parts["xl/workbook.xml"].decode()
    bodies["xl/workbook.xml"] = doctype + plain.replace('"Sheet"', '"a&a9;"')
    parts[part] = bodies[part]

    # Left out or refused; never more than a file as small as this can say.
    try:
        said = str([sheet_names(BytesIO(packed(parts))), read(packed(parts))])
    except Unreadable:
        return
    assert len(said) < 500
    assert HOSTNAME not in said


def test_names_of_its_parts_lead_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    parts = ordinary() | {"../../outside.xml": b"x", "/etc/outside": b"x"}

    assert read(packed(parts))[0][:2] == ["Name", "Hours"]
    assert not list(tmp_path.parent.glob("**/outside*"))


@pytest.mark.parametrize(
    "content",
    [
        packed({}),
        packed({"[Content_Types].xml": b"<Types/>"}),
        packed({"a.zip": packed({"b.zip": packed(ordinary())})}),
        packed(ordinary())[:-30],
        b"PK\x03\x04" + b"\x00" * 100,
        packed(ordinary()) + b"x" * 70_000,
    ],
    ids=["empty", "no parts", "nested", "cut off", "no archive", "much behind it"],
)
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(Unreadable):
        read(content)


def test_part_that_unpacks_to_more_than_it_says_is_read_as_far_as_it_says():
    content = bytearray(with_sheet("<x/>" * 100_000))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    content = content.replace(size.to_bytes(4, "little"), (50).to_bytes(4, "little"))

    with pytest.raises(Unreadable):
        read(bytes(content))


def test_reader_that_has_enough_leaves_no_process(monkeypatch):
    begun = []
    real = apart.subprocess.Popen
    monkeypatch.setattr(
        apart.subprocess,
        "Popen",
        lambda *args, **how: begun.append(real(*args, **how)) or begun[-1],
    )
    rows = rows_of(
        BytesIO(packed(ordinary(*[["a", 1]] * 5_000))),
        max_unpacked=50_000_000,
        max_rows=5_000,
        max_columns=2,
    )

    assert next(rows) == ["a", 1]
    rows.close()
    assert begun[0].poll() is not None
