"""From one step of an import to the next; each can be begun again where it was left."""

from collections import Counter
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from annualcycle import planning
from attachments.importing import reading
from attachments.importing.jobs import (
    KEPT,
    SHOWN_PROBLEMS,
    alone,
    broken_off,
    delete_file,
    key_of,
)
from attachments.spreadsheets import Unreadable, write_workbook
from organisation import history
from organisation.models import Identity, Level, Unit, User
from organisation.timeline import LOCK, hold
from reorganisation.importing.fields import guessed, truth_of
from reorganisation.importing.people import PeoplePlan, let_go, number_of_roles
from reorganisation.importing.units import UnitPlan
from reorganisation.models import Difference, OrganisationImport, Reorganisation

Status = OrganisationImport.Status
BATCH = 2_000
# So many sheets of a workbook are looked at.
MOST_SHEETS = 10


class Busy(Exception):
    """Somebody else is changing the organisation; it is to be tried again soon."""


def go_on(organisation_import, *, language):
    """Do the job that the import's status calls for, in the words of the one who asked.

    Raises Busy.
    """
    job = _JOBS.get(Status(organisation_import.status))
    key = key_of(organisation_import)
    with alone(key) as is_alone, translation.override(language):
        if job and is_alone:
            job(organisation_import)


# Reading


def _read(organisation_import):
    """Each sheet that has headings, of each of the files."""
    total = 0
    try:
        for upload in list(organisation_import.sheets.all()):
            total += _read_upload(organisation_import, upload)
    except Unreadable as error:
        forget_files(organisation_import)
        organisation_import.move_to(Status.FAILED, error=str(error))
        return
    organisation_import.move_to(Status.READ, total=total)


def _read_upload(organisation_import, upload):
    """What was uploaded becomes as many sheets as it has."""
    if upload.headers:
        # Read before the job was broken off.
        return upload.total
    source, total, made = Path(upload.file.path), 0, []
    titles = reading.sheets_of(source)[:MOST_SHEETS]
    for place, title in enumerate(titles):
        try:
            sheet = _read_sheet(upload, source, place, title)
        except Unreadable:
            # Beside others an empty sheet is none.
            if len(titles) == 1 or (place == len(titles) - 1 and not made):
                raise
            continue
        made.append(sheet)
        total += sheet.total
        organisation_import.note(total=total)
    with transaction.atomic():
        for sheet in made:
            sheet.save()
        upload.delete()
    source.unlink(missing_ok=True)
    return total


def _read_sheet(upload, source, place, title):
    target = source.with_name(f"{source.name}-{place}.rows")
    headers, total, contents = reading.rewrite(
        source, target, note=lambda **_counts: None, sheet=place
    )
    holds, columns = _remembered(headers) or guessed(headers)
    return type(upload)(
        organisation_import=upload.organisation_import,
        order=upload.order + place,
        name=f"{upload.name}, {title}" if title else upload.name,
        holds=holds,
        file=f"imports/{target.name}",
        headers=headers,
        first_rows=_to_show(contents["rows"], columns),
        columns=columns,
        total=total,
    )


def _to_show(rows, columns):
    """The first rows, without what they say of people with protected identity."""

    def cell(row, name):
        place = columns.get(name)
        return row[place] if place is not None and place < len(row) else ""

    known = Identity.objects.filter(
        Q(email__in=[cell(row, "email").lower() for row in rows])
        | Q(user__external_id__in=[cell(row, "external_id") for row in rows])
    )
    hidden = {
        word
        for words in known.values_list("email", "user__external_id")
        for word in words
        if word
    }
    return [
        ["…"]
        if truth_of(cell(row, "is_protected"))
        or {cell(row, "email").lower(), cell(row, "external_id")} & hidden
        else row
        for row in rows
    ]


def _remembered(headers):
    """What a sheet with the same headings was taken for the last time that one was."""
    model = OrganisationImport.sheets.rel.related_model
    used = model.objects.filter(
        headers=headers, organisation_import__checked_at__isnull=False
    )
    last = used.order_by("-organisation_import__checked_at").first()
    return last and (last.holds, last.columns)


