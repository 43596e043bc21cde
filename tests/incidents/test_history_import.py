"""Incidents from an older system: a file of any shape, mapped, tried, taken in and back."""

import csv
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from attachments.importing.reading import MAX_UNPACKED
from attachments.importing.words import as_moment
from attachments.spreadsheets import Unreadable, require_workbook
from incidents import handling
from incidents.codes import load_codes
from incidents.history_import import running, tasks
from incidents.history_import.fields import guessed_choice, guessed_columns
from incidents.history_import.naming import Units
from incidents.models import HistoryImport, Incident
from mailing.models import Message
from organisation import history
from sam.dates import today
from tests.factories import IncidentFactory, UnitFactory

Status = HistoryImport.Status
HEADERS = [
    "Ärendenummer",
    "Händelsetyp",
    "Enhet",
    "Händelsedatum",
    "Klarmarkerad",
    "Beskrivning",
    "Frånvarodagar",
    "Kön",
]
GOOD = [
    "KIA-1",
    "Tillbud",
    "North school",
    "2024-01-31",
    "2024-02-10",
    "A fall",
    "",
    "",
]


def row(**changed):
    """The good row with other values, by our fields."""
    columns = guessed_columns(HEADERS)
    cells = list(GOOD)
    for name, value in changed.items():
        cells[columns[name]] = value
    return cells


