"""Certificates from a spreadsheet: read, columns named, tried, taken in."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attachments.importing.reading import lines, rewrite
from attachments.importing.words import as_moment, guessed_columns
from attachments.spreadsheets import Unreadable
from knowledge.models import (
    Certificate,
    CertificateImport,
    Course,
    RememberedColumns,
    last_day_of,
)
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition

Status = CertificateImport.Status
MAX_ROWS = 20_000


class Field(NamedTuple):
    label: Any
    is_required: bool
    # What other systems call it.
    words: tuple


FIELDS = {
    "person": Field(
        gettext_lazy("E-mail or number of the person"),
        True,
        ("e-post", "epost", "e-postadress", "email", "e-mail", "mail", "användare",
         "anställningsnummer", "ansattnummer", "medarbejdernummer", "id"),
    ),
    "course": Field(
        gettext_lazy("Course"),
        True,
        ("kurs", "utbildning", "kursnamn", "course", "opplæring", "kursus", "uddannelse"),
    ),
    "taken_on": Field(
        gettext_lazy("Taken on"),
        True,
        ("datum", "genomförd", "kursdatum", "taken on", "date", "dato", "gjennomført"),
    ),
    "last_on": Field(
        gettext_lazy("Valid until"),
        False,
        ("giltig till", "giltigt till", "giltig t.o.m.", "valid until", "gyldig til"),
    ),
    "hours": Field(gettext_lazy("Hours"), False, ("timmar", "hours", "timer")),
}  # fmt: skip


class Refused(NamedTuple):
    row: int
    reasons: list
    cells: list


class Tried(NamedTuple):
    """What would happen: certificates that are new, that are here already, and rows that
    are refused with why."""

    new: list
    known: int
    refused: list


def receive(file, *, by):
    """Keep what was sent; where its headings are known their columns are too.

    Raises Unreadable, in words for whoever sent the file.
    """
    if file.size > settings.IMPORT_MAX_BYTES:
        raise Unreadable(
            _("The file is larger than %(number)s MB.")
            % {"number": settings.IMPORT_MAX_BYTES // 1024**2}
        )
    headings, rows = _read(file)
    remembered = RememberedColumns.objects.filter(headings=headings).first()
    guessed = guessed_columns(
        headings, {name: field.words for name, field in FIELDS.items()}
    )
    return CertificateImport.objects.create(
        file_name=Path(file.name).name[:255],
        sheet={"headings": headings, "rows": rows},
        columns=remembered.columns if remembered else guessed,
        status=Status.CHECKED if remembered else Status.WAITING,
        by=by,
    )


def _read(file):
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "source"), Path(folder, "rows")
        with source.open("wb") as copy:
            copy.writelines(file.chunks())
        headings, total, _contents = rewrite(source, target, note=lambda **_told: None)
        if total > MAX_ROWS:
            raise Unreadable(
                _("The file has more than %(number)s rows. Divide it.")
                % {"number": MAX_ROWS}
            )
        return headings, list(lines(target))


@transaction.atomic
def name_columns(source, columns):
    """Say what the columns hold, for this file and the next with its headings."""
    source = _hold(source)
    RememberedColumns.objects.update_or_create(
        headings=source.sheet["headings"], defaults={"columns": columns}
    )
    source.columns, source.status = columns, Status.CHECKED
    source.save(update_fields=["columns", "status"])


def try_out(source, *, people):
    """What the import would do; `people` are those whose certificates may be written."""
    reader = _Reader(source, people)
    found, refused = {}, []
    for number, cells in source.sheet["rows"]:
        certificate, reasons = reader.read(cells)
        if reasons:
            refused.append(Refused(number, reasons, cells))
        else:
            key = certificate.person_id, certificate.course_id, certificate.taken_on
            found.setdefault(key, certificate)
    here = set(
        Certificate.objects.filter(person__in={key[0] for key in found}).values_list(
            "person", "course", "taken_on"
        )
    )
    new = [certificate for key, certificate in found.items() if key not in here]
    return Tried(new, len(found) - len(new), refused)


@transaction.atomic
def take_in(source, *, people, leave_out_refused):
    """Write what is new; raises InvalidTransition when rows are refused and not left out."""
    source = _hold(source)
    tried = try_out(source, people=people)
    if tried.refused and not leave_out_refused:
        raise InvalidTransition(_("Some rows are refused. Choose to leave them out."))
    Certificate.objects.bulk_create(tried.new, batch_size=1000, ignore_conflicts=True)
    source.status, source.taken_in = Status.DONE, len(tried.new)
    source.sheet = {}
    source.save(update_fields=["status", "taken_in", "sheet"])
    return tried


def _hold(source):
    rows = CertificateImport.objects.select_for_update().exclude(status=Status.DONE)
    held = rows.filter(pk=source.pk).first()
    if held is None:
        raise InvalidTransition(MOVED_ON)
    return held


class _Reader:
    """Reads rows by the columns of an import; all names are read at once."""

    def __init__(self, source, people):
        self.source = source
        self.by_key: dict = {}
        for person in people.only("pk", "email", "external_id"):
            self.by_key[person.email.casefold()] = person
            if person.external_id:
                self.by_key[person.external_id.casefold()] = person
        self.courses = {
            course.name.casefold(): course for course in Course.objects.offered()
        }

    def read(self, cells):
        """(certificate, reasons why it is none)"""
        reasons: list = []
        person = self._known(cells, "person", self.by_key, reasons)
        course = self._known(cells, "course", self.courses, reasons)
        taken_on = self._day(cells, "taken_on", reasons)
        last_on = self._day(cells, "last_on", reasons, is_coming=True)
        hours = self._hours(cells, reasons)
        if taken_on and last_on and last_on < taken_on:
            reasons.append(_("It cannot end before it was taken."))
        if reasons:
            return None, reasons
        return Certificate(
            person=person,
            course=course,
            taken_on=taken_on,
            last_on=last_on or last_day_of(course, taken_on),
            hours=hours,
            source=Certificate.Source.IMPORTED,
            registered_by_id=self.source.by_id,
        ), []

    def _text(self, cells, name):
        place = self.source.columns.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    def _known(self, cells, name, rows, reasons):
        text = self._text(cells, name)
        found = rows.get(text.casefold())
        if not text:
            reasons.append(f"{FIELDS[name].label}: {_('The cell is empty.')}")
        elif found is None:
            unknown = _("“%(text)s” is not known here.") % {"text": text[:100]}
            reasons.append(f"{FIELDS[name].label}: {unknown}")
        return found

    def _day(self, cells, name, reasons, *, is_coming=False) -> date | None:
        text, field = self._text(cells, name), FIELDS[name]
        if not text:
            if field.is_required:
                reasons.append(f"{field.label}: {_('The cell is empty.')}")
            return None
        moment = as_moment(text)
        if moment is None:
            wrong = _("“%(text)s” is not a day.") % {"text": text[:100]}
            reasons.append(f"{field.label}: {wrong}")
            return None
        if moment.date() > today() and not is_coming:
            reasons.append(f"{field.label}: {_('The day has not come yet.')}")
            return None
        return moment.date()

    def _hours(self, cells, reasons):
        text = self._text(cells, "hours").replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,4}(\.\d)?", text):
            wrong = _("“%(text)s” is no number of hours.") % {"text": text[:100]}
            reasons.append(f"{FIELDS['hours'].label}: {wrong}")
            return None
        return Decimal(text)
