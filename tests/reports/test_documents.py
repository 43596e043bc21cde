"""PDF and xlsx, read back as their readers would."""

import hashlib
import json
import re
import subprocess
import sys
from io import BytesIO

import pytest
from django.conf import settings
from openpyxl import load_workbook
from pypdf import PdfReader

from reports import excel, pdf
from reports.contents import YearContents
from reports.failing import SectionFailed
from reports.making import RENDERERS
from reports.models import Snapshot
from reports.snapshots import take
from tests.documents import faults
from tests.reports import every_kind

# Another process makes the same documents of the same snapshot.
ELSEWHERE = """
import sys, json, hashlib, django
django.setup()
from reports.making import RENDERERS
from reports.models import Snapshot
snapshot = Snapshot(**json.load(sys.stdin))
for render in RENDERERS.values():
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
    # And what the document says of itself.
    assert found[:-1] == numbered
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

    with pytest.raises(SectionFailed, match="Sjukfrånvaro"):
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

    last = text_of(reader)
    assert "Förskolenämnden 1 0 0 7,0" in last
    assert "Grundskolenämnden 1 0 0 7,0" in last


def test_two_processes_make_the_same_bytes(snapshot):
    here = [_sha(render(snapshot)) for render in RENDERERS.values()]

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


# Sections of every kind


@pytest.fixture(scope="module")
def drawn():
    """Documents with a section of every kind, each drawn once."""
    made = {}

    def draw(content):
        snapshot = every_kind.snapshot(content)
        key = settings.LANGUAGE_CODE, json.dumps(content, sort_keys=True)
        if key not in made:
            made[key] = pdf.render(snapshot)
        return made[key]

    return draw


def as_reader(made):
    return PdfReader(BytesIO(made))


@pytest.mark.parametrize("name", ["content", "corrected", "summary", "combined"])
def test_document_of_every_kind_of_section_can_be_heard(drawn, name):
    assert faults(drawn(getattr(every_kind, name)())) == []


def test_every_kind_of_section_is_printed(drawn):
    text = " ".join(text_of(as_reader(drawn(every_kind.content()))).split())
    # Words that are divided at the end of a line.
    text = re.sub(r"(?<=[a-zåäö])- (?=[a-zåäö])", "", text)

    for words in [
        "Tabell 3. Händelser efter orsak och månad",
        "Tabell 5. Egen bedömning",
        "Hot från besökare",
        "Ny rutin för ensamarbete",
        "GSN 2024/112",
        "Riskbedömning",
        "Ombyggnad av två klassrum",
        "Medel avsätts.",
        "Ronden sköts upp till hösten.",
        "Fler har gått utbildningen.",
    ]:
        assert words in text


def test_tables_and_figures_are_numbered_each_in_its_own_order(drawn):
    text = text_of(as_reader(drawn(every_kind.content())))

    for kind in ["Tabell", "Figur"]:
        found = [int(each) for each in re.findall(rf"{kind} (\d)\. ", text)]
        assert found == list(range(1, 6))


def test_table_leads_to_its_list_and_has_its_notes(drawn):
    reader = as_reader(drawn(every_kind.content()))
    links = {
        note["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get("/A", {})
    }

    assert "https://sam.testinge.example/reports/1/tables/table-1/" in links
    text = " ".join(text_of(reader).split())
    assert "Sjukfrånvaro: frånvarotimmar av ordinarie arbetstid." in text


def test_report_without_an_address_names_none():
    content = every_kind.content(sections=[every_kind.two_years()])
    del content["address"]

    html = pdf.html_of(every_kind.snapshot(content))

    assert "tables/" not in html
    assert "http" not in html.replace("http://www.w3.org", "")


def test_pasted_table_is_a_table(drawn):
    content = every_kind.content(
        sections=[every_kind.section("narrative", "text", text=every_kind.PASTED)]
    )

    assert '<th scope="col">Enhet</th>' in pdf.html_of(every_kind.snapshot(content))


def test_corrected_edition_says_what_is_other_and_why(drawn, settings):
    settings.LANGUAGE_CODE = "en"
    reader = as_reader(drawn(every_kind.corrected()))
    first, third = (reader.pages[place].extract_text() for place in (0, 2))

    assert "Edition 2, corrected" in first
    assert "Fel underlag från HR." in third
    assert "Tabell 1, Kvinnor 8.3 8.1" in third


def test_first_edition_tells_of_no_correction():
    html = pdf.html_of(every_kind.snapshot(every_kind.content()))

    assert 'id="correction"' not in html


def test_combined_document_has_each_report_as_a_chapter(drawn):
    reader = as_reader(drawn(every_kind.combined()))

    chapters = [each.title for each in reader.outline if not isinstance(each, list)]
    assert chapters[:2] == ["Grundskolenämnden", "Förskolenämnden"]
    assert "Utbildningsförvaltningen" in reader.pages[0].extract_text()


def test_anchors_of_a_combined_document_are_each_there_once():
    html = pdf.html_of(every_kind.snapshot(every_kind.combined()))

    anchors = re.findall(r'<h\d [^>]*\bid="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert {f"#{each}" for each in anchors} >= set(re.findall(r'href="(#[^"]+)"', html))


def _starts(page):
    """How far from the left each word on the page begins, in points."""
    starts = []

    def see(text, cm, tm, *_font):
        if text.strip():
            starts.append(tm[4] * cm[0] + tm[5] * cm[2] + cm[4])

    page.extract_text(visitor_text=see)
    return starts


@pytest.mark.parametrize("number", [12, 18, 40])
def test_wide_table_stays_within_the_page(number, drawn):
    content = every_kind.content(sections=[every_kind.months(number)])
    reader = as_reader(drawn(content))

    for page in reader.pages[2:]:
        assert all(0 <= x < page.mediabox.right - 40 for x in _starts(page))
    # The last of the columns of the last piece is there too.
    assert "462" in text_of(reader)


def test_row_is_not_torn_and_heads_come_again_on_the_next_page(drawn, settings):
    settings.LANGUAGE_CODE = "en"
    rows = [every_kind.count(f"Rad {number}", "1", "2") for number in range(120)]
    columns = ("figure", "Detta år"), ("figure", "Förra året")
    content = every_kind.content(sections=[every_kind.figures(*columns, rows=rows)])

    pages = [page.extract_text() for page in as_reader(drawn(content)).pages]

    with_rows = [page for page in pages if "Rad " in page]
    assert len(with_rows) > 2
    assert all("Detta år" in page for page in with_rows)


def test_no_heading_is_left_alone_at_the_foot_of_a_page(drawn):
    """Whatever stands before it: headings begin at each height of the page in turn."""
    sections = []
    for number in range(1, 60):
        sections += [
            every_kind.section(
                "narrative",
                f"s{number}",
                number=f"1.{number}",
                title="Rubrik",
                text="\n".join(["Rad."] * (number % 9 + 3)),
            )
        ]
    pages = as_reader(drawn(every_kind.content(sections=sections))).pages[2:]

    for page in pages:
        lines = [line for line in page.extract_text().splitlines() if line.strip()]
        body = [line for line in lines if not line.startswith("Sida ")]
        assert "Rubrik" not in body[-1]


def test_suppressed_figure_is_explained(settings):
    settings.LANGUAGE_CODE = "en"
    explained = "so few people"
    with_star = every_kind.content(sections=[every_kind.two_years()])
    without = every_kind.content(sections=[every_kind.five_years()])

    htmls = [pdf.html_of(every_kind.snapshot(each)) for each in (with_star, without)]

    assert [html.count(explained) for html in htmls] == [2, 1]


def test_summary_begins_with_the_year_in_short(drawn, settings):
    settings.LANGUAGE_CODE = "en"
    page = as_reader(drawn(every_kind.summary())).pages[2].extract_text()

    assert "The year in short" in page
    assert "Total sjukfrånvaro (%) 7.0 7.8 -0.8" in page
    assert "Nämnd I" in page


def test_colour_of_the_municipality_is_in_the_document():
    content = every_kind.content(colour="#7a1f5c")

    assert "--colour: #7a1f5c" in pdf.html_of(every_kind.snapshot(content))


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
    assert row[:4] == ["Total sjukfrånvaro", 0.07, 0.07, 0]
    formats = [cell.number_format for cell in book["2 Sjukfrånvaro"][3][1:4]]
    # Between shares lie percentage points.
    assert formats == ["0.0%", "0.0%", "0.0"]


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


def test_xlsx_has_a_sheet_for_every_kind_of_table():
    content = every_kind.content()

    book = load_workbook(BytesIO(excel.render(every_kind.snapshot(content))))

    titles = [title.split(" (")[0] for title in book.sheetnames]
    for title in [
        "4 Indikatorer",
        "5 Egen bedömning",
        "Allvarliga risker",
        "Lyfta frågor",
    ]:
        assert title in titles
    assert len(set(book.sheetnames)) == len(book.sheetnames)
    sheet = book["1 Sjukfrånvaro"]
    assert sheet["C4"].value == "*"
    assert sheet["C4"].data_type == "s"
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.page_setup.fitToHeight == 0


def test_xlsx_of_a_combined_report_tells_its_committees_apart():
    content = every_kind.combined()

    book = load_workbook(BytesIO(excel.render(every_kind.snapshot(content))))

    assert "Grundskolenämnden" in book["A1 Sjukfrånvaro"]["A1"].value
    assert "Förskolenämnden" in book["B1 Sjukfrånvaro"]["A1"].value


@pytest.mark.parametrize("render", RENDERERS.values())
def test_section_that_cannot_be_written_is_named_in_every_document(render):
    content = every_kind.content()
    risks = next(each for each in content["sections"] if each["code"] == "risks")
    risks["risks"][0]["measures"][0] = {"activity": "?", "status": "unheard-of"}

    with pytest.raises(SectionFailed, match="Allvarliga risker"):
        render(every_kind.snapshot(content))


def _sha(content):
    return hashlib.sha256(content).hexdigest()


def _as_json(snapshot):
    return json.dumps(
        {"content": snapshot.content, "fingerprint": snapshot.fingerprint}
    )
