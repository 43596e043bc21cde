"""HR's spreadsheet: taken in whole, or refused whole with row, column and reason."""

import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from reports.importing import (
    COLUMNS,
    MAX_UNPACKED,
    ImportRefused,
    empty_workbook,
    take_in,
)
from reports.models import Figure, FigureImport

GOOD = ["Grundskolenämnden", "2023-12", "Kvinnor", 1000, 30, 40.5, 10, 1, 0, 20, 25]
OTHER = ["Grundskolenämnden", "2023-12", "Män", 500, 10, 10, 5, 0, 0, 3, 4]


def sheet(*rows, columns=COLUMNS):
    book = Workbook()
    book.active.append(columns)
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def upload(content, name="hr.xlsx"):
    return SimpleUploadedFile(name, content)


def refused(content):
    with pytest.raises(ImportRefused) as raised:
        take_in(upload(content), name="hr.xlsx")
    return raised.value.problems


def changed(column, value):
    return [
        value if COLUMNS[place] == column else old for place, old in enumerate(GOOD)
    ]


def test_rows_become_figures(schools):
    source = take_in(upload(sheet(GOOD, OTHER)), name="hr.xlsx")

    assert (source.rows, source.figures.count()) == (2, 16)
    figure = Figure.objects.get(sex="women", quantity="sick_hours_long")
    assert (figure.committee, figure.month) == (schools, date(2023, 12, 1))
    assert (figure.value, figure.row) == (Decimal("40.50"), 2)


def test_later_import_replaces_and_is_followed_to_its_file(schools):
    take_in(upload(sheet(GOOD)), name="first.xlsx")

    take_in(upload(sheet(changed("Övertid (timmar)", 99))), name="second.xlsx")

    figure = Figure.objects.get(quantity="overtime_hours")
    assert (figure.value, figure.source.file_name) == (99, "second.xlsx")


@pytest.mark.parametrize("period", ["202312", datetime(2023, 12, 31), " 2023-12 "])
def test_month_is_read_as_people_write_it(period, schools):
    take_in(upload(sheet(changed("Period", period))), name="hr.xlsx")

    assert Figure.objects.first().month == date(2023, 12, 1)


def test_columns_stand_in_any_order(schools):
    content = sheet(GOOD[::-1], columns=COLUMNS[::-1])

    take_in(upload(content), name="hr.xlsx")

    assert Figure.objects.get(quantity="scheduled_hours").value == 1000


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Nämnd", "Rymdnämnden"),
        ("Nämnd", None),
        ("Period", "december"),
        ("Period", "2023-13"),
        ("Kön", "X"),
        ("Ordinarie arbetstid (timmar)", "many"),
        ("Ordinarie arbetstid (timmar)", True),
        ("Ordinarie arbetstid (timmar)", time(7, 30)),
        ("Ordinarie arbetstid (timmar)", timedelta(hours=30)),
        ("Medelantal anställda", -1),
        ("Medelantal anställda", None),
        ("Externa avgångar", "=1+1"),
        ("Övertid (timmar)", 10**13),
        ("varav pensionsavgångar", 2),
    ],
)
def test_wrong_cell_is_named_and_nothing_is_changed(column, value, schools):
    problems = refused(sheet(OTHER, changed(column, value)))

    assert [(problem.row, problem.column) for problem in problems] == [(3, column)]
    assert problems[0].reason
    assert not Figure.objects.exists()
    assert not FigureImport.objects.exists()


def test_every_wrong_cell_is_named(schools):
    problems = refused(sheet(changed("Kön", "X"), changed("Period", "x"), OTHER))

    assert [(problem.row, problem.column) for problem in problems] == [
        (2, "Kön"),
        (3, "Period"),
    ]


def test_missing_columns_are_named(schools):
    problems = refused(sheet(GOOD[:-2], columns=COLUMNS[:-2]))

    assert [(problem.row, problem.column) for problem in problems] == [
        (1, "Mertid/fyllnadstid (timmar)"),
        (1, "Övertid (timmar)"),
    ]


