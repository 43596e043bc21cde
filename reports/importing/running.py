"""From one step of an import to the next."""

import hashlib
from collections import Counter
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import pghistory
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from attachments.sheets import Sheet, content_of, sheet_of
from attachments.spreadsheets import Unreadable, write_workbook
from reports.importing import meaning
from reports.importing.checking import Checked, ImportRefused, Key, Problem, check
from reports.importing.meaning import COLUMNS, SHIPPED
from reports.models import Figure, FigureImport, ImportMapping
from reports.periods import months_of
from sam.workflow import MOVED_ON, InvalidTransition

Status = FigureImport.Status
OPEN_IN = (Status.WAITING, Status.CHECKED)
# So long a file waits for somebody to go on with it.
KEPT = timedelta(days=30)
SEEN_OTHERWISE = _lazy(
    "Something else would happen now than when you looked. Look at it again."
)
BATCH = 2_000


@transaction.atomic
def take_in(file, *, name, by=None):
    """The spreadsheet that ships, filled: taken in whole, or ImportRefused."""
    _hold_figures()
    try:
        content = content_of(file)
        sheet = sheet_of(content)
    except Unreadable as error:
        raise ImportRefused([Problem(None, "", str(error))]) from error
    lacking = [heading for heading in COLUMNS if heading not in sheet.headings]
    if lacking:
        missing = _("The column is missing.")
        raise ImportRefused(Problem(1, heading, missing) for heading in lacking)
    checked = check(sheet, SHIPPED)
    if checked.problems:
        raise ImportRefused(checked.problems)
    source = FigureImport.objects.create(
        file_name=Path(name).name[:255], sha256=_fingerprint(content), by=by
    )
    _keep(source, checked)
    return source


def opened(file):
    """What was sent as a sheet. Raises Unreadable."""
    return sheet_of(content_of(file))


def receive(file, sheet, *, by):
    """Keep what was sent until it is taken in.

    Where its headings are known, what they mean is known as well.
    """
    forget_old()
    file.seek(0)
    source = FigureImport(
        file_name=Path(file.name).name[:255],
        sha256=_fingerprint(file.read()),
        rows=len(sheet.rows),
        mapping=_known_mapping(sheet, by=by),
        by=by,
    )
    source.status = _status(sheet, source.mapping)
    source.file.save("", ContentFile(sheet.as_json().encode()), save=False)
    source.save()
    return source


def _known_mapping(sheet, *, by):
    known = meaning.remembered(sheet.headings)
    if known or not meaning.is_shipped(sheet.headings):
        return known
    return ImportMapping.objects.create(
        name=_("HR's spreadsheet"),
        headings=sheet.headings,
        meanings=SHIPPED,
        changed_by=by,
    )


def _status(sheet, mapping):
    """Checked once it is said what all columns and words mean."""
    is_known = mapping and not meaning.unknown_words(sheet, mapping.meanings)
    return Status.CHECKED if is_known else Status.WAITING


def sheet_in(source):
    with source.file.open() as file:
        return Sheet.from_json(file.read())


@transaction.atomic
def mean(source, *, by, **meanings):
    """Say what the file's columns or words mean, for it and for the next with its headings.

    Words that others have said the meaning of stay. Raises InvalidTransition for a file
    that is taken in or deleted.
    """
    source = _locked(source, OPEN_IN)
    sheet = sheet_in(source)
    mapping = _locked_mapping(source) or ImportMapping(
        name=source.file_name[:100], headings=sheet.headings
    )
    mapping.meanings = meaning.merged(mapping.meanings, meanings)
    mapping.changed_by = by
    mapping.save()
    source.mapping = mapping
    source.status = _status(sheet, mapping)
    source.save(update_fields=["mapping", "status"])
    return source


def _locked_mapping(source):
    mappings = ImportMapping.objects.select_for_update()
    return mappings.filter(pk=source.mapping_id).first()


class DryRun(NamedTuple):
    """What would be taken in, and how it stands to what is there."""

    checked: Checked
    counts: Counter

    @property
    def stamp(self):
        """A number that is another one when something else would happen."""
        figures = sorted(
            (key, found.row, str(found.value))
            for key, found in self.checked.figures.items()
        )
        refused = [(each.row, each.column) for each in self.checked.problems]
        said = figures, refused, self.checked.left_out, sorted(self.counts.items())
        return crc32(repr(said).encode())


def dry_run(source):
    checked = check(sheet_in(source), source.mapping.meanings)
    there = _existing(checked.figures)
    counts = Counter(
        _outcome(found.value, there.get(key)) for key, found in checked.figures.items()
    )
    counts["replaced"] = len(_divided_otherwise(checked.figures, there))
    return DryRun(checked, counts)


def _outcome(value, there):
    if there is None:
        return "new"
    _pk, before = there
    return "same" if before == value else "changed"


@transaction.atomic
def finish(source, *, stamp, leave_out_refused, by):
    """Take in what was checked: whole, or without the refused rows where that was chosen.

    `stamp` is that of the dry run that was seen; raises InvalidTransition when something
    else would happen by now.
    """
    _hold_figures()
    source = _locked(source, OPEN_IN)
    tried = dry_run(source)
    if tried.stamp != stamp:
        raise InvalidTransition(SEEN_OTHERWISE)
    checked = tried.checked
    if not checked.figures or (checked.problems and not leave_out_refused):
        raise ImportRefused(checked.problems)
    source.by = by
    _delete_file(source)
    _keep(source, checked)
    return source


