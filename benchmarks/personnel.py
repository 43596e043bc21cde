"""A file of units and people as an HR system writes it, and its import step by step."""

import threading
import time
from contextlib import contextmanager
from tempfile import NamedTemporaryFile

import psutil
from django.core.files import File
from django.db import transaction
from openpyxl import Workbook

from organisation import history, roles
from organisation.models import Level, Municipality, Role, User
from reorganisation.importing import running
from reorganisation.models import OrganisationImport
from sam.dates import today

UNITS_OF_DEPARTMENT, DEPARTMENTS_OF_ADMINISTRATION = 20, 10
_MEGABYTE = 1024 * 1024


def prepare(units, people, month):
    """Upload the file; in the months after the first a little is other in it."""
    with NamedTemporaryFile(suffix=".xlsx") as file:
        _write(file, units, people, month)
        with transaction.atomic():
            by = User.objects.filter(email="it@example.org").first() or _begin()
            started = OrganisationImport.objects.create(by=by, name="hr.xlsx")
            started.sheets.create(name="hr.xlsx", file=File(file, name="hr.xlsx"))


def _begin():
    Municipality.objects.create(pk=1, name="Municipality")
    root = history.establish(
        "root",
        name="Municipality",
        level=Level.MUNICIPALITY,
        since=today().replace(year=2020, day=1),
    )
    by = User.objects.create(email="it@example.org", name="IT", unit=root)
    roles.appoint(by, Role.ADMINISTRATOR, root)
    return by


def _write(file, units, people, month):
    book = Workbook(write_only=True)
    _write_units(book.create_sheet("Enheter"), units, month)
    _write_people(book.create_sheet("Personal"), units, people, month)
    book.save(file.name)


def _write_units(sheet, units, month):
    sheet.append(["Kod", "Namn", "Nivå", "Överordnad", "Nämnd"])
    sheet.append(["root", "Municipality", "Kommun", "", ""])
    departments = units // UNITS_OF_DEPARTMENT
    for number in range(-(-departments // DEPARTMENTS_OF_ADMINISTRATION)):
        sheet.append(
            [
                f"a{number}",
                f"Administration {number}",
                "Förvaltning",
                "root",
                f"Committee {number}",
            ]
        )
    for number in range(departments):
        over = f"a{number // DEPARTMENTS_OF_ADMINISTRATION}"
        sheet.append([f"d{number}", f"Department {number}", "Avdelning", over, ""])
    for number in range(units):
        # One of a hundred is renamed or moved by the month after.
        is_other = month and number % 100 == 0
        name = f"Unit {number}{' and more' * is_other}"
        over = (number // UNITS_OF_DEPARTMENT + is_other) % departments
        sheet.append([f"u{number}", name, "Enhet", f"d{over}", ""])


def _write_people(sheet, units, people, month):
    sheet.append(
        [
            "Anst.nr",
            "Namn",
            "E-post",
            "Enhetskod",
            "Befattning",
            "Telefon",
            "Anställd från",
            "Skyddad identitet",
            "Chef för",
            "Skyddsombud för",
        ]
    )
    for number in range(people):
        if month and number % 500 == 7:
            # Has left by the month after.
            continue
        unit = (number + bool(month and number % 200 == 0)) % units
        manages = f"u{number}" if number < units else ""
        represents = f"u{number - units}" if units <= number < 2 * units else ""
        sheet.append(
            [
                str(number),
                f"Person {number}",
                f"p{number}@example.org",
                f"u{unit}",
                "Teacher",
                "0700-000000",
                "2020-01-01",
                "Ja" if number % 1_000 == 0 else "Nej",
                manages,
                represents,
            ]
        )


def carry_out(step):
    """(seconds, the most megabytes of memory, how many differences)."""
    started = OrganisationImport.objects.first()
    _answer(started, step)
    began = time.perf_counter()
    with _memory() as most:
        running.go_on(OrganisationImport.objects.get(pk=started.pk), language="sv")
    seconds = time.perf_counter() - began
    started.refresh_from_db()
    if started.error or started.refused or started.is_working:
        raise AssertionError(f"{started.status} {started.error} {started.problems}")
    return seconds, max(most), started.differences.count()


def _answer(started, step):
    if step == "check":
        started.move_to(
            "checking",
            on=today(),
            has_all_units=True,
            has_all_people=True,
            founds_committees=True,
        )
    elif step == "carry out":
        started.move_to("importing", done=0)


@contextmanager
def _memory():
    """The most that this process has while it works."""
    process, stopped, most = psutil.Process(), threading.Event(), [0.0]

    def watch():
        while not stopped.wait(0.05):
            most.append(process.memory_info().rss / _MEGABYTE)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield most
    finally:
        stopped.set()
        watching.join()
