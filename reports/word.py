"""The report as docx, for who must paste it into a committee's case system.

Headings, texts and tables as Word's own; the charts are left out, for the tables have
their figures. The same snapshot makes the same bytes.
"""

import re
from datetime import UTC, datetime
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.failing import naming
from reports.layouts import of_today
from reports.models import Section
from reports.packing import without_time
from reports.printing import days, place_of, reports_of, sections_of, title_of
from reports.tabling import Figure, table_of, tables_of_parts
from ui.prose import blocks

_FONT = "Calibri"
_LEVELS = range(1, 6)
# Between the margins of an A4 page.
_WIDTH = Cm(16)
_NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)


def render(snapshot):
    content = of_today(snapshot.content)
    with override(settings.LANGUAGE_CODE):
        document = _empty(content)
        _begin(document, content, snapshot.fingerprint)
        reports = reports_of(content)
        for report in reports:
            _write(document, report, depth=1 if len(reports) > 1 else 0)
    file = BytesIO()
    document.save(file)
    return without_time(file.getvalue())


def _empty(content):
    """A document of A4 in the municipality's colour, which knows its title and language."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = Cm(2.5)
    colour = RGBColor.from_string(content.get("colour", "#14505c")[1:].upper())
    for name in ["Normal", "Title", "Subtitle", "Caption", "List Bullet"]:
        _dress(document.styles[name])
    for level in _LEVELS:
        _dress(document.styles[f"Heading {level}"], colour)
    _dress(document.styles["Title"], colour)
    document.styles["Caption"].font.color.rgb = RGBColor(0x1F, 0x2C, 0x3D)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    about = document.core_properties
    about.title, about.author = title_of(content), content["municipality"]
    about.language, about.comments = settings.LANGUAGE_CODE, ""
    about.created = about.modified = _NO_TIME
    _speak(document)
    _number_pages(page.footer.paragraphs[0])
    return document


def _dress(style, colour=None):
    style.font.name = _FONT
    # Word's themes have fonts of their own, which come before a style's.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    fonts.set(qn("w:hAnsi"), _FONT)
    if colour:
        style.font.color.rgb = colour


def _speak(document):
    """In whose language Word checks the spelling and a screen reader reads."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), f"{settings.LANGUAGE_CODE}-SE")


def _begin(document, content, fingerprint):
    document.add_paragraph(_clean(title_of(content, with_place=False)), "Title")
    document.add_paragraph(_clean(place_of(content)), "Subtitle")
    facts = [f"{_('Figures for')}: {days(content['period'])}"]
    if not content["is_approved"]:
        facts.insert(0, _("Draft"))
    if content["is_demo"]:
        facts.insert(0, _("Demonstration. People and records are invented."))
    if content.get("edition", 1) > 1:
        facts.append(_("Edition %(number)s") % {"number": content["edition"]})
    facts.append(f"{_('Fingerprint')}: {fingerprint[:16]}")
    for fact in facts:
        document.add_paragraph(fact)
    if content.get("correction"):
        document.add_paragraph(_clean(content["correction"]["reason"]))


def _write(document, report, *, depth):
    if depth:
        document.add_heading(_clean(place_of(report)), 1)
    for section in sections_of(report):
        with naming(section):
            _section(document, section, report, depth)
    for table in tables_of_parts(report):
        _table(document, table)


def _section(document, section, report, depth):
    if section["number"]:
        level = min(section["level"] + depth, max(_LEVELS))
        document.add_heading(_clean(f"{section['number']} {section['title']}"), level)
    for text in _texts(section):
        _prose(document, text)
    if table := table_of(section, report):
        _table(document, table)
        _address(document, section, report)
    elif section["kind"] in _SAY_NONE:
        document.add_paragraph(_clean(f"{section['title']}: {_('none')}."))


# Lists that say so when there is nothing in them.
_SAY_NONE = {
    Section.Kind.RISK_LIST,
    Section.Kind.MEASURE_LIST,
    Section.Kind.INSPECTION_LIST,
    Section.Kind.GOAL_LIST,
    Section.Kind.LIFTED,
    Section.Kind.LIFTED_BEFORE,
}


def _texts(section):
    match section["kind"]:
        case Section.Kind.NARRATIVE:
            return [section["text"]]
        case Section.Kind.COVER_REPORT:
            number = section["registry_number"]
            registered = f"{_('Registry number')}: {number}" if number else ""
            proposed = section["proposal"]
            if proposed:
                proposed = f"{_('Proposal for a decision')}\n\n{proposed}"
            return [registered, section["summary"], proposed]
    return []


def _prose(document, text):
    for kind, lines in blocks(text):
        if kind == "list":
            for line in lines:
                document.add_paragraph(_clean(line), "List Bullet")
        elif kind == "table":
            _grid(document, lines[0], lines[1:])
        else:
            document.add_paragraph(_clean("\n".join(lines)))


def _table(document, table):
    _caption(document, table)
    grid = _grid(
        document, table.headings, [row.cells for row in table.rows], table.widths
    )
    for row, drawn in zip(reversed(table.rows), reversed(grid.rows[1:]), strict=True):
        if row.is_heading or row.is_total:
            _embolden(drawn)
        if row.text:
            _text_below(grid, drawn, row.text)
    for note in table.notes:
        document.add_paragraph(_clean(note)).runs[0].font.size = Pt(9)


def _caption(document, table):
    """Numbered by a field, so that the numbers go on where it is pasted."""
    caption = document.add_paragraph(style="Caption")
    if table.number:
        caption.add_run(f"{_('Table')} ")
        _field(caption, f"SEQ {_('Table')} \\* ARABIC", table.number)
        caption.add_run(". ")
    caption.add_run(_clean(table.title))


def _grid(document, headings, rows, widths=()):
    grid = document.add_table(len(rows) + 1, len(headings), "Table Grid")
    widths = widths or [1] * len(headings)
    shares = [int(_WIDTH * width / sum(widths)) for width in widths]
    # Many columns in smaller letters.
    size = Pt(10 if len(headings) <= 5 else 8 if len(headings) <= 9 else 6.5)
    for cells, drawn in zip([headings, *rows], grid.rows, strict=True):
        _keep_whole(drawn)
        for cell, place, width in zip(cells, drawn.cells, shares, strict=True):
            place.width = width
            paragraph = place.paragraphs[0]
            paragraph.add_run(_clean(str(cell))).font.size = size
            paragraph.paragraph_format.space_after = Pt(0)
            if isinstance(cell, Figure):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _embolden(grid.rows[0])
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    return grid


def _keep_whole(row):
    """On one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _embolden(row):
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _text_below(grid, row, text):
    """What somebody wrote about a row, in a row across the table."""
    below = grid.add_row()
    row._tr.addnext(below._tr)
    cell = below.cells[0].merge(below.cells[-1])
    cell.text = _clean(text)


def _address(document, section, report):
    """Where the list behind the figures is, for who may read it."""
    if section.get("table") and report.get("address"):
        words = f"{_('The list behind the table')}: "
        words += f"{report['address']}tables/{section['code']}/"
        document.add_paragraph(words).runs[0].font.size = Pt(8)


def _number_pages(paragraph):
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(paragraph, "PAGE", "1")


def _field(paragraph, instruction, shown):
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _clean(text):
    """Text without the characters that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
