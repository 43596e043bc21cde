"""From workplace to municipality: who contributes, who approves, and what counts."""

from datetime import date, timedelta

import pytest
from django.db import connection

from organisation import history, roles
from organisation.models import Level, Role
from reports.contents import YearContents
from reports.evidence import rounds_carried_out
from reports.models import Report, ReportLevel
from reports.snapshots import approve, submit
from sam.dates import today
from sam.workflow import Stale
from tests.factories import (
    CommitteeFactory,
    InspectionRoundFactory,
    UnitFactory,
    UserFactory,
)
from tests.reports import flowing

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def first_school(primary):
    return UnitFactory(name="First school", parent=primary)


@pytest.fixture
def second_school(primary):
    return UnitFactory(name="Second school", parent=primary)


@pytest.fixture
def manager(first_school):
    user = UserFactory(name="Mona Manager")
    roles.appoint(user, Role.MANAGER, first_school)
    return user


@pytest.fixture
def head(education):
    user = UserFactory(name="Hedda Head")
    roles.appoint(user, Role.HEAD, education)
    return user


@pytest.fixture
def open_year(preschool, first_school, second_school):
    """Only the workplaces contribute to the committees."""
    return flowing.open_year(flowing.template(collects=[ReportLevel.UNIT]))


@pytest.fixture
def part(open_year, first_school):
    return flowing.part_of(open_year, first_school)


@pytest.fixture
def other_part(open_year, second_school):
    return flowing.part_of(open_year, second_school)


@pytest.fixture
def of_schools(open_year, schools):
    return flowing.committee_of(open_year, schools)


def url(report, *rest):
    return report.get_absolute_url() + "".join(f"{each}/" for each in rest)


def section_of(report, code):
    year = YearContents(report.reporting_year, only=report)
    sections = year.of(report)["sections"]
    return next(each for each in sections if each["code"] == code)


def question_of(report):
    return section_of(report, "questions")["questions"][0]


def requirement_of(report):
    return section_of(report, "judged")["requirements"][0]


# Contributing


def test_manager_finds_the_part_on_the_start_page(part, manager, as_user, parse):
    part.reporting_year.change(
        version=part.reporting_year.stamp, units_due_on=today() - timedelta(days=1)
    )

    page = parse(as_user(manager).get("/"))

    link = page.select_one(f".tasks a[href='{part.get_absolute_url()}']")
    assert link.text == "Write your part: Follow-up 2024"
    assert "Overdue" in link.find_parent("li").text


def test_part_that_was_submitted_is_no_task_of_its_manager(
    part, manager, as_user, parse
):
    submit(part, by=manager)

    page = parse(as_user(manager).get("/"))

    assert not page.select(f".tasks a[href='{part.get_absolute_url()}']")


def test_part_of_a_unit_without_manager_falls_to_the_level_above(
    part, other_part, manager, head, as_user, parse
):
    page = parse(as_user(head).get("/"))

    links = [link["href"] for link in page.select(".tasks a")]
    assert other_part.get_absolute_url() in links
    assert part.get_absolute_url() not in links


def test_level_above_finds_what_is_to_be_approved(part, manager, head, as_user, parse):
    submit(part, by=manager)

    page = parse(as_user(head).get("/"))

    link = page.select_one(f".tasks a[href='{part.get_absolute_url()}']")
    assert link.text == "Approve or send back: Follow-up 2024"


def test_manager_answers_judges_writes_and_submits(part, manager, as_user):
    client = as_user(manager)
    asked, judged = (
        flowing.question(part, code).pk for code in ("questions-0", "judged-0")
    )

    client.post(url(part, "sections", "questions"), {f"value-{asked}": "yes"})
    client.post(url(part, "sections", "judged"), {f"score-{judged}": "4"})
    client.post(url(part, "sections", "text"), {"text": "It went well.", "version": 0})
    client.post(url(part, "submit"))

    part.refresh_from_db()
    assert part.status == Report.Status.SUBMITTED
    assert part.answers.get(question=asked).value == "yes"
    assert part.answers.get(question=judged).score == 4
    assert part.narratives.get().text == "It went well."


