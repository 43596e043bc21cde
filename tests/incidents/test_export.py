from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from incidents import exporting, tasks
from incidents.columns import COLUMNS
from incidents.models import Export, Incident
from tests.factories import IncidentFactory, UserFactory
from tests.working import until

pytestmark = pytest.mark.django_db

EXPORT = reverse("incidents:export")


def rows_of(response):
    content = response.content if hasattr(response, "content") else b"".join(response)
    sheet = load_workbook(BytesIO(content)).active
    return list(sheet.iter_rows())


def values(response):
    return [[cell.value for cell in row] for row in rows_of(response)]


def test_file_has_what_the_list_shows(manager, school, other_school):
    shown = IncidentFactory(unit=school, kind="accident", occurred_on=date(2026, 3, 4))
    IncidentFactory(unit=school)
    IncidentFactory(unit=other_school, kind="accident")

    heading, *rows = rows_of(manager.post(f"{EXPORT}?kind=accident"))

    (row,) = rows
    assert (row[0].value, row[1].value) == (shown.number, "A ladder fell.")
    assert row[3].value == "North school"
    assert row[4].value.date() == shown.occurred_on
    assert row[4].is_date
    assert len(heading) == len(row)


def test_file_is_in_the_order_of_the_list(manager, school):
    days = [date(2026, 3, day) for day in (2, 1, 3)]
    numbers = [IncidentFactory(unit=school, occurred_on=day).number for day in days]

    _heading, *rows = values(manager.post(f"{EXPORT}?sort=occurred_on"))

    assert [row[0] for row in rows] == [numbers[1], numbers[0], numbers[2]]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "= cmd|' '!A1"]
)
def test_what_looks_like_a_formula_stays_text(manager, school, text):
    IncidentFactory(unit=school, description=text)

    _heading, row = rows_of(manager.post(EXPORT))

    assert (row[1].value, row[1].data_type, row[1].quotePrefix) == (text, "s", True)


def test_characters_that_no_spreadsheet_holds_are_left_out(manager, school):
    IncidentFactory(unit=school, description="A\x0bladder\x01 😀")

    _heading, row = values(manager.post(EXPORT))

    assert row[1] == "Aladder 😀"


def test_all_columns_name_no_person(manager, school):
    IncidentFactory(
        unit=school,
        responsible=UserFactory(name="Rita Responsible"),
        reported_by__name="Robin Reporter",
        affected_person="Kim Testsson",
        affected="employee",
    )

    heading, row = values(manager.post(EXPORT, {"columns": "all"}))

    assert len(heading) == len(COLUMNS) + 1
    text = str([*heading, *row])
    assert not any(name in text for name in ["Rita", "Robin", "Kim"])


def test_taking_out_a_file_is_noted(manager, head_teacher, school):
    IncidentFactory.create_batch(2, unit=school)

    manager.get(f"{EXPORT}?kind=near_miss")
    list(manager.post(f"{EXPORT}?kind=near_miss"))

    noted = Export.objects.get()
    assert (noted.user, noted.query, noted.total) == (
        head_teacher,
        "kind=near_miss",
        2,
    )
    assert not noted.file


def test_page_says_what_was_left_out(manager, school, parse):
    page = parse(manager.get(f"{EXPORT}?kind=sabotage"))

    assert page.select_one("main [role=status]")


@pytest.fixture
def long(monkeypatch, school):
    """A list that is too long to wait for."""
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(exporting, "CHUNK", 2)
    return IncidentFactory.create_batch(5, unit=school)


@pytest.fixture
def sent(monkeypatch):
    sent = []
    monkeypatch.setattr(
        tasks.make_export, "delay_on_commit", lambda *args: sent.append(args)
    )
    return sent


def test_long_list_is_made_by_a_job(manager, long, sent, parse):
    answer = manager.post(f"{EXPORT}?kind=near_miss")
    waiting = parse(manager.get(answer.url))
    tasks.make_export(*sent[0])
    done = parse(manager.get(answer.url))

    assert waiting.select_one("#progress[hx-get]")
    assert not done.select_one("#progress[hx-get]")
    file = manager.get(done.select_one("#progress .ds-button")["href"])
    _heading, *rows = values(file)
    assert {row[0] for row in rows} == {incident.number for incident in long}
    assert Export.objects.get().total == 5


def test_file_of_a_job_speaks_the_language_of_its_reader(manager, long, sent):
    manager.post(EXPORT, headers={"Accept-Language": "en"})

    with translation.override("sv"):
        tasks.make_export(*sent[0])

    address = reverse("incidents:export_file", args=[Export.objects.get().pk])
    assert "How it begins" in values(manager.get(address))[0]


def test_job_done_twice_makes_one_file(manager, long, sent):
    manager.post(EXPORT)

    tasks.make_export(*sent[0])
    first = Export.objects.get().file.name
    tasks.make_export(*sent[0])

    assert Export.objects.get().file.name == first


def test_job_that_fails_says_so(manager, long, sent, monkeypatch):
    answer = manager.post(EXPORT)
    monkeypatch.setattr(exporting, "make", lambda export: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        tasks.make_export(*sent[0])

    page = manager.get(answer.url)
    assert Export.objects.get().status == Export.Status.FAILED
    assert EXPORT in page.content.decode()


def test_file_is_for_its_owner_alone(manager, long, sent, as_user):
    manager.post(EXPORT)
    tasks.make_export(*sent[0])
    other = as_user(UserFactory())

    for address in ["export_progress", "export_file"]:
        assert (
            other.get(reverse(f"incidents:{address}", args=sent[0][:1])).status_code
            == 404
        )


def test_file_is_kept_for_a_day(manager, long, sent):
    manager.post(EXPORT)
    tasks.make_export(*sent[0])
    storage, name = Export.objects.get().file.storage, Export.objects.get().file.name
    tasks.clear_exports()
    assert storage.exists(name)

    Export.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    tasks.clear_exports()

    assert not storage.exists(name)
    assert not Export.objects.get().file
    assert (
        manager.get(reverse("incidents:export_file", args=sent[0][:1])).status_code
        == 404
    )


def test_job_sees_what_its_owner_may_see_when_it_runs(manager, long, sent, school):
    manager.post(EXPORT)
    hidden = long[0]
    Incident.objects.filter(pk=hidden.pk).update(
        manager_part="involved", barred=[Export.objects.get().user_id]
    )

    tasks.make_export(*sent[0])

    _heading, *rows = values(
        manager.get(reverse("incidents:export_file", args=sent[0][:1]))
    )
    assert len(rows) == 4


def test_real_worker_makes_the_file(worker, as_user, head_teacher, school, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 0)
    IncidentFactory(unit=school)

    as_user(head_teacher).post(EXPORT)

    assert until(lambda: Export.objects.get().status == Export.Status.DONE)
    assert Export.objects.get().file
