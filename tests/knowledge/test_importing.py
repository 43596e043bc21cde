"""Certificates from a spreadsheet, step by step."""

from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from knowledge.models import Certificate, CertificateImport, RememberedColumns
from organisation import roles
from organisation.models import Role
from tests.factories import UnitFactory, UserFactory
from tests.knowledge.factories import course

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

UPLOAD = "knowledge:import_list"


def csv(*rows, heading="E-post;Kurs;Datum"):
    content = "\n".join([heading, *rows]).encode()
    return SimpleUploadedFile("courses.csv", content)


def send(client, file):
    client.post(reverse(UPLOAD), {"file": file})
    return CertificateImport.objects.first()


def name_columns(client, source):
    return client.post(
        reverse("knowledge:import_columns", args=[source.pk]),
        {"person": 0, "course": 1, "taken_on": 2},
    )


@pytest.fixture
def first_aid():
    return course("First aid", role="", valid_months=36)


def test_rows_become_certificates_after_columns_and_dry_run(
    as_user, parse, hr, teacher, first_aid
):
    client = as_user(hr)
    source = send(client, csv(f"{teacher.email.upper()};first aid;2026-03-01"))
    page = parse(client.get(reverse("knowledge:import_columns", args=[source.pk])))
    chosen = page.select_one("[name=taken_on] option[selected]")
    assert chosen["value"] == "2"

    name_columns(client, source)
    assert "New certificates" in client.get(source.get_absolute_url()).content.decode()
    assert not Certificate.objects.exists()
    client.post(source.get_absolute_url())

    made = Certificate.objects.get()
    assert (made.person, made.course, made.source) == (teacher, first_aid, "imported")
    assert made.last_on.isoformat() == "2029-02-28"
    source.refresh_from_db()
    assert (source.status, source.taken_in, source.sheet) == ("done", 1, {})


def test_columns_are_remembered_for_the_next_file(as_user, hr, teacher, first_aid):
    client = as_user(hr)
    name_columns(client, send(client, csv(f"{teacher.email};First aid;2026-03-01")))

    again = send(client, csv(f"{teacher.email};First aid;2026-03-02"))

    assert again.status == "checked"
    assert RememberedColumns.objects.count() == 1


def test_refused_rows_say_why_and_come_back_as_a_spreadsheet(
    as_user, hr, teacher, first_aid
):
    client = as_user(hr)
    outside = UserFactory(unit=None)
    source = send(
        client,
        csv(
            f"{teacher.email};First aid;2026-03-01",
            "nobody@example.org;First aid;2026-03-01",
            f"{outside.email};First aid;2026-03-01",
            f"{teacher.email};Juggling;yesterday",
        ),
    )
    name_columns(client, source)

    refused = client.post(source.get_absolute_url())
    assert refused.status_code == 422
    assert not Certificate.objects.exists()
    answer = client.get(reverse("knowledge:import_refused", args=[source.pk]))
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    reasons = {row[0].value: row[1].value for row in list(sheet.rows)[1:]}
    assert reasons.keys() == {3, 4, 5}
    assert "“nobody@example.org” is not known here." in reasons[3]
    assert "“yesterday” is not a day." in reasons[5]

    client.post(source.get_absolute_url(), {"leave_out_refused": "on"})
    assert Certificate.objects.count() == 1


def test_what_is_here_already_is_not_taken_in_twice(as_user, hr, teacher, first_aid):
    client = as_user(hr)
    row = f"{teacher.email};First aid;2026-03-01"
    source = send(client, csv(row, row))
    name_columns(client, source)
    client.post(source.get_absolute_url())

    client.post(send(client, csv(row)).get_absolute_url())

    assert Certificate.objects.count() == 1


def test_workbooks_are_read_with_days_as_days(as_user, hr, teacher, first_aid):
    book = Workbook()
    book.active.append(["E-post", "Kurs", "Datum"])
    book.active.append([teacher.email, "First aid", datetime(2026, 3, 1)])
    file = BytesIO()
    book.save(file)
    client = as_user(hr)
    source = send(client, SimpleUploadedFile("a.xlsx", file.getvalue()))

    name_columns(client, source)
    client.post(source.get_absolute_url())

    assert Certificate.objects.get().taken_on.isoformat() == "2026-03-01"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no workbook", b"\x01\x02\x03\x04"]
)
def test_what_is_no_spreadsheet_is_refused_in_words(as_user, hr, content):
    answer = as_user(hr).post(
        reverse(UPLOAD), {"file": SimpleUploadedFile("a.xlsx", content or b" ")}
    )

    assert answer.status_code == 422
    assert not CertificateImport.objects.exists()


def test_one_column_holds_one_thing(as_user, hr, teacher):
    client = as_user(hr)
    source = send(client, csv(f"{teacher.email};First aid;2026-03-01"))

    answer = client.post(
        reverse("knowledge:import_columns", args=[source.pk]),
        {"person": 0, "course": 0, "taken_on": 2},
    )

    assert answer.status_code == 422


def test_hr_of_an_administration_writes_for_nobody_elsewhere(
    as_user, teacher, first_aid, municipality
):
    elsewhere = UnitFactory(parent=municipality)
    local = UserFactory(unit=elsewhere)
    roles.appoint(local, Role.HR, elsewhere)
    client = as_user(local)
    source = send(client, csv(f"{teacher.email};First aid;2026-03-01"))
    name_columns(client, source)

    client.post(source.get_absolute_url(), {"leave_out_refused": "on"})

    assert not Certificate.objects.exists()