def test_score_that_is_none_comes_back(part, manager, as_user):
    judged = flowing.question(part, "judged-0").pk

    response = as_user(manager).post(
        url(part, "sections", "judged"), {f"score-{judged}": "6"}
    )

    assert response.status_code == 422
    assert not part.answers.exists()


def test_page_warns_of_what_is_lacking_before_it_is_submitted(
    part, manager, as_user, parse
):
    page = parse(as_user(manager).get(url(part)))

    warned = [item.text for item in page.select("form[action$='/submit/'] li")]
    assert warned == [
        "Text: no text",
        "Questions: 2 questions are not answered",
        "Judged: 1 question is not answered",
    ]


def test_head_sends_back_with_a_comment_that_the_manager_sees(
    part, manager, head, as_user, parse
):
    submit(part, by=manager)

    as_user(head).post(url(part, "send-back"), {"reason": "Tell of the stairs too."})

    part.refresh_from_db()
    page = parse(as_user(manager).get(url(part)))
    assert part.status == Report.Status.RETURNED
    assert page.select_one("main .ds-alert .prose").text == "Tell of the stairs too."


def test_manager_does_not_approve_the_own_part(part, manager, as_user):
    submit(part, by=manager)

    assert as_user(manager).post(url(part, "approve")).status_code == 403


def test_head_approves_a_part(part, manager, head, as_user):
    submit(part, by=manager)

    as_user(head).post(url(part, "approve"))

    part.refresh_from_db()
    assert part.status == Report.Status.APPROVED


def test_log_tells_who_did_what_and_when(part, manager, head, as_user, parse):
    submit(part, by=manager)
    part.send_back(by=head, reason="More, please.")

    page = parse(as_user(manager).get(url(part)))

    log = [
        item.get_text(" ", strip=True) for item in page.select("aside details ol li")
    ]
    assert len(log) == 2
    assert "Sent back Hedda Head More, please." in log[0]
    assert "Submitted Mona Manager" in log[1]


def test_neighbour_reads_no_part_of_another_workplace(other_part, manager, as_user):
    assert as_user(manager).get(url(other_part)).status_code == 404


# Approving what one has seen


def test_approval_shows_what_is_other_than_when_it_was_submitted(
    report, hr, as_user, parse
):
    submit(report, by=hr)
    report.committee.figures.filter(quantity="sick_hours_long").update(value=90)

    page = parse(as_user(hr).get(url(report)))

    changes = page.select("form[action$='/approve/'] dl div")
    assert any(
        change.dd.get_text(" ", strip=True) == "7.0 → 12.0" for change in changes
    )


def test_what_changed_while_the_page_was_open_is_not_approved_unseen(
    report, hr, as_user, parse
):
    submit(report, by=hr)
    client = as_user(hr)
    page = parse(client.get(url(report)))
    seen = page.select_one("form[action$='/approve/'] [name=seen]")["value"]
    report.committee.figures.filter(quantity="sick_hours_long").update(value=90)

    client.post(url(report, "approve"), {"seen": seen})

    report.refresh_from_db()
    assert report.status == Report.Status.SUBMITTED


def test_what_was_seen_is_approved(report, hr, as_user, parse):
    submit(report, by=hr)
    client = as_user(hr)
    page = parse(client.get(url(report)))
    seen = page.select_one("form[action$='/approve/'] [name=seen]")["value"]

    client.post(url(report, "approve"), {"seen": seen})

    report.refresh_from_db()
    assert report.status == Report.Status.APPROVED


def test_log_tells_where_a_report_is_other_when_it_is_sent_in_anew(
    report, hr, section_text
):
    submit(report, by=hr)
    report.send_back(by=hr, reason="Write more.")
    report.write(section_text, "More.", by=hr)

    submit(report, by=hr)

    assert report.transitions.last().note == "Sjukfrånvaro"


@pytest.fixture
def section_text(report):
    return report.reporting_year.template.sections.get(code="sick-leave-text")


# What counts upwards


def test_only_what_is_submitted_counts(of_schools, part, other_part, manager):
    flowing.answer(part, "yes", by=manager)
    flowing.answer(other_part, "no", by=manager, submit=False)

    asked = question_of(of_schools)

    assert (asked["proposed"], asked["answer"]) == ("yes", "yes")
    assert (asked["answered"], asked["asked"]) == (1, 3)


