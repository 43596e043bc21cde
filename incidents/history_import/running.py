"""From one step of an import to the next; each can be begun again where it was left."""

from collections import Counter
from itertools import chain, islice
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

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
from incidents.history_import.rows import RowReader
from incidents.models import Details, HistoryImport, Incident

Status = HistoryImport.Status
BATCH = 1_000


def go_on(history_import, *, language):
    """Do the job that the import's status calls for, in the words of the one who asked."""
    job = _JOBS.get(Status(history_import.status))
    with alone(key_of(history_import)) as is_alone, translation.override(language):
        if job and is_alone:
            job(history_import)


def _read(history_import):
    source = Path(history_import.file.path)
    target = source.with_name(f"{history_import.pk.hex}.rows")
    try:
        headers, total, contents = reading.rewrite(
            source, target, note=history_import.note
        )
    except Unreadable as error:
        target.unlink(missing_ok=True)
        source.unlink(missing_ok=True)
        history_import.move_to(Status.FAILED, file="", error=str(error))
        return
    history_import.move_to(
        Status.READ,
        file=f"imports/{target.name}",
        headers=headers,
        total=total,
        contents=contents,
    )
    source.unlink(missing_ok=True)


def _check(history_import):
    """The dry run: everything that the import does but for keeping what it makes."""
    counts, problems = Counter(), []
    delete_file(history_import.refused_file)
    history_import.refused_file = ""
    rows = _refused_rows(history_import, counts, problems)
    heading = [_("Row"), _("Reason"), *history_import.headers]
    with NamedTemporaryFile(suffix=".xlsx") as file:
        write_workbook(file, _("Rows refused"), chain([heading], rows))
        if counts["refused"]:
            history_import.refused_file.save("", File(file), save=False)
    history_import.move_to(
        Status.CHECKED,
        problems=problems,
        refused_file=history_import.refused_file.name,
        done=history_import.total,
        **_told(counts),
    )


def _refused_rows(history_import, counts, problems):
    """What the file of refused rows says of each, while all rows are gone through."""
    for rows in _batches(history_import):
        _count(counts, rows)
        for row in rows:
            if outcome_of(row) != "refused":
                continue
            if len(problems) < SHOWN_PROBLEMS:
                problems.append({"row": row.number, "reasons": row.reasons})
            yield [row.number, " ".join(row.reasons), *row.cells]
        history_import.note(done=_done(counts), **_told(counts))


def _take_in(history_import):
    counts = Counter({name: getattr(history_import, name) for name in _told(Counter())})
    for rows in _batches(history_import, after=history_import.done):
        with transaction.atomic():
            _count(counts, rows)
            made = [row for row in rows if outcome_of(row) == "accepted"]
            Incident.objects.bulk_create([row.incident for row in made])
            Details.objects.bulk_create([row.details for row in made if row.details])
            history_import.note(done=_done(counts), **_told(counts))
    delete_file(history_import.file)
    history_import.move_to(Status.DONE, file="", contents={})


def _take_back(history_import):
    """Delete what the import made; what somebody has touched meanwhile stays."""
    untouched = history_import.incidents.untouched().order_by()
    while batch := list(untouched.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            Incident.objects.filter(pk__in=batch).untouched().delete()
        history_import.note(
            done=history_import.total - history_import.incidents.count()
        )
    if left := history_import.incidents.count():
        error = _("%(number)s incidents were changed meanwhile, and stay.")
        history_import.move_to(Status.DONE, error=error % {"number": left})
    else:
        history_import.move_to(Status.TAKEN_BACK, error="")


_JOBS = {
    Status.UPLOADED: _read,
    Status.CHECKING: _check,
    Status.IMPORTING: _take_in,
    Status.TAKING_BACK: _take_back,
}


def forget_old():
    """Delete the files of imports that nobody has gone on with for a day."""
    old = HistoryImport.objects.filter(moved_at__lt=timezone.now() - KEPT)
    for history_import in old.exclude(file="", refused_file="", contents={}):
        forget(history_import)


def forget(history_import):
    """Delete the files; what has been imported stays, and an import half done says so."""
    delete_file(history_import.file)
    delete_file(history_import.refused_file)
    gone = {"file": "", "refused_file": "", "contents": {}, "problems": []}
    ends = {
        Status.DONE: Status.DONE,
        Status.TAKEN_BACK: Status.TAKEN_BACK,
        Status.FAILED: Status.FAILED,
        Status.IMPORTING: Status.DONE,
        Status.TAKING_BACK: Status.DONE,
    }
    status = Status(history_import.status)
    history_import.move_to(ends.get(status, Status.FORGOTTEN), **gone)


def give_up(history_import, *, language):
    """After the last try; the page offers to go on from here."""
    with translation.override(language):
        history_import.note(error=broken_off())


def outcome_of(row):
    """Which of the import's counts a row goes into."""
    if row.is_left_out:
        return "left_out"
    if row.reasons:
        return "refused"
    return "existing" if row.is_existing else "accepted"


def _count(counts, rows):
    """The open ones are counted apart as well, for managers must deal with them."""
    counts.update(map(outcome_of, rows))
    accepted = (row.incident for row in rows if outcome_of(row) == "accepted")
    counts["open"] += sum(
        incident.status != Incident.Status.CLOSED for incident in accepted
    )


def _done(counts):
    return counts.total() - counts["open"]


def _told(counts):
    names = ["accepted", "open", "existing", "left_out", "refused"]
    return {name: counts[name] for name in names}


def _batches(history_import, *, after=0):
    """What became of the rows, some at a time; the first were read before."""
    reader = RowReader(history_import)
    lines = reading.lines(history_import.file.path)
    for number, cells in islice(lines, after):
        reader.remember(number, cells)
    while batch := list(islice(lines, BATCH)):
        yield reader.read(batch)
