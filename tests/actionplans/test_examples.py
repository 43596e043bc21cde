"""Measures that worked, told to everyone in words that name nobody."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from actionplans import sharing
from actionplans.models import Example, Measure
from riskassessment.models import Risk
from sam.workflow import InvalidTransition
from tests.factories import (
    ActionPlanFactory,
    ChecklistFactory,
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("examples:list")
TOLD = {
    "title": "Mats at the entrance",
    "problem": "People slipped on wet floors.",
    "done": "We laid mats.",
    "effect": "Nobody slips any more.",
    "control": "enclose",
}


@pytest.fixture
def measure(school):
    return MeasureFactory(plan__unit=school, helped=True, goal="Dry floors")


def share_url(measure):
    return reverse("examples:share", args=[measure.pk])


def shared(measure, **fields):
    fields = TOLD | {"topics": [], "may_be_asked": False} | fields
    fields.setdefault("by", measure.responsible)
    return Example.objects.share(measure, **fields)


# What must not be told


@pytest.mark.parametrize(
    "text",
    [
        "Ask anna.berg@example.org",
        "Call 070-123 45 67",
        "Call +46 70 123 45 67",
        "Call 08-123 456 78",
        "Ring 91 23 45 67",
        "Ring 912 34 567",
        "She is 850412-1234",
        "She is 19850412-1234",
        "She is 198504121234",
        "Fødd 12048512345",
        "Anna wanted mats",
        "We did as Bergs group said",
        "anna berg wanted mats",
        "Anna-Lena wanted mats",
    ],
)
def test_what_tells_of_a_person_is_refused(text):
    with pytest.raises(ValidationError):
        sharing.refuse_persons(text, ["Anna Berg", "Anna-Lena Ek"])


@pytest.mark.parametrize(
    "text",
    [
        "In 2024-2025 we bought 120 mats for 1 250 000 kronor.",
        "On 2026-03-12 at 14:30, and again 05-12-2026, in room 1204.",
        "At the berg by the lake, with the annas of the world.",
        "Bergsund had it too.",
        "AFS 2023:1 asks for it.",
    ],
)
def test_what_tells_of_nobody_is_taken(text):
    assert sharing.refuse_persons(text, ["Anna Berg", "Bo Ek"]) is None


@pytest.mark.parametrize("field", ["title", "problem", "done", "effect"])
def test_name_of_who_works_there_is_refused_in_every_field(
    as_user, head_teacher, school, measure, field
):
    UserFactory(name="Karin Lind", unit=school)
    named = TOLD | {field: "Karin thought of it."}

    response = as_user(head_teacher).post(share_url(measure), named)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assertContains(response, "Karin thought of it.", status_code=422)
    assert not Example.objects.exists()


# Sharing


def test_form_proposes_what_the_measure_says(as_user, head_teacher, measure):
    form = as_user(head_teacher).get(share_url(measure)).context["form"]

    assert form.initial["title"] == measure.activity
    assert form.initial["effect"] == "Nobody has slipped since."
    assert form.initial["problem"] == "Dry floors"


def test_shared_example_is_for_everyone_who_is_logged_in(
    as_user, head_teacher, measure
):
    response = as_user(head_teacher).post(share_url(measure), TOLD)
    stranger = as_user(UserFactory())

    assert response.status_code == 302
    assertContains(stranger.get(LIST), "Mats at the entrance")
    assertContains(stranger.get(response.url), "Nobody slips any more.")
    assertNotContains(stranger.get(response.url), "Head teacher")


def test_who_may_be_asked_is_named(as_user, head_teacher, measure):
    client = as_user(head_teacher)

    response = client.post(share_url(measure), TOLD | {"may_be_asked": "on"})

    # In the page itself, not in the account's menu.
    assertContains(as_user(UserFactory()).get(response.url), "Head teacher")


def test_who_may_be_asked_is_only_who_has_said_so(
    as_user, head_teacher, teacher, school, parse
):
    measure = MeasureFactory(plan__unit=school, responsible=teacher, helped=True)
    example = shared(measure, may_be_asked=True)
    client = as_user(head_teacher)

    page = parse(client.get(share_url(measure)))
    client.post(share_url(measure), TOLD | {"title": "Mats"})

    assert not page.select_one("[name=may_be_asked]").has_attr("checked")
    example.refresh_from_db()
    assert (example.title, example.contact) == ("Mats", teacher)
    as_user(teacher).post(share_url(measure), TOLD)
    example.refresh_from_db()
    assert example.contact is None


@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_measure_that_has_not_helped_is_not_shared(
    as_user, head_teacher, school, status
):
    measure = MeasureFactory(plan__unit=school, status=status)

    response = as_user(head_teacher).post(share_url(measure), TOLD)

    assert response.url == measure.get_absolute_url()
    assert not Example.objects.exists()
    with pytest.raises(InvalidTransition):
        shared(measure)


@pytest.mark.parametrize(("who", "status"), [("sees", 403), ("stranger", 404)])
def test_only_who_handles_the_measure_shares(
    as_user, safety_representative, measure, who, status
):
    user = safety_representative if who == "sees" else UserFactory()

    assert as_user(user).get(share_url(measure)).status_code == status
    assert as_user(user).post(share_url(measure), TOLD).status_code == status
    assert not Example.objects.exists()


def test_text_is_changed_in_place(as_user, head_teacher, measure):
    example = shared(measure)

    as_user(head_teacher).post(share_url(measure), TOLD | {"title": "Better mats"})

    assert Example.objects.get() == example
    assert Example.objects.get().title == "Better mats"


def test_withdrawn_example_is_seen_only_by_who_keeps_it(as_user, head_teacher, measure):
    example = shared(measure)

    as_user(head_teacher).post(reverse("examples:withdraw", args=[example.pk]))

    assert as_user(head_teacher).get(example.get_absolute_url()).status_code == 200
    assert as_user(UserFactory()).get(example.get_absolute_url()).status_code == 404
    assert not Example.objects.offered().exists()


def test_withdrawn_example_is_shared_again(measure):
    shared(measure).withdraw()

    shared(measure)

    assert Example.objects.offered().count() == Example.objects.count() == 1


def test_others_do_not_withdraw(as_user, measure):
    example = shared(measure)

    response = as_user(UserFactory()).post(
        reverse("examples:withdraw", args=[example.pk])
    )

    assert response.status_code == 403
    assert Example.objects.offered().exists()


def test_example_is_not_offered_while_its_effect_is_judged_anew(measure):
    example = shared(measure)

    measure.judge_anew(by=measure.responsible, reason="They slip again")

    assert example not in Example.objects.offered()


# Lists


def test_list_is_searched_and_filtered(as_user, measure, school, municipality):
    mats = shared(measure, topics=["kind:accident"])
    other = MeasureFactory(plan__unit=school, helped=True)
    alarm = shared(
        other,
        title="Alarms",
        done="We bought alarms.",
        control="organise",
        topics=["kind:near_miss"],
    )
    client = as_user(UserFactory())

    def found(**query):
        return list(client.get(LIST, query).context["page"])

    assert found() == [alarm, mats]
    assert found(q="wet MATS") == [mats]
    assert found(control="organise") == [alarm]
    assert found(topic="kind:accident") == [mats]
    assert found(q="nothing of the kind") == []


def test_list_swaps_in_what_a_reload_would_show(as_user, measure, htmx, parse):
    shared(measure)
    client = as_user(UserFactory())

    swapped = parse(client.get(LIST, {"q": "mats"}, headers=htmx))
    reloaded = parse(client.get(LIST, {"q": "mats"}))

    assert swapped.select_one("#results") == reloaded.select_one("#results")


def test_list_costs_the_same_for_more(as_user, school, count_queries):
    client = as_user(UserFactory())

    def share_one():
        shared(MeasureFactory(plan__unit=school, helped=True), topics=["kind:death"])

    share_one()
    for_one = count_queries(client, LIST)
    share_one()
    share_one()

    assert count_queries(client, LIST) == for_one <= 12 + 2


# Where measures are decided


def risk_from(checklist, school):
    round = InspectionRoundFactory(unit=school, checklist=checklist)
    question = checklist.sections.get().questions.first()
    person = UserFactory()
    answer = round.answer(question, by=person, value="no", comment="")
    return Risk.objects.assess(
        answer, by=person, description="A fall", likelihood=3, consequence=3
    )


def test_topics_are_of_the_source_and_of_the_risks(school):
    risk = risk_from(ChecklistFactory(), school)
    incident = IncidentFactory(unit=school, action_plan=ActionPlanFactory(unit=school))
    measure = MeasureFactory(plan=incident.action_plan)
    risk.measures.add(measure)

    key = risk.answer.question.key
    assert sharing.topics_of(measure) == ["kind:near_miss", f"question:{key}"]


def test_risk_is_offered_what_worked_for_the_same_question(
    as_user, head_teacher, school, other_school
):
    checklist = ChecklistFactory()
    before = risk_from(checklist, other_school)
    helped = MeasureFactory(plan__unit=other_school, helped=True)
    before.measures.add(helped)
    example = shared(helped, topics=sharing.topics_of(helped))
    shared(MeasureFactory(helped=True), title="Another", topics=["question:other"])
    risk = risk_from(checklist, school)

    response = as_user(head_teacher).get(
        reverse("riskassessment:measure_add", args=[risk.pk])
    )

    assert response.context["examples"] == [example]
    assertContains(response, f"?example={example.pk}")


def test_those_with_most_in_common_come_first(school):
    incident = IncidentFactory(unit=school, is_violence=True)
    little = shared(MeasureFactory(helped=True), topics=["kind:near_miss"])
    much = shared(MeasureFactory(helped=True), topics=incident.topics())
    shared(MeasureFactory(helped=True), topics=incident.topics()).withdraw()

    assert sharing.about(incident) == [much, little]


def test_used_example_fills_the_form_in(as_user, head_teacher, school):
    incident = IncidentFactory(unit=school, investigated=True)
    example = shared(MeasureFactory(helped=True), topics=incident.topics())
    url = reverse("actionplans:measure_add", args=[incident.action_plan_id])

    response = as_user(head_teacher).get(f"{url}?example={example.pk}")

    form = response.context["form"]
    assert (form["activity"].value(), form["control"].value()) == (
        "We laid mats.",
        "enclose",
    )


@pytest.mark.parametrize("asked", ["nonsense", "", "withdrawn"])
def test_example_that_is_none_fills_nothing_in(
    as_user, head_teacher, school, asked, measure
):
    if asked == "withdrawn":
        example = shared(measure)
        Example.objects.update(withdrawn_at=timezone.now())
        asked = example.pk
    plan = ActionPlanFactory(unit=school)
    url = reverse("actionplans:measure_add", args=[plan.pk])

    response = as_user(head_teacher).get(f"{url}?example={asked}")

    assert response.status_code == 200
    assert not response.context["form"]["activity"].value()


def test_measure_offers_to_be_shared_once_it_has_helped(
    as_user, head_teacher, school, measure
):
    done = MeasureFactory(plan__unit=school, done=True)
    client = as_user(head_teacher)

    assertContains(client.get(measure.get_absolute_url()), share_url(measure))
    assertNotContains(client.get(done.get_absolute_url()), share_url(done))
    assert done.status == Measure.Status.DONE
