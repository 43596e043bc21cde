"""What the program itself knows of the committee's questions."""

from datetime import timedelta

import pytest
from django.utils import translation

from reports.evidence import EVIDENCE, evidence_for
from reports.forms import AnswersForm
from reports.models import Question
from tests.factories import InspectionRoundFactory, UnitFactory

pytestmark = pytest.mark.django_db

CODE = "rounds-carried-out"
TOOK_PART = "safety-representatives-took-part"


@pytest.fixture
def in_period(report):
    return report.reporting_year.period.lower + timedelta(days=100)


def made(unit, on, *, came=None, person=None):
    round = InspectionRoundFactory(
        unit=unit, status="in_review", planned_on=on, carried_out_on=on
    )
    if person:
        round.participants.create(
            person=person, part="safety_representative", was_present=came
        )
    return round


def test_each_code_is_a_question_of_the_shipped_template(report):
    shipped = Question.objects.filter(section__template=report.reporting_year.template)

    assert set(EVIDENCE) <= set(shipped.values_list("code", flat=True))


def test_answer_is_partly_and_names_who_lacks_it(report, primary, in_period):
    other = UnitFactory(name="West school", parent=primary)
    made(primary, in_period)

    with translation.override("en"):
        evidence = evidence_for(report, [CODE])[CODE]

    assert (evidence.value, evidence.lacking) == ("partly", [other.name])
    assert evidence.sentence == "1 of 2 workplaces have made their rounds."


def test_other_committees_rounds_do_not_count(report, preschool, in_period):
    made(preschool, in_period)

    assert evidence_for(report, [CODE])[CODE].value == "no"


@pytest.mark.parametrize(("came", "value"), [(True, "yes"), (False, "no")])
def test_representative_who_did_not_come_did_not_take_part(
    report, primary, hr, in_period, came, value
):
    made(primary, in_period, came=came, person=hr)

    assert evidence_for(report, [TOOK_PART])[TOOK_PART].value == value


def test_without_rounds_nothing_is_said_of_who_took_part(report):
    assert evidence_for(report, [TOOK_PART]) == {}


def test_form_proposes_it_and_keeps_what_was_answered(
    report, primary, school_hr, in_period, as_user, parse
):
    made(primary, in_period)
    question = Question.objects.get(
        section__template=report.reporting_year.template, code=CODE
    )
    answer = report.answers.get(question=question)
    url = f"{report.get_absolute_url()}sections/rounds-questions/"

    def chosen():
        page = parse(as_user(school_hr).get(url))
        (box,) = page.select(f"[name=value-{answer.pk}][checked]")
        return box["value"]

    proposed = chosen()
    report.answer(question, "partly", by=school_hr)

    assert (proposed, chosen()) == ("yes", "partly")


def test_municipalitys_form_goes_by_the_committees_answers(summary):
    section = summary.reporting_year.template.sections.get(code="rounds-questions")
    contents = [{"code": section.code, "questions": []}]

    assert AnswersForm(summary, section, contents).evidence == {}
