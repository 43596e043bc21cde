"""The pages of the reports: what they show, and who may do what on them."""

import pytest

from organisation import roles
from organisation.models import Role
from reports.making import RENDERERS
from reports.models import (
    Job,
    Narrative,
    Report,
    ReportingYear,
    ReportTemplate,
    Section,
)
from reports.snapshots import approve
from sam.workflow import InvalidTransition
from tests.factories import UserFactory
from tests.reports import factories
from tests.reports.conftest import at


@pytest.fixture
def section(report):
    return report.reporting_year.template.sections.get(code="sick-leave-text")


def section_url(report, code="sick-leave-text"):
    return f"{report.get_absolute_url()}sections/{code}/"


def produce(year):
    return f"{year.get_absolute_url()}produce/"


def test_list_shows_every_report_to_hr(summary, hr, as_user, parse):
    page = parse(as_user(hr).get("/reports/"))

    names = [row.th.get_text(strip=True) for row in page.select("tbody tr")]
    assert names[:2] == ["Förskolenämnden", "Grundskolenämnden"]
    # The administration's two committees in one document, and the municipality's own.
    assert sorted(names[2:]) == sorted(["Education", str(summary.name)])


def test_list_shows_a_committee_to_whom_all_of_it_is_theirs(
    year, school_hr, as_user, parse
):
    page = parse(as_user(school_hr).get("/reports/"))

    names = [row.th.get_text(strip=True) for row in page.select("tbody tr")]
    assert names == ["Grundskolenämnden"]
    assert not page.select("form[action$='/produce/']")


def test_list_is_empty_for_a_manager(year, primary, as_user, parse):
    manager = UserFactory()
    roles.appoint(manager, Role.MANAGER, primary)

    page = parse(as_user(manager).get("/reports/"))

    assert page.select_one(".empty")
    assert not page.select("tbody tr")


def test_list_before_any_year(hr, as_user):
    assert as_user(hr).get("/reports/").status_code == 200


def test_list_costs_the_same_for_many_reports(year, hr, as_user, queries):
    client = as_user(hr)
    client.post(produce(year))
    few = queries(lambda: client.get("/reports/"))

    for name in ["more-1", "more-2", "more-3"]:
        year.add_report(factories.committee(name))
    client.post(produce(year))

    assert queries(lambda: client.get("/reports/")) == few <= 12


def test_report_shows_figures_already_filled_in(report, hr, as_user, parse):
    page = parse(as_user(hr).get(report.get_absolute_url()))

    rows = {
        row.th.get_text(strip=True): [td.get_text(strip=True) for td in row("td")]
        for row in page.select("tbody tr")
    }
    assert rows["Total sjukfrånvaro"] == ["7,0", "7,0", "0,0"]
    assert rows["Antal rapporterade arbetsskador"] == ["1", "1", "0"]
    assert len(page.select("svg.chart")) == 4


@pytest.mark.parametrize("which", ["report", "summary"])
def test_report_costs_at_most_twelve_queries(which, request, hr, as_user, queries):
    shown = request.getfixturevalue(which)
    client = as_user(hr)

    assert queries(lambda: client.get(shown.get_absolute_url())) <= 12


def test_report_of_another_committee_is_not_found(year, preschools, school_hr, as_user):
    other = year.reports.get(committee=preschools)

    assert as_user(school_hr).get(other.get_absolute_url()).status_code == 404


def test_summary_is_not_found_below_the_root(summary, school_hr, as_user):
    assert as_user(school_hr).get(summary.get_absolute_url()).status_code == 404


def test_report_is_hidden_from_who_has_only_some_of_the_units(
    report, education, schools, school_hr, as_user
):
    assert as_user(school_hr).get(report.get_absolute_url()).status_code == 200

    factories.unit(parent=education, committee=schools)

    assert as_user(school_hr).get(report.get_absolute_url()).status_code == 404


