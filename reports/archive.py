"""The PDF that is kept for good: PDF/A-3 with its tables in it as files.

What is read today by people can so be read in fifty years by programs.
"""

import csv
from io import StringIO

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from attachments.spreadsheets import XLSX, harmless
from reports import excel, pdf
from reports.failing import naming
from reports.layouts import of_today
from reports.printing import place_of, reports_of
from reports.tabling import Figure, tables_of, tables_of_parts

_CSV = "text/csv"


def render(snapshot):
    return pdf.render(snapshot, attachments=_files(snapshot), archival=True)


def _files(snapshot):
    """(name, content, description, media type) of each."""
    name = snapshot.content["file_name"]
    with override(settings.LANGUAGE_CODE):
        everything = _("All tables")
        book = (f"{name}.xlsx", excel.render(snapshot), everything, XLSX)
        return [book, *_texts(of_today(snapshot.content))]


def _texts(content):
    """Each table as CSV: commas, points in numbers, UTF-8, without anything hidden."""
    place = 0
    for report in reports_of(content):
        for table in _tables(report):
            place += 1
            # Numbered in the order of the document: a PDF lists its files by name.
            name = f"{place:03}-{slugify(table.title)[:60]}.csv"
            described = f"{place_of(report)}: {table.name}"
            yield name, _csv(table).encode(), described, _CSV


def _tables(report):
    for section, table in tables_of(report):
        with naming(section):
            yield table
    yield from tables_of_parts(report)


def _csv(table):
    text = StringIO()
    writer = csv.writer(text)
    for cells in _lines(table):
        writer.writerow(map(harmless, cells))
    return text.getvalue()


def _lines(table):
    yield table.headings
    for row in table.rows:
        # A figure as JSON has it.
        yield [cell.text if isinstance(cell, Figure) else cell for cell in row.cells]
        if row.text:
            yield [row.text]
