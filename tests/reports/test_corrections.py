"""What a new edition changes, and that an approved report stands whatever changes beneath."""

import pytest
from django.utils.translation import override

from organisation import history, roles
from organisation.models import Role
from reports import corrections, producing, snapshots
from reports.contents import YearContents
from reports.models import Document, Report, Snapshot
from tests.factories import UserFactory
from tests.reports import flowing
from tests.reports.conftest import at
from tests.reports.factories import figures_replaced, incident

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def section(report):
    return report.reporting_year.template.sections.get(code="sick-leave-text")


@pytest.fixture
def approved(report, section, hr):
    report.write(section, "Few were ill.\n\nNobody knows why.", by=hr)
    snapshots.submit(report, by=hr)
    snapshots.approve(report, by=hr)
    return report


@pytest.fixture
def reader(primary):
    user = UserFactory(name="Rita Reader")
    roles.appoint(user, Role.READER, primary)
    return user


def correct(report, hr, *, reason="The figures were wrong."):
    report.correct(by=hr, reason=reason)


def approve_anew(report, hr):
    snapshots.submit(report, by=hr)
    snapshots.approve(report, by=hr)


def test_first_edition_says_that_it_is_the_first(approved):
    content = approved.approved_snapshot.content

    assert content["edition"] == 1
    assert "correction" not in content


def test_corrected_edition_says_which_figures_are_other(approved, hr):
    correct(approved, hr)
    figures_replaced(approved.committee, sick_hours_long=90)

    approve_anew(approved, hr)

    edition = approved.editions.last()
    assert (edition.number, edition.reason) == (2, "The figures were wrong.")
    assert {
        "where": "Sjukfrånvaro: Total sjukfrånvaro, R12 2023-12",
        "before": "7.0",
        "after": "12.0",
    } in edition.changes
    content = approved.approved_snapshot.content
    assert content["edition"] == 2
    assert content["correction"] == {
        "reason": "The figures were wrong.",
        "changes": edition.changes,
    }


def test_corrected_edition_shows_only_the_paragraph_that_is_other(
    approved, section, hr
):
    correct(approved, hr)
    version = approved.narratives.get(section=section).version
    approved.write(
        section, "Few were ill.\n\nThe winter was mild.", by=hr, version=version
    )

    approve_anew(approved, hr)

    (change,) = approved.editions.last().changes
    assert change["before"] == "Nobody knows why."
    assert change["after"] == "The winter was mild."


def test_corrected_edition_shows_which_answers_are_other(approved, hr):
    question = approved.answers.get(question__code="allocated-in-writing").question
    correct(approved, hr)
    approved.answer(question, "partly", by=hr, comment="One is missing.")

    approve_anew(approved, hr)

    (change,) = approved.editions.last().changes
    assert change["where"].endswith(question.text)
    assert (change["before"], change["after"]) == (
        "Not answered",
        "Partly. One is missing.",
    )


def test_same_content_has_no_changes(approved):
    content = approved.approved_snapshot.content

    assert corrections.changes(content, content) == []


def test_section_that_came_or_went_is_told(approved):
    content = approved.approved_snapshot.content
    less = content | {
        "sections": [
            each for each in content["sections"] if each["code"] != "sick-leave-text"
        ]
    }

    (gone,) = corrections.changes(content, less)
    (came,) = corrections.changes(less, content)

    assert (gone["after"], came["before"]) == ("", "")
    assert gone["before"] == came["after"] == "Few were ill. … Nobody knows why."


def test_readers_read_the_approved_edition_while_the_next_is_written(
    approved, section, hr, reader, as_user, parse
):
    correct(approved, hr)
    version = approved.narratives.get(section=section).version
    approved.write(section, "Half a thought", by=hr, version=version)

    read = parse(as_user(reader).get(approved.get_absolute_url()))
    written = parse(as_user(hr).get(approved.get_absolute_url()))

    assert "Few were ill." in read.select_one("#sick-leave-text").text
    assert "What you read is edition 1" in read.select_one("main .ds-alert").text
    assert "Half a thought" in written.select_one("#sick-leave-text").text
    assert "You write a correction" in written.select_one("main .ds-alert").text


