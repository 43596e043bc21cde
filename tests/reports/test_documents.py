"""PDF and xlsx, read back as their readers would."""

import hashlib
import json
import subprocess
import sys
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from reports import excel, pdf
from reports.contents import YearContents
from reports.models import Snapshot
from reports.snapshots import take

# Another process makes the same documents of the same snapshot.
ELSEWHERE = """
import sys, json, hashlib, django
django.setup()
from reports import excel, pdf
from reports.models import Snapshot
snapshot = Snapshot(**json.load(sys.stdin))
for render in (pdf.render, excel.render):
    print(hashlib.sha256(render(snapshot)).hexdigest())
"""


@pytest.fixture
def narrate(report, hr):
    def write(text, code="sick-leave-text"):
        narrative = report.narratives.get(section__code=code)
        report.write(narrative.section, text, by=hr, version=narrative.version)

    return write


@pytest.fixture
def snapshot(year, report, narrate):
    narrate("Färre var sjuka.\n\n- Hot och våld\n- Lokaler")
    return take(report, YearContents(year))


_made = {}


@pytest.fixture
def printed(snapshot):
    """Made once for all tests that only read it: it is the same in each."""
    if snapshot.fingerprint not in _made:
        _made[snapshot.fingerprint] = pdf.render(snapshot)
    return PdfReader(BytesIO(_made[snapshot.fingerprint]))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def test_pdf_holds_titles_figures_and_texts(printed):
    text = text_of(printed)

    assert "Arbetsmiljörapport 2024" in printed.pages[0].extract_text()
    assert "Grundskolenämnden" in printed.pages[0].extract_text()
    assert "Total sjukfrånvaro 7,0 7,0 0,0" in text
    assert "Färre var sjuka." in text
    assert "Hot och våld\n" in text


def test_pdf_has_every_numbered_section_as_a_bookmark(printed, snapshot):
    def titles(outline):
        for each in outline:
            yield from titles(each) if isinstance(each, list) else [each.title]

    numbered = [
        f"{section['number']} {section['title']}"
        for section in snapshot.content["sections"]
        if section["number"]
    ]
    found = [" ".join(title.split()) for title in titles(printed.outline)]
    assert found == numbered
    assert len(numbered) == 20


def test_contents_name_the_page_of_a_section(printed):
    line = next(
        line
        for line in printed.pages[1].extract_text().splitlines()
        if "Företagshälsovård" in line
    )

    number = int(line.split()[-1])
    assert "2.7 Företagshälsovård" in " ".join(
        printed.pages[number - 1].extract_text().split()
    )


def test_pdf_is_tagged_and_says_its_language(printed):
    root = printed.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert b"pdfuaid:part" in printed.trailer["/Root"]["/Metadata"].get_data()


def elements(tagged):
    """All below an element of a tagged PDF."""
    below = tagged.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        element = child.get_object()
        if isinstance(element, dict) and "/S" in element:
            yield element
            yield from elements(element)


def test_charts_have_their_figures_as_alternative_text(printed):
    alternatives = [
        element["/Alt"]
        for element in elements(printed.trailer["/Root"]["/StructTreeRoot"])
        if element["/S"] == "/Figure"
    ]

    assert len(alternatives) == 4
    assert any("Total sjukfrånvaro" in each and "7,0" in each for each in alternatives)


def test_pdf_embeds_its_fonts(printed):
    fonts = {
        font.get_object()["/BaseFont"]
        for page in printed.pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert fonts
    assert all("Source-Sans-3" in name for name in fonts)


def test_markup_in_a_text_is_printed_and_fetches_nothing(year, report, narrate):
    narrate('<script>alert(1)</script><img src="http://localhost/x.png">')

    reader = PdfReader(BytesIO(pdf.render(take(report, YearContents(year)))))

    assert "<script>alert(1)</script>" in text_of(reader)
    assert '<img src="http://localhost/x.png">' in text_of(reader)


def test_section_that_cannot_be_printed_is_named(snapshot):
    snapshot.content["sections"][9]["rows"][0]["figures"] = ["many"]

    with pytest.raises(pdf.SectionFailed, match="Sjukfrånvaro"):
        pdf.render(snapshot)


def test_draft_says_so_and_an_approved_report_does_not(snapshot, settings):
    settings.LANGUAGE_CODE = "en"
    draft = text_of(PdfReader(BytesIO(pdf.render(snapshot))))
    snapshot.content["is_approved"] = True
    approved = text_of(PdfReader(BytesIO(pdf.render(snapshot))))

    assert "Draft" in draft
    assert "Draft" not in approved


def test_long_text_is_printed_whole(year, report, narrate):
    narrate("\n\n".join(f"Stycke {number} om arbetsmiljön." for number in range(600)))

    reader = PdfReader(BytesIO(pdf.render(take(report, YearContents(year)))))

    assert len(reader.pages) > 25
    assert "Stycke 599 om" in text_of(reader)


def test_summary_has_the_committees_side_by_side(year, summary):
    reader = PdfReader(BytesIO(pdf.render(take(summary, YearContents(year)))))

    last = reader.pages[-1].extract_text()
    assert "Förskolenämnden 1 0 0 7,0" in last
    assert "Grundskolenämnden 1 0 0 7,0" in last


def test_two_processes_make_the_same_bytes(snapshot):
    here = [_sha(render(snapshot)) for render in (pdf.render, excel.render)]

    elsewhere = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=_as_json(snapshot),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert elsewhere == here


def test_same_content_is_one_snapshot_and_other_content_another(year, report, narrate):
    first, again = (take(report, YearContents(year)) for _time in range(2))

    narrate("Något nytt.")
    other = take(report, YearContents(year))

    assert first == again
    assert other.fingerprint != first.fingerprint
    assert Snapshot.objects.count() == 2


# xlsx


@pytest.fixture
def book(snapshot):
    return load_workbook(BytesIO(excel.render(snapshot)))


def test_xlsx_has_a_sheet_per_table_with_numbers(book):
    assert book.sheetnames[:4] == [
        "1 Arbetsskador och tillbud",
        "2 Sjukfrånvaro",
        "3 Personalomsättning",
        "4 Övertid och mertid",
    ]
    row = [cell.value for cell in book["2 Sjukfrånvaro"][3]]
    assert row == ["Total sjukfrånvaro", 7, 7, 0]
    assert book["2 Sjukfrånvaro"]["B3"].number_format == "0.0"


def test_formula_that_somebody_typed_stays_text(year, report, hr):
    question = report.answers.get(question__code="inspected").question
    report.answer(question, "yes", by=hr, comment='=HYPERLINK("http://localhost")')

    book = load_workbook(BytesIO(excel.render(take(report, YearContents(year)))))

    cells = [cell for row in book.worksheets[4] for cell in row if cell.value]
    typed = next(cell for cell in cells if str(cell.value).startswith("=HYPERLINK"))
    assert typed.data_type == "s"


def test_xlsx_of_the_summary_has_the_parts(year, summary):
    book = load_workbook(BytesIO(excel.render(take(summary, YearContents(year)))))

    rows = [[cell.value for cell in row] for row in book.worksheets[5].iter_rows(3)]
    assert [row[:2] for row in rows] == [
        ["Förskolenämnden", 1],
        ["Grundskolenämnden", 1],
    ]


def _sha(content):
    return hashlib.sha256(content).hexdigest()


def _as_json(snapshot):
    return json.dumps(
        {"content": snapshot.content, "fingerprint": snapshot.fingerprint}
    )
