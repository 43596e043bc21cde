from io import BytesIO

import pytest
from pypdf import PdfReader

from reports import pdf
from reports.contents import YearContents
from reports.snapshots import take


@pytest.fixture
def snapshot(year, report):
    return take(report, YearContents(year))


def test_pdf_has_the_sections(snapshot):
    pages = PdfReader(BytesIO(pdf.render(snapshot))).pages

    text = "\n".join(page.extract_text() for page in pages)

    assert "Grundskolenämnden" in text
