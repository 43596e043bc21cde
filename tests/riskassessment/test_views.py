from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from organisation import roles
from organisation.models import Role
from riskassessment.models import Answer, Risk
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


# Walk


def test_answer_is_saved_and_goes_back_to_the_question(
    as_user, head_teacher, round, questions
):
    response = as_user(head_teacher).post(
        url("answer", round, questions[1]), {"value": "yes", "comment": "New lamps"}
    )

    assert response.url == f"{round.get_absolute_url()}#question-{questions[1].pk}"
    answer = round.answers.get()
    assert (answer.value, answer.comment, answer.answered_by) == (
        "yes",
        "New lamps",
        head_teacher,
    )


def without_tokens(page):
    for token in page.select("[name=csrfmiddlewaretoken]"):
        token.extract()
    for swapped in page.select("[hx-swap-oob]"):
        del swapped["hx-swap-oob"]
    return page


@pytest.mark.parametrize("value", ["yes", "no", "not_applicable"])
def test_answer_swaps_in_what_a_reload_would_show(
    as_user, head_teacher, round, questions, htmx, parse, value
):
    client = as_user(head_teacher)
    pk = questions[0].pk

    response = client.post(
        url("answer", round, pk), {"value": value, "comment": ""}, headers=htmx
    )
    swapped = without_tokens(parse(response))
    reloaded = without_tokens(parse(client.get(round.get_absolute_url())))

    for part in ["#progress", "#left"]:
        assert swapped.select_one(part) == reloaded.select_one(part)
    saved = swapped.find(string=True, recursive=False).strip()
    assert saved == reloaded.select_one(f"#saved-{pk}").text.strip() != ""
    opened = swapped.select_one(f"#risk-{pk}")
    assert (opened is not None) == (value == "no")
    if opened:
        assert opened == reloaded.select_one(f"#risk-{pk}")
        assert opened.select("[name=likelihood]")


def test_comment_leaves_the_risk_being_written_alone(
    as_user, head_teacher, walked, questions, htmx, parse
):
    answer = {"value": "no", "comment": "Two lamps are out"}

    response = as_user(head_teacher).post(
        url("answer", walked, questions[0]), answer, headers=htmx
    )

    assert parse(response).select_one(f"#risk-{questions[0].pk}") is None


def test_answer_no_to_yes_takes_the_risk_away(
    as_user, head_teacher, walked, questions, htmx, parse
):
    response = as_user(head_teacher).post(
        url("answer", walked, questions[0]), {"value": "yes"}, headers=htmx
    )

    assert parse(response).select_one(f"#risk-{questions[0].pk}").text == ""


def test_answer_that_makes_no_sense_is_refused(
    as_user, head_teacher, round, questions, htmx
):
    client = as_user(head_teacher)
    wrong = {"value": "perhaps", "comment": "Look again"}

    plain = client.post(url("answer", round, questions[0]), wrong)
    swapped = client.post(url("answer", round, questions[0]), wrong, headers=htmx)

    assertContains(plain, "Look again", status_code=422)
    assertContains(swapped, "perhaps", status_code=422)
    assert not round.answers.exists()


def test_answer_belongs_to_the_checklist(as_user, head_teacher, round):
    other = InspectionRoundFactory()

    response = as_user(head_teacher).post(
        url("answer", round, other.questions()[0]), {"value": "yes"}
    )

    assert response.status_code == 404


def test_answer_to_a_round_in_review_is_told(
    as_user, head_teacher, submitted, questions, htmx
):
    client = as_user(head_teacher)
    address = url("answer", submitted, questions[0])

    plain = client.post(address, {"value": "yes"})
    swapped = client.post(address, {"value": "yes"}, headers=htmx)

    assert plain.url == submitted.get_absolute_url()
    assert swapped.headers["HX-Refresh"] == "true"
    assert submitted.answers.get(question=questions[0]).value == "no"


def test_risk_is_assessed_and_shown_in_words(
    as_user, head_teacher, walked, questions, htmx, parse
):
    client = as_user(head_teacher)
    pk = questions[0].pk

    response = client.post(url("assess", walked, pk), RISK, headers=htmx)
    swapped = without_tokens(parse(response))
    reloaded = without_tokens(parse(client.get(walked.get_absolute_url())))

    risk = Risk.objects.get()
    assert risk.score == 12
    assert swapped.select_one(f"#risk-{pk}") == reloaded.select_one(f"#risk-{pk}")
    assert swapped.select_one("#left") == reloaded.select_one("#left")
    for words in [risk.level.label, risk.get_likelihood_display()]:
        assertContains(response, words)