def test_report_with_missing_figures_says_so(year, report, hr, as_user, parse):
    report.committee.figures.filter(month="2023-07-01").delete()

    page = parse(as_user(hr).get(report.get_absolute_url()))

    warnings = [alert.get_text(" ", strip=True) for alert in page.select(".ds-alert")]
    assert any("Sjukfrånvaro" in words and "2023-12" in words for words in warnings)


def test_summary_says_what_belongs_to_no_committee(summary, municipality, hr, as_user):
    factories.incident(unit=municipality, reported_at=at(2023, 3, 3))

    response = as_user(hr).get(summary.get_absolute_url())

    assert response.context["stray"] == 1


# Texts


def test_text_is_written(report, section, school_hr, as_user):
    response = as_user(school_hr).post(
        section_url(report), {"text": "It went well.", "version": 0}
    )

    assert response.url == f"{report.get_absolute_url()}#sick-leave-text"
    narrative = report.narratives.get(section=section)
    assert (narrative.text, narrative.written_by) == ("It went well.", school_hr)


def test_form_of_a_text_has_the_table_beside_it(report, hr, as_user, parse):
    page = parse(as_user(hr).get(section_url(report)))

    assert [caption.text for caption in page.select("aside caption")] == [
        "Sjukfrånvaro"
    ]


def test_second_writer_loses_nothing(report, section, hr, school_hr, as_user, parse):
    report.write(section, "Fewer were ill.", by=hr)

    response = as_user(school_hr).post(
        section_url(report), {"text": "Many were ill.", "version": 0}
    )

    page = parse(response)
    assert response.status_code == 422
    assert page.select_one("textarea[name=text]").text.strip() == "Many were ill."
    assert page.select_one("ins").text.strip() == "Fewer"
    assert page.select_one("del").text.strip() == "Many"
    assert report.narratives.get(section=section).text == "Fewer were ill."


def test_second_writer_saves_after_having_seen(report, section, hr, school_hr, as_user):
    report.write(section, "Fewer were ill.", by=hr)
    client = as_user(school_hr)
    response = client.post(section_url(report), {"text": "Many.", "version": 0})

    seen = response.context["form"]["version"].value()
    client.post(section_url(report), {"text": "Fewer, yet many.", "version": seen})

    assert report.narratives.get(section=section).text == "Fewer, yet many."


def test_earlier_text_stays_in_the_history(report, section, hr):
    report.write(section, "First.", by=hr, version=0)
    report.write(section, "Second.", by=hr, version=1)

    narrative = report.narratives.get(section=section)
    old = Narrative.pgh_event_model.objects.filter(pgh_obj=narrative)
    assert "First." in old.values_list("text", flat=True)


def test_markup_in_a_text_is_shown_as_text(report, section, hr, as_user, parse):
    report.write(section, "<script>alert(1)</script>", by=hr)

    page = parse(as_user(hr).get(report.get_absolute_url()))

    assert "<script>alert(1)</script>" in page.select_one("#sick-leave-text").text


def test_text_that_is_too_long_comes_back(report, hr, as_user):
    text = "x" * 200_001

    response = as_user(hr).post(section_url(report), {"text": text, "version": 0})

    assert response.status_code == 422
    assert response.context["form"]["text"].value() == text


def test_reader_may_not_write(report, primary, as_user):
    reader = UserFactory()
    roles.appoint(reader, Role.READER, primary)

    response = as_user(reader).post(section_url(report), {"text": "x", "version": 0})

    assert response.status_code == 403


def test_stranger_finds_no_text_to_write(report, teacher, as_user):
    assert as_user(teacher).get(section_url(report)).status_code == 404


@pytest.mark.parametrize("code", ["sick-leave-table", "nowhere"])
def test_only_texts_and_questions_are_filled_in(code, report, hr, as_user):
    assert as_user(hr).get(section_url(report, code)).status_code == 404


