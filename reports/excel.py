"""The report's tables as xlsx. The same snapshot makes the same bytes."""

import re
import zipfile
from decimal import Decimal
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from actionplans.models import Escalation, Measure
from reports.layouts import of_today
from reports.metrics import SUPPRESSED
from reports.models import Answer

_BOLD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
# The earliest that a zip file can say, in place of the time of day.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def render(snapshot):
    content = of_today(snapshot.content)
    book = Workbook()
    book.remove(book.active)
    with override(settings.LANGUAGE_CODE):
        for section in content["sections"]:
            if "columns" in section:
                _table(book, content, section)
            elif "matters" in section:
                _lifted(book, content, section)
        _questions(book, content)
        if content.get("parts"):
            _parts(book, content)
    file = BytesIO()
    book.save(file)
    return _without_time(file.getvalue())


def _table(book, content, section):
    sheet = _sheet(book, content, f"{section['table']} {section['title']}")
    headings = [column["heading"] for column in section["columns"]]
    _heading(sheet, [section["label_heading"], *headings])
    for row in section["rows"]:
        _append(sheet, [row["label"]])
        for column, text in enumerate(row["figures"], start=2):
            _figure(sheet.cell(sheet.max_row, column), text, row["decimals"])
        if row["is_heading"]:
            sheet.cell(sheet.max_row, 1).font = _BOLD
    _widths(sheet, [40, *[16] * len(headings)])


def _lifted(book, content, section):
    sheet = _sheet(book, content, section["title"])
    heads = [_("What it is about"), _("Theme"), _("Arose in"), _("From"), _("To")]
    heads += [_("What is asked for"), _("Planned measures"), _("Decision"), _("Answer")]
    _heading(sheet, [*heads, _("Answered on"), _("Paragraph of the minutes")])
    for matter in section["matters"]:
        measures = [
            f"{each['activity']} ({Measure.Status(each['status']).label})"
            for each in matter["measures"]
        ]
        words = [matter["matter"], Escalation.Theme(matter["theme"]).label]
        words += [matter[each] for each in ["unit", "from", "committee", "wanted"]]
        state = (
            Escalation.Decision(matter["decision"])
            if matter["decision"]
            else Escalation.Status(matter["status"])
        )
        words += ["\n".join(measures), state.label, matter["answer"]]
        _append(sheet, [*words, matter["answered_on"], matter["paragraph"]])
    if names := section.get("without_closed"):
        _append(sheet, [_("Have not closed any of their matters:"), ", ".join(names)])
    _widths(sheet, [40, 20, 24, 24, 24, 40, 40, 18, 40, 14, 14])


def _questions(book, content):
    sheet = _sheet(book, content, _("Questions"))
    _heading(sheet, [_("Section"), _("Question"), _("Answer"), _("Comment")])
    for section in content["sections"]:
        for question in section.get("questions", []):
            words = [section["title"], question["text"], _answer(question["answer"])]
            _append(sheet, [*words, question["comment"]])
    _widths(sheet, [40, 70, 16, 60])


def _parts(book, content):
    """What the whole is made of, committee by committee."""
    metrics = content["key_metrics"]
    sheet = _sheet(book, content, _("Key figures of the committees"))
    _heading(sheet, [_("Committee"), *(metric["label"] for metric in metrics)])
    for part in content["parts"]:
        _append(sheet, [part["committee"]])
        for column, text in enumerate(part["figures"], start=2):
            cell = sheet.cell(sheet.max_row, column)
            _figure(cell, text, metrics[column - 2]["decimals"])
    _widths(sheet, [40, *[18] * len(metrics)])

    sheet = _sheet(book, content, _("Answers of the committees"))
    names = [part["committee"] for part in content["parts"]]
    _heading(sheet, [_("Question"), *names])
    questions = [
        question
        for section in content["sections"]
        for question in section.get("questions", [])
    ]
    for place, question in enumerate(questions):
        answers = [_answer(part["answers"][place]) for part in content["parts"]]
        _append(sheet, [question["text"], *answers])
    _widths(sheet, [70, *[18] * len(names)])


def _sheet(book, content, title):
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    of = content["committee"] or content["municipality"]
    _append(sheet, [f"{content['title']} {content['year']}, {of}"])
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.cell(1, 1).alignment = Alignment(wrap_text=False)
    return sheet


def _heading(sheet, words):
    _append(sheet, words)
    for cell in sheet[sheet.max_row]:
        cell.font = _BOLD
    sheet.freeze_panes = f"B{sheet.max_row + 1}"


def _append(sheet, words):
    sheet.append([_typed(word) for word in words])
    for cell in sheet[sheet.max_row]:
        # "=1+1" that somebody typed stays text.
        cell.data_type = "s"
        cell.alignment = _WRAP


def _typed(word):
    """Text without the characters that a spreadsheet cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", str(word))


def _figure(cell, text, decimals):
    if text == SUPPRESSED:
        cell.value = text
    elif text:
        cell.value = Decimal(text)
        cell.number_format = f"0.{'0' * decimals}".rstrip(".")


def _answer(value):
    return str(Answer.Value(value).label) if value else _("Not answered")


def _widths(sheet, widths):
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _without_time(content):
    """The same file with nothing in it that tells when it was made."""
    clean = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as made,
        zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", data
                )
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), data)
    return clean.getvalue()