@pytest.mark.parametrize("is_htmx", [True, False])
def test_risk_that_is_not_whole_is_asked_for_again(
    as_user, head_teacher, walked, questions, htmx, is_htmx
):
    response = as_user(head_teacher).post(
        url("assess", walked, questions[0]),
        RISK | {"likelihood": ""},
        headers=htmx if is_htmx else {},
    )

    assertContains(response, "It is dark", status_code=422)
    assert not Risk.objects.exists()


def test_risk_goes_back_to_the_question_without_scripts(
    as_user, head_teacher, walked, questions
):
    response = as_user(head_teacher).post(url("assess", walked, questions[0]), RISK)

    assert response.url.endswith(f"#question-{questions[0].pk}")
    assert Risk.objects.get().description == "It is dark"


def test_risk_of_a_round_in_review_stays(as_user, head_teacher, submitted, questions):
    as_user(head_teacher).post(url("assess", submitted, questions[0]), RISK)

    assert not Risk.objects.exists()


def test_measure_against_a_risk(as_user, head_teacher, teacher, risk, walked):
    client = as_user(head_teacher)
    wanted = {
        "activity": "New lamp",
        "responsible": teacher.pk,
        "due_on": today() + timedelta(days=7),
    }

    refused = client.post(url("measure_add", risk), wanted | {"activity": ""})
    added = client.post(url("measure_add", risk), wanted)

    assertContains(refused, risk.description, status_code=422)
    question = risk.answer.question_id
    assert added.url == f"{walked.get_absolute_url()}#question-{question}"
    assertContains(client.get(walked.get_absolute_url()), "New lamp")
    assert risk.measures.get().plan.source == walked


def test_page_says_when_nothing_is_left(as_user, head_teacher, walked, risk, parse):
    left = parse(as_user(head_teacher).get(walked.get_absolute_url())).select_one(
        "#left"
    )

    assert left.select("a") == []
    assert left.p.text


def test_page_lists_what_is_left(as_user, head_teacher, round, questions, parse):
    round.answer(questions[0], by=head_teacher, value="no")

    left = parse(as_user(head_teacher).get(round.get_absolute_url())).select("#left ul")

    assert [[link["href"] for link in part.select("a")] for part in left] == [
        [f"#question-{questions[1].pk}"],
        [f"#question-{questions[0].pk}"],
    ]


@pytest.mark.parametrize("questions", [2, 12])
def test_round_query_count(
    as_user, head_teacher, school, questions, django_assert_max_num_queries
):
    checklist = ChecklistFactory(questions=questions)
    round = InspectionRoundFactory(
        unit=school, checklist=checklist, planned_by=head_teacher
    )
    for question in round.questions():
        answer = round.answer(question, by=head_teacher, value="no")
        risk = Risk.objects.assess(
            answer, **{**RISK, "likelihood": 4, "consequence": 3}
        )
        risk.add_measure(
            by=head_teacher, activity="Lamp", responsible=head_teacher, due_on=today()
        )
    client = as_user(head_teacher)

    with django_assert_max_num_queries(MOST):
        client.get(round.get_absolute_url())


# Submit


def test_submit_hands_over_and_records_who_came(as_user, head_teacher, walked):
    response = as_user(head_teacher).post(
        url("submit", walked), submitted_form(walked), follow=True
    )

    walked.refresh_from_db()
    assert walked.status == "in_review"
    assert set(walked.participants.values_list("was_present", flat=True)) == {False}
    assert response.templates[0].name == "riskassessment/protocol.html"


def test_submit_wants_to_know_who_came(as_user, head_teacher, walked):
    response = as_user(head_teacher).post(
        url("submit", walked), {"carried_out_on": today()}
    )

    assert response.status_code == 422
    assert len(response.context["submit_form"].errors) == 2


def test_submit_refuses_a_day_that_has_not_come(as_user, head_teacher, walked):
    form = submitted_form(walked) | {"carried_out_on": today() + timedelta(days=1)}

    response = as_user(head_teacher).post(url("submit", walked), form)

    assert list(response.context["submit_form"].errors) == ["carried_out_on"]


