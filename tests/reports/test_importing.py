"""HR's spreadsheets: of our own shape by the command, of any shape step by step."""

import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from threading import Barrier, BrokenBarrierError

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from reports.importing import (
    COLUMNS,
    MAX_UNPACKED,
    ImportRefused,
    cells,
    empty_workbook,
    running,
    take_in,
)
from reports.models import Figure, FigureImport
from reports.shipped import load_metrics
from sam.workflow import InvalidTransition
from tests.factories import CommitteeFactory

pytestmark = pytest.mark.usefixtures("shipped")

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


def test_column_that_stands_twice_counts_once(schools):
    take_in(upload(sheet([*GOOD, "X"], columns=[*COLUMNS, "Kön"])), name="hr.xlsx")

    assert set(Figure.objects.values_list("sex", flat=True)) == {"women"}


def test_duplicate_row_names_the_first(schools):
    problems = refused(sheet(GOOD, OTHER, GOOD))

    assert [problem.row for problem in problems] == [4]
    assert "2" in problems[0].reason


def test_more_rows_than_can_be_imported_are_refused(schools, monkeypatch):
    monkeypatch.setattr("reports.importing.checking.MAX_ROWS", 1)

    assert len(refused(sheet(GOOD, OTHER))) == 1


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


def test_all_problems_are_listed_and_the_first_are_said(schools):
    with pytest.raises(ImportRefused) as raised:
        take_in(upload(sheet(*[changed("Kön", "X")] * 300)), name="hr.xlsx")

    assert len(raised.value.problems) == 300
    assert len(str(raised.value).splitlines()) == 200