def test_column_that_stands_twice_is_named(schools):
    problems = refused(sheet([*GOOD, 99], columns=[*COLUMNS, "Kön"]))

    assert [(problem.row, problem.column) for problem in problems] == [(1, "Kön")]


def test_duplicate_row_names_the_first(schools):
    problems = refused(sheet(GOOD, OTHER, GOOD))

    assert [problem.row for problem in problems] == [4]
    assert "2" in problems[0].reason


def test_file_without_rows_is_refused(schools):
    assert [problem.row for problem in refused(sheet())] == [2]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 nothing"])
def test_file_that_is_no_spreadsheet_is_refused(content, db):
    assert refused(content)[0].row is None


def test_archive_that_is_no_spreadsheet_is_refused(db):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("holiday.txt", "sun")

    assert refused(file.getvalue())[0].row is None


def test_large_file_is_refused_before_it_is_read(db):
    class Large:
        size = 50 * 1024 * 1024

        def read(self):
            raise AssertionError("was read")

    with pytest.raises(ImportRefused):
        take_in(Large(), name="hr.xlsx")


def test_file_that_unpacks_to_too_much_is_refused(db):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(MAX_UNPACKED + 1))
    assert len(file.getvalue()) < 1024 * 1024

    assert refused(file.getvalue())[0].row is None


def test_list_of_problems_ends(schools):
    problems = refused(sheet(*[changed("Kön", "X")] * 300))

    assert len(problems) == 201


def test_empty_workbook_is_filled_and_comes_back(year, schools):
    book = load_workbook(BytesIO(empty_workbook(year)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == tuple(COLUMNS)
    assert len(rows) == 1 + 2 * 12 * 2

    content = sheet(*[[*row[:3], *GOOD[3:]] for row in rows[1:]])
    source = take_in(upload(content), name="hr.xlsx")

    assert source.rows == 48


# The page and the command


def test_hr_imports_on_the_page(schools, hr, as_user):
    response = as_user(hr).post("/reports/figures/", {"file": upload(sheet(GOOD))})

    assert response.status_code == 302
    assert FigureImport.objects.get().by == hr


def test_page_lists_what_is_wrong(schools, hr, as_user, parse):
    file = upload(sheet(changed("Kön", "X"), changed("Period", "x")))

    response = as_user(hr).post("/reports/figures/", {"file": file})

    assert response.status_code == 422
    rows = [
        [cell.text for cell in row("td")[:2]]
        for row in parse(response).select_one("table").select("tbody tr")
    ]
    assert rows == [["2", "Kön"], ["3", "Period"]]


def test_page_without_a_file_comes_back(hr, as_user):
    assert as_user(hr).post("/reports/figures/").status_code == 422


@pytest.mark.parametrize("url", ["/reports/figures/", "/reports/figures/template/"])
def test_import_is_for_who_writes_for_all(url, year, school_hr, as_user):
    assert as_user(school_hr).get(url).status_code == 403


def test_template_downloads(year, hr, as_user):
    response = as_user(hr).get("/reports/figures/template/")

    assert load_workbook(BytesIO(response.content)).active.max_row == 49


def test_command_imports(schools, tmp_path):
    path = tmp_path / "hr.xlsx"
    path.write_bytes(sheet(GOOD))

    call_command("import_figures", path)

    assert Figure.objects.count() == 8


def test_command_says_what_is_wrong(schools, tmp_path):
    path = tmp_path / "hr.xlsx"
    path.write_bytes(sheet(changed("Kön", "X")))

    with pytest.raises(CommandError, match="Kön"):
        call_command("import_figures", path)
    with pytest.raises(CommandError, match="nowhere"):
        call_command("import_figures", tmp_path / "nowhere.xlsx")