def test_page_lists_the_editions_with_what_they_changed(approved, hr, as_user, parse):
    correct(approved, hr)
    figures_replaced(approved.committee, sick_hours_long=90)
    approve_anew(approved, hr)

    page = parse(as_user(hr).get(approved.get_absolute_url()))

    assert [title.text for title in page.select("aside h3")] == [
        "Edition 2",
        "Edition 1",
    ]
    assert page.select_one("aside ins").text.strip()


# What is approved stands


def shown(report, hr, as_user):
    content = as_user(hr).get(report.get_absolute_url()).context["content"]
    return content["sections"]


def test_later_records_and_figures_do_not_change_it(approved, primary, hr, as_user):
    before = shown(approved, hr, as_user)

    figures_replaced(approved.committee, sick_hours_long=90)
    incident(unit=primary, reported_at=at(2023, 6, 1))

    assert shown(approved, hr, as_user) == before


def test_unit_that_moves_to_another_committee_does_not_change_it(
    approved, primary, preschools, year, hr, as_user
):
    before = shown(approved, hr, as_user)
    summary = year.reports.get(level="municipality")

    history.reorganise(primary, on=at(2023, 1, 1).date(), committee=preschools)

    fresh = Report.objects.get(pk=approved.pk)
    assert shown(fresh, hr, as_user) == before
    # The figures themselves have moved.
    other = year.reports.get(committee=preschools)
    assert shown(other, hr, as_user) != before
    assert summary.pk


def test_records_of_a_unit_that_moved_are_told_as_changes_of_a_new_edition(
    approved, primary, preschools, hr
):
    history.reorganise(primary, on=at(2023, 1, 1).date(), committee=preschools)
    correct(approved, hr, reason="The school moved.")

    content = snapshots.YearContents(approved.reporting_year, only=approved).of(
        approved
    )
    changes = snapshots.changes_since_submission(approved, content)

    assert {
        "before": "1",
        "after": "0",
    }.items() <= next(
        each for each in changes if "rapporterade arbetsskador" in each["where"]
    ).items()


def test_answer_of_a_part_does_not_change_an_approved_committee(
    preschool, primary, schools, hr
):
    year = flowing.open_year(flowing.template(collects=["unit"]))
    part = flowing.part_of(year, primary)
    flowing.answer(part, "yes", by=hr)
    above = flowing.committee_of(year, schools)
    snapshots.submit(above, by=hr)
    snapshots.approve(above, by=hr)

    part.send_back(by=hr, reason="Wrong.")

    section = above.approved_snapshot.content["sections"][1]
    assert section["questions"][0]["answer"] == "yes"


# What those who do not write the correction have


@pytest.fixture
def corrected(approved, section, hr):
    """Approved once, and half corrected: a figure and a text are other."""
    correct(approved, hr)
    figures_replaced(approved.committee, sick_hours_long=90)
    version = approved.narratives.get(section=section).version
    approved.write(section, "Half a thought", by=hr, version=version)
    return approved


def test_file_for_readers_has_the_edition_that_holds(corrected, reader, hr, as_user):
    url = f"{corrected.reporting_year.get_absolute_url()}figures.csv"

    read, written = (
        as_user(each).get(url).content.decode("utf-8-sig") for each in (reader, hr)
    )

    assert ";7,0;" in read
    assert ";12,0;" not in read
    assert ";12,0;preliminary;" in written


def test_page_of_a_figure_has_the_edition_that_holds(corrected, reader, as_user, parse):
    url = f"{corrected.get_absolute_url()}tables/sick-leave-table/"

    page = parse(as_user(reader).get(url))

    assert "12.0" not in page.select_one("table").text
    assert "7.0" in page.select_one("table").text


def test_page_for_the_meeting_has_the_edition_that_holds(
    corrected, reader, hr, as_user
):
    url = f"{corrected.get_absolute_url()}meeting/"

    read, written = (
        as_user(each).get(url).context["meeting"].content for each in (reader, hr)
    )

    assert read == corrected.editions.get().snapshot.content
    assert written["sections"] != read["sections"]


