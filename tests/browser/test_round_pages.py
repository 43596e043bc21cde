"""The pages of a round on a telephone, with scripts and without, from the walk to the end."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from riskassessment.models import Question, Risk
from sam.dates import today
from tests.browsing import overflow, violations
from tests.factories import ChecklistFactory, InspectionRoundFactory

pytestmark = pytest.mark.browser

KINDS = [
    {"kind": "yes_no", "text": "Is the light good?"},
    {"kind": "scale", "risk_when": "at_most", "risk_limit": 2, "low_label": "Never"},
    {"kind": "number", "risk_when": "never", "unit_label": "decibel"},
    {"kind": "text", "risk_when": "never"},
]
# What a thumb meets in a question, with its height; what is hidden has none.
HEIGHTS = """[...document.querySelectorAll(
    "article .option, article .ds-button, article summary, .walk-bar .ds-button"
)].map((each) => Math.round(each.getBoundingClientRect().height)).filter(Boolean)"""


@pytest.fixture
def round(school, head_teacher, safety_representative):
    """Each kind of question, and a risk behind the first; the second round of its kind."""
    checklist = ChecklistFactory(questions__published=False)
    section = checklist.sections.get()
    section.questions.all().delete()
    for order, question in enumerate(KINDS):
        Question.objects.create(
            section=section,
            order=order,
            **{"text": f"How is it with {order}?", "key": str(order)} | question,
        )
    checklist.publish()
    for value in ["yes", "no"]:
        round = InspectionRoundFactory(
            unit=school, checklist=checklist, planned_by=head_teacher
        )
        for question, said in zip(
            round.questions(), [value, "4", "70", "It is calm"], strict=True
        ):
            answer = round.answer(question, by=head_teacher, value=said, comment="Seen")
            if answer.shows_risk:
                Risk.objects.assess(
                    answer,
                    by=head_teacher,
                    description="A fall",
                    likelihood=4,
                    consequence=4,
                )
        if value == "yes":
            round.submit(by=head_teacher, carried_out_on=today(), present=[])
    return round


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark")])
def test_walk_is_accessible_and_fits_and_has_targets_for_a_thumb(
    open_page, round, head_teacher, width, scheme
):
    page = open_page(
        round.get_absolute_url(), user=head_teacher, width=width, scheme=scheme
    )

    assert violations(page) == []
    assert overflow(page) == 0
    assert min(page.evaluate(HEIGHTS)) >= 52


def test_walk_without_scripts_question_by_question(open_page, round, head_teacher):
    question = round.questions().get(kind="scale")
    address = reverse("riskassessment:answer", args=[round.pk, question.pk])
    page = open_page(address, user=head_teacher, width=390, scripts=False)

    page.locator(".choices .option", has_text="1").first.click()
    page.locator(".answer-form button[value=stay]").click()
    page.locator(".risk-form [name=description]").fill("Nobody comes")
    page.locator(".risk-form [name=likelihood]").nth(4).check()
    page.locator(".risk-form [name=consequence]").nth(3).check()
    page.locator(".risk-form button").click()
    asked = page.locator(f"#question-{question.pk}")
    expect(asked).to_contain_text("Nobody comes")

    risk = Risk.objects.get(answer__round=round, answer__question=question)
    assert (risk.description, risk.likelihood, risk.consequence) == (
        "Nobody comes",
        5,
        4,
    )
    assert overflow(page) == 0


def test_review_signature_and_closing_on_a_telephone(
    open_page, round, head_teacher, safety_representative
):
    round.submit(by=head_teacher, carried_out_on=today(), present=[])
    page = open_page(round.get_absolute_url(), user=safety_representative, width=390)
    in_review = (violations(page), overflow(page))

    page.locator("[name=review_comment]").first.fill("Since May")
    page.locator("[name=agrees][value=yes]").check()
    page.get_by_text("Sparat", exact=True).wait_for()
    page.locator("[name=is_read]").check()
    page.locator("form[action$='/sign/'] button").click()
    page.locator(".fingerprint").wait_for()
    signed = (violations(page), overflow(page))
    page = open_page(round.get_absolute_url(), user=head_teacher, width=390)
    page.locator("#close [name=note]").fill("The house is pulled down")
    page.locator("#close button").click()
    page.locator("#close").wait_for(state="detached")

    assert in_review == signed == ([], 0)
    round.refresh_from_db()
    assert round.status == "closed"
    content = round.signatures.get().content
    said = content["sections"][0]["questions"][0]
    assert said["review_comment"] == "Since May"
