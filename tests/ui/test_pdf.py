import tempfile
from io import BytesIO

import pytest
from celery.signals import worker_process_shutdown
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

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


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://localhost/", "font:x"])
def test_only_fonts_are_fetched(url):
    with pytest.raises(FatalURLFetchingError, match="loads nothing"):
        pdf._OnlyOurs().fetch(url)