def xlsx(*rows, headers=HEADERS):
    book = Workbook()
    for cells in [headers, *rows]:
        book.active.append(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(*rows, delimiter=";", encoding="utf-8-sig"):
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows([HEADERS, *rows])
    return text.getvalue().encode(encoding)


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """No queue here: what is put in it is worked off by `Journey.work`."""
    sent = []
    monkeypatch.setattr(
        tasks.go_on, "delay_on_commit", lambda *arguments: sent.append(arguments)
    )
    return sent


class Journey:
    """HR on the way through the pages of an import."""

    def __init__(self, client, queued):
        self.client, self.queued = client, queued

    def work(self):
        while self.queued:
            tasks.go_on(*self.queued.pop(0))

    def upload(self, content, name="kia.xlsx"):
        file = SimpleUploadedFile(name, content)
        self.answer = self.client.post(reverse("incidents:history"), {"file": file})
        self.work()
        return self.import_

    @property
    def import_(self):
        return HistoryImport.objects.first()

    def columns(self, **changed):
        return self._send("incidents:history_columns", changed)

    def values(self, **changed):
        answer = self._send("incidents:history_values", changed)
        self.work()
        return answer

    def act(self, name):
        answer = self.client.post(
            reverse("incidents:history_act", args=[self.import_.pk, name]), follow=True
        )
        self.work()
        return answer

    def checked(self, content, name="kia.xlsx"):
        self.upload(content, name)
        self.columns()
        self.values()
        return self.import_

    def imported(self, content, name="kia.xlsx"):
        self.checked(content, name)
        self.act("import")
        return self.import_

    def _send(self, address, changed):
        """The form as it stands on the page, with what is changed."""
        url = reverse(address, args=[self.import_.pk])
        form = self.client.get(url).context["form"]
        data = {name: form[name].initial or "" for name in form.fields}
        return self.client.post(url, {**data, **changed})


@pytest.fixture
def journey(as_user, hr, school, queued):
    return Journey(as_user(hr), queued)


def reasons(history_import):
    return [(each["row"], each["reasons"]) for each in history_import.problems]


def test_rows_become_incidents_closed_and_open(journey, school, head_teacher):
    load_codes()
    open_row = row(external_id="KIA-2", kind="Olycksfall", closed_at="", sex="Kvinna")
    open_row[6] = 5

    done = journey.imported(xlsx(GOOD, open_row))

    assert (done.status, done.accepted, done.refused) == (Status.DONE, 2, 0)
    closed, opened = Incident.objects.order_by("external_id")
    assert (closed.kind, closed.status, closed.unit) == ("near_miss", "closed", school)
    assert closed.occurred_on == date(2024, 1, 31)
    assert timezone.localdate(closed.closed_at) == date(2024, 2, 10)
    assert (closed.reported_by, closed.feedback_on, closed.responsible) == (None,) * 3
    assert (opened.status, opened.responsible) == ("reported", head_teacher)
    assert (opened.details.absence, opened.details.sex) == ("4_14", "woman")
    assert closed.number < opened.number
    assert not Message.objects.exists()


@pytest.mark.parametrize("closed_on", ["", "2024-02-10"])
def test_dry_run_warns_of_what_comes_in_open(journey, parse, closed_on):
    found = journey.checked(xlsx(GOOD, row(external_id="KIA-2", closed_at=closed_on)))

    warning = parse(journey.client.get(found.get_absolute_url())).select(
        ".ds-alert[data-color=warning]"
    )

    assert (found.accepted, found.done) == (2, 2)
    assert found.open == len(warning) == (0 if closed_on else 1)


def test_all_of_it_is_closed_on_the_day_that_each_was_told_of(journey):
    headers = [*HEADERS, "Anmälningsdatum", "Status"]
    told = [*row(external_id="KIA-2", closed_at=""), "2024-03-01", "Avslutad"]
    opened = [*row(external_id="KIA-3", closed_at=""), "", "Öppen"]
    untold = [*row(external_id="KIA-4", closed_at=""), "", ""]
    rows = [[*GOOD, "", ""], told, opened, untold]
    journey.upload(xlsx(*rows, headers=headers))
    journey.columns(all_closed="on")
    journey.values()

    journey.act("import")

    incidents = Incident.objects.order_by("external_id")
    days = [each.closed_at and timezone.localdate(each.closed_at) for each in incidents]
    assert days == [date(2024, 2, 10), date(2024, 3, 1), None, date(2024, 1, 31)]
    assert [each.status for each in incidents] == [
        "closed",
        "closed",
        "reported",
        "closed",
    ]
    assert journey.import_.open == 1


def test_what_happened_today_is_not_closed_later_than_now(journey):
    journey.upload(xlsx(row(occurred_on=f"{today()}", closed_at="")))
    journey.columns(all_closed="on")
    journey.values()

    journey.act("import")

    incident = Incident.objects.get()
    assert incident.reported_at <= incident.closed_at <= timezone.now()


def test_same_file_again_imports_nothing(journey):
    journey.imported(xlsx(GOOD))

    again = journey.checked(xlsx(GOOD))

    assert (again.accepted, again.existing) == (0, 1)
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_csv_is_read_in_any_encoding(delimiter, encoding, journey):
    content = as_csv(
        row(description="Öl; på, golvet"), delimiter=delimiter, encoding=encoding
    )

    journey.imported(content, "kia.csv")

    assert Incident.objects.get().description == "Öl; på, golvet"


def test_nothing_that_was_typed_becomes_a_formula(journey):
    found = journey.checked(as_csv(row(description="=1+1", occurred_on="soon")))

    with found.refused_file.open() as file:
        sheet = load_workbook(file).active
    assert (sheet["H2"].value, sheet["H2"].data_type) == ("=1+1", "s")


def test_formula_without_a_value_is_an_empty_cell(journey):
    found = journey.checked(xlsx(row(description="=1+1")))

    assert found.refused == 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-01-31", date(2024, 1, 31)),
        ("2024-01-31 14:30:00", date(2024, 1, 31)),
        ("2024-01-31T14:30:00+01:00", date(2024, 1, 31)),
        ("20240131", date(2024, 1, 31)),
        ("31.01.2024", date(2024, 1, 31)),
        ("31.1.24", date(2024, 1, 31)),
        ("31/1 2024", date(2024, 1, 31)),
        ("31-01-2024 kl. 07:05", date(2024, 1, 31)),
        ("45322", date(2024, 1, 31)),
        ("45322,5", date(2024, 1, 31)),
    ],
)
def test_days_are_read_as_people_write_them(text, day):
    assert as_moment(text).date() == day


@pytest.mark.parametrize(
    "text", ["soon", "31.02.2024", "2024-13-01", "12", "99999", "1.5"]
)
def test_other_texts_are_no_days(text):
    assert as_moment(text) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"external_id": ""}, "Number in the former system: The cell is empty."),
        ({"description": ""}, "What happened: The cell is empty."),
        ({"unit": ""}, "Where it happened: The cell is empty."),
        ({"kind": ""}, "Kind: The cell is empty."),
        ({"occurred_on": ""}, "Day that it happened: The cell is empty."),
        ({"occurred_on": "soon"}, "Day that it happened: “soon” is not a day."),
        ({"occurred_on": True}, "Day that it happened: “True” is not a day."),
        ({"occurred_on": time(7)}, "Day that it happened: “07:00:00” is not a day."),
        (
            {"occurred_on": today() + timedelta(days=1), "closed_at": ""},
            "Day that it happened: The day has not come yet.",
        ),
        (
            {"occurred_on": date(1900, 1, 1)},
            "Day that it happened: The day is before 1950.",
        ),
        (
            {"closed_at": "2024-01-30"},
            "Day that it was closed: The day is before the day that it happened.",
        ),
        (
            {"absence_days": "many"},
            "Days of absence: “many” is not a number from 0 to 3660.",
        ),
        (
            {"absence_days": timedelta(days=2)},
            "Days of absence: “2 days, 0:00:00” is not a number from 0 to 3660.",
        ),
        (
            {"description": "x" * 30_000},
            "What happened: The text has 30000 characters; at most 10000 are kept.",
        ),
    ],
)
def test_row_is_refused_with_its_reason(changed, reason, journey, settings):
    settings.LANGUAGE_CODE = "en"

    found = journey.checked(xlsx(GOOD, row(**{"external_id": "KIA-2", **changed})))

    assert reasons(found) == [(3, [reason])]
    assert (found.accepted, found.refused) == (1, 1)
    assert not Incident.objects.exists()


