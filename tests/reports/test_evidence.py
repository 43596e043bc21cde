"""What the program itself knows of the committee's questions."""

from datetime import timedelta

import pytest
from django.utils import translation

from actionplans.models import Measure
from annualcycle.models import AuthorityInspection
from reports.evidence import EVIDENCE, evidence_for
from reports.forms.writing import AnswersForm
from reports.loading import load_all
from reports.models import Question
from sam.dates import moment
from tests.factories import (
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
)
from tests.healthservice.world import order_of

pytestmark = pytest.mark.django_db

CODE = "rounds-carried-out"
TOOK_PART = "safety-representatives-took-part"
REPORTED_BACK = "reported-back"


@pytest.fixture
def in_period(report):
    return report.reporting_year.period.lower + timedelta(days=100)


def evidence_of(report, code):
    return evidence_for(report, [Question(code=code, evidence=code)])


def made(unit, on, *, came=None, person=None):
    round = InspectionRoundFactory(
        unit=unit, status="in_review", planned_on=on, carried_out_on=on
    )
    if person:
        round.participants.create(
            person=person, part="safety_representative", was_present=came
        )
    return round


@pytest.mark.usefixtures("report")
def test_each_code_is_a_question_of_a_shipped_template():
    load_all()
    shipped = Question.objects.all()

    assert set(EVIDENCE) == set(
        shipped.exclude(evidence="").values_list("evidence", flat=True)
    )


def test_answer_is_partly_and_names_who_lacks_it(report, primary, in_period):
    other = UnitFactory(name="West school", parent=primary)
    made(primary, in_period)

    with translation.override("en"):
        evidence = evidence_of(report, CODE)[CODE]

    assert (evidence.value, evidence.lacking) == ("partly", [other.name])
    assert evidence.sentence == "1 of 2 workplaces have made their rounds."


def test_other_committees_rounds_do_not_count(report, preschool, in_period):
    made(preschool, in_period)

    assert evidence_of(report, CODE)[CODE].value == "no"


@pytest.mark.parametrize(("came", "value"), [(True, "yes"), (False, "no")])
def test_representative_who_did_not_come_did_not_take_part(
    report, primary, hr, in_period, came, value
):
    made(primary, in_period, came=came, person=hr)

    assert evidence_of(report, TOOK_PART)[TOOK_PART].value == value


def test_without_rounds_nothing_is_said_of_who_took_part(report):
    assert evidence_of(report, TOOK_PART) == {}


def finished(unit, on, *, told_to=None, **fields):
    fields.setdefault("plan__unit", unit)
    measure = MeasureFactory(
        status=Measure.Status.DONE, done_on=on, effect_due_on=on, **fields
    )
    if told_to:
        measure.feedback.create(
            audience=told_to, told_on=on, by=measure.responsible, note="It is done."
        )
    return measure


def closed(unit, on, **fields):
    return IncidentFactory(unit=unit, closed=True, closed_at=moment(on), **fields)


def reported_back(report):
    with translation.override("en"):
        return evidence_of(report, REPORTED_BACK).get(REPORTED_BACK)


@pytest.mark.parametrize(
    ("told_to", "value"),
    [("employees", "yes"), ("management", "no"), (None, "no")],
)
def test_measure_is_reported_back_when_the_employees_were_told(
    report, primary, in_period, told_to, value
):
    finished(primary, in_period, told_to=told_to)

    assert reported_back(report).value == value


def test_closed_incident_was_reported_back_and_its_measures_with_it(
    report, primary, in_period
):
    incident = closed(primary, in_period)
    finished(primary, in_period, plan=incident.action_plan)

    evidence = reported_back(report)

    assert evidence.value == "yes"
    assert evidence.sentence.startswith("2 of 2 closed incidents")


def test_imported_incident_without_feedback_was_not_reported_back(
    report, primary, in_period
):
    closed(primary, in_period, feedback_on=None, external_id="KIA-1")

    assert (reported_back(report).value, reported_back(report).lacking) == (
        "no",
        [primary.name],
    )


def test_units_that_lack_it_are_named_once_each(report, primary, in_period):
    other = UnitFactory(name="West school", parent=primary)
    finished(primary, in_period, told_to="employees")
    finished(other, in_period)
    finished(other, in_period)

    evidence = reported_back(report)

    assert (evidence.value, evidence.lacking) == ("partly", ["West school"])
    assert evidence.sentence.startswith("1 of 3 ")


def test_only_the_committees_own_in_the_period_count(
    report, primary, preschool, in_period
):
    last = report.reporting_year.period.upper - timedelta(days=1)
    finished(preschool, in_period)
    finished(primary, report.reporting_year.period.upper)
    finished(primary, report.reporting_year.period.lower - timedelta(days=1))
    before = reported_back(report)
    finished(primary, last)

    assert before is None
    assert reported_back(report).sentence.startswith("0 of 1 ")


def test_what_lacks_it_stands_in_the_list_behind_the_answer(
    report, primary, school_hr, in_period, as_user
):
    finished(primary, in_period, told_to="employees")
    left = finished(primary, in_period)

    page = as_user(school_hr).get(reported_back(report).url).context["page"]

    assert list(page) == [left]


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
        (box,) = page.select(f"[name=value-{answer.question_id}][checked]")
        return box["value"]

    proposed = chosen()
    report.answer(question, "partly", by=school_hr)

    assert (proposed, chosen()) == ("yes", "partly")


def test_municipalitys_form_goes_by_the_committees_answers(summary):
    section = summary.reporting_year.template.sections.get(code="rounds-questions")
    contents = [{"code": section.code, "questions": []}]

    assert AnswersForm(summary, section, contents).evidence == {}


def inspected(report):
    with translation.override("en"):
        return evidence_of(report, "inspected").get("inspected")


def inspection(unit, on):
    by = UserFactory()
    AuthorityInspection.objects.register(by=by, unit=unit, held_on=on, subject="Noise")


def test_nothing_is_known_of_inspections_where_none_was_ever_registered(report):
    assert inspected(report) is None


def test_inspection_in_the_period_says_that_there_was_one(report, primary, in_period):
    inspection(primary, in_period)

    evidence = inspected(report)

    assert evidence.value == "yes"
    assert evidence.sentence.startswith("1 inspection by the authority")
    assert evidence.url.endswith("?year=2023")


def test_inspection_elsewhere_or_later_says_that_there_was_none(
    report, preschool, primary, in_period
):
    inspection(preschool, in_period)
    inspection(primary, report.reporting_year.period.upper)

    assert inspected(report).value == "no"


def test_orders_from_the_health_service_say_that_help_was_used(
    report, primary, preschool, hr, in_period
):
    before = evidence_of(report, "expert-help-used")
    called_off = order_of(primary, hr, ordered_on=in_period)
    called_off.cancel(by=hr)
    order_of(preschool, hr, ordered_on=in_period)
    order_of(primary, hr, ordered_on=in_period - timedelta(days=500))
    elsewhere = evidence_of(report, "expert-help-used")
    order_of(primary, hr, ordered_on=in_period)

    with translation.override("en"):
        found = evidence_of(report, "expert-help-used")["expert-help-used"]

    assert (before, elsewhere) == ({}, {})
    assert (found.value, found.sentence) == (
        "yes",
        "1 order was placed with the occupational health service.",
    )
