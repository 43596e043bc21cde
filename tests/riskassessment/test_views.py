import pytest
from django.urls import reverse
from pytest_django.asserts import assertNotContains

from organisation import roles
from organisation.models import Role
from riskassessment.models import Risk
from sam.dates import today
from tests.factories import (
    ChecklistFactory,
    InspectionRoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

RISKS = reverse("riskassessment:risk_list")
# Twelve at most in a request, and the savepoint in the test's own transaction.
MOST = 12 + 2
RISK = {"description": "It is dark", "likelihood": "4", "consequence": "3"}


def url(name, *args):
    return reverse(
        f"riskassessment:{name}", args=[getattr(arg, "pk", arg) for arg in args]
    )


def submitted_form(round, came="no"):
    return {"carried_out_on": today()} | {
        f"came_{participant.pk}": came for participant in round.participants.all()
    }


@pytest.fixture
def risk(walked):
    answer = walked.answers.get(value="no")
    return Risk.objects.assess(
        answer, description="It is dark", likelihood=4, consequence=3
    )


# Lists


@pytest.mark.parametrize("address", [RISKS])
def test_lists_swap_in_what_a_reload_would_show(
    as_user, head_teacher, risk, htmx, parse, address
):
    client = as_user(head_teacher)

    swapped = parse(client.get(address, {"unit": risk.unit.pk}, headers=htmx))
    reloaded = parse(client.get(address, {"unit": risk.unit.pk}))

    assert swapped.find("html") is None
    assert swapped.select_one("#results") == reloaded.select_one("#results")


def test_register_query_count(as_user, head_teacher, school, count_queries):
    client = as_user(head_teacher)

    def find_risk():
        round = InspectionRoundFactory(unit=school)
        answer = round.answer(round.questions()[0], by=head_teacher, value="no")
        Risk.objects.assess(answer, description="Dark", likelihood=1, consequence=1)

    find_risk()
    for_one = count_queries(client, RISKS)
    find_risk()
    find_risk()

    assert count_queries(client, RISKS) == for_one <= MOST


def test_register_pages_by_score(as_user, head_teacher, school, parse):
    round = InspectionRoundFactory(
        unit=school, checklist=ChecklistFactory(questions=53)
    )
    for number, question in enumerate(round.questions()):
        answer = round.answer(question, by=head_teacher, value="no")
        Risk.objects.assess(
            answer, description="Dark", likelihood=1 + number % 5, consequence=2
        )
    client = as_user(head_teacher)

    first = client.get(RISKS)
    second = client.get(RISKS + parse(first).select_one("a[rel=next]")["href"])

    scores = [risk.score for risk in [*first.context["page"], *second.context["page"]]]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 53


def test_register_shows_the_matrix_and_filters_by_level(
    as_user, head_teacher, risk, parse
):
    client = as_user(head_teacher)

    page = parse(client.get(RISKS))
    low = client.get(RISKS, {"level": "low"})
    high = client.get(RISKS, {"level": "high"})

    counted = [
        (cell.find_parent("tr").th.text, cell["class"])
        for cell in page.select(".matrix td")
        if cell.select_one(".number").text == "1"
    ]
    assert counted == [(risk.get_likelihood_display(), ["high"])]
    assert (list(low.context["page"]), list(high.context["page"])) == ([], [risk])


def test_register_hides_risks_of_others(as_user, risk, other_school):
    manager = UserFactory()
    roles.appoint(manager, Role.MANAGER, other_school)

    assertNotContains(as_user(manager).get(RISKS), risk.description)
