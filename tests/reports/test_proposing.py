import pytest

from reports.contents import YearContents
from reports.proposing import propose
from tests.reports import factories


@pytest.mark.parametrize(
    ("rule", "values", "proposed"),
    [
        ("all", ["yes", "yes"], "yes"),
        ("all", ["yes", "no"], "no"),
        ("all", ["yes", "partly"], "partly"),
        ("all", ["partly", "partly"], "partly"),
        ("all", ["partly", "no"], "no"),
        ("all", ["no", "no"], "no"),
        ("all", ["yes", "not_applicable"], "yes"),
        ("all", ["not_applicable", "not_applicable"], "not_applicable"),
        ("all", ["yes", ""], ""),
        ("all", [], ""),
        ("any", ["yes", "no"], "yes"),
        ("any", ["no", "no"], "no"),
        ("any", ["partly", "no"], "partly"),
        ("any", ["no", "not_applicable"], "no"),
    ],
)
def test_proposed_answer(rule, values, proposed):
    assert propose(rule, values) == proposed


def test_summary_takes_the_proposal_and_names_who_differs(year, summary, hr):
    year.add_report(factories.committee("Third"))
    for report, value in zip(
        year.reports.filter(level="committee"), ["yes", "no", "yes"], strict=True
    ):
        answer = report.answers.get(question__code="allocated-in-writing")
        report.answer(answer.question, value, by=hr)

    question = question_of(summary, "allocated-in-writing")

    assert (question["proposed"], question["answer"]) == ("no", "no")
    assert question["deviators"] == [{"committee": "Grundskolenämnden", "answer": "no"}]
    assert question["majority"] == "yes"


def test_departure_from_the_proposal_stands_with_its_reason(year, summary, hr):
    answer = summary.answers.get(question__code="allocated-in-writing")

    summary.answer(answer.question, "partly", by=hr, comment="Only one is missing.")

    question = question_of(summary, "allocated-in-writing")
    assert question["answer"] == "partly"
    assert question["comment"] == "Only one is missing."


def question_of(report, code):
    sections = YearContents(report.reporting_year).of(report)["sections"]
    return next(
        question
        for section in sections
        for question in section.get("questions", [])
        if question["code"] == code
    )
