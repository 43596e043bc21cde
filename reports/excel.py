"""The report's tables as xlsx. The same snapshot makes the same bytes."""

import re
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from attachments.spreadsheets import keep_text
from reports.failing import naming
from reports.layouts import of_today
from reports.models import Section
from reports.packing import without_time
from reports.printing import reports_of, sections_of, title_of
from reports.tabling import Figure, all_questions, table_of, tables_of_parts

_BOLD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
# What a sheet's name can hold.
_NAME_LENGTH = 31
_A4 = 9
# Wider than so many characters, a sheet is printed lying down.
_UPRIGHT = 100


def render(snapshot):
    content = of_today(snapshot.content)
    reports = reports_of(content)
    book = Workbook()
    book.remove(book.active)
    with override(settings.LANGUAGE_CODE):
        for letter, report in zip(_letters(reports), reports, strict=True):
            _write(book, report, letter)
    file = BytesIO()
    book.save(file)
    return without_time(file.getvalue())


def _letters(reports):
    """What tells the sheets of reports in one book apart: A1, B1 and so on."""
    return [
        get_column_letter(place) if len(reports) > 1 else ""
        for place, _report in enumerate(reports, start=1)
    ]


def _write(book, report, letter):
    for section in sections_of(report):
        with naming(section):
            table = table_of(section, report)
            # Questions stand together, however many sections they are in.
            if table and section["kind"] != Section.Kind.QUESTION_BLOCK:
                _sheet(book, report, table, letter)
    for table in [all_questions(report), *tables_of_parts(report)]:
        if table.rows:
            _sheet(book, report, table, letter)


def _sheet(book, report, table, letter):
    sheet = book.create_sheet(_name(book, f"{letter}{table.name}"))
    _append(sheet, [title_of(report)])
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.cell(1, 1).alignment = Alignment(wrap_text=False)
    _append(sheet, table.headings, font=_BOLD)
    for row in table.rows:
        is_bold = row.is_heading or row.is_total
        _append(sheet, row.cells, font=_BOLD if is_bold else None)
        if row.text:
            _across(sheet, row.text, len(table.headings))
    for note in table.notes:
        _across(sheet, note, len(table.headings))
    _set_up(sheet, table)


def _set_up(sheet, table):
    """Columns that are wide enough, heads that stay, and pages that can be printed."""
    for place, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.paperSize = _A4
    lies = sum(table.widths) > _UPRIGHT
    sheet.page_setup.orientation = "landscape" if lies else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter.right.text = _("Page %(page)s of %(pages)s") % {
        "page": "&P",
        "pages": "&N",
    }


def _append(sheet, cells, *, font=None):
    sheet.append([_typed(cell) for cell in cells])
    for cell, source in zip(sheet[sheet.max_row], cells, strict=False):
        if isinstance(source, Figure) and source.value is not None:
            _number(cell, source)
        else:
            keep_text(cell)
        cell.alignment = _WRAP
        if font:
            cell.font = font


def _across(sheet, text, columns):
    """A text in a row of its own, as high as it needs about."""
    _append(sheet, [text])
    row = sheet.max_row
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    lines = sum(1 + len(line) // 80 for line in text.splitlines())
    # Higher than this a row cannot be.
    sheet.row_dimensions[row].height = min(15 * lines, 409)


def _typed(cell):
    """Text without the characters that a spreadsheet cannot hold."""
    text = cell.text if isinstance(cell, Figure) else str(cell)
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)[:32_767]


def _number(cell, figure):
    value, decimals = figure.value, "0" * figure.decimals
    cell.value = value / 100 if figure.is_percent else value
    cell.number_format = f"0.{decimals}".rstrip(".") + "%" * figure.is_percent


def _name(book, title):
    """Of a sheet, unlike the others: to Excel small letters and capitals are the same."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ") or _("Table")
    taken = {name.casefold() for name in book.sheetnames}
    name, count = plain[:_NAME_LENGTH], 1
    while name.casefold() in taken:
        count += 1
        ending = f" ({count})"
        name = plain[: _NAME_LENGTH - len(ending)] + ending
    return name