def document_of(snapshot):
    return Document.objects.create(snapshot=snapshot, kind="pdf", file="x.pdf", size=1)


def test_documents_of_the_draft_are_for_those_who_write_it(
    corrected, reader, hr, as_user, parse
):
    first = document_of(corrected.editions.get().snapshot)
    contents = YearContents(corrected.reporting_year, only=corrected)
    draft = document_of(snapshots.take(corrected, contents))

    def listed(user):
        page = parse(as_user(user).get(corrected.reporting_year.get_absolute_url()))
        return [a["href"] for a in page.select("td a[href*=documents]")]

    assert listed(reader) == [f"/reports/documents/{first.pk}/"]
    assert listed(hr) == [f"/reports/documents/{draft.pk}/"]
    refused = as_user(reader).get(f"/reports/documents/{draft.pk}/")
    assert refused.status_code == 404
    assert first in Document.objects.visible_to(reader)


# Editions of before


@pytest.fixture
def old(approved):
    """As an edition was kept in the layout before columns had a kind."""
    snapshot = approved.approved_snapshot
    sections = []
    for section in snapshot.content["sections"]:
        if columns := section.get("columns"):
            section = {
                k: v for k, v in section.items() if k not in ("columns", "notes")
            }
            headings = [each["heading"] for each in columns if each["kind"] == "figure"]
            section |= {"headings": headings, "is_compared": len(headings) > 1}
            section["rows"] = [
                {
                    k: row[k]
                    for k in ("label", "is_heading", "scale", "figures")
                    if k in row
                }
                for row in section["rows"]
            ]
        sections.append(section)
    content = snapshot.content | {"layout": 3, "sections": sections}
    Snapshot.objects.filter(pk=snapshot.pk).update(content=content)
    return Report.objects.get(pk=approved.pk)


def test_edition_in_an_old_layout_is_corrected(old, hr):
    correct(old, hr)
    figures_replaced(old.committee, sick_hours_long=90)

    approve_anew(old, hr)

    edition = old.editions.last()
    assert edition.number == 2
    assert {"before": "7.0", "after": "12.0"}.items() <= edition.changes[0].items()
    assert not any("väld" in each["where"] for each in edition.changes)


def test_documents_are_asked_for_while_an_old_edition_is_corrected(old, hr):
    correct(old, hr)

    production = producing.start(old.reporting_year)

    assert not production.jobs.filter(report=old, status="failed").exists()


def test_columns_of_an_old_edition_have_their_periods(old):
    table = next(
        each
        for each in snapshots.content_for(old)["sections"]
        if each["code"] == "sick-leave-table"
    )

    assert [each.get("period") for each in table["columns"]] == [
        ["2023-01-01", "2023-12-31"],
        ["2022-01-01", "2022-12-31"],
        None,
    ]


# The language of what is kept


def test_content_is_in_the_municipalitys_language_whoever_reads(report, settings):
    settings.LANGUAGE_CODE = "sv"
    contents = YearContents(report.reporting_year, only=report)

    with override("en"):
        in_english = contents.of(report)

    headings = {
        column["heading"]
        for section in in_english["sections"]
        for column in section.get("columns", [])
    }
    assert "Skillnad" in headings
    assert "Difference" not in headings


def test_what_is_submitted_in_one_language_and_approved_in_another_is_the_same(
    report, hr, settings
):
    settings.LANGUAGE_CODE = "sv"
    with override("sv"):
        snapshots.submit(report, by=hr)

    with override("en"):
        contents = YearContents(report.reporting_year, only=report)
        changes = snapshots.changes_since_submission(report, contents.of(report))
        snapshots.approve(report, by=hr)

    assert changes == []


def test_changes_are_kept_in_the_municipalitys_language(approved, hr, settings):
    settings.LANGUAGE_CODE = "sv"
    question = approved.answers.get(question__code="allocated-in-writing").question
    correct(approved, hr)
    approved.answer(question, "partly", by=hr, comment="One is missing.")

    with override("en"):
        approve_anew(approved, hr)

    said = {change["before"] for change in approved.editions.last().changes}
    assert "Ej besvarat" in said
    assert "Not answered" not in said
