import pytest

from demo.people import DEMO_WORKPLACE
from demo.rounds import Rounds
from organisation.models import User
from riskassessment.models import (
    InspectionRound,
    Participant,
    Question,
    Risk,
    Signature,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_most_workplaces_signed_a_round_in_2023(demo):
    signed = InspectionRound.objects.filter(status="signed", carried_out_on__year=2023)

    workplaces = len(demo.workplaces)
    assert 0.8 < signed.values("unit").distinct().count() / workplaces < 0.9
    assert all(round.unanswered().count() == 0 for round in signed[:5])


def test_signatures_are_of_what_the_rounds_say():
    signatures = Signature.objects.select_related("round")

    assert signatures.count() == InspectionRound.objects.filter(status="signed").count()
    for signature in signatures[::50]:
        round = signature.round
        assert signature.is_intact
        assert signature.content == round.content(round.sections())


def test_the_demos_people_have_rounds_to_go_on_with():
    rounds = InspectionRound.objects.filter(unit__name=DEMO_WORKPLACE)
    manager = User.objects.get(email="chef@example.org")
    representative = User.objects.get(email="skyddsombud@example.org")

    assert rounds.reviewed_by(representative).filter(status="in_review").count() == 1
    ongoing = rounds.handled_by(manager).get(status="ongoing")
    assert 0 < ongoing.unanswered().count() < ongoing.questions().count()
    assert rounds.filter(status="planned").exists()


def test_the_central_office_of_schools_walked_without_a_representative():
    came = Participant.objects.filter(
        part="safety_representative", round__carried_out_on__year=2023
    ).values_list("round__unit__parent__name", "was_present")

    absent = {department for department, was_present in came if not was_present}
    assert absent == {"Centrala förvaltningen BUF"}


def test_each_risk_of_the_data_belongs_to_a_question():
    risks = Rounds(people=None)._risks

    for checklist, question in risks:
        assert Question.objects.filter(
            section__checklist__code=checklist, text=question
        ).exists()
    found = set(Risk.objects.values_list("description", flat=True))
    assert found == {row["risk"] for row in risks.values()}


def test_risks_are_answered_by_measures():
    assert Risk.objects.exists()
    assert not Risk.objects.filter(measures=None).exists()