def _hold_figures():
    """Let no other import take in or back until the transaction ends.

    Two at once could each leave a whole divided in its own way, and neither see the other.
    """
    with connection.cursor() as cursor:
        table = Figure._meta.db_table
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [table])


def _keep(source, checked):
    """Each figure replaces the one that was there, and the same divided otherwise."""
    source.status, source.at = Status.DONE, timezone.now()
    source.rows = len({found.row for found in checked.figures.values()})
    source.save()
    there = _existing(checked.figures)
    with pghistory.context(figure_import=source.pk):
        otherwise = _divided_otherwise(checked.figures, there)
        Figure.objects.filter(pk__in=otherwise).delete()
        Figure.objects.bulk_create(
            [
                Figure(
                    committee_id=key.committee,
                    month=key.month,
                    sex=key.sex,
                    age=key.age,
                    quantity_id=key.quantity,
                    value=found.value,
                    source=source,
                    row=found.row,
                )
                for key, found in checked.figures.items()
            ],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["committee", "month", "sex", "age", "quantity"],
            update_fields=["value", "source", "row"],
        )


def _existing(figures):
    """{Key: (pk, value)} of all that is there of the same quantities in the same months."""
    months = {key.month for key in figures}
    rows = Figure.objects.filter(
        month__in=months,
        committee__in={key.committee for key in figures},
        quantity__in={key.quantity for key in figures},
    ).values_list("committee", "month", "sex", "age", "quantity", "pk", "value")
    return {Key(*key): (pk, value) for *key, pk, value in rows.order_by()}


def _divided_otherwise(figures, there):
    """Ids of what is there of the same whole, in other parts: it would be added twice.

    Women alone leave men as they are; of ages it is not known which of them overlap.
    """
    by_sex = (True, False)
    divisions = {key.whole: key.division for key in figures}
    return [
        pk
        for key, (pk, _value) in there.items()
        if key.whole in divisions
        and key not in figures
        and not (key.division == divisions[key.whole] == by_sex)
    ]


@transaction.atomic
def take_back(source):
    """Put back the figures that were there before; refused when newer ones replaced them."""
    _hold_figures()
    source = _locked(source, (Status.DONE,))
    events = Figure.pgh_event_model.objects
    mine = list(source.figures.values_list("pk", flat=True))
    if events.filter(source=source).exclude(pgh_obj_id__in=mine).exists():
        raise InvalidTransition(
            _(
                "A later import has replaced some of these figures. Take that back first."
            )
        )
    before = list(events.filter(pgh_context__metadata__figure_import=source.pk))
    changed = {event.pgh_obj_id: event for event in before if event.pgh_obj_id in mine}
    removed = [event for event in before if event.pgh_obj_id not in changed]
    if _are_there(removed, except_of=source):
        raise InvalidTransition(
            _(
                "A later import has divided some of these figures otherwise. Take that back"
                " first."
            )
        )
    source.figures.exclude(pk__in=changed).delete()
    Figure.objects.bulk_update(
        [_as_it_was(event) for event in changed.values()],
        ["value", "source", "row"],
        batch_size=BATCH,
    )
    Figure.objects.bulk_create(
        [_as_it_was(event) for event in removed], batch_size=BATCH
    )
    source.status = Status.TAKEN_BACK
    source.save(update_fields=["status"])


def _are_there(events, *, except_of):
    """Whether others' figures stand where these stood."""
    wholes = {(each.committee_id, each.month, each.quantity_id) for each in events}
    others = Figure.objects.exclude(source=except_of).filter(
        committee__in={committee for committee, _month, _quantity in wholes},
        month__in={month for _committee, month, _quantity in wholes},
    )
    stand = others.order_by().values_list("committee", "month", "quantity")
    return not wholes.isdisjoint(stand)


def _as_it_was(event):
    """The figure as the history has it, under the number that it had."""
    return Figure(
        pk=event.pgh_obj_id,
        committee_id=event.committee_id,
        month=event.month,
        sex=event.sex,
        age=event.age,
        quantity_id=event.quantity_id,
        value=event.value,
        source_id=event.source_id,
        row=event.row,
    )


@transaction.atomic
def forget(source):
    """Delete a file that is not to be taken in."""
    _forget(_locked(source, OPEN_IN))


@transaction.atomic
def forget_old():
    """Those that nobody has gone on with; one that somebody goes on with just now stays."""
    waiting = FigureImport.objects.exclude(file="")
    old = waiting.filter(at__lt=timezone.now() - KEPT)
    for source in old.select_for_update(skip_locked=True):
        _forget(source)


def _forget(source):
    _delete_file(source)
    source.delete()


def _locked(source, statuses):
    found = FigureImport.objects.select_for_update().filter(pk=source.pk).first()
    if not found or found.status not in statuses:
        raise InvalidTransition(MOVED_ON)
    return found


def _delete_file(source):
    """When all that goes with it is settled."""
    storage, name = source.file.storage, source.file.name
    source.file = ""
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _fingerprint(content):
    return hashlib.sha256(content).hexdigest()


def empty_workbook(reporting_year):
    """A file to fill: one row for each committee, month and sex of the year's period."""
    committees = reporting_year.committees() if reporting_year else []
    rows = [
        [committee.name, f"{month:%Y-%m}", sex]
        for committee in committees
        for month in months_of(reporting_year.period)
        for sex in ("Kvinnor", "Män")
    ]
    file = BytesIO()
    write_workbook(file, "Underlag", [COLUMNS, *rows])
    return file.getvalue()