# Checking


def _check(organisation_import):
    """The dry run: everything that the import does but for keeping it."""
    organisation_import.differences.all().delete()
    delete_file(organisation_import.refused_file)
    counts, problems = Counter(), []
    with NamedTemporaryFile(suffix=".xlsx") as file:
        rows = _refused_rows(organisation_import, counts, problems)
        write_workbook(file, _("Rows refused"), rows)
        organisation_import.refused_file = ""
        if counts["refused"]:
            organisation_import.refused_file.save("", File(file), save=False)
    organisation_import.move_to(
        Status.CHECKED,
        counts=dict(counts),
        refused=counts["refused"],
        problems=problems,
        refused_file=organisation_import.refused_file.name,
        done=organisation_import.total,
        units_before=Unit.objects.existing().count(),
        people_before=User.objects.filter(is_active=True).count(),
        checked_at=timezone.now(),
    )


def _refused_rows(organisation_import, counts, problems):
    """What the file of refused rows says, while all rows are gone through."""
    yield [_("Row"), _("Reason")]
    units = _plan_units(organisation_import)
    _keep(organisation_import, units.differences(), counts)
    counts["unit:kept"] = len(units.kept)
    if people := _sheet(organisation_import, "people"):
        counts["role:before"] = number_of_roles(people.columns)
    for text in units.kept[:SHOWN_PROBLEMS]:
        problems.append({"row": None, "reasons": [text]})
    sheet = _sheet(organisation_import, "units")
    yield from _told(sheet, units.refused, counts, problems)
    done = sheet.total if sheet else 0
    managed: set = set()
    for plan, rows in _batches_of_people(organisation_import, units):
        if rows is None:
            _keep(organisation_import, _missing(organisation_import, plan), counts)
            continue
        _keep(organisation_import, plan.differences(rows), counts)
        managed |= {unit for row in rows for unit in row.units_of.get("manages", ())}
        refused = [row for row in rows if row.reasons]
        yield from _told(plan.sheet, refused, counts, problems)
        done += len(rows)
        organisation_import.note(done=done)
    counts["unit:unmanaged"] = sum(
        row.pk not in managed
        for row in units.new_units()
        if units.timeline.own[row.pk][-1].what.level == Level.UNIT
    )


def _told(sheet, rows, counts, problems):
    """What stands in the row of somebody with protected identity is not repeated."""
    for number, row in enumerate(rows):
        if number == 0:
            yield [sheet.name, "", *sheet.headers]
        counts["refused"] += 1
        if len(problems) < SHOWN_PROBLEMS:
            problems.append({"row": row.number, "reasons": row.reasons})
        cells = [] if row.is_protected else row.cells
        yield [row.number, " ".join(row.reasons), *cells]


def _keep(organisation_import, differences, counts):
    differences = iter(differences)
    while batch := list(islice(differences, BATCH)):
        for each in batch:
            each.organisation_import = organisation_import
            counts[f"{each.about}:{each.kind}"] += 1
        Difference.objects.bulk_create(batch)


def _missing(organisation_import, plan):
    """Those who have left, if the file has all who are here."""
    missing = plan.missing() if organisation_import.has_all_people else []
    for start in range(0, len(missing), BATCH):
        people = User.objects.filter(pk__in=missing[start : start + BATCH])
        for user in people.select_related("unit"):
            yield Difference(
                about=Difference.About.PERSON,
                kind=Difference.Kind.LEFT,
                target=user.pk,
                label="" if user.is_protected else user.name,
                is_protected=user.is_protected,
                before=user.unit.name if user.unit else "",
            )


# Carrying out


def _carry_out(organisation_import):
    """Units in one transaction, then people in some: each is whole or has not happened."""
    with alone(LOCK) as is_alone:
        if not is_alone:
            raise Busy
        if _is_outdated(organisation_import):
            organisation_import.move_to(
                Status.READ,
                error=_(
                    "Something else has changed the organisation since the dry run."
                    " Make it anew."
                ),
            )
            return
        units = _write_units(organisation_import)
        _write_people(organisation_import, units)
        forget_files(organisation_import)
        organisation_import.move_to(
            Status.DONE, finished_at=timezone.now(), done=organisation_import.total
        )