def test_text_of_100_000_characters_is_refused(journey):
    found = journey.checked(as_csv(row(description="x" * 100_000)), "kia.csv")

    assert [number for number, _reasons in reasons(found)] == [2]


def test_nul_bytes_and_empty_lines_do_no_harm(journey):
    content = as_csv(row(description="A\x00 fall"), [""] * 8, row(external_id="KIA-2"))

    found = journey.imported(content, "kia.csv")

    assert (found.total, found.accepted) == (2, 2)
    assert Incident.objects.filter(description="A fall").count() == 2


def test_number_that_stands_twice_names_the_first_row(journey):
    found = journey.checked(xlsx(GOOD, GOOD))

    ((number, (reason,)),) = reasons(found)
    assert number == 3
    assert "KIA-1" in reason
    assert "2" in reason


def test_all_refused_rows_are_in_the_file(journey):
    bad = [row(external_id=f"KIA-{each}", occurred_on="soon") for each in range(120)]

    found = journey.checked(xlsx(*bad))

    assert (len(found.problems), found.refused) == (100, 120)
    answer = journey.client.get(reverse("incidents:history_refused", args=[found.pk]))
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    assert sheet.max_row == 121
    assert [cell.value for cell in sheet[2]][2:6] == ["KIA-0", *bad[0][1:4]]


def test_rows_that_an_earlier_dry_run_refused_are_gone_after_the_next(
    journey, settings
):
    found = journey.checked(xlsx(row(closed_at="soon")))
    assert found.refused_file

    journey.columns(closed_at="")
    journey.values()

    assert (journey.import_.refused, journey.import_.refused_file.name) == (0, "")
    kept = [each.suffix for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()]
    assert kept == [".rows"]


def old_excel():
    return b"\xd0\xcf\x11\xe0" + bytes(600)


def bomb(name):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(110 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/texts.xml"])
def test_what_is_read_at_once_is_refused_when_it_is_huge(name):
    with pytest.raises(Unreadable):
        require_workbook(BytesIO(bomb(name)), max_unpacked=MAX_UNPACKED)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n\x00\x01",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04 nothing",
        b"only one heading\n1\n",
        b"a;b\n",
        b'a;b\n"1;' + b"x" * 200_000,
        old_excel(),
        xlsx(headers=[]),
        xlsx(),
    ],
    # After ten bytes a zip file tells the time, and all workers must find the same tests.
    ids=lambda content: str(content[:10]),
)
def test_file_that_cannot_be_read_says_why(content, journey):
    found = journey.upload(content, "kia.csv")

    assert (found.status, bool(found.error), found.file.name) == (
        Status.FAILED,
        True,
        "",
    )
    assert journey.client.get(found.get_absolute_url()).status_code == 200


def test_empty_file_is_refused_at_once(journey):
    journey.upload(b"")

    assert journey.answer.status_code == 422
    assert not HistoryImport.objects.exists()


def test_file_that_is_too_large_is_refused_at_once(journey, settings):
    settings.HISTORY_MAX_BYTES = 10

    journey.upload(xlsx(GOOD))

    assert journey.answer.status_code == 422


def test_title_above_the_headings_is_no_heading(journey):
    book = Workbook()
    for cells in [["Utdrag ur KIA"], [], HEADERS, GOOD]:
        book.active.append(cells)
    file = BytesIO()
    book.save(file)

    found = journey.upload(file.getvalue())

    assert (found.headers, found.total) == (HEADERS, 1)