def test_writer_who_comes_after_the_submission_is_told(report, section, hr):
    meanwhile = Report.objects.get(pk=report.pk)
    meanwhile.submit(by=hr)
    question = report.answers.first().question

    with pytest.raises(InvalidTransition):
        report.write(section, "Too late.", by=hr)
    with pytest.raises(InvalidTransition):
        report.answer(question, "yes", by=hr)

    assert not report.narratives.filter(text="Too late.").exists()
    assert not report.answers.filter(value="yes").exists()


def test_submitted_report_is_not_written_in(report, section, hr, as_user):
    report.submit(by=hr)

    as_user(hr).post(section_url(report), {"text": "Late.", "version": 0})

    assert report.narratives.get(section=section).text == ""


# Questions


def values(report, code, value, comment=""):
    answers = report.answers.filter(question__section__code=code)
    return {
        key: word
        for answer in answers
        for key, word in [
            (f"value-{answer.question_id}", value),
            (f"comment-{answer.question_id}", comment),
        ]
    }


def test_questions_are_answered(report, school_hr, as_user):
    data = values(report, "rounds-questions", "partly", "In the spring.")

    as_user(school_hr).post(section_url(report, "rounds-questions"), data)

    answers = report.answers.exclude(value="").values_list("value", "comment")
    assert list(answers) == [("partly", "In the spring.")] * 4


def test_unknown_answer_comes_back(report, hr, as_user):
    data = values(report, "rounds-questions", "perhaps")

    response = as_user(hr).post(section_url(report, "rounds-questions"), data)

    assert response.status_code == 422
    assert not report.answers.exclude(value="").exists()


def test_summary_departs_from_the_proposal_only_with_a_reason(summary, hr, as_user):
    client, url = as_user(hr), section_url(summary, "inspections-questions")

    refused = client.post(url, values(summary, "inspections-questions", "no"))
    reason = "It was not about us."
    client.post(url, values(summary, "inspections-questions", "no", reason))

    assert refused.status_code == 422
    answer = summary.answers.get(question__code="inspected")
    assert (answer.value, answer.comment) == ("no", reason)


def test_summary_shows_who_answered_what(
    year, summary, report, preschools, hr, as_user, parse
):
    for each, value in [
        (report, "yes"),
        (year.reports.get(committee=preschools), "no"),
    ]:
        each.answers.filter(question__code="managers-certified").update(value=value)

    page = parse(as_user(hr).get(section_url(summary, "allocation-questions")))

    table = page.select("form table")[-1]
    answers = [(row.th.text, row.select_one(".ds-tag").text) for row in table("tr")]
    assert answers == [("Förskolenämnden", "Nej"), ("Grundskolenämnden", "Ja")]


# Moves


def act(report, name):
    return f"{report.get_absolute_url()}{name}/"


def test_report_is_submitted_approved_and_presented(report, hr, as_user):
    client = as_user(hr)

    client.post(act(report, "submit"))
    client.post(act(report, "approve"))
    client.post(
        act(report, "present"), {"presented_on": "2024-09-18", "paragraph": "§ 74"}
    )

    report.refresh_from_db()
    assert report.status == Report.Status.PRESENTED
    assert report.approved_snapshot.content["is_approved"]
    assert (str(report.presented_on), report.paragraph) == ("2024-09-18", "74")


def test_approved_report_no_longer_changes(report, hr, as_user, parse):
    report.submit(by=hr)
    approve(report, by=hr)

    factories.figures_replaced(report.committee, sick_hours_long=90)

    page = parse(as_user(hr).get(report.get_absolute_url()))
    row = next(row for row in page("tr") if "Total sjukfrånvaro" in row.text)
    assert row("td")[0].text == "7,0"


def test_report_with_missing_figures_is_not_approved(report, hr, as_user):
    report.committee.figures.filter(month="2023-07-01").delete()
    report.submit(by=hr)

    as_user(hr).post(act(report, "approve"))

    report.refresh_from_db()
    assert report.status == Report.Status.SUBMITTED