def _is_outdated(organisation_import):
    """Whether it has not begun, and what it was checked against stands no more."""
    if organisation_import.done:
        return False
    checked = organisation_import.checked_at
    imports = OrganisationImport.objects.filter(finished_at__gt=checked)
    return (
        imports.exists()
        or Reorganisation.objects.filter(carried_out_at__gt=checked).exists()
    )


def _write_units(organisation_import):
    closing = _confirmed(organisation_import, "unit", Difference.Kind.CLOSED)
    with transaction.atomic():
        hold()
        units = _plan_units(organisation_import, may_close=set(closing))
        history.take_over(units.write())
        planning.plan_all()
    return units


def _write_people(organisation_import, units):
    sheet = _sheet(organisation_import, "units")
    done = sheet.total if sheet else 0
    organisation_import.note(done=max(done, 1))
    for plan, rows in _batches_of_people(organisation_import, units):
        if rows is None:
            _let_go(organisation_import, plan)
            continue
        with transaction.atomic():
            plan.write(rows)
            done += len(rows)
            organisation_import.note(done=done)


def _let_go(organisation_import, plan):
    """Only those of whom it was seen before, and who are not in the file after all."""
    left = _confirmed(organisation_import, "person", Difference.Kind.LEFT)
    left = [pk for pk in left if pk not in plan.seen]
    for start in range(0, len(left), BATCH):
        with transaction.atomic():
            let_go(
                left[start : start + BATCH],
                on=organisation_import.on,
                by=organisation_import.by,
            )


def _confirmed(organisation_import, about, kind):
    rows = organisation_import.differences.filter(about=about, kind=kind, row=None)
    return rows.order_by().values_list("target", flat=True)


# What the steps share


def _sheet(organisation_import, holds):
    return organisation_import.sheets.filter(holds=holds).first()


def _plan_units(organisation_import, *, may_close=None):
    sheet = _sheet(organisation_import, "units")
    lines = reading.lines(sheet.file.path) if sheet else ()
    return UnitPlan(organisation_import, sheet, lines, may_close=may_close)


def _batches_of_people(organisation_import, units):
    """(the plan, its next rows), and at last None for the rows: then all are known."""
    sheet = _sheet(organisation_import, "people")
    if not sheet:
        return
    plan = PeoplePlan(
        organisation_import,
        sheet,
        units=units.units_by_code(),
        levels=units.levels(),
        names=units.names(),
    )
    lines = reading.lines(sheet.file.path)
    while batch := list(islice(lines, BATCH)):
        yield plan, plan.read(batch)
    yield plan, None


_JOBS = {
    Status.UPLOADED: _read,
    Status.CHECKING: _check,
    Status.IMPORTING: _carry_out,
}


# Leaving


def forget_old():
    """Delete what was uploaded and not gone on with for a day, and who was named in it."""
    old = OrganisationImport.objects.filter(moved_at__lt=timezone.now() - KEPT)
    for each in old.exclude(status__in=[Status.FORGOTTEN, Status.FAILED]):
        forget(each)


def forget(organisation_import):
    """Delete the files and the list of differences; the counts stay."""
    forget_files(organisation_import)
    delete_file(organisation_import.refused_file)
    organisation_import.differences.all().delete()
    gone = {"refused_file": "", "problems": []}
    status = Status(organisation_import.status)
    ended = (Status.DONE, Status.FAILED, Status.FORGOTTEN)
    organisation_import.move_to(status if status in ended else Status.FORGOTTEN, **gone)


def forget_files(organisation_import):
    """What the columns meant is remembered."""
    for sheet in organisation_import.sheets.exclude(file=""):
        delete_file(sheet.file)
        type(sheet).objects.filter(pk=sheet.pk).update(file="", first_rows=[])


def give_up(organisation_import, *, language):
    """After the last try; the page offers to go on from here."""
    with translation.override(language):
        organisation_import.note(error=broken_off())