@pytest.mark.parametrize(
    "headers",
    [
        ["Saksnummer", "Hendingstype", "Eining", "Hendingsdato", "Kva skjedde"],
        ["Saksnummer", "Hendelsestype", "Enhet", "Hendelsesdato", "Hva skjedde"],
        ["Sagsnr.", "Hændelsestype", "Enhed", "Ulykkesdato", "Hvad skete der?"],
        ["Case number", "Incident type", "Unit", "Date", "What happened?"],
    ],
)
def test_headings_of_other_languages_are_guessed(headers):
    names = ["external_id", "kind", "unit", "occurred_on", "description"]

    assert guessed_columns(headers) == {name: at for at, name in enumerate(names)}


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("kind", "Allvarligt tillbud", "near_miss:serious"),
        ("kind", "Hot och våld", "near_miss:violence"),
        ("kind", "Nærved-hændelse", "near_miss"),
        ("kind", "Rymdfärd", ""),
        ("severity", "ikkje alvorleg", "not_serious"),
        ("status", "Klarmarkerad", "closed"),
        ("age_group", "25 – 34 år", "25_34"),
    ],
)
def test_words_of_other_systems_are_guessed(name, value, meant):
    assert guessed_choice(name, value) == meant


def test_serious_and_violent_kinds_become_fields_of_ours(journey):
    rows = [
        row(external_id="1", kind="Allvarligt tillbud"),
        row(external_id="2", kind="Hot och våld"),
    ]

    journey.imported(xlsx(*rows))

    found = Incident.objects.order_by("external_id")
    assert list(found.values_list("kind", "severity", "is_violence")) == [
        ("near_miss", "serious", False),
        ("near_miss", "", True),
    ]


def test_unknown_word_must_be_answered(journey):
    journey.upload(xlsx(row(kind="Rymdfärd")))
    journey.columns()

    answer = journey.values()

    assert answer.status_code == 422
    assert journey.import_.status == Status.READ


def test_rows_with_a_word_can_be_left_out(journey):
    journey.upload(xlsx(GOOD, row(external_id="KIA-2", kind="Rymdfärd")))
    journey.columns()

    journey.values(**{"kind-1": "-"})

    assert (journey.import_.accepted, journey.import_.left_out) == (1, 1)


def test_unknown_unit_is_given_one_or_left_out(journey, school, other_school):
    journey.upload(xlsx(row(unit="Norra"), row(external_id="KIA-2", unit="Nowhere")))
    journey.columns()

    wrong = journey.values(**{"unit-0": "Nothing at all"})
    journey.values(**{"unit-0": other_school.code})
    journey.act("import")

    assert wrong.status_code == 422
    assert Incident.objects.get().unit == other_school
    assert journey.import_.left_out == 1


def test_unit_is_found_by_code_former_name_and_path(school):
    today_name = school.name
    history.reorganise(school, on=today(), name="Upper school")
    units = Units()

    assert units.find(school.code.upper()) == [school.pk]
    assert units.find(today_name, on=today() - timedelta(days=30)) == [school.pk]
    assert units.find("Testinge / Schools / upper SCHOOL") == [school.pk]


def test_name_of_two_units_is_refused(journey, administration):
    UnitFactory(name="North school", parent=administration)

    found = journey.checked(xlsx(GOOD))

    assert (found.accepted, found.refused) == (0, 1)


def test_column_without_answer_comes_back_with_what_was_chosen(journey, parse):
    journey.upload(xlsx(GOOD))

    answer = journey.columns(external_id="", place="5")

    assert answer.status_code == 422
    chosen = parse(answer).select_one("#id_place option[selected]")
    assert chosen["value"] == "5"


def test_column_of_texts_is_no_kind(journey):
    many = [row(external_id=str(at), description=f"Text {at}") for at in range(70)]
    journey.upload(xlsx(*many))

    answer = journey.columns(kind="5")

    assert answer.status_code == 422


def test_mapping_is_remembered_for_the_next_file_with_the_same_headings(journey):
    journey.upload(xlsx(row(kind="Rymdfärd")))
    journey.columns(place="5", language="nn")
    journey.values(**{"kind-0": "accident"})

    journey.imported(xlsx(row(external_id="KIA-2", kind="Rymdfärd")))

    incident = Incident.objects.get()
    assert (incident.kind, incident.language) == ("accident", "nn")
    assert incident.place == "A fall"