def test_empty_workbook_is_filled_and_comes_back(year, schools):
    book = load_workbook(BytesIO(empty_workbook(year)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == tuple(COLUMNS)
    assert len(rows) == 1 + 2 * 12 * 2

    content = sheet(*[[*row[:3], *GOOD[3:]] for row in rows[1:]])
    source = take_in(upload(content), name="hr.xlsx")

    assert source.rows == 48


# Any shape


def csv(*rows):
    return upload("\n".join(";".join(map(str, row)) for row in rows).encode(), "hr.csv")


def received(file, by, **meanings):
    """A file whose columns and words have been named."""
    source = running.receive(file, running.opened(file), by=by)
    return running.mean(source, by=by, **meanings) if meanings else source


def finish(source, by):
    """Taken in as the dry run has it."""
    stamp = running.dry_run(source).stamp
    return running.finish(source, stamp=stamp, leave_out_refused=False, by=by)


def values(**only):
    rows = Figure.objects.filter(**only).order_by("month", "sex", "age")
    return [(f"{row.month:%Y-%m}", row.sex, row.age, str(row.value)) for row in rows]


HOURS = {"Nämnd": "committee", "Månad": "month", "Timmar": "quantity:scheduled_hours"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234,5", "1234.50"),
        ("1 234,5", "1234.50"),
        ("1\u00a0234", "1234.00"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567.00"),
        ("0,125", "0.13"),
        ("1 234,567", "1234.57"),
        ("1.234,567", "1234.57"),
        ("12345.678", "12345.68"),
        (7, "7.00"),
        (0.005, "0.01"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert str(cells.number(text)) == number


@pytest.mark.parametrize(
    "text", ["7,7 %", "-1", "−1", "1e5", "12:30", "=A1", "many", True]
)
def test_what_is_no_amount_is_said(text):
    with pytest.raises(cells.Wrong):
        cells.number(text)


@pytest.mark.parametrize("text", ["12.500", "1,234", " 123.456 ", "-1.234"])
def test_number_that_can_be_thousands_or_decimals_is_refused(text, in_english):
    with pytest.raises(cells.Wrong, match="thousands"):
        cells.number(text)


@pytest.mark.parametrize(
    "text",
    [
        "2023-12",
        "202312",
        "2023-12-31",
        "20231231",
        "2023-12-01T00:00:00",
        "12/2023",
        "december 2023",
        "Dec 2023",
        "2023 dec.",
        "dec-23",
        "desember 2023",
    ],
)
def test_months_are_read_as_people_write_them(text):
    assert cells.month(text) == date(2023, 12, 1)


def test_month_without_a_year_takes_the_year_that_is_said():
    assert cells.month("mars", year=2023) == date(2023, 3, 1)
    assert cells.month(3, year=2023) == date(2023, 3, 1)


@pytest.mark.parametrize(
    "text", ["2023-13", "summan 2023", "0000-01", "mars", "", "kvartal 1"]
)
def test_what_is_no_month_is_said(text):
    with pytest.raises(cells.Wrong):
        cells.month(text)


def test_file_of_another_shape_is_taken_in_by_its_meanings(schools, hr, shipped):
    file = csv(
        ["Sammanställning", "", ""],
        ["Månad", "Nämnd", "Timmar"],
        ["dec 2023", "Grundskolan", "1 234,5"],
        ["jan 2024", "Grundskolan", ""],
    )
    source = received(
        file, hr, columns=HOURS, committees={"Grundskolan": str(schools.pk)}
    )

    finish(source, hr)

    assert values() == [("2023-12", "", "", "1234.50")]
    assert Figure.objects.get().row == 3


def test_months_may_stand_across(schools, hr, shipped):
    file = csv(
        ["Nämnd", "Mått", "jan", "feb", "mars"],
        ["Grundskolenämnden", "Scheduled hours", 10, 20, "-"],
        ["Grundskolenämnden", "overtime_hours", 1, 2, 3],
    )
    columns = {"Nämnd": "committee", "Mått": "quantity"}
    columns |= dict.fromkeys(["jan", "feb", "mars"], "months")
    source = received(file, hr, columns=columns, year=2023)

    with override("en"):
        finish(source, hr)

    hours = values(quantity="scheduled_hours")
    assert [(month, value) for month, _sex, _age, value in hours] == [
        ("2023-01", "10.00"),
        ("2023-02", "20.00"),
    ]
    assert len(values(quantity="overtime_hours")) == 3


def test_total_beside_its_parts_is_refused_and_never_added(schools, hr, shipped):
    file = csv(
        ["Nämnd", "Månad", "Kön", "Timmar"],
        ["Grundskolenämnden", "2023-12", "Totalt", 30],
        ["Grundskolenämnden", "2023-12", "Kvinnor", 20],
        ["Grundskolenämnden", "2023-12", "Män", 10],
    )
    source = received(file, hr, columns=HOURS | {"Kön": "sex"}, sexes={"Totalt": ""})

    checked, counts = running.dry_run(source)

    assert [row for row, _problems in checked.refused_rows] == [2]
    assert counts["new"] == 2


def test_rows_of_totals_may_be_left_out(schools, hr, shipped):
    file = csv(
        ["Nämnd", "Månad", "Kön", "Timmar"],
        ["Grundskolenämnden", "2023-12", "Totalt", 30],
        ["Grundskolenämnden", "2023-12", "Kvinnor", 20],
    )
    source = received(file, hr, columns=HOURS | {"Kön": "sex"}, sexes={"Totalt": "-"})

    checked, _counts = running.dry_run(source)

    assert (checked.left_out, checked.problems, len(checked.figures)) == (1, [], 1)


@pytest.mark.parametrize("first", ["coarse", "fine"])
def test_delivery_divided_otherwise_replaces_the_whole(first, schools, hr, shipped):
    coarse = csv(["Nämnd", "Månad", "Timmar"], ["Grundskolenämnden", "2023-12", 30])
    fine = csv(
        ["Nämnd", "Månad", "Kön", "Timmar"],
        ["Grundskolenämnden", "2023-12", "K", 20],
        ["Grundskolenämnden", "2023-12", "M", 11],
    )
    with_sex = HOURS | {"Kön": "sex"}
    sources = {
        "coarse": received(coarse, hr, columns=HOURS),
        "fine": received(fine, hr, columns=with_sex),
    }
    second = "fine" if first == "coarse" else "coarse"
    finish(sources[first], hr)

    _checked, counts = running.dry_run(sources[second])
    finish(sources[second], hr)

    assert counts["replaced"] == (1 if first == "coarse" else 2)
    assert [value for *_of, value in values()] == (
        ["11.00", "20.00"] if second == "fine" else ["30.00"]
    )

    running.take_back(FigureImport.objects.get(pk=sources[second].pk))

    assert [value for *_of, value in values()] == (
        ["11.00", "20.00"] if first == "fine" else ["30.00"]
    )


def test_women_alone_leave_men_as_they_are(schools, hr, shipped):
    take_in(upload(sheet(GOOD, OTHER)), name="both.xlsx")

    take_in(upload(sheet(changed("Övertid (timmar)", 99))), name="women.xlsx")

    overtime = values(quantity="overtime_hours")
    assert [value for *_of, value in overtime] == ["4.00", "99.00"]


def test_other_ages_replace_those_that_were_there(schools, hr, shipped):
    columns = HOURS | {"Ålder": "age"}
    for ages in (["–29", "30–"], ["–39", "40–"]):
        file = csv(
            ["Nämnd", "Månad", "Ålder", "Timmar"],
            *[["Grundskolenämnden", "2023-12", age, 10] for age in ages],
        )
        source = received(file, hr, columns=columns)
        finish(source, hr)

    assert [age for _month, _sex, age, _value in values()] == ["40–", "–39"]


def test_headings_that_stand_there_again_are_told_apart(shipped):
    opened = running.opened(csv(["A", "A (3)", "A", "", "A"], [1, 2, 3, 4, 5]))

    assert len(set(opened.headings)) == 5
    assert opened.headings[:2] == ["A", "A (3)"]


# Two at once


NAMES = ["Nämnd", "Månad", "Timmar"]


def test_file_that_is_taken_in_is_not_named_anew(schools, hr, shipped):
    file = csv(NAMES, ["Grundskolenämnden", "2023-12", 30])
    source = received(file, hr, columns=HOURS)
    open_elsewhere = FigureImport.objects.get(pk=source.pk)
    finish(source, hr)

    with pytest.raises(InvalidTransition):
        running.mean(open_elsewhere, by=hr, columns=HOURS)

    assert FigureImport.objects.get().status == "done"


def test_words_that_two_name_at_once_are_both_kept(schools, preschools, hr, shipped):
    def sent(name):
        return received(csv(NAMES, [name, "2023-12", 30]), hr)

    running.mean(sent("First"), by=hr, columns=HOURS)
    first, second = sent("First"), sent("Second")
    assert first.mapping.meanings == second.mapping.meanings
    running.mean(first, by=hr, committees={"First": str(schools.pk)})

    named = running.mean(second, by=hr, committees={"Second": str(preschools.pk)})

    assert named.status == "checked"
    assert set(named.mapping.meanings["committees"]) == {"First", "Second"}


def test_what_is_taken_in_is_what_the_dry_run_showed(schools, preschools, hr, shipped):
    file = csv(NAMES, ["Skolan", "2023-12", 30])
    source = received(file, hr, columns=HOURS, committees={"Skolan": str(schools.pk)})
    seen = running.dry_run(source).stamp
    file.seek(0)
    received(file, hr, committees={"Skolan": str(preschools.pk)})

    with pytest.raises(InvalidTransition):
        running.finish(source, stamp=seen, leave_out_refused=False, by=hr)

    assert not Figure.objects.exists()


def test_dry_run_that_another_import_has_overtaken_is_shown_anew(client_of_hr):
    url = send(client_of_hr, upload(sheet(GOOD)))
    seen = client_of_hr.get(url).context["form"]["stamp"].value()
    take_in(upload(sheet(changed("Övertid (timmar)", 99))), name="other.xlsx")

    response = client_of_hr.post(url, {"stamp": seen})

    assert response.status_code == 422
    assert Figure.objects.get(quantity="overtime_hours").value == 99
    again = response.context["form"]["stamp"].value()
    assert client_of_hr.post(url, {"stamp": again}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_imports_at_once_leave_the_whole_divided_in_one_way(hr, monkeypatch):
    """Each looks at what is there before the other has taken in, unless it must wait."""
    committee = CommitteeFactory(name="Grundskolenämnden")
    load_metrics()
    coarse = received(csv(NAMES, [committee.name, "2023-12", 30]), hr, columns=HOURS)
    fine = received(
        csv(["Nämnd", "Månad", "Kön", "Timmar"], [committee.name, "2023-12", "K", 20]),
        hr,
        columns=HOURS | {"Kön": "sex"},
    )
    both, found = Barrier(2), running._divided_otherwise

    def met(figures, there):
        with suppress(BrokenBarrierError):
            both.wait(timeout=2)
        return found(figures, there)

    stamps = {each: running.dry_run(each).stamp for each in (coarse, fine)}

    def finish_it(source):
        try:
            running.finish(source, stamp=stamps[source], leave_out_refused=False, by=hr)
        except InvalidTransition:
            return "refused"
        finally:
            connection.close()
        return "taken in"

    monkeypatch.setattr(running, "_divided_otherwise", met)
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(finish_it, [coarse, fine]))

    assert sorted(outcomes) == ["refused", "taken in"]
    assert len(values()) == 1


@pytest.mark.django_db(transaction=True)
def test_old_file_that_somebody_goes_on_with_is_not_in_the_way(hr):
    CommitteeFactory(name="Grundskolenämnden")
    load_metrics()
    old = received(upload(sheet(GOOD)), hr)
    FigureImport.objects.update(at=timezone.now() - running.KEPT - timedelta(days=1))

    def send_another():
        try:
            return received(upload(sheet(OTHER)), hr).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        FigureImport.objects.select_for_update().get(pk=old.pk)
        sent = pool.submit(send_another).result(timeout=30)

    assert set(FigureImport.objects.values_list("pk", flat=True)) == {old.pk, sent}


# Undone


def test_import_is_taken_back_to_what_was_there(schools, hr, shipped):
    take_in(upload(sheet(GOOD)), name="first.xlsx")
    before = values()
    second = take_in(
        upload(sheet(changed("Övertid (timmar)", 99), OTHER)), name="second.xlsx"
    )

    running.take_back(second)

    assert values() == before
    assert set(Figure.objects.values_list("source__file_name", flat=True)) == {
        "first.xlsx"
    }
    assert FigureImport.objects.get(pk=second.pk).status == "taken_back"


def test_import_that_a_later_one_replaced_is_not_taken_back(schools, hr, shipped):
    first = take_in(upload(sheet(GOOD)), name="first.xlsx")
    second = take_in(upload(sheet(GOOD)), name="second.xlsx")

    with pytest.raises(InvalidTransition):
        running.take_back(first)

    running.take_back(second)
    running.take_back(first)

    assert not Figure.objects.exists()


def test_import_is_taken_back_once(schools, hr, shipped):
    source = take_in(upload(sheet(GOOD)), name="first.xlsx")
    running.take_back(source)

    with pytest.raises(InvalidTransition):
        running.take_back(source)


# The pages


@pytest.fixture
def shipped(db):
    load_metrics()


@pytest.fixture
def client_of_hr(schools, hr, as_user, shipped, in_english):
    return as_user(hr)


def send(client, file):
    response = client.post("/reports/figures/", {"file": file})
    assert response.status_code == 302, response.content.decode()
    return response.url


def take(client, url, **said):
    """Send the dry run's form as the page has it."""
    found = client.get(url)
    stamp = {"stamp": found.context["form"]["stamp"].value()} if found.context else {}
    return client.post(url, stamp | said)


def problems_on(page):
    table = page.find("caption", string="Refused rows").find_parent("table")
    return [[cell.text for cell in row("td")[:2]] for row in table.select("tbody tr")]


def test_known_layout_goes_straight_to_the_dry_run_and_is_taken_in(
    client_of_hr, hr, parse
):
    url = send(client_of_hr, upload(sheet(GOOD, OTHER)))

    page = parse(client_of_hr.get(url))
    assert page.select_one("dl.summary dd").text.strip() == "16"
    assert not Figure.objects.exists()

    assert take(client_of_hr, url).status_code == 302
    source = FigureImport.objects.get()
    assert (source.by, source.status, source.file.name) == (hr, "done", "")
    assert Figure.objects.count() == 16
    assert "Take the import back" in client_of_hr.get(url).content.decode()


def test_dry_run_tells_new_changed_and_same_apart(client_of_hr):
    take_in(upload(sheet(GOOD)), name="first.xlsx")
    source = received(upload(sheet(changed("Övertid (timmar)", 99), OTHER)), None)

    _checked, counts = running.dry_run(source)

    assert (counts["new"], counts["changed"], counts["same"]) == (8, 1, 7)


def test_dry_run_lists_what_is_wrong_and_takes_in_nothing(client_of_hr, parse):
    url = send(client_of_hr, upload(sheet(OTHER, changed("Period", "x"))))

    response = take(client_of_hr, url)

    assert response.status_code == 422
    assert problems_on(parse(response)) == [["3", "Period"]]
    assert not Figure.objects.exists()


def test_refused_rows_are_left_out_only_by_a_tick(client_of_hr):
    url = send(client_of_hr, upload(sheet(OTHER, changed("Period", "x"))))

    response = take(client_of_hr, url, leave_out_refused="on")

    assert response.status_code == 302
    assert set(Figure.objects.values_list("sex", flat=True)) == {"men"}


def test_refused_rows_come_as_a_spreadsheet(client_of_hr):
    url = send(client_of_hr, upload(sheet(OTHER, changed("Period", "x"))))

    response = client_of_hr.get(f"{url}refused/")

    content = BytesIO(b"".join(response.streaming_content))
    rows = list(load_workbook(content).active.iter_rows(values_only=True))
    assert rows[1][:2] == (3, "Period")
    assert len(rows) == 2


def test_file_of_any_shape_goes_through_all_steps_and_is_known_the_next_time(
    client_of_hr, schools, parse
):
    file = [["Enhet", "Månad", "Kön", "Sjukdagar"], ["Skolan", "2023-12", "Tjejer", 7]]
    url = send(client_of_hr, csv(*file))
    columns = client_of_hr.get(url).url
    assert columns == f"{url}columns/"
    page = parse(client_of_hr.get(columns))
    guessed = [option["value"] for option in page.select("option[selected]")]
    assert guessed[:4] == ["", "month", "sex", ""]

    sent_columns = dict(
        zip(
            ["column_0", "column_1", "column_2", "column_3"],
            ["committee", "month", "sex", "new_sum"],
            strict=True,
        )
    )
    words = client_of_hr.post(columns, sent_columns).url
    assert words == f"{url}words/"
    answered = client_of_hr.post(
        words, {"committees-0": schools.pk, "sexes-0": "women"}
    )
    assert answered.url == url
    take(client_of_hr, url)

    figure = Figure.objects.get()
    assert (figure.quantity.label, figure.sex, figure.value) == (
        "Sjukdagar",
        "women",
        7,
    )
    assert figure.quantity.is_own

    again = send(client_of_hr, csv(*file))
    assert client_of_hr.get(again).status_code == 200


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"column_0": "committee", "column_1": "month"},
        {"column_0": "committee", "column_2": "quantity:scheduled_hours"},
        {"column_1": "month", "column_2": "quantity:scheduled_hours"},
        {"column_0": "committee", "column_1": "month", "column_2": "month"},
        {"column_0": "committee", "column_2": "months"},
    ],
)
def test_columns_that_do_not_tell_enough_come_back(chosen, client_of_hr, parse):
    url = send(client_of_hr, csv(["A", "B", "C"], ["x", "2023-12", 1]))

    response = client_of_hr.post(f"{url}columns/", chosen)

    assert response.status_code == 422
    selected = [each["value"] for each in parse(response).select("option[selected]")]
    assert [each for each in selected if each] == list(chosen.values())


def test_file_that_is_no_spreadsheet_comes_back_with_a_reason(client_of_hr, parse):
    response = client_of_hr.post("/reports/figures/", {"file": upload(b"%PDF-1.7")})

    assert response.status_code == 422
    assert parse(response).select_one(".ds-validation-message, .errorlist")
    assert not FigureImport.objects.exists()


def test_file_is_deleted_without_being_taken_in(client_of_hr):
    url = send(client_of_hr, upload(sheet(GOOD)))

    assert client_of_hr.post(f"{url}delete/").url == "/reports/figures/"

    assert not FigureImport.objects.exists()


def test_taken_in_twice_is_taken_in_once(client_of_hr):
    url = send(client_of_hr, upload(sheet(GOOD)))

    assert take(client_of_hr, url).status_code == 302
    assert client_of_hr.post(url).status_code == 200

    assert Figure.objects.count() == 8


def test_import_is_taken_back_on_its_page(client_of_hr):
    url = send(client_of_hr, upload(sheet(GOOD)))
    take(client_of_hr, url)

    client_of_hr.post(f"{url}take-back/")

    assert not Figure.objects.exists()
    assert client_of_hr.post(f"{url}dance/").status_code == 404


def test_dry_run_costs_as_much_for_many_rows_as_for_few(client_of_hr, queries):
    few = send(client_of_hr, upload(sheet(GOOD)))
    months = [f"2023-{month:02}" for month in range(1, 13)]
    many = send(
        client_of_hr, upload(sheet(*[changed("Period", each) for each in months]))
    )

    assert queries(lambda: client_of_hr.get(few)) == queries(
        lambda: client_of_hr.get(many)
    )


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
