"""The pages of lifted matters: the list, one with its chain, the acts, the e-mails."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse, reverse_lazy
from openpyxl import load_workbook

from actionplans import escalating
from actionplans.models import Escalation
from mailing.models import Message
from organisation import history, roles
from organisation.models import Level, Role
from sam.dates import today
from tests.factories import (
    FOUNDED,
    ActionPlanFactory,
    CommitteeFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

LIST = reverse_lazy("escalations:list")
WHAT = {
    "matter": "The hall echoes",
    "theme": "premises",
    "lacks": "money",
    "reason": "Sound panels cost more than the school has.",
    "wanted": "Panels in the hall",
}
ANSWER = {
    "decision": "granted",
    "answer": "Panels are put up in May.",
    "answered_on": today().isoformat(),
}


@pytest.fixture
def measure(school):
    return MeasureFactory(plan=ActionPlanFactory(unit=school), activity="Sound panels")


@pytest.fixture
def premises(municipality):
    return UnitFactory(name="Premises", level=Level.ADMINISTRATION, parent=municipality)


@pytest.fixture
def caretaker(premises):
    user = UserFactory(name="Caretaker", unit=premises)
    roles.appoint(user, Role.MANAGER, premises)
    return user


@pytest.fixture
def committee(administration):
    committee = CommitteeFactory(name="School committee", slug="schools")
    history.reorganise(administration, on=FOUNDED, committee=committee)
    return committee


@pytest.fixture
def step(school, administration, head_teacher, head_of_administration, measure):
    return escalating.lift(
        by=head_teacher,
        from_unit=school,
        to_unit=administration,
        measure=measure,
        **WHAT,
    )


def lift_url(measure):
    return reverse("escalations:lift_measure", args=[measure.pk])


def act_url(step, name):
    return reverse("escalations:act", args=[step.pk, name])


def told():
    """[(template's fact, who was told)] of all in the outbox."""
    return sorted(
        (about.split(":")[0], name)
        for about, name in Message.objects.values_list("about", "recipient__name")
    )


# Lifting


def test_form_knows_the_measure_and_the_level_above(
    as_user, parse, head_teacher, measure, administration
):
    page = parse(as_user(head_teacher).get(lift_url(measure)))

    assert page.select_one("[name=matter]").text.strip() == "Sound panels"
    assert page.select_one("[name=to][checked]")["value"] == "above"
    assert administration.name in page.select_one("main form").text


def test_measure_is_lifted_to_the_level_above(
    as_user, head_teacher, head_of_administration, measure, administration
):
    response = as_user(head_teacher).post(lift_url(measure), WHAT | {"to": "above"})

    assert response.url == measure.get_absolute_url()
    step = Escalation.objects.get()
    assert (step.to_unit, step.measure) == (administration, measure)
    assert told() == [("escalation_sent", "Head of schools")]


def test_measure_is_lifted_to_another_administration_by_its_name(
    as_user, head_teacher, caretaker, measure, premises
):
    data = WHAT | {"to": "elsewhere", "unit_search": "Premises"}

    as_user(head_teacher).post(lift_url(measure), data)

    assert Escalation.objects.get().to_unit == premises


def test_measure_is_lifted_to_the_committee(
    as_user, head_teacher, head_of_administration, hr, measure, committee
):
    data = WHAT | {"to": "committee-schools"}

    as_user(head_teacher).post(lift_url(measure), data)

    assert Escalation.objects.get().committee == committee
    assert told() == [
        ("escalation_sent", "HR"),
        ("escalation_sent", "Head of schools"),
    ]


def test_form_without_a_unit_says_so_and_keeps_what_was_typed(
    as_user, parse, head_teacher, measure
):
    data = WHAT | {"to": "elsewhere"}

    response = as_user(head_teacher).post(lift_url(measure), data)

    assert response.status_code == 422
    page = parse(response)
    assert "Say which unit." in page.text
    assert page.select_one("[name=reason]").text.strip() == WHAT["reason"]
    assert not Escalation.objects.exists()


def test_unit_lifts_nothing_to_itself(as_user, head_teacher, measure, school):
    data = WHAT | {"to": "elsewhere", "unit": str(school.pk)}

    response = as_user(head_teacher).post(lift_url(measure), data)

    assert response.status_code == 422


def test_measure_lifted_already_is_not_lifted_again(
    as_user, parse, head_teacher, step, measure
):
    client = as_user(head_teacher)

    shown = client.get(lift_url(measure))
    sent = client.post(lift_url(measure), WHAT | {"to": "above"})

    assert shown.url == measure.get_absolute_url()
    assert sent.status_code == 422
    assert "already lifted" in parse(sent).text
    assert Escalation.objects.count() == 1


def test_only_who_handles_the_unit_lifts(
    as_user, measure, safety_representative, teacher
):
    responsible = measure.responsible

    assert as_user(safety_representative).get(lift_url(measure)).status_code == 403
    assert as_user(responsible).get(lift_url(measure)).status_code == 403
    assert as_user(teacher).get(lift_url(measure)).status_code == 404


# Acts


def test_receiver_receives_answers_and_the_sender_is_told(
    as_user, head_teacher, head_of_administration, step
):
    client = as_user(head_of_administration)

    client.post(act_url(step, "accept"))
    response = client.post(act_url(step, "answer"), ANSWER)

    assert response.url == step.get_absolute_url()
    step.refresh_from_db()
    assert (step.status, step.decision) == ("answered", "granted")
    assert told() == [
        ("escalation_accepted", "Head teacher"),
        ("escalation_answered", "Head teacher"),
        ("escalation_sent", "Head of schools"),
    ]


def test_second_answer_keeps_what_was_typed(
    as_user, parse, head_of_administration, step
):
    client = as_user(head_of_administration)
    client.post(act_url(step, "answer"), ANSWER)

    late = ANSWER | {"decision": "refused", "answer": "There is no money."}
    response = client.post(act_url(step, "answer"), late)

    assert response.status_code == 422
    page = parse(response)
    assert "already moved on" in page.text
    assert page.select_one("[name=answer]").text.strip() == "There is no money."
    step.refresh_from_db()
    assert step.decision == "granted"


def test_answer_from_before_it_was_sent_is_refused(
    as_user, parse, head_of_administration, step
):
    early = ANSWER | {"answered_on": (today() - timedelta(days=1)).isoformat()}

    response = as_user(head_of_administration).post(act_url(step, "answer"), early)

    assert response.status_code == 422
    assert "It was not sent yet then." in parse(response).text


def test_committees_answer_has_paragraph_and_comes_back_to_all(
    as_user, head_teacher, head_of_administration, hr, step, committee
):
    client = as_user(head_of_administration)
    data = {"to": "committee-schools", "reason": "Beyond our budget"}
    client.post(act_url(step, "pass-on"), data)
    at_committee = Escalation.objects.get(committee=committee)

    decided = {"paragraph": "§ 12", "registry_number": "BUN 2026/7"}
    as_user(hr).post(act_url(at_committee, "answer"), ANSWER | decided)

    step.refresh_from_db()
    assert (step.status, step.paragraph) == ("answered", "§ 12")
    assert step.registry_number == "BUN 2026/7"
    answered = [name for fact, name in told() if fact == "escalation_answered"]
    assert answered == ["Head of schools", "Head teacher"]


def test_answer_that_went_through_two_levels_is_told_of_once(
    as_user, parse, head_teacher, head_of_administration, hr, step, committee
):
    client = as_user(head_of_administration)
    data = {"to": "committee-schools", "reason": "Beyond our budget"}
    client.post(act_url(step, "pass-on"), data)
    at_committee = Escalation.objects.get(committee=committee)
    as_user(hr).post(act_url(at_committee, "answer"), ANSWER)

    for each in (step, at_committee):
        page = parse(as_user(head_teacher).get(each.get_absolute_url()))
        assert page.select_one(".log").text.count(ANSWER["answer"]) == 1


def test_unit_that_has_had_it_is_refused_with_a_reason(
    as_user, parse, caretaker, head_of_administration, step, administration, premises
):
    at_premises = escalating.pass_on(
        step, by=head_of_administration, to_unit=premises, reason="Your houses"
    )
    data = {"to": "elsewhere", "unit": str(administration.pk), "reason": "Yours"}

    response = as_user(caretaker).post(act_url(at_premises, "pass-on"), data)

    assert response.status_code == 422
    page = parse(response)
    assert "That unit has already had the matter." in page.text
    assert page.select_one("[name=reason]").text.strip() == "Yours"


def test_matter_given_back_says_why(
    as_user, parse, head_teacher, head_of_administration, step
):
    data = {"reason": "Ask the premises department."}
    as_user(head_of_administration).post(act_url(step, "return"), data)

    page = parse(as_user(head_teacher).get(step.get_absolute_url()))

    assert "Ask the premises department." in page.select_one(".log").text
    assert ("escalation_returned", "Head teacher") in told()


def test_sender_takes_it_back_and_the_receiver_is_told(as_user, head_teacher, step):
    data = {"reason": "It is solved."}
    as_user(head_teacher).post(act_url(step, "withdraw"), data)

    step.refresh_from_db()
    assert step.status == "withdrawn"
    assert ("escalation_withdrawn", "Head of schools") in told()


def test_sender_says_what_is_done_with_the_answer(
    as_user, parse, head_teacher, head_of_administration, step, measure
):
    step.reply(by=head_of_administration, decision="granted", answer="Yes")
    client = as_user(head_teacher)
    page = parse(client.get(step.get_absolute_url()))
    add = reverse("actionplans:measure_add", args=[measure.plan_id])
    assert page.select_one(f"a[href='{add}']")

    client.post(act_url(step, "note"), {"note": "Ordered."})

    page = parse(client.get(step.get_absolute_url()))
    assert "Ordered." in page.select_one(".log").text
    assert not page.select_one(f"a[href='{act_url(step, 'note')}']")


def test_second_note_keeps_what_was_typed(
    as_user, parse, head_teacher, head_of_administration, step
):
    escalating.reply(step, by=head_of_administration, decision="granted", answer="Yes")
    step.note(by=head_teacher, note="Somebody was first.")

    response = as_user(head_teacher).post(
        act_url(step, "note"), {"note": "My long text"}
    )

    assert response.status_code == 422
    assert parse(response).select_one("textarea").text.strip() == "My long text"
    assert step.transitions.filter(note="My long text").count() == 0


def test_matter_that_is_acted_on_has_no_button_for_it(
    as_user, parse, head_teacher, head_of_administration, step
):
    escalating.reply(step, by=head_of_administration, decision="granted", answer="Yes")
    page = as_user(head_teacher)
    assert act_url(step, "note") in page.get(step.get_absolute_url()).text

    step.note(by=head_teacher, note="Done.")

    assert act_url(step, "note") not in page.get(step.get_absolute_url()).text
    assert page.get(act_url(step, "note")).url == step.get_absolute_url()


@pytest.mark.parametrize("name", ["accept", "answer", "return", "pass-on"])
def test_sender_does_not_answer_for_the_receiver(as_user, head_teacher, step, name):
    assert as_user(head_teacher).post(act_url(step, name)).status_code == 403


def test_stranger_finds_nothing(as_user, caretaker, step):
    client = as_user(caretaker)

    assert client.get(step.get_absolute_url()).status_code == 404
    assert client.post(act_url(step, "answer"), ANSWER).status_code == 404
    assert client.get(act_url(step, "nothing")).status_code == 404


@pytest.mark.parametrize("name", ["answer", "return", "pass-on"])
def test_empty_form_is_refused(as_user, head_of_administration, step, name):
    response = as_user(head_of_administration).post(act_url(step, name))

    assert response.status_code == 422


# Looking


def test_receiver_elsewhere_does_not_see_the_measures_page(
    as_user, parse, caretaker, head_of_administration, step, premises, measure
):
    at_premises = escalating.pass_on(
        step, by=head_of_administration, to_unit=premises, reason="Your houses"
    )

    page = parse(as_user(caretaker).get(at_premises.get_absolute_url()))

    assert "The hall echoes" in page.select_one("h1").text
    assert not page.select_one(f"a[href='{measure.get_absolute_url()}']")


def test_page_shows_the_way_as_steps(
    as_user, parse, head_teacher, head_of_administration, step, committee
):
    escalating.pass_on(
        step, by=head_of_administration, committee=committee, reason="Too dear"
    )

    page = parse(as_user(head_teacher).get(step.get_absolute_url()))

    stations = [each.text for each in page.select(".steps li")]
    assert len(stations) == 4
    assert "School committee" in page.select_one(".steps [aria-current]").text


def test_page_costs_at_most_twelve_queries(
    as_user, count_queries, head_teacher, head_of_administration, step, committee
):
    at_committee = escalating.pass_on(
        step, by=head_of_administration, committee=committee, reason="Too dear"
    )
    at_committee.reply(by=head_of_administration, decision="partly", answer="Some")

    for user in [head_teacher, head_of_administration]:
        assert count_queries(as_user(user), step.get_absolute_url()) <= 12


def lifted(school, by, administration, **what):
    measure = MeasureFactory(plan=ActionPlanFactory(unit=school))
    return Escalation.objects.lift(
        by=by,
        from_unit=school,
        to_unit=administration,
        measure=measure,
        **(WHAT | what),
    )


def test_list_costs_the_same_for_one_and_three(
    as_user, count_queries, head_teacher, school, administration
):
    client = as_user(head_teacher)
    lifted(school, head_teacher, administration)
    one = count_queries(client, LIST)
    for _each in range(2):
        lifted(school, head_teacher, administration)

    assert count_queries(client, LIST) == one <= 12


def shown(client, parse, query=""):
    rows = parse(client.get(f"{LIST}?{query}")).select("tbody th a")
    return [each.text for each in rows]


def test_list_is_narrowed(
    as_user,
    parse,
    head_teacher,
    head_of_administration,
    school,
    other_school,
    administration,
):
    old = today() - timedelta(days=800)
    echo = lifted(school, head_teacher, administration)
    lifted(
        school, head_teacher, administration, matter="Old", theme="tools", sent_on=old
    )
    lifted(other_school, head_teacher, administration, matter="Elsewhere")
    echo.accept(by=head_of_administration)
    teacher_sees, head_sees = ["The hall echoes", "Old"], ["Elsewhere"]

    client = as_user(head_teacher)
    assert shown(client, parse) == teacher_sees
    assert shown(client, parse, "whose=from_me") == teacher_sees
    assert shown(client, parse, "whose=to_me") == []
    assert shown(client, parse, "theme=tools") == ["Old"]
    assert shown(client, parse, f"year={old.year}") == ["Old"]
    assert shown(client, parse, "status=accepted") == ["The hall echoes"]
    assert shown(client, parse, "sort=sent_on") == teacher_sees[::-1]
    assert shown(client, parse, "sort=nothing&year=x") == teacher_sees
    client = as_user(head_of_administration)
    assert len(shown(client, parse, "whose=to_me")) == 3
    assert shown(client, parse, f"unit={other_school.pk}") == head_sees


def test_list_shows_what_is_answered_when_asked(
    as_user, parse, head_teacher, head_of_administration, step
):
    step.reply(by=head_of_administration, decision="granted", answer="Yes")
    client = as_user(head_teacher)

    assert shown(client, parse) == []
    assert shown(client, parse, "status=all") == ["The hall echoes"]


def test_file_has_what_the_list_shows(as_user, head_teacher, step):
    response = as_user(head_teacher).get(reverse("escalations:export"))

    content = BytesIO(b"".join(response.streaming_content))
    rows = list(load_workbook(content).active.values)
    assert len(rows) == 2
    assert rows[1][0] == "The hall echoes"


# E-mail


def test_no_subject_says_what_it_is_about_or_names_a_person(
    step, head_of_administration, head_teacher, premises, caretaker
):
    at_premises = escalating.pass_on(
        step, by=head_of_administration, to_unit=premises, reason="Your houses"
    )
    escalating.accept(at_premises, by=caretaker)
    escalating.reply(at_premises, by=caretaker, decision="refused", answer="No")

    subjects = Message.objects.values_list("subject", flat=True)
    assert len(subjects) >= 5
    names = [head_teacher.name, head_of_administration.name, caretaker.name]
    for each in subjects:
        assert WHAT["matter"] not in each
        assert not [name for name in names if name in each]


def test_receiver_without_manager_is_read_by_hr(head_teacher, school, hr, measure):
    lonely = UnitFactory(name="Lonely", level=Level.ADMINISTRATION, parent=hr.unit)

    escalating.lift(
        by=head_teacher, from_unit=school, to_unit=lonely, measure=measure, **WHAT
    )

    assert told() == [("escalation_sent", "HR")]


# Reminders


@pytest.mark.parametrize(("days", "number"), [(13, 0), (14, 1), (20, 1)])
def test_untouched_matter_is_reminded_of_after_a_fortnight(
    step, head_of_administration, days, number
):
    Escalation.objects.update(sent_on=today() - timedelta(days=days))

    for _night in range(2):
        escalating.remind_of_untouched()

    reminded = [each for each in told() if each[0] == "escalation_waiting"]
    assert reminded == [("escalation_waiting", "Head of schools")] * number


def test_untouched_matter_is_reminded_of_each_week(
    step, head_of_administration, monkeypatch
):
    for days in [14, 15, 21, 22, 28]:
        Escalation.objects.update(sent_on=today() - timedelta(days=days))
        escalating.remind_of_untouched()

    assert len([each for each in told() if each[0] == "escalation_waiting"]) == 3


def test_matter_that_is_received_is_not_reminded_of(step, head_of_administration):
    Escalation.objects.update(sent_on=today() - timedelta(days=30))
    step.refresh_from_db()
    step.accept(by=head_of_administration)

    escalating.remind_of_untouched()

    assert "escalation_waiting" not in dict(told())


def test_one_that_fails_keeps_no_other_back(
    school, head_teacher, head_of_administration, administration, monkeypatch
):
    broken = lifted(school, head_teacher, administration)
    lifted(school, head_teacher, administration)
    Escalation.objects.update(sent_on=today() - timedelta(days=30))
    tell = escalating.escalation_mail.tell_receivers

    def tell_all_but_one(template, step, **how):
        if step == broken:
            raise ValueError
        tell(template, step, **how)

    monkeypatch.setattr(escalating.escalation_mail, "tell_receivers", tell_all_but_one)

    escalating.remind_of_untouched()

    assert len(told()) == 1