def test_part_that_is_sent_back_counts_no_more(of_schools, part, manager, head):
    flowing.answer(part, "yes", by=manager)
    part.send_back(by=head, reason="Look again.")

    assert question_of(of_schools)["answered"] == 0


def test_municipality_hears_the_proposals_of_its_committees(
    open_year, of_schools, part, preschool, manager, preschools
):
    flowing.answer(part, "yes", by=manager)
    flowing.answer(
        flowing.committee_of(open_year, preschools), "no", by=manager, submit=False
    )
    whole = open_year.reports.get(level=ReportLevel.MUNICIPALITY)

    asked = question_of(whole)

    assert asked["proposed"] == "no"
    assert asked["parts"] == [
        {"committee": "Förskolenämnden", "answer": "no", "is_submitted": False},
        {"committee": "Grundskolenämnden", "answer": "yes", "is_submitted": False},
    ]


def test_who_deviates_is_named(of_schools, open_year, primary, manager):
    third = UnitFactory(name="Third school", parent=primary)
    open_year.add_reports()
    for report, value in zip(
        open_year.reports.filter(level="unit", committee=of_schools.committee).order_by(
            "unit__name"
        ),
        ["yes", "yes", "no", "yes"],
        strict=True,
    ):
        flowing.answer(report, value, by=manager)

    assert question_of(of_schools)["deviators"] == [
        {"unit": "Second school", "answer": "no"}
    ]
    assert third.pk


def test_committee_departs_from_the_proposal_only_with_a_reason(
    of_schools, part, manager, school_hr, as_user
):
    flowing.answer(part, "yes", by=manager)
    client, asked = as_user(school_hr), flowing.question(part).pk
    form = url(of_schools, "sections", "questions")

    refused = client.post(form, {f"value-{asked}": "partly"})
    client.post(
        form, {f"value-{asked}": "partly", f"comment-{asked}": "One stair is left."}
    )

    assert refused.status_code == 422
    question = question_of(of_schools)
    assert (question["proposed"], question["answer"]) == ("yes", "partly")
    assert question["comment"] == "One stair is left."


def test_requirements_are_put_together_as_a_mean(of_schools, part, other_part, manager):
    for report, score in [(part, 4), (other_part, 3)]:
        flowing.answer(report, "", score=score, code="judged-0", by=manager)

    judged = requirement_of(of_schools)

    assert judged["score"] == "3.5"
    assert (judged["answered"], judged["asked"]) == (2, 3)
    assert judged["spread"] == [0, 0, 1, 1, 0]


def test_requirement_stands_beside_that_of_the_year_before(
    open_year, of_schools, first_school, second_school, schools, manager
):
    before = flowing.open_year(open_year.template, year=2023)
    for unit, score in [(first_school, 2), (second_school, 3)]:
        flowing.answer(
            flowing.part_of(before, unit), "", score=score, code="judged-0", by=manager
        )

    assert requirement_of(of_schools)["before"] == "2.5"
    assert requirement_of(flowing.part_of(open_year, first_school))["before"] == "2"


def test_part_of_a_workplace_comes_to_no_meeting_of_its_own(
    part, manager, hr, as_user, parse
):
    part.submit(by=manager)
    approve(part, by=hr)
    client = as_user(manager)

    page = parse(client.get(url(part)))

    assert client.get(url(part, "meeting")).status_code == 404
    assert client.post(url(part, "meeting"), {"decision": "Yes"}).status_code == 404
    assert not page.select("[action$='/present/']")
    presented = {"presented_on": "2024-05-01"}
    assert client.post(url(part, "act", "present"), presented).status_code == 404
    assert as_user(hr).post(url(part, "act", "archive")).status_code == 404
    part.refresh_from_db()
    assert part.status == "approved"


def test_what_was_never_handed_in_is_not_last_years_judgement(
    open_year, of_schools, first_school, schools, manager, hr
):
    before = flowing.open_year(open_year.template, year=2023)
    part = flowing.part_of(before, first_school)
    flowing.answer(part, "", score=2, code="judged-0", by=manager, submit=False)
    above = flowing.committee_of(before, schools)
    flowing.answer(above, "", score=5, code="judged-0", by=hr, submit=False)

    assert requirement_of(flowing.part_of(open_year, first_school))["before"] == ""
    assert requirement_of(of_schools)["before"] == ""


