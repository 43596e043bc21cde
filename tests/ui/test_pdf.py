import tempfile
from io import BytesIO
from unittest.mock import Mock

import pytest
import weasyprint
from celery.signals import worker_process_shutdown
from PIL import Image
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from tests.documents import faults, faults_in_the_archive
from ui import pdf

RECEIPT = """{% extends "ui/document.html" %}{% load i18n %}
{% block title %}Case 12{% endblock %}{% block running %}Testinge kommun{% endblock %}
{% block main %}<h1>{% translate "Steps" %}</h1><p>{{ text }}</p>{% endblock %}"""


@pytest.fixture(autouse=True)
def _receipt(settings):
    """A template for the tests alone."""
    engine = settings.TEMPLATES[0]
    loaders = [
        ("django.template.loaders.locmem.Loader", {"receipt.html": RECEIPT}),
        "django.template.loaders.filesystem.Loader",
    ]
    options = engine["OPTIONS"] | {"loaders": loaders}
    settings.TEMPLATES = [engine | {"APP_DIRS": False, "OPTIONS": options}]


def receipt(text="A ladder fell.", *, language="sv"):
    return pdf.document(
        "receipt.html", {"text": text}, identifier="case-12", language=language
    )


def test_document_is_tagged_and_knows_its_title_and_language():
    reader = PdfReader(BytesIO(receipt()))

    assert reader.metadata.title == "Case 12"
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()


def test_document_has_head_and_page_number_in_its_language():
    text = PdfReader(BytesIO(receipt())).pages[0].extract_text()

    assert "Testinge kommun" in text
    assert "Sida 1 av 1" in text


def test_document_speaks_the_language_asked_for():
    reader = PdfReader(BytesIO(receipt(language="en")))

    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "Page 1 of 1" in reader.pages[0].extract_text()


def test_same_document_is_the_same_bytes():
    assert receipt() == receipt()
    assert receipt() != receipt("A ladder stood.")


def test_markup_in_a_text_is_printed():
    text = PdfReader(BytesIO(receipt("<b>bold</b>"))).pages[0].extract_text()

    assert "<b>bold</b>" in text