def test_import_goes_on_where_it_was_broken_off(journey, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    rows = [row(external_id=f"KIA-{each}") for each in range(5)]
    found = journey.checked(xlsx(*rows, rows[0]))
    found.start_import()
    whole = running._batches

    def broken(*args, **kwargs):
        yield next(whole(*args, **kwargs))
        raise OSError("The disk is full")

    monkeypatch.setattr(running, "_batches", broken)
    with pytest.raises(OSError, match="full"):
        running.go_on(journey.import_, language="en")
    assert journey.import_.done == Incident.objects.count() == 2
    monkeypatch.setattr(running, "_batches", whole)

    running.go_on(journey.import_, language="en")

    assert (journey.import_.accepted, journey.import_.refused) == (5, 1)
    assert Incident.objects.count() == 5


def test_broken_off_job_is_offered_again(journey):
    found = journey.checked(xlsx(GOOD))
    found.start_import()
    HistoryImport.objects.update(moved_at=timezone.now() - timedelta(minutes=3))

    assert journey.import_.is_stuck
    journey.act("go-on")

    assert journey.import_.status == Status.DONE


def test_import_is_taken_back_as_a_whole(journey, school):
    IncidentFactory(unit=school)
    journey.imported(xlsx(GOOD, row(external_id="KIA-2", sex="Man")))

    journey.act("take-back")

    assert journey.import_.status == Status.TAKEN_BACK
    assert Incident.objects.get().external_id == ""


def test_import_that_somebody_works_with_is_not_taken_back(journey, head_teacher):
    journey.imported(xlsx(GOOD, row(external_id="KIA-2", closed_at="")))
    Incident.objects.get(status="reported").start_investigation(by=head_teacher)

    journey.act("take-back")

    assert journey.import_.status == Status.DONE
    assert Incident.objects.count() == 2


def test_import_that_a_representative_has_commented_on_is_not_taken_back(
    journey, safety_representative
):
    journey.imported(xlsx(row(closed_at="")))
    incident = Incident.objects.get()
    handling.comment(incident, by=safety_representative, text="It is so still.")

    journey.act("take-back")

    assert Incident.objects.get() == incident


def test_file_is_gone_after_the_import(journey, settings):
    journey.imported(xlsx(GOOD))

    assert [each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()] == []


def test_file_is_gone_after_a_day(journey, settings):
    journey.checked(xlsx(GOOD, row(external_id="", unit="")))
    HistoryImport.objects.update(moved_at=timezone.now() - timedelta(hours=25))

    tasks.forget_old()

    found = journey.import_
    assert (found.status, found.contents, found.problems) == (Status.FORGOTTEN, {}, [])
    assert [each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()] == []


def test_imported_incident_has_a_page(journey, as_user, head_teacher):
    journey.imported(xlsx(GOOD))

    answer = as_user(head_teacher).get(Incident.objects.get().get_absolute_url())

    assert answer.status_code == 200
    assert "None" not in answer.content.decode()


def test_serious_event_of_long_ago_raises_no_duty_when_it_is_read(
    journey, as_user, head_teacher
):
    journey.imported(xlsx(GOOD))
    Incident.objects.update(severity="serious")
    incident = Incident.objects.get()

    as_user(head_teacher).get(incident.get_absolute_url())

    assert not incident.notices.exists()


def test_list_of_imports_costs_the_same_for_one_and_three(journey, count_queries):
    url = reverse("incidents:history")
    journey.upload(xlsx(GOOD))
    of_one = count_queries(journey.client, url)
    for _each in range(2):
        journey.upload(xlsx(GOOD))

    assert count_queries(journey.client, url) == of_one <= 12


def test_pages_of_an_import_stay_within_twelve_queries(journey, count_queries):
    load_codes()
    headers = [*HEADERS, "Orsak", "Kroppsdel", "Skadans art", "Yrke"]
    journey.upload(xlsx([*GOOD, "Halka", "Hand", "Sår", "Lärare"], headers=headers))
    journey.columns()
    pages = ["history_import", "history_columns", "history_values"]

    counts = {
        page: count_queries(
            journey.client, reverse(f"incidents:{page}", args=[journey.import_.pk])
        )
        for page in pages
    }

    assert max(counts.values()) <= 12, counts


def test_progress_swaps_what_a_reload_shows(journey, htmx, parse):
    url = journey.checked(xlsx(GOOD)).get_absolute_url()
    HistoryImport.objects.update(status=Status.IMPORTING)

    swapped = parse(journey.client.get(url, headers=htmx))
    reloaded = parse(journey.client.get(url))

    assert swapped.select_one("#progress") == reloaded.select_one("#progress")


def test_list_of_incidents_leads_only_hr_here(as_user, hr, head_teacher, parse):
    link = f'a[href="{reverse("incidents:history")}"]'
    shown = {
        user: bool(parse(as_user(user).get(reverse("incidents:list"))).select(link))
        for user in (hr, head_teacher)
    }

    assert shown == {hr: True, head_teacher: False}


def test_cells_of_every_type_are_read(journey):
    cells = row(
        external_id=17.0, occurred_on=datetime(2024, 1, 31, 14, 30), description=3.5
    )

    journey.imported(xlsx(cells))

    incident = Incident.objects.get()
    assert (incident.external_id, incident.description) == ("17", "3.5")
    assert incident.occurred_time == time(14, 30)
