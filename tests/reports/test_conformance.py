"""The annual report can be heard, and kept in an archive."""

from reports import pdf
from reports.contents import YearContents
from reports.snapshots import take
from tests.documents import faults, faults_in_the_archive


def test_report_of_a_committee_can_be_heard(year, report):
    assert _heard(pdf.render(take(report, YearContents(year)))) == []


def test_archival_summary_can_be_heard_and_is_fit_for_the_archive(year, summary):
    html = pdf.html_of(take(summary, YearContents(year)))
    data = ("report.json", b"{}", "All that the report says", "application/json")

    made = pdf.typeset(html, identifier="report", attachments=[data], archival=True)

    assert faults_in_the_archive(made) == []
    assert _heard(made) == []


def _heard(made):
    # FIG-012 takes a chart's text for none, as its figures have more signs than its words.
    return [each for each in faults(made) if not each.startswith("FIG-012")]
