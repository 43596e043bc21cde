"""What the checkers say of a printed document."""

from io import BytesIO
from tempfile import NamedTemporaryFile

import outloud
import pdfua
from pikepdf import pdfa


def faults(pdf):
    """Of PDF/UA-1, and of what a screen reader would stumble on; warnings too."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        heard = outloud.check(file.name)
        report = pdfua.validate(file.name)
    assert heard.error is None
    return [
        f"{each.rule}, page {each.page}: {each.message} ({each.evidence})"
        for each in heard.findings
        if each.severity != "info"
    ] + [
        f"{each.rule_id}, {each.location.describe()}: {each.message}"
        for each in report.findings
    ]


# The checker of PDF/A knows level B alone, and no schemas but Adobe's: level A and PDF/UA's
# schema, which is described as ISO 19005-3, 6.6.2.3.2, asks, are right and new to it.
_NEW_TO_IT = (
    "pdfaid:conformance is 'A'",
    "namespace pdfaExtension",
    "namespace pdfaSchema",
    "namespace pdfaProperty",
    "property pdfaExtension",
    "property pdfuaid:part",
)


def faults_in_the_archive(pdf):
    """Of PDF/A-3."""
    report = pdfa.validate_written(BytesIO(pdf), "3b")
    found = map(str, report.findings)
    return [each for each in found if not any(known in each for known in _NEW_TO_IT)]
