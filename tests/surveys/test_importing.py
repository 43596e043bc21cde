"""Results of another instrument: understood, or refused with the reason."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from sam.dates import today
from surveys.models import FollowUp, ImportMapping, ResultImport, Survey, Value
from tests.factories import UnitFactory
from tests.surveys import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

YEAR = today().year - 1
HEAD = ["Enhet", "Tema", "Värde", "Antal svar", "År"]
NEW = reverse("surveys:import_add")


@pytest.fixture
def client(as_user, hr, municipality):
    factories.themes()
    return as_user(hr)


def as_xlsx(*rows):
    book = Workbook()
    for row in [HEAD, *rows]:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("result.xlsx", file.getvalue())


def as_csv(*rows):
    lines = [";".join(map(str, row)) for row in [HEAD, *rows]]
    return SimpleUploadedFile("result.csv", "\n".join(lines).encode())


def send(client, file, unit):
    client.post(NEW, {"name": "10-factor", "unit": unit.pk, "file": file})
    return ResultImport.objects.latest("created_at")


def columns(source, **changed):
    held = ["unit", "theme", "value", "answers", "year"]
    return {f"column_{place}": each for place, each in enumerate(held)} | {
        "scale": "index",
        **changed,
    }


def take_in(client, file, unit, **how):
    source = send(client, file, unit)
    client.post(
        reverse("surveys:import_columns", args=[source.pk]), columns(source, **how)
    )
    return client.post(reverse("surveys:import_check", args=[source.pk]))


@pytest.mark.parametrize("kind", [as_xlsx, as_csv])
def test_results_come_in_from_a_file(client, municipality, school, kind):
    file = kind(
        ["North school", "Whole", 72.5, 20, YEAR], ["root", "Whole", 70, 200, YEAR]
    )

    response = take_in(client, file, municipality)

    assert response.status_code == 302
    survey = Survey.objects.get()
    assert (survey.year, survey.status, survey.is_own) == (YEAR, "closed", False)
    theme = survey.themes.get().theme
    value = Value.objects.get(theme__theme=theme, part__unit=school)
    assert value.index == Decimal("72.5")
    assert FollowUp.objects.filter(unit=school).exists()


def test_result_page_is_the_same_as_of_an_own_survey(
    client, municipality, school, parse
):
    take_in(client, as_csv(["North school", "Whole", "72,5", 20, YEAR]), municipality)
    survey = Survey.objects.get()

    page = parse(client.get(reverse("surveys:result", args=[survey.pk, school.pk])))

    assert "20 have answered." in page.text
    assert "73" in [cell.text for cell in page.select("table td")]


def test_nothing_is_taken_in_before_it_is_said_so(client, municipality, school, parse):
    file = as_csv(
        ["North school", "Whole", 72, 20, YEAR],
        ["Nowhere", "Whole", 72, 20, YEAR],
        ["North school", "Unknown", 72, 20, YEAR],
        ["North school", "Competence", "much", 20, YEAR],
        ["North school", "Competence", 101, 20, YEAR],
        ["North school", "Competence", 50, "some", YEAR],
        ["North school", "Competence", 50, 20, 1066],
        ["North school", "Whole", 10, 20, YEAR],
    )
    source = send(client, file, municipality)

    page = parse(client.get(reverse("surveys:import_check", args=[source.pk])))

    reasons = [row.td.text for row in page.select("tbody tr")]
    assert reasons == [
        "There is no unit called “Nowhere”.",
        "There is no theme called “Unknown”.",
        "The value is no number.",
        "The value is not between 0 and 100.",
        "The number of answers is no number.",
        "The year is no year that has been.",
        "The same unit, theme and year stands in an earlier row.",
    ]
    assert not Survey.objects.exists()
    refused = client.get(reverse("surveys:import_refused", args=[source.pk]))
    assert "Nowhere" in refused.content.decode()


def test_columns_are_remembered_by_their_headings(client, municipality, school, parse):
    file = SimpleUploadedFile("a.csv", b"A;B;C;D;E\nNorth school;Whole;3;20;%d" % YEAR)
    take_in(client, file, municipality, scale="mean")

    again = SimpleUploadedFile("b.csv", b"A;B;C;D;E\nNorth school;Whole;4;20;%d" % YEAR)
    source = send(client, again, municipality)

    assert ImportMapping.objects.count() == 1
    assert (source.columns["A"], source.scale) == ("unit", "mean")
    check = parse(client.get(reverse("surveys:import_check", args=[source.pk])))
    assert "1" in check.select_one("dl.summary dd").text


def test_second_file_of_a_year_replaces_the_first(client, municipality, school):
    take_in(client, as_csv(["North school", "Whole", 40, 20, YEAR]), municipality)
    take_in(client, as_csv(["North school", "Whole", 60, 20, YEAR]), municipality)

    assert Survey.objects.count() == 1
    assert Value.objects.get().index == 60


def test_file_is_taken_in_once(client, municipality, school):
    source = send(client, as_csv(["North school", "Whole", 40, 20, YEAR]), municipality)
    address = reverse("surveys:import_check", args=[source.pk])

    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 404


def test_few_answers_are_hidden_and_what_would_give_them_away(
    client, municipality, administration, school, other_school
):
    few = UnitFactory(name="Few", parent=administration)
    rows = [
        ["Few", "Whole", 20, 4, YEAR],
        ["North school", "Whole", 60, 20, YEAR],
        ["South school", "Whole", 70, 10, YEAR],
        ["Schools", "Whole", 58, 34, YEAR],
    ]

    take_in(client, as_csv(*rows), municipality)

    shown = {value.part.name for value in Value.objects.select_related("part")}
    assert shown == {"North school", "Schools"}
    assert FollowUp.objects.filter(unit=few).exists()


def test_no_column_for_what_is_needed_is_refused(client, municipality, parse):
    source = send(client, as_csv(["North school", "Whole", 40, 20, YEAR]), municipality)

    response = client.post(
        reverse("surveys:import_columns", args=[source.pk]),
        columns(source, column_3="", column_4="value"),
    )

    assert response.status_code == 422
    assert "Two columns hold the same." in parse(response).text


def test_what_is_no_sheet_is_refused(client, municipality):
    file = SimpleUploadedFile("a.xlsx", b"\x01\x02 no sheet")

    response = client.post(
        NEW, {"name": "10-factor", "unit": municipality.pk, "file": file}
    )

    assert response.status_code == 422
    assert not ResultImport.objects.exists()
