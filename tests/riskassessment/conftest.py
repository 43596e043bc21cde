from datetime import timedelta

import pytest

from riskassessment import changing
from riskassessment.models import Risk
from sam.dates import today
from tests.factories import ChecklistFactory, InspectionRoundFactory


@pytest.fixture
def checklist(db):
    return ChecklistFactory()


@pytest.fixture
def questions(checklist):
    return list(checklist.sections.get().questions.all())


@pytest.fixture
def round(school, checklist, head_teacher, safety_representative):
    """Planned by the manager, with the safety representative invited."""
    round = InspectionRoundFactory(
        unit=school, checklist=checklist, planned_by=head_teacher
    )
    round.participants.create(person=head_teacher, part="manager")
    round.participants.create(
        person=safety_representative, part="safety_representative"
    )
    return round


@pytest.fixture
def walked(round, questions, head_teacher):
    """Every question has its answer: one no, the other yes."""
    round.answer(questions[0], by=head_teacher, value="no", comment="The lamp is out")
    round.answer(questions[1], by=head_teacher, value="yes")
    return round


@pytest.fixture
def submitted(walked, head_teacher):
    walked.submit(by=head_teacher, carried_out_on=walked.planned_on, present=[])
    return walked


@pytest.fixture
def sign(safety_representative):
    """The safety representative signs a round as it stands."""

    def sign(round, comment=""):
        return round.sign(
            by=safety_representative, has_read=round.fingerprint(), comment=comment
        )

    return sign


@pytest.fixture
def change(school, head_teacher, safety_representative):
    """A change that the manager has begun to assess; decided in a month."""
    return changing.begin(
        by=head_teacher,
        unit=school,
        title="New rota",
        what_changes="The kitchen works in shifts.",
        affected="Six in the kitchen",
        decision_due_on=today() + timedelta(days=30),
        starts_on=today() + timedelta(days=60),
    )


@pytest.fixture
def put_risk(school, head_teacher):
    """Puts a risk in the register by itself, in the school if nothing else is said."""

    def put(likelihood=4, consequence=3, *, unit=school, **what):
        what = {"description": "It is dark", "by": head_teacher, **what}
        return Risk.objects.bring_up(
            unit=unit, likelihood=likelihood, consequence=consequence, **what
        )

    return put