def test_administrations_put_together_what_their_workplaces_answer(
    preschool, first_school, second_school, education, schools, manager
):
    year = flowing.open_year()
    for unit, value in [(first_school, "yes"), (second_school, "no")]:
        flowing.answer(flowing.part_of(year, unit), value, by=manager)
    middle = year.reports.get(
        unit=education, committee=schools, level=ReportLevel.ADMINISTRATION
    )
    above = flowing.committee_of(year, schools)

    assert question_of(middle)["proposed"] == "no"
    assert question_of(above)["answered"] == 0
    submit(middle, by=manager)
    assert question_of(above)["proposed"] == "no"


def test_self_assessment_above_administrations_counts_the_groups_themselves(
    preschool, first_school, second_school, education, schools, manager
):
    year = flowing.open_year()
    for unit, score in [(first_school, 5), (second_school, 4)]:
        flowing.answer(
            flowing.part_of(year, unit), "", score=score, code="judged-0", by=manager
        )

    judged = requirement_of(flowing.committee_of(year, schools))

    assert (judged["score"], judged["answered"]) == ("4.5", 2)


# Who answered what


def test_answers_are_shown_by_who_deviates(
    of_schools, part, other_part, open_year, primary, manager, hr, as_user, parse
):
    flowing.answer(part, "yes", by=manager)
    flowing.answer(flowing.part_of(open_year, primary), "yes", by=manager)
    flowing.answer(other_part, "no", by=manager)
    client = as_user(hr)

    all_rows = parse(client.get(url(of_schools, "answers"))).select("tbody tr")
    deviating = parse(client.get(url(of_schools, "answers") + "?only=1")).select(
        "tbody tr"
    )

    assert all_rows[0].a.text == "Second school"
    assert len(all_rows) == 3
    assert [row.a.text for row in deviating] == ["Second school"]


def test_report_that_nobody_answers_below_has_no_page_of_answers(
    part, manager, as_user
):
    assert as_user(manager).get(url(part, "answers")).status_code == 404


# Two people


def answers_form(client, report, parse):
    page = parse(client.get(url(report, "sections", "questions")))
    return {"version": page.select_one("form[method=post] [name=version]")["value"]}


def test_second_who_answers_replaces_nothing_unseen(
    part, manager, head, as_user, parse
):
    first, second = (flowing.question(part, f"questions-{n}") for n in (0, 1))
    form = url(part, "sections", "questions")
    opened = answers_form(as_user(manager), part, parse)
    as_user(head).post(form, {f"value-{first.pk}": "no", "version": 0})

    response = as_user(manager).post(form, opened | {f"value-{second.pk}": "yes"})

    assert response.status_code == 422
    assert part.answers.get(question=first).value == "no"
    assert not part.answers.filter(question=second, value="yes").exists()
    page = parse(response)
    assert page.select_one(f"[name=value-{first.pk}][checked]")["value"] == "no"
    assert page.select_one(f"[name=value-{second.pk}][checked]")["value"] == "yes"


def test_second_who_answers_saves_after_having_seen(
    part, manager, head, as_user, parse
):
    first, second = (flowing.question(part, f"questions-{n}") for n in (0, 1))
    form = url(part, "sections", "questions")
    opened = answers_form(as_user(manager), part, parse)
    as_user(head).post(form, {f"value-{first.pk}": "no", "version": 0})
    shown = parse(as_user(manager).post(form, opened | {f"value-{second.pk}": "yes"}))
    seen = shown.select_one("form[method=post] [name=version]")["value"]

    as_user(manager).post(
        form, {f"value-{first.pk}": "no", f"value-{second.pk}": "yes", "version": seen}
    )

    said = part.answers.order_by("question__order").values_list("value", flat=True)
    assert list(said) == ["no", "yes"]


def test_answers_that_stand_as_they_were_read_are_kept_by_whom_they_are(
    part, manager, head
):
    first, second = (flowing.question(part, f"questions-{n}") for n in (0, 1))
    part.answer_all(first.section, {first: {"value": "no"}}, by=head, stamp=0)
    stamp = part.answers_to(first.section).stamp

    said = {first: {"value": "no"}, second: {"value": "yes"}}
    part.answer_all(first.section, said, by=manager, stamp=stamp)

    assert part.answers.get(question=first).answered_by == head
    assert part.answers.get(question=second).answered_by == manager
    with pytest.raises(Stale):
        part.answer_all(first.section, said, by=manager, stamp=stamp)


