"""The safety representative's part, the signature, and what remains until it is closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from mailing.models import Message
from organisation import roles
from organisation.models import Role
from riskassessment.models import Risk
from sam.dates import today
from tests.factories import InspectionRoundFactory, UserFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(
        f"riskassessment:{name}", args=[getattr(arg, "pk", arg) for arg in args]
    )


def signed_form(round, **said):
    read = {"has_read": round.fingerprint(), "is_read": "on"}
    return read | {"agrees": "yes", "comment": ""} | said


def recipients():
    return {message.recipient for message in Message.objects.all()}


@pytest.fixture
def risk(walked, head_teacher):
    answer = walked.answers.get(value="no")
    return Risk.objects.assess(
        answer,
        by=head_teacher,
        description="It is dark",
        likelihood=4,
        consequence=3,
    )


@pytest.fixture
def submitted_with_risk(risk, walked, head_teacher):
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])
    return walked


@pytest.fixture
def signed(submitted_with_risk, sign):
    """Signed with a risk that nothing is decided about."""
    sign(submitted_with_risk)
    return submitted_with_risk


def decide_measure(risk, by):
    risk = Risk.objects.get(pk=risk.pk)
    risk.add_measure(by=by, activity="New lamp", responsible=by, due_on=today())


# Comments


def test_representative_comments_on_an_answer(
    as_user, safety_representative, submitted, questions, htmx, parse
):
    client = as_user(safety_representative)
    address = url("comment", submitted, questions[0])

    response = client.post(address, {"review_comment": "Since May"}, headers=htmx)
    swapped = parse(response)
    reloaded = parse(client.get(submitted.get_absolute_url()))

    assert submitted.answers.get(question=questions[0]).review_comment == "Since May"
    noted = reloaded.select_one(f"#noted-{questions[0].pk}").text.strip()
    assert swapped.find(string=True, recursive=False).strip() == noted != ""
    # The fingerprint to sign follows the comment.
    assert (
        swapped.select_one("#id_has_read")["value"]
        == reloaded.select_one("#id_has_read")["value"]
        == submitted.fingerprint()
    )


def test_comment_without_scripts_goes_back_to_the_question(
    as_user, safety_representative, submitted, questions
):
    response = as_user(safety_representative).post(
        url("comment", submitted, questions[0]), {"review_comment": "Since May"}
    )

    assert response.url.endswith(f"#question-{questions[0].pk}")


@pytest.mark.parametrize("is_htmx", [True, False])
def test_comment_that_is_too_long_is_told(
    as_user, safety_representative, submitted, questions, htmx, is_htmx
):
    response = as_user(safety_representative).post(
        url("comment", submitted, questions[0]),
        {"review_comment": "x" * 5_001},
        headers=htmx if is_htmx else {},
    )

    assertContains(response, 'class="error"', status_code=422)
    assert submitted.answers.get(question=questions[0]).review_comment == ""


def test_comment_after_the_round_was_handed_back_is_told(
    as_user, safety_representative, submitted, questions, htmx
):
    submitted.hand_back(by=safety_representative, reason="The store is missing")

    response = as_user(safety_representative).post(
        url("comment", submitted, questions[0]), {"review_comment": "x"}, headers=htmx
    )

    assert response.headers["HX-Refresh"] == "true"
    assert submitted.answers.get(question=questions[0]).review_comment == ""


# Sign


def test_representative_signs(
    as_user, safety_representative, head_teacher, submitted, parse
):
    client = as_user(safety_representative)

    response = client.post(url("sign", submitted), signed_form(submitted), follow=True)

    signature = submitted.signatures.get()
    assert (signature.by, signature.agrees) == (safety_representative, True)
    assertContains(response, signature.fingerprint)
    assert parse(response).select("form [name=value], form [name=review_comment]") == []
    assert recipients() == {head_teacher}


def test_representative_does_not_agree_and_says_why(
    as_user, safety_representative, submitted
):
    client = as_user(safety_representative)
    against = signed_form(submitted, agrees="no")

    refused = client.post(url("sign", submitted), against)
    response = client.post(
        url("sign", submitted), against | {"comment": "I differ"}, follow=True
    )

    assert refused.status_code == 422
    assert list(refused.context["sign_form"].errors) == ["comment"]
    signature = submitted.signatures.get()
    assert (signature.agrees, signature.comment) == (False, "I differ")
    assertContains(response, "I differ")


@pytest.mark.parametrize("missing", ["is_read", "agrees"])
def test_sign_wants_an_answer(as_user, safety_representative, submitted, missing):
    form = signed_form(submitted, comment="I differ")
    del form[missing]

    response = as_user(safety_representative).post(url("sign", submitted), form)

    assertContains(response, "I differ", status_code=422)
    assert list(response.context["sign_form"].errors) == [missing]
    submitted.refresh_from_db()
    assert submitted.status == "in_review"


def test_sign_of_something_else_than_what_was_read_is_told(
    as_user, safety_representative, submitted
):
    form = signed_form(submitted, has_read="0" * 64)

    response = as_user(safety_representative).post(
        url("sign", submitted), form, follow=True
    )

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    submitted.refresh_from_db()
    assert submitted.status == "in_review"


# Hand back


def test_representative_hands_back_with_a_reason(
    as_user, safety_representative, head_teacher, submitted
):
    client = as_user(safety_representative)

    refused = client.post(url("hand_back", submitted), {"reason": ""})
    client.post(url("hand_back", submitted), {"reason": "The store is missing"})

    assert refused.status_code == 422
    assert recipients() == {head_teacher}
    page = as_user(head_teacher).get(submitted.get_absolute_url())
    assertContains(page, "The store is missing")
    assert "riskassessment/walk.html" in {each.name for each in page.templates}


# Close


def test_signed_round_says_what_is_missing(as_user, head_teacher, signed, risk, parse):
    page = parse(as_user(head_teacher).get(signed.get_absolute_url()))

    assert [link["href"] for link in page.select("#close ul a")] == [
        risk.get_absolute_url()
    ]


def test_round_with_a_measure_for_each_risk_is_closed(
    as_user, head_teacher, safety_representative, signed, risk, parse
):
    decide_measure(risk, head_teacher)
    client = as_user(head_teacher)

    page = parse(client.get(signed.get_absolute_url()))
    response = client.post(url("close", signed), {"note": ""}, follow=True)

    assert page.select("#close ul a") == []
    signed.refresh_from_db()
    assert signed.status == "closed"
    assert parse(response).select("#close") == []
    assert safety_representative in recipients()


def test_round_with_nothing_decided_is_closed_only_with_a_reason(
    as_user, head_teacher, signed
):
    client = as_user(head_teacher)

    refused = client.post(url("close", signed), {"note": ""})
    client.post(url("close", signed), {"note": "The house is pulled down"})

    assert list(refused.context["close_form"].errors) == ["note"]
    assert refused.status_code == 422
    assert signed.transitions.last().note == "The house is pulled down"


def test_round_that_nobody_signs_is_closed_with_a_reason(
    as_user, head_teacher, submitted_with_risk, risk
):
    decide_measure(risk, head_teacher)
    client = as_user(head_teacher)

    refused = client.post(url("close", submitted_with_risk), {"note": ""})
    closed = client.post(
        url("close", submitted_with_risk), {"note": "Nobody answers"}, follow=True
    )

    assert refused.status_code == 422
    submitted_with_risk.refresh_from_db()
    assert submitted_with_risk.status == "closed"
    assertContains(closed, "Nobody answers")


def test_closing_twice_is_told(as_user, head_teacher, signed):
    client = as_user(head_teacher)
    client.post(url("close", signed), {"note": "Enough"})

    response = client.post(url("close", signed), {"note": "Enough"}, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert signed.transitions.filter(to_status="closed").count() == 1


# The protocol


def test_protocol_shows_the_risk_as_it_was_signed_and_leads_to_how_it_stands(
    as_user, head_teacher, signed, risk, parse
):
    Risk.objects.get(pk=risk.pk).rate(
        by=head_teacher, reason="New lamp", likelihood=1, consequence=1
    )

    page = parse(as_user(head_teacher).get(signed.get_absolute_url()))

    as_signed, now = page.select(".risk .ds-tag")
    assert as_signed["data-color"] == "danger"
    assert now["data-color"] == "success"
    assert page.select_one(".risk a")["href"] == risk.get_absolute_url()


def test_protocol_tells_what_has_happened(as_user, hr, signed, parse):
    page = parse(as_user(hr).get(signed.get_absolute_url()))

    labels = [line.text for line in page.select(".log strong")]
    assert labels == [
        signed.Status(move.to_status).label for move in signed.transitions.all()
    ]
    assert len(labels) == 3


def test_who_only_reads_sees_no_forms(as_user, hr, walked, risk, parse):
    page = parse(as_user(hr).get(walked.get_absolute_url()))

    assert page.select("main form") == []
    assert risk.description in page.text


def test_cancelled_round_is_read(as_user, head_teacher, walked):
    walked.cancel(by=head_teacher, reason="The house burned down")

    assertContains(
        as_user(head_teacher).get(walked.get_absolute_url()), "The house burned down"
    )


def test_protocol_says_who_did_not_come(as_user, hr, submitted, sign, parse):
    sign(submitted)

    page = parse(as_user(hr).get(submitted.get_absolute_url()))

    rows = [row.dd.text for row in page.select(".summary > div")[:2]]
    assert [text.split(",", 1)[0] for text in rows] == [
        "Head teacher",
        "Safety representative",
    ]
    assert len({text.split(",", 1)[1] for text in rows}) == 1


def test_signed_round_still_takes_measures(as_user, head_teacher, signed, risk):
    response = as_user(head_teacher).post(
        url("measure_add", risk),
        {
            "activity": "Lamp",
            "responsible": head_teacher.pk,
            "due_on": today() + timedelta(days=1),
        },
    )

    assert response.status_code == 302
    assert risk.measures.count() == 1


# Pages and people


@pytest.mark.parametrize("state", ["in_review", "signed"])
def test_page_costs_the_same_however_much_was_found(
    as_user,
    safety_representative,
    head_teacher,
    school,
    checklist,
    sign,
    count_queries,
    state,
):
    client = as_user(safety_representative)

    def cost(risks):
        round = InspectionRoundFactory(unit=school, checklist=checklist)
        for number, question in enumerate(round.questions()):
            value = "no" if number < risks else "yes"
            answer = round.answer(question, by=head_teacher, value=value)
            if number < risks:
                risk = Risk.objects.assess(
                    answer,
                    by=head_teacher,
                    description="Dark",
                    likelihood=1,
                    consequence=1,
                )
                decide_measure(risk, head_teacher)
        round.submit(by=head_teacher, carried_out_on=today(), present=[])
        if state == "signed":
            sign(round)
        return count_queries(client, round.get_absolute_url())

    assert cost(risks=1) == cost(risks=2) <= 15 + 2


@pytest.mark.parametrize("name", ["sign", "hand_back"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 403), ("HR", 403), ("representative elsewhere", 404)],
)
def test_review_is_for_the_representative_of_the_area(
    as_user, submitted, head_teacher, hr, other_school, name, who, status
):
    elsewhere = UserFactory()
    roles.appoint(elsewhere, Role.SAFETY_REPRESENTATIVE, other_school)
    people = {"manager": head_teacher, "HR": hr, "representative elsewhere": elsewhere}
    form = signed_form(submitted) | {"reason": "No"}

    response = as_user(people[who]).post(url(name, submitted), form)

    assert response.status_code == status
    submitted.refresh_from_db()
    assert submitted.status == "in_review"


def test_closing_is_for_the_manager(as_user, safety_representative, signed):
    response = as_user(safety_representative).post(url("close", signed), {"note": "x"})

    assert response.status_code == 403
    signed.refresh_from_db()
    assert signed.status == "signed"


def test_round_is_not_for_strangers(as_user, round, teacher):
    assert as_user(teacher).get(round.get_absolute_url()).status_code == 404