def test_report_is_sent_back_with_a_reason(report, hr, as_user):
    report.submit(by=hr)
    client = as_user(hr)

    refused = client.post(act(report, "send-back"))
    client.post(act(report, "send-back"), {"reason": "The analysis is missing."})

    assert refused.status_code == 422
    report.refresh_from_db()
    assert report.status == Report.Status.RETURNED
    assert report.transitions.last().note == "The analysis is missing."


def test_who_writes_for_one_committee_may_submit_but_not_approve(
    report, school_hr, as_user
):
    client = as_user(school_hr)

    assert client.post(act(report, "submit")).status_code == 302
    assert client.post(act(report, "approve")).status_code == 403


def test_section_without_a_number_has_its_title(schools, primary, hr, as_user, parse):
    template = ReportTemplate.objects.create(
        code="own", version=1, name="Own", title="Own", file_name="own", status="draft"
    )
    template.sections.create(
        order=1, code="cover", title="Cover letter", kind=Section.Kind.COVER_REPORT
    )
    template.publish()
    report = ReportingYear.objects.open(2024, template).reports.get(committee=schools)

    page = parse(as_user(hr).get(report.get_absolute_url()))

    assert page.select_one("#cover h2").text == "Cover letter"


def test_presentation_in_the_future_comes_back(report, hr, as_user):
    report.submit(by=hr)
    approve(report, by=hr)

    response = as_user(hr).post(act(report, "present"), {"presented_on": "2099-01-01"})

    assert response.status_code == 422


def test_move_that_does_not_exist_is_not_found(report, hr, as_user):
    assert as_user(hr).post(act(report, "burn")).status_code == 404


# Documents


def test_only_who_writes_for_all_produces(year, school_hr, as_user):
    assert as_user(school_hr).post(produce(year)).status_code == 403


def test_producing_makes_a_job_for_each_report(year, hr, as_user):
    response = as_user(hr).post(produce(year))

    assert response.url == year.get_absolute_url()
    # None for the archive before a report is approved.
    assert Job.objects.filter(status="queued").count() == 4 * (len(RENDERERS) - 1)


def test_year_that_does_not_exist_is_not_produced(hr, as_user):
    assert as_user(hr).post("/reports/years/1/produce/").status_code == 404


def test_progress_asks_again_until_all_is_done(year, hr, as_user, htmx, parse):
    client = as_user(hr)
    client.post(produce(year))
    url = f"/reports/productions/{Job.objects.first().production_id}/"

    going_on = parse(client.get(url, headers=htmx)).select_one("#production")
    Job.objects.update(status="done")
    done = parse(client.get(url, headers=htmx)).select_one("#production")

    assert going_on["hx-trigger"] == "every 1s"
    assert not done.has_attr("hx-trigger")
    assert done == parse(client.get("/reports/")).select_one("#production")


def test_failed_job_says_why_and_is_tried_again(year, report, hr, as_user, parse):
    missing = report.committee.figures.filter(month="2023-07-01")
    kept = list(missing)
    missing.delete()
    client = as_user(hr)
    client.post(produce(year))
    failed = Job.objects.filter(status="failed", report=report).first()
    page = parse(client.get("/reports/")).select_one("#production")
    assert "Sjukfrånvaro" in page.text

    type(kept[0]).objects.bulk_create(kept)
    client.post(f"/reports/jobs/{failed.pk}/retry/")

    failed.refresh_from_db()
    assert (failed.status, failed.error) == ("queued", "")


def test_who_may_not_produce_sees_and_retries_nothing(year, hr, school_hr, as_user):
    as_user(hr).post(produce(year))
    job = Job.objects.first()
    client = as_user(school_hr)

    progress = client.get(f"/reports/productions/{job.production_id}/")
    retry = client.post(f"/reports/jobs/{job.pk}/retry/")

    assert (progress.status_code, retry.status_code) == (403, 403)
