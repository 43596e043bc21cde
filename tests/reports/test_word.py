"""The report as docx, read back as Word would."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from reports import word
from tests.reports import every_kind


def written(content):
    return Document(BytesIO(word.render(every_kind.snapshot(content))))


@pytest.fixture(scope="module")
def document():
    return written(every_kind.content())


def texts(document, style):
    return [each.text for each in document.paragraphs if each.style.name == style]


def test_headings_are_headings_of_their_level(document):
    assert "2 Bedömning och analys" in texts(document, "Heading 1")
    assert "2.1 Sjukfrånvaro" in texts(document, "Heading 2")
    assert "2.1.1 Analys" in texts(document, "Heading 3")


def test_lists_and_paragraphs_are_such(document):
    assert "Hot och våld i förskolan" in texts(document, "List Bullet")
    assert every_kind.PARAGRAPH in texts(document, "Normal")


def test_table_has_its_figures_and_a_head_that_comes_again(document):
    table = next(each for each in document.tables if each.cell(0, 0).text == "Grupp")

    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[:2] == [
        ["Grupp", "2023/24", "2022/23", "Skillnad", "Mål"],
        ["Total sjukfrånvaro", "7,0", "7,8", "-0,8", "6,5"],
    ]
    assert rows[2][2] == "*"
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_captions_are_numbered_by_fields(document):
    captions = [each for each in document.paragraphs if each.style.name == "Caption"]
    fields = [
        field.get(qn("w:instr"))
        for caption in captions
        for field in caption._p.iter(qn("w:fldSimple"))
    ]

    assert len(fields) == 5
    assert {each.split()[0] for each in fields} == {"SEQ"}


def test_text_in_a_row_stands_below_its_indicator(document):
    table = next(
        each
        for each in document.tables
        if any("Medarbetarengagemang" in cell.text for cell in each.columns[0].cells)
    )
    labels = [cell.text for cell in table.columns[0].cells]

    place = labels.index("Medarbetarengagemang")
    assert labels[place + 1].startswith(every_kind.PARAGRAPH)
    assert labels[place + 2] == "Index"


def test_pasted_table_is_a_table(document):
    assert any(table.cell(1, 0).text == "Norra skolan" for table in document.tables)


def test_document_knows_its_title_and_language(document):
    assert (
        document.core_properties.title == "Arbetsmiljörapport 2024, Grundskolenämnden"
    )
    languages = {
        each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))
    }
    assert languages == {"sv-SE"}


def test_characters_that_word_cannot_hold_are_left_out():
    text = every_kind.section("narrative", "text", text="Ett\x0btv\x00å <b>\ufffe&")

    document = written(every_kind.content(sections=[text]))

    assert "två <b>&" in "\n".join(each.text for each in document.paragraphs)


def test_nothing_in_it_tells_when_it_was_made():
    made = word.render(every_kind.snapshot(every_kind.content()))

    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert {each.date_time[0] for each in archive.infolist()} == {1980}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_combined_report_has_a_heading_for_each_committee():
    document = written(every_kind.combined())

    assert texts(document, "Heading 1") == ["Grundskolenämnden", "Förskolenämnden"]
    assert "2 Bedömning och analys" in texts(document, "Heading 2")


def test_empty_list_says_so(settings):
    settings.LANGUAGE_CODE = "en"
    empty = every_kind.section("risk_list", "risks", title="Risker", risks=[], more=0)

    document = written(every_kind.content(sections=[empty]))

    assert "Risker: none." in texts(document, "Normal")


def test_level_that_judges_for_itself_alone_has_nobody_s_answers():
    content = every_kind.content()
    for section in content["sections"]:
        for each in section.get("requirements", []):
            each |= {"asked": 0, "answered": 0, "spread": []}

    table = next(
        each
        for each in written(content).tables
        if each.cell(0, 0).text in ("Krav", "Requirement")
    )

    assert [cell.text for cell in table.rows[1].cells][3:9] == [""] * 6
