"""The PDF for the archive, with its tables in it as files."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from reports import archive, excel
from reports.models import Document
from tests.documents import faults, faults_in_the_archive
from tests.reports import every_kind


@pytest.fixture(scope="module")
def made():
    return archive.render(every_kind.snapshot(every_kind.content()))


@pytest.fixture(scope="module")
def files(made):
    found = PdfReader(BytesIO(made)).attachments
    return {name: contents[0] for name, contents in found.items()}


def rows(files, name):
    return list(csv.reader(StringIO(files[name].decode())))


def test_document_for_the_archive_is_such_and_can_be_heard(made):
    assert faults_in_the_archive(made) == []
    assert faults(made) == []


def test_tables_go_along_as_a_workbook(files):
    workbook = files["arbetsmiljorapport-2024-grundskolenamnden.xlsx"]

    assert workbook == excel.render(every_kind.snapshot(every_kind.content()))
    assert "1 Sjukfrånvaro" in load_workbook(BytesIO(workbook)).sheetnames


def test_each_table_goes_along_as_csv(files):
    assert rows(files, "001-sjukfranvaro.csv")[:3] == [
        ["Grupp", "2023/24", "2022/23", "Skillnad", "Mål"],
        ["Total sjukfrånvaro", "7.0", "7.8", "-0.8", "6.5"],
        ["Kvinnor", "8.1", "*", "", ""],
    ]
    assert rows(files, "003-handelser-efter-orsak-och-manad.csv")[-1][-1] == "4158"


def test_no_cell_of_a_table_is_a_formula():
    table = every_kind.indicators()
    table["label_heading"] = "=head"
    table["rows"][0] |= {"label": "\t=label", "text": "@text"}

    made = archive.render(every_kind.snapshot(every_kind.content(sections=[table])))

    found = PdfReader(BytesIO(made)).attachments
    text = next(each[0] for name, each in found.items() if name.endswith(".csv"))
    cells = {cell for row in csv.reader(StringIO(text.decode())) for cell in row}
    assert {"'=head", "'\t'=label", "'@text"} <= cells


def test_text_that_looks_like_a_formula_is_none():
    asked = every_kind.questions(1)
    asked["questions"][0]["comment"] = "=1+1"

    made = archive.render(every_kind.snapshot(every_kind.content(sections=[asked])))

    found = PdfReader(BytesIO(made)).attachments
    assert b",'=1+1" in found["001-fragor-om-ronder.csv"][0]


def test_same_snapshot_makes_the_same_bytes(made):
    assert archive.render(every_kind.snapshot(every_kind.content())) == made


def test_name_tells_it_from_the_document_for_reading():
    assert Document(kind=Document.Kind.ARCHIVE).ending == "-arkiv.pdf"