def test_submit_with_questions_left_is_told(as_user, head_teacher, walked, questions):
    walked.answer(questions[1], by=head_teacher, value="")

    response = as_user(head_teacher).post(
        url("submit", walked), submitted_form(walked), follow=True
    )

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    walked.refresh_from_db()
    assert walked.status == "ongoing"


# Review and sign


def signed_form(round):
    return {"has_read": round.fingerprint(), "is_read": "on", "comment": "I differ"}


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


def test_representative_signs_with_dissent(
    as_user, safety_representative, submitted, parse
):
    client = as_user(safety_representative)

    response = client.post(url("sign", submitted), signed_form(submitted), follow=True)

    signature = submitted.signature
    assert (signature.by, signature.comment) == (safety_representative, "I differ")
    assertContains(response, signature.fingerprint)
    assertContains(response, "I differ")
    assert parse(response).select("form [name=value], form [name=review_comment]") == []


def test_sign_wants_the_tick(as_user, safety_representative, submitted):
    form = signed_form(submitted)
    del form["is_read"]

    response = as_user(safety_representative).post(url("sign", submitted), form)

    assertContains(response, "I differ", status_code=422)
    assert list(response.context["sign_form"].errors) == ["is_read"]
    submitted.refresh_from_db()
    assert submitted.status == "in_review"


def test_sign_of_something_else_than_what_was_read_is_told(
    as_user, safety_representative, submitted
):
    form = signed_form(submitted) | {"has_read": "0" * 64}

    response = as_user(safety_representative).post(
        url("sign", submitted), form, follow=True
    )

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    submitted.refresh_from_db()
    assert submitted.status == "in_review"


def test_representative_hands_back_with_a_reason(
    as_user, safety_representative, head_teacher, submitted
):
    client = as_user(safety_representative)

    refused = client.post(url("hand_back", submitted), {"reason": ""})
    client.post(url("hand_back", submitted), {"reason": "The store is missing"})

    assert refused.status_code == 422
    page = as_user(head_teacher).get(submitted.get_absolute_url())
    assertContains(page, "The store is missing")
    assert page.templates[0].name == "riskassessment/walk.html"


def test_review_query_count(
    as_user, safety_representative, submitted, django_assert_max_num_queries
):
    client = as_user(safety_representative)

    with django_assert_max_num_queries(MOST):
        client.get(submitted.get_absolute_url())


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


@pytest.mark.parametrize(("who", "status"), [("representative", 403), ("nobody", 404)])
@pytest.mark.parametrize("name", ["answer", "assess", "submit"])
def test_walking_is_for_the_manager(
    as_user, safety_representative, walked, questions, name, who, status
):
    user = safety_representative if who == "representative" else UserFactory()
    args = [] if name == "submit" else [questions[0]]

    response = as_user(user).post(
        url(name, walked, *args), {"value": "yes", **RISK, **submitted_form(walked)}
    )

    assert response.status_code == status
    walked.refresh_from_db()
    assert walked.status == "ongoing"
    assert Answer.objects.filter(value="no").exists()


def test_round_is_not_for_strangers(as_user, round, teacher):
    assert as_user(teacher).get(round.get_absolute_url()).status_code == 404


def test_who_only_reads_sees_the_protocol(as_user, hr, walked, risk, parse):
    page = parse(as_user(hr).get(walked.get_absolute_url()))

    assert page.select("main form") == []
    assert risk.description in page.text


def test_protocol_says_who_did_not_come(as_user, hr, submitted, sign, parse):
    sign(submitted)

    page = parse(as_user(hr).get(submitted.get_absolute_url()))

    rows = [row.dd.text for row in page.select(".summary > div")[:2]]
    assert [text.split(",", 1)[0] for text in rows] == [
        "Head teacher",
        "Safety representative",
    ]
    assert len({text.split(",", 1)[1] for text in rows}) == 1


def test_signed_round_still_takes_measures(
    as_user, head_teacher, walked, risk, sign, parse
):
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])
    sign(walked)
    client = as_user(head_teacher)

    page = parse(client.get(walked.get_absolute_url()))
    response = client.post(
        url("measure_add", risk),
        {"activity": "Lamp", "responsible": head_teacher.pk, "due_on": today()},
    )

    assert page.select(f'a[href="{url("measure_add", risk)}"]')
    assert response.status_code == 302
    assert risk.measures.count() == 1
