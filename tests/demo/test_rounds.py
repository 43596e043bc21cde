import pytest
from django.db.models import Count

from demo.people import DEMO_WORKPLACE
from demo.walks import findings
from organisation.models import Unit, User
from representatives.models import RepRequest, StopWork
from riskassessment.coverage import Coverage, State
from riskassessment.models import (
    Answer,
    ChangeAssessment,
    InspectionRound,
    Participant,
    Question,
    Risk,
    Signature,
)
from riskassessment.models.answers import shows_risk
from sam.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture
def here():
    """The rounds of the demo's workplace."""
    return InspectionRound.objects.filter(unit__name=DEMO_WORKPLACE)


@pytest.fixture
def manager(demo):
    return User.objects.get(email="chef@example.org")


@pytest.fixture
def representative(demo):
    return User.objects.get(email="skyddsombud@example.org")


def test_each_workplace_signed_a_round_in_2023_and_closed_it(demo):
    rounds = InspectionRound.objects.filter(carried_out_on__year=2023, status="closed")

    # And the unit that is closed since.
    assert rounds.values("unit").distinct().count() == len(demo.workplaces) + 1
    assert not rounds.filter(signatures=None).exists()
    assert all(round.unanswered().count() == 0 for round in rounds[:5])


def test_signatures_are_of_what_the_rounds_say():
    signatures = Signature.objects.filter(round__isnull=False).order_by("pk")

    for signature in signatures[::50]:
        round = signature.round
        assert signature.is_intact
        assert signature.content["participants"] == round.content([])["participants"]
    # Here no risk has been weighed anew.
    signature = signatures.latest("at")
    assert signature.content == signature.round.content(signature.round.sections())


def test_what_shows_a_risk_follows_from_the_answers():
    answers = Answer.objects.select_related("question")
    kinds = set()

    for answer in [*answers.filter(shows_risk=True)[::20], *answers[::500]]:
        kinds.add(answer.question.kind)
        assert answer.shows_risk == shows_risk(answer.question, answer.value)
    assert kinds >= {"yes_no", "scale"}


def test_some_did_not_agree_and_some_rounds_had_no_representative():
    against = Signature.objects.filter(agrees=False)
    unreviewed = InspectionRound.objects.filter(status="closed", signatures=None)

    assert against.count() > 5
    assert unreviewed.exists()
    for round in unreviewed:
        assert round.transitions.get(to_status="closed").note


def test_the_demos_people_have_rounds_to_go_on_with(here, manager, representative):
    assert here.reviewed_by(representative).filter(status="in_review").count() == 1
    ongoing = here.handled_by(manager).get(status="ongoing")
    assert 0 < ongoing.unanswered().count() < ongoing.questions().count()
    assert ongoing.own_section.questions.exists()
    assert here.filter(status="planned", participants__person=None).exists()
    assert here.filter(status="cancelled").exists()
    assert here.get(status="signed").signature.agrees is False


def test_what_is_asked_now_stands_beside_what_was_found_and_photographed(here):
    ongoing = here.get(status="ongoing")
    sections = ongoing.sections()

    ongoing.add_before(sections)

    before = [question.before for section in sections for question in section.asked]
    with_photo = [each for each in before if each and each.photos.all()]
    assert len(with_photo) == 2
    assert all(each.shows_risk and each.comment for each in with_photo)


def test_the_central_office_of_schools_walked_without_a_representative():
    came = Participant.objects.filter(
        part="safety_representative", round__carried_out_on__year=2023
    ).values_list("round__unit__parent__name", "was_present")

    absent = {department for department, was_present in came if not was_present}
    assert absent == {"Centrala förvaltningen BUF"}


def test_some_who_were_asked_did_not_come_and_some_have_no_account():
    of_rounds = Participant.objects.filter(round__carried_out_on__isnull=False)

    assert of_rounds.filter(part="employee", was_present=False).exists()
    assert of_rounds.filter(part="expert", person=None).exclude(name="").exists()


def test_each_risk_of_the_data_belongs_to_a_question():
    rows = findings()

    for checklist, question in rows:
        assert Question.objects.filter(
            section__checklist__code=checklist, text=question
        ).exists()
    of_rounds = Risk.objects.filter(answer__isnull=False)
    found = set(of_rounds.values_list("description", flat=True))
    assert found <= {row["risk"] for row in rows.values()}
    assert len(found) > 25


def test_risks_of_rounds_are_answered_by_measures():
    assert not Risk.objects.filter(measures=None, answer__isnull=False).exists()


def test_the_register_has_risks_in_every_state(here):
    risks = Risk.objects.annotate(weighings=Count("ratings"))
    unit = here[0].unit

    assert Risk.objects.to_rerate().filter(unit=unit).exists()
    assert risks.filter(unit=unit, weighings=3).exists()
    assert risks.filter(unit=unit, status="closed").exists()
    assert risks.filter(unit=unit, answer=None, change=None).count() == 2
    for risk in risks.filter(weighings__gt=1)[:20]:
        assert risk.ratings.last().cell == risk.cell
        assert risk.ratings.last().reason


def test_a_closed_unit_has_left_risks_and_one_has_moved():
    closed = Unit.objects.exclude(closed_on=None).get()

    assert Risk.objects.open().filter(unit=closed).count() == 2
    assert Risk.objects.get(moves__from_unit=closed).unit != closed


def test_departments_have_come_differently_far(demo):
    covered = Coverage(today())

    departments = {each.department.pk for each in demo.workplaces}
    states = {covered.below(pk).state for pk in departments}
    assert states == set(State)
    assert Coverage(today().replace(year=2023, month=12, day=31)).state == State.YES


def test_changes_are_assessed_in_each_state():
    changes = ChangeAssessment.objects.filter(unit__name=DEMO_WORKPLACE)

    assert sorted(changes.values_list("status", flat=True)) == [
        *("cancelled", "decided", "draft", "followed_up", "in_review")
    ]
    for change in changes.filter(status__in=["decided", "followed_up"]):
        assert change.signature.is_intact
    # Here no risk has been weighed anew.
    decided = changes.get(status="decided")
    assert decided.signature.content == decided.content()


def test_the_representative_has_asked_and_stopped(representative):
    requests = RepRequest.objects.filter(representative=representative)

    assert requests.filter(status="answered").count() == 1
    assert requests.overdue().count() == 1
    assert StopWork.objects.get(representative=representative).status == "lifted"