def test_fonts_leave_the_disk_when_a_worker_child_ends(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pdf.forget_style()
    receipt()
    assert list(tmp_path.glob("weasyprint-*"))

    worker_process_shutdown.send(sender=None)

    assert list(tmp_path.iterdir()) == []


# What a screen reader is given


REPORT = """<html lang="sv"><title>Report</title><body>
<p class="running">Testinge kommun</p><p class="foot">Page <span class="page"></span></p>
<main><h1>Report</h1><p><a href="#figures"><span>1</span> The   figures</a></p>
<dl><div><dt>Year</dt><dd>2024</dd></div></dl>
<table><thead><tr><th>Kind</th><th>2023</th><th>2024</th><th>2025</th></tr></thead><tbody>
<tr><th colspan="4">Injuries</th></tr>
<tr><th>Falls</th><td>3</td><td>4</td><td>5</td></tr>
<tr><th>Cuts</th><td>1</td><td>0</td><td>2</td></tr>
<tr><th>Burns</th><td>0</td><td>1</td><td>0</td></tr></tbody></table>
<table><thead><tr><th>Question</th><th>Answer</th></tr></thead><tbody>
<tr><th>Rounds?</th><td>Yes</td></tr><tr><th>Plans?</th><td>No</td></tr></tbody></table>
<p><img src="picture:logo" alt="The arms of Testinge"></p>
<h2 id="figures">The figures</h2></main></body></html>"""


class Stored:
    """A file as a model keeps it."""

    def __init__(self, content):
        self.content = content

    def open(self):
        return BytesIO(self.content)


def picture(kind):
    file = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", (40, 20), "red").save(file, kind)
    return {"picture:logo": Stored(file.getvalue())}


def report(pictures=None, html=REPORT, **options):
    return pdf.typeset(
        html,
        pdf._DOCUMENT,
        identifier="report",
        pictures=pictures or picture("PNG"),
        **options,
    )


def elements(kind, content):
    """Those of a kind, with the attributes that they have."""

    def below(element):
        for child in element.get("/K", []):
            child = child.get_object()
            if isinstance(child, dict) and "/S" in child:
                yield child
                yield from below(child)

    root = PdfReader(BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]
    return [each for each in below(root) if each["/S"] == kind]


def test_document_can_be_heard():
    assert faults(report()) == []


def test_list_is_painted_where_it_is_read():
    items = "<li>Noise</li>" * 8

    html = f'<html lang="en"><title>Report</title><h1>Report</h1><ul>{items}</ul>'
    assert faults(report(html=html)) == []


def test_heads_say_whether_they_stand_over_a_column_or_before_a_row():
    scopes = [each["/A"]["/Scope"] for each in elements("/TH", report())]

    columns, rows = ["/Column"] * 4 + ["/Column"], ["/Row"] * 3
    assert scopes == [*columns, *rows, "/Column", "/Column"]


def test_first_cell_of_two_is_no_head():
    assert len(elements("/TD", report())) == 9 + 4


def test_term_and_its_meaning_are_one_item():
    items = elements("/LI", report())

    assert [[half["/S"] for half in each["/K"]] for each in items] == [
        ["/Lbl", "/LBody"]
    ]


def test_link_is_one_and_is_called_by_its_words():
    (link,) = PdfReader(BytesIO(report())).pages[0]["/Annots"]

    assert link["/Contents"] == "1 The figures"
    assert link["/F"] == 4


def test_running_head_and_page_number_are_artifacts():
    content = PdfReader(BytesIO(report())).pages[0].get_contents().get_data()

    # "Testinge kommun", "Page" and its number.
    assert content.count(b"/Artifact\n<</Type /Pagination>>\nBDC") == 3


# Pictures and files


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_picture_is_shown(kind):
    (image,) = PdfReader(BytesIO(report(picture(kind)))).pages[0].images

    assert image.image.size == (40, 20)


@pytest.mark.parametrize("content", [b"<svg/>", b"GIF89a", b""])
def test_file_of_another_kind_is_no_picture(content):
    with pytest.raises(PermissionError, match="only JPEG and PNG"):
        report({"picture:logo": Stored(content)})


def archived(*attachments):
    return report(attachments=attachments, archival=True)


FIGURES = ("figures.csv", b"2024;4", "Siffror för år 2024", "text/csv")
SOURCES = ("arkiv.xml", b"<a/>", "The sources", "text/xml")


def test_archival_document_is_fit_for_the_archive_and_can_be_heard():
    made = archived(FIGURES, SOURCES)

    assert faults_in_the_archive(made) == []
    assert faults(made) == []


def test_archival_document_says_which_standards_it_follows():
    metadata = PdfReader(BytesIO(archived())).xmp_metadata.stream.get_data().decode()

    assert 'pdfaid:part="3" pdfaid:conformance="A"' in metadata
    assert 'pdfuaid:part="1"' in metadata


def test_archival_document_carries_files_that_belong_to_it():
    reader = PdfReader(BytesIO(archived(FIGURES, SOURCES)))

    files = [each.get_object() for each in reader.trailer["/Root"]["/AF"]]
    assert [each["/UF"] for each in files] == ["arkiv.xml", "figures.csv"]
    assert [each["/AFRelationship"] for each in files] == ["/Data", "/Data"]
    assert files[1]["/Desc"] == "Siffror för år 2024"
    embedded = files[1]["/EF"]["/F"]
    assert embedded["/Subtype"] == "/text/csv"
    assert embedded.get_data() == b"2024;4"


def test_files_have_the_date_that_the_document_gives_itself():
    day = '<meta name="dcterms.created" content="2025-03-01">'
    dated = REPORT.replace("<body>", f"{day}<body>")

    made = report(html=dated, attachments=[FIGURES], archival=True)

    (file,) = PdfReader(BytesIO(made)).trailer["/Root"]["/AF"]

    embedded = file.get_object()["/EF"]["/F"]
    assert embedded["/Params"]["/ModDate"] == "D:20250301"


def test_same_files_make_the_same_bytes_at_another_time(monkeypatch):
    first = archived(FIGURES)

    monkeypatch.setattr(weasyprint, "datetime", Mock())
    assert archived(FIGURES) == first


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://localhost/", "font:x"])
def test_only_fonts_are_fetched(url):
    with pytest.raises(FatalURLFetchingError, match="loads nothing"):
        pdf._OnlyOurs().fetch(url)
