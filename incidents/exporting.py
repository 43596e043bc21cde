"""Lists of incidents as spreadsheets, of any length in a little memory."""

import re
from datetime import date, timedelta
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from incidents.columns import SORTS, columns_of, with_columns
from incidents.forms.filters import IncidentFilterForm
from incidents.models import Export, Incident
from organisation.models import Municipality
from sam import references
from sam.at_work import at_work
from sam.replica import from_replica

# A longer list is made by a job.
MOST_AT_ONCE = 20_000
# So long the file of a job is kept.
KEPT = timedelta(days=1)
CHUNK = 2_000

# Shown as numbers are, so that a reader's own settings decide how.
_DAY = "yyyy-mm-dd"
# What a spreadsheet, or what it is saved as, could take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Sheet:
    """The incidents that an address of the list shows to the person, as rows of a file."""

    def __init__(self, query, *, user, columns):
        self.country = Municipality.objects.country()
        # A person may be seen on a page and not in a file that wanders.
        self.columns = [each for each in columns_of(columns) if not each.is_person]
        sent = QueryDict(query)
        form = IncidentFilterForm(sent, country=self.country)
        self.incidents = form.filter(Incident.objects.visible_to(user), by=user)
        sort = sent.get("sort")
        self.sort = sort if sort in SORTS else SORTS[0]

    def number(self, *, most=None):
        """How many rows there are; counts no further than `most`."""
        return self.incidents.order_by()[:most].count()

    def write(self, file, *, after=lambda done: None):
        """`after` is told how many rows are done, every now and then."""
        with Workbook(file, {"constant_memory": True}) as book:
            sheet = book.add_worksheet(_("Incidents"))
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(self.columns) + 1, 20)
            sheet.set_column(1, 1, 60)
            cells = Cells(sheet, book)
            cells.write_heading(self._heading())
            for done, incident in enumerate(self._rows(), start=1):
                cells.write(done, self._row(incident))
                if done % CHUNK == 0:
                    after(done)

    def _rows(self):
        sign = self.sort[: self.sort.startswith("-")]
        rows = with_columns(self.incidents, self.columns).order_by(
            self.sort, f"{sign}pk"
        )
        return rows.iterator(chunk_size=CHUNK)

    def _heading(self):
        labels = [str(column.label) for column in self.columns]
        return [_("Number"), _("How it begins"), *labels]

    def _row(self, incident):
        values = [column.value(incident, self.country) for column in self.columns]
        return [incident.number, incident.beginning, *values]


class Cells:
    """Writes rows of text, dates and numbers, in the formats that they need."""

    def __init__(self, sheet, book):
        self.sheet = sheet
        self.bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": _DAY})
        # “=1+1” that somebody typed stays text, also once the cell is edited.
        self.quoted = book.add_format({"quote_prefix": True})

    def write_heading(self, labels):
        for column, label in enumerate(labels):
            self.sheet.write_string(0, column, label, self.bold)

    def write(self, row, values):
        for column, value in enumerate(values):
            if isinstance(value, str):
                self._write_text(row, column, _UNPRINTABLE.sub("", value))
            elif isinstance(value, date):
                self.sheet.write_datetime(row, column, value, self.day)
            elif value is not None:
                self.sheet.write_number(row, column, value)

    def _write_text(self, row, column, text):
        style = self.quoted if text.startswith(_FORMULA) else None
        self.sheet.write_string(row, column, text, style)


def log(user, query, columns, number):
    """Keep who took out what; no file is kept of what was handed over at once."""
    return Export.objects.create(
        user=user,
        query=query,
        columns=columns,
        status=Export.Status.DONE,
        done=number,
        total=number,
    )


def make(export):
    """Write the file of a waiting export; done twice it makes one file."""
    with at_work(export):
        _make(export)


def _make(export):
    waiting = Export.objects.exclude(status=Export.Status.DONE)
    if not waiting.filter(pk=export.pk).update(status=Export.Status.RUNNING):
        return
    mine = Export.objects.filter(pk=export.pk)
    sheet = Sheet(export.query, user=export.user, columns=export.columns)
    mine.update(total=sheet.number())
    with NamedTemporaryFile(suffix=".xlsx") as file:
        _write(sheet, file, after=lambda done: mine.update(done=done))
        file.seek(0)
        export.file.save(f"{export.pk}.xlsx", File(file), save=False)
    # The second of two yields.
    if not waiting.filter(pk=export.pk).update(
        file=export.file.name, status=Export.Status.DONE
    ):
        export.file.delete(save=False)


@from_replica
def _write(sheet, file, *, after):
    file.seek(0)
    file.truncate()
    sheet.write(file, after=after)


def clear():
    """Delete the files that have been there for a day; the log stays."""
    old = Export.objects.filter(created_at__lt=timezone.now() - KEPT).exclude(file="")
    for export in old:
        export.file.delete()


def make_or_fail(export):
    """What cannot be made says so on its page; the cause is in the log."""
    try:
        make(export)
    except Exception:
        Export.objects.filter(pk=export.pk).update(
            status=Export.Status.FAILED, reference=references.current()
        )
        raise