# The organisation changes


def test_unit_that_moves_takes_its_part_along(
    open_year,
    part,
    other_part,
    first_school,
    second_school,
    preschools,
    preschool,
    manager,
):
    submit(other_part, by=manager)
    approve(other_part, by=manager)
    for unit in (first_school, second_school):
        history.reorganise(unit, on=today(), parent=preschool)

    _added, moved = open_year.follow_organisation()

    part.refresh_from_db()
    other_part.refresh_from_db()
    assert moved == 1
    assert part.committee == preschools
    assert other_part.committee != preschools


def test_unit_that_is_new_gets_a_part(open_year, primary):
    new = UnitFactory(name="New school", parent=primary)

    added, _moved = open_year.follow_organisation()

    assert added == 1
    assert flowing.part_of(open_year, new).status == Report.Status.DRAFT


def test_committee_that_is_new_in_mid_year_gets_a_report_and_is_asked(
    open_year, education
):
    new = CommitteeFactory(name="Ungdomsnämnden")
    UnitFactory(name="Youth centre", parent=education, committee=new)
    whole = open_year.reports.get(level=ReportLevel.MUNICIPALITY)

    open_year.follow_organisation()

    assert flowing.committee_of(open_year, new)
    names = [each["committee"] for each in question_of(whole)["parts"]]
    assert names == ["Förskolenämnden", "Grundskolenämnden", "Ungdomsnämnden"]


def test_unit_that_is_closed_is_waited_for_no_more(
    open_year, of_schools, part, first_school
):
    assert question_of(of_schools)["asked"] == 3

    history.close(first_school, on=today())

    assert question_of(of_schools)["asked"] == 2
    assert part not in Report.objects.awaited()


# Evidence


def test_evidence_of_a_workplace_counts_it_alone(
    open_year, part, other_part, first_school
):
    InspectionRoundFactory(unit=first_school, carried_out_on=date(2023, 5, 2))

    assert rounds_carried_out(part).value == "yes"
    assert rounds_carried_out(other_part).value == "no"


# Many


def test_page_of_a_committee_costs_the_same_for_many_workplaces(
    preschool, primary, schools, hr, manager, as_user, queries
):
    year = flowing.open_year(
        flowing.template(collects=[ReportLevel.UNIT], questions=20)
    )
    committee, client = flowing.committee_of(year, schools), as_user(hr)
    few = queries(lambda: client.get(url(committee)))

    for number in range(8):
        UnitFactory(name=f"School {number}", parent=primary, level=Level.UNIT)
    year.add_reports()
    for report in year.reports.filter(level="unit"):
        flowing.answer(report, "yes", by=manager)

    assert queries(lambda: client.get(url(committee))) == few <= 12
    assert queries(lambda: client.get(url(committee, "answers"))) <= 12


def test_judged_requirement_is_counted_as_answered(preschool, primary, schools, hr):
    year = flowing.open_year(flowing.template(collects=[]))
    report = flowing.committee_of(year, schools)

    flowing.answer(report, "", by=hr, code="judged-0", score=3, submit=False)

    counted = year.reports.for_list().get(pk=report.pk)
    assert (counted.questions_answered, counted.questions) == (1, 3)


def test_part_that_somebody_else_adds_in_the_same_moment_is_there_once(
    preschool, first_school, schools
):
    year = flowing.open_year(flowing.template(collects=[ReportLevel.UNIT]))
    parts = year.reports.filter(level=ReportLevel.UNIT, unit=first_school)
    parts.delete()
    added = []

    def another_is_first(execute, sql, *more):
        if sql.startswith('INSERT INTO "reports_report"') and not added:
            added.append(first_school)
            year.reports.create(
                level=ReportLevel.UNIT,
                unit=first_school,
                committee=schools,
            )
        return execute(sql, *more)

    with connection.execute_wrapper(another_is_first):
        year.add_reports()

    assert added
    assert parts.count() == 1
