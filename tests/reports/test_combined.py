"""The reports of an administration's committees together: who reads them, what they say."""

import pytest

from organisation import roles
from organisation.models import Role
from reports.contents import YearContents
from reports.models import Report, ReportLevel
from reports.snapshots import approve
from tests.factories import UnitFactory, UserFactory
from tests.reports.factories import figures_replaced

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def combined(year, education):
    return year.reports.get(level=ReportLevel.COMBINED, unit=education)


@pytest.fixture
def reader(education):
    user = UserFactory(name="Reader")
    roles.appoint(user, Role.READER, education)
    return user


def approved(report, hr):
    report.submit(by=hr)
    approve(report, by=hr)


def content_of(report):
    return YearContents(report.reporting_year, only=report).of(report)


def test_who_reads_each_of_its_committees_reads_them_together(combined, reader):
    assert combined in Report.objects.visible_to(reader)


def test_committee_with_units_elsewhere_hides_the_whole(
    combined, reader, municipality, schools, as_user
):
    UnitFactory(name="Elsewhere", parent=municipality, committee=schools)

    assert combined not in Report.objects.visible_to(reader)
    assert as_user(reader).get(combined.get_absolute_url()).status_code == 404


def test_of_what_is_approved_it_shows_what_was_approved(combined, report, hr, schools):
    approved(report, hr)

    figures_replaced(schools, sick_hours_long=600)

    (of_schools,) = [
        part
        for part in content_of(combined)["reports"]
        if part["committee"] == schools.name
    ]
    assert of_schools == report.approved_snapshot.content


def test_of_what_is_corrected_it_shows_the_edition_that_holds(
    combined, report, hr, schools
):
    approved(report, hr)
    before = report.approved_snapshot.content
    report.correct(by=hr, reason="A wrong figure")
    figures_replaced(schools, sick_hours_long=600)

    assert before in content_of(combined)["reports"]


def test_it_is_approved_when_all_of_it_is(combined, year, report, hr):
    approved(report, hr)
    assert not content_of(combined)["is_approved"]

    for other in year.reports.filter(level="committee").exclude(pk=report.pk):
        approved(other, hr)

    assert content_of(combined)["is_approved"]


def test_nothing_together_is_not_approved(combined, year):
    year.reports.filter(level="committee").delete()

    assert not content_of(combined)["is_approved"]


def test_it_leads_to_no_meeting(combined, hr, as_user, parse):
    client = as_user(hr)

    page = parse(client.get(combined.get_absolute_url()))

    meeting = f"{combined.get_absolute_url()}meeting/"
    assert not page.select(f"a[href='{meeting}']")
    assert client.get(meeting).status_code == 404
