from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from mailing.models import Message
from organisation import history, roles
from organisation.models import Role
from riskassessment import inviting, planning
from riskassessment.models import InspectionRound, Participant, Question, Risk
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import (
    ChecklistFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("riskassessment:round_list")
PLAN = reverse("riskassessment:round_plan")
# Twelve at most in a request, and the savepoint in the test's own transaction.
MOST = 12 + 2


def url(name, *args):
    return reverse(
        f"riskassessment:{name}", args=[getattr(arg, "pk", arg) for arg in args]
    )


def a_weekday(*, ahead=30):
    day = today() + timedelta(days=ahead)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


@pytest.fixture
def filled(checklist):
    """What is the least to plan a round."""
    return {"checklists": [checklist.pk], "planned_on": a_weekday()}


@pytest.fixture
def chief(administration):
    user = UserFactory(name="Chief safety representative")
    roles.appoint(user, Role.SAFETY_REPRESENTATIVE, administration)
    return user


def in_english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def told(about):
    """The names of those who have a message of that kind."""
    messages = Message.objects.filter(about__startswith=f"{about}:")
    return sorted(message.recipient.name for message in messages)


# The list


def test_list_shows_rounds_of_own_units(as_user, head_teacher, round, other_school):
    InspectionRoundFactory(unit=other_school)

    response = as_user(head_teacher).get(LIST)

    assert list(response.context["page"]) == [round]
    assertNotContains(response, "South school")


def test_list_filters(
    as_user, head_of_administration, administration, round, other_school
):
    osa = ChecklistFactory(name="Work load", area="osa")
    other = InspectionRoundFactory(
        unit=other_school,
        status="ongoing",
        checklist=osa,
        title="Work load",
        planned_on=today() - timedelta(days=400),
    )
    client = as_user(head_of_administration)

    def found(**query):
        return set(client.get(LIST, query).context["page"])

    assert found(status="ongoing") == {other}
    assert found(unit=round.unit.pk) == {round}
    assert found(unit=administration.pk) == {round, other}
    assert found(area="osa") == {other}
    assert found(year=round.planned_on.year) == {round}
    assert found(show="late") == {other}
    assert found(q="load south") == {other}
    assert found(q="load north") == set()
    assert found(year="soon", status="done") == {round, other}


def test_list_of_mine_is_what_is_to_do(as_user, head_teacher, round, school):
    InspectionRoundFactory(unit=school, status="cancelled")

    response = as_user(head_teacher).get(LIST, {"show": "mine"})

    assert list(response.context["page"]) == [round]


def test_list_marks_what_is_late(as_user, head_teacher, round, parse):
    client = as_user(head_teacher)
    on_time = parse(client.get(LIST)).select("tbody [data-color=danger]")

    InspectionRound.objects.update(planned_on=today() - timedelta(days=1))

    late = parse(client.get(LIST)).select("tbody [data-color=danger]")
    assert (len(on_time), len(late)) == (0, 1)


def test_list_sorts_by_unit_day_and_status(
    as_user, head_of_administration, round, other_school
):
    later = InspectionRoundFactory(
        unit=other_school, status="ongoing", planned_on=a_weekday()
    )
    client = as_user(head_of_administration)

    def order(sort):
        return list(client.get(LIST, {"sort": sort}).context["page"])

    assert order("planned_on") == order("unit__name") == [round, later]
    assert order("-planned_on") == order("-unit__name") == [later, round]
    assert order("status") == [later, round]
    assert order("no such column") == [later, round]


def test_list_pages_by_unit_without_losing_a_round(as_user, head_teacher, school):
    InspectionRoundFactory.create_batch(52, unit=school, checklist=ChecklistFactory())
    client = as_user(head_teacher)

    first = client.get(LIST, {"sort": "unit__name"}).context["page"]
    second = client.get(LIST, {"sort": "unit__name", "after": first.next})

    seen = {round.pk for round in [*first, *second.context["page"]]}
    assert (len(first), len(seen)) == (50, 52)


def test_list_swaps_in_what_a_reload_would_show(
    as_user, head_teacher, round, htmx, parse
):
    client = as_user(head_teacher)

    swapped = parse(client.get(LIST, {"q": "physical"}, headers=htmx))
    reloaded = parse(client.get(LIST, {"q": "physical"}))

    assert swapped.find("html") is None
    assert swapped.select_one("#results") == reloaded.select_one("#results")


def test_list_query_count(as_user, head_teacher, school, count_queries):
    client = as_user(head_teacher)
    InspectionRoundFactory(unit=school)
    for_one = count_queries(client, LIST)

    InspectionRoundFactory.create_batch(2, unit=school)

    assert count_queries(client, LIST) == for_one <= MOST


def test_empty_list_leads_to_planning(as_user, head_teacher, teacher, parse):
    empty = parse(as_user(head_teacher).get(LIST)).select_one(".empty a")
    filtered = parse(as_user(head_teacher).get(LIST, {"q": "x"})).select_one(".empty a")

    assert (empty["href"], filtered["href"]) == (PLAN, LIST)
    assert parse(as_user(teacher).get(LIST)).select_one(".empty a") is None


# Plan


def test_plan_ticks_the_nearest_safety_representative(
    as_user, head_teacher, safety_representative, chief, checklist
):
    form = as_user(head_teacher).get(PLAN).context["form"]

    field = form.fields["representatives"]
    assert set(field.queryset) == {safety_representative, chief}
    assert form["representatives"].value() == [safety_representative.pk]


def test_plan_groups_the_checklists_by_area_with_a_preview(
    as_user, head_teacher, checklist, parse
):
    osa = ChecklistFactory(name="Work load", area="osa")

    page = parse(in_english(as_user(head_teacher)).get(PLAN))

    groups = [each.text for each in page.select("#id_checklists .options-group")]
    assert groups == [
        "Physical work environment",
        "Organisational and social work environment",
    ]
    previews = [each["href"] for each in page.select(".with-preview a")]
    assert previews == [checklist.get_absolute_url(), osa.get_absolute_url()]


def test_plan_makes_a_round_with_all_that_was_said(
    as_user, head_teacher, safety_representative, chief, teacher, filled
):
    osa = ChecklistFactory(name="Work load", area="osa")
    filled["checklists"].append(osa.pk)
    people = {
        "representatives": [safety_representative.pk, chief.pk],
        "employees": [teacher.pk],
        "expert": "Occupational nurse",
        "property_owner": "Caretaker",
        "pupils_representative": "Pupil",
    }
    when = {"starts_at": "13:30", "place": "The hall", "message": "Bring a coat"}

    response = as_user(head_teacher).post(PLAN, {**filled, **people, **when})

    round = InspectionRound.objects.get()
    assert response.url == round.get_absolute_url()
    assert round.title == "Physical work environment, Work load"
    assert (f"{round.starts_at:%H:%M}", round.place, round.message) == (
        "13:30",
        "The hall",
        "Bring a coat",
    )
    assert {each.who: each.part for each in round.participants.all()} == {
        head_teacher.name: "manager",
        safety_representative.name: "safety_representative",
        chief.name: "chief_safety_representative",
        teacher.name: "employee",
        "Occupational nurse": "expert",
        "Caretaker": "property_owner",
        "Pupil": "pupils_representative",
    }


def test_plan_tells_those_who_are_asked_without_a_name_in_the_subject(
    as_user, head_teacher, safety_representative, teacher, filled
):
    people = {
        "representatives": [safety_representative.pk],
        "employees": [teacher.pk],
        "expert": "Occupational nurse",
    }

    as_user(head_teacher).post(PLAN, {**filled, **people, "message": "Bring a coat"})

    assert told("round_invited") == [safety_representative.name, teacher.name]
    for message in Message.objects.all():
        assert "Bring a coat" in message.body
        for name in [head_teacher.name, teacher.name, "Occupational", "coat"]:
            assert name not in message.subject


def test_own_questions_carry_their_key_from_round_to_round(
    as_user, head_teacher, school, filled
):
    client = as_user(head_teacher)
    client.post(PLAN, {**filled, "own_questions": "Is the shed dry?\n\nIs it warm?"})
    first = InspectionRound.objects.get()
    # As if it had come from elsewhere.
    Question.objects.filter(text="Is it warm?").update(key="old")

    offered = client.get(PLAN).context["form"]["own_questions"].value()
    client.post(
        PLAN, {**filled, "own_questions": "Is it warm?\nIs it warm?\n Is  it  light?"}
    )

    second = InspectionRound.objects.exclude(pk=first.pk).get()
    asked = second.own_section.questions.values_list("text", "key")
    assert offered == "Is the shed dry?\nIs it warm?"
    assert [text for text, _key in asked] == ["Is it warm?", "Is it light?"]
    assert dict(asked)["Is it warm?"] == "old"
    assert len(set(dict(asked).values())) == 2


def test_own_questions_of_another_workplace_are_not_offered(
    as_user, head_teacher, school, other_school, checklist
):
    planning.plan(
        by=UserFactory(),
        unit=other_school,
        checklists=[checklist],
        planned_on=today(),
        own_questions=["Is the shed dry?"],
    )

    form = as_user(head_teacher).get(PLAN).context["form"]

    assert form["own_questions"].value() == ""


@pytest.mark.parametrize(
    ("day", "warnings"),
    [
        (date(2027, 3, 3), []),
        (date(2027, 3, 6), ["The day is a Saturday or Sunday."]),
        (
            date(2027, 2, 2),
            ["It is less than a week until then; some may not be able to come."],
        ),
        (date(2027, 1, 29), ["The day has already passed."]),
    ],
)
def test_day_is_warned_of_and_not_forbidden(
    as_user, head_teacher, filled, day, warnings, monkeypatch
):
    for module in ["forms.planning", "models.rounds"]:
        monkeypatch.setattr(f"riskassessment.{module}.today", lambda: date(2027, 2, 1))

    client = in_english(as_user(head_teacher))
    response = client.post(PLAN, {**filled, "planned_on": day})

    assert InspectionRound.objects.get().planned_on == day
    shown = [str(message) for message in response.wsgi_request._messages]
    assert shown == warnings


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("checklists", []),
        ("checklists", [0]),
        ("planned_on", ""),
        ("planned_on", "0001-01-01"),
        ("planned_on", today() - timedelta(days=400)),
        ("planned_on", today() + timedelta(days=3_000)),
        ("starts_at", "25:00"),
        ("own_questions", "?" * 501),
        ("own_questions", "\n".join(str(number) for number in range(51))),
        ("expert", "x" * 151),
    ],
)
def test_plan_asks_again_for_what_is_wrong(as_user, head_teacher, filled, field, value):
    wrong = {**filled, "place": "The hall", field: value}

    response = as_user(head_teacher).post(PLAN, wrong)

    assertContains(response, "The hall", status_code=422)
    assert list(response.context["form"].errors) == [field]
    assert not InspectionRound.objects.exists()


def test_plan_asks_where_when_there_are_several_places(
    as_user, head_of_administration, school, filled
):
    client = as_user(head_of_administration)

    asked = client.get(PLAN)
    planned = client.post(f"{PLAN}?unit={school.pk}", filled)

    assertContains(asked, school.name)
    assert planned.url == InspectionRound.objects.get(unit=school).get_absolute_url()


def test_plan_is_not_for_a_unit_of_others_or_a_closed_one(
    as_user, head_teacher, other_school, school, filled
):
    closed = UnitFactory(parent=school.parent, name="Old school")
    for unit in [UnitFactory(parent=school.parent), closed]:
        roles.appoint(head_teacher, Role.MANAGER, unit)
    history.close(closed, on=today())

    for unit in [other_school, closed]:
        response = as_user(head_teacher).post(f"{PLAN}?unit={unit.pk}", filled)
        assert list(response.context["form"].errors) == ["unit"]
    assert not InspectionRound.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_plan_is_for_those_who_handle_rounds(as_user, safety_representative, method):
    response = getattr(as_user(safety_representative), method)(PLAN)

    assert response.status_code == 403


def test_plan_with_many_employees_asks_them_later(
    as_user, head_teacher, school, checklist
):
    client = as_user(head_teacher)
    UserFactory.create_batch(40, unit=school)
    few = client.get(PLAN).context["form"].fields["employees"].queryset

    UserFactory(unit=school)

    assert few.count() == 41
    assert "employees" not in client.get(PLAN).context["form"].fields


# Change


def changed(round, **values):
    """What the form sends when only these are another."""
    kept = {
        "checklists": [each.pk for each in round.checklists.all()],
        "planned_on": round.planned_on,
        "starts_at": round.starts_at or "",
        "place": round.place,
        "message": round.message,
    }
    return kept | values


def test_change_tells_of_another_day_once_also_back_and_forth(
    as_user, head_teacher, safety_representative, round, mailoutbox
):
    client, first, second = as_user(head_teacher), a_weekday(), a_weekday(ahead=40)

    for day in [first, second, second, first]:
        response = client.post(
            url("round_change", round), changed(round, planned_on=day)
        )

    assert response.url == round.get_absolute_url()
    round.refresh_from_db()
    assert round.planned_on == first
    assert told("round_day_changed").count(safety_representative.name) == 3


def test_change_of_the_message_is_not_told(as_user, head_teacher, round):
    as_user(head_teacher).post(url("round_change", round), changed(round, message="Hi"))

    round.refresh_from_db()
    assert round.message == "Hi"
    assert told("round_day_changed") == []


def test_change_replaces_checklists_and_questions_before_it_begins(
    as_user, head_teacher, round
):
    osa = ChecklistFactory(name="Work load", area="osa")
    client = as_user(head_teacher)

    for text in ["Is the shed dry?", "Is it warm?"]:
        client.post(
            url("round_change", round),
            changed(round, checklists=[osa.pk], own_questions=text),
        )

    round = InspectionRound.objects.get()
    assert (list(round.checklists.all()), round.title) == ([osa], "Work load")
    assert [each.text for each in round.own_section.questions.all()] == ["Is it warm?"]
    form = client.get(url("round_change", round)).context["form"]
    assert form["own_questions"].value() == "Is it warm?"


def test_round_that_has_begun_keeps_its_questions(as_user, head_teacher, walked):
    osa = ChecklistFactory(name="Work load", area="osa")

    response = as_user(head_teacher).post(
        url("round_change", walked),
        changed(walked, checklists=[osa.pk], planned_on=a_weekday()),
    )

    assert response.status_code == 302
    walked.refresh_from_db()
    assert walked.planned_on == a_weekday()
    assert osa not in walked.checklists.all()
    assert (
        "checklists"
        not in as_user(head_teacher)
        .get(url("round_change", walked))
        .context["form"]
        .fields
    )


def test_round_that_begins_while_it_is_changed_keeps_its_questions(round, walked):
    osa = ChecklistFactory(name="Work load", area="osa")
    when = {"planned_on": round.planned_on, "starts_at": None, "place": ""}

    with pytest.raises(InvalidTransition):
        planning.change(round, checklists=[osa], own_questions=[], **when)

    assert osa not in round.checklists.all()


def test_wrong_change_is_shown_again(as_user, head_teacher, round):
    response = as_user(head_teacher).post(
        url("round_change", round), changed(round, planned_on="", place="The hall")
    )

    assertContains(response, "The hall", status_code=422)


def test_round_with_the_safety_representative_is_not_planned_any_more(
    as_user, head_teacher, submitted
):
    client = as_user(head_teacher)

    for name in ["round_change", "participants", "round_cancel", "round_resume"]:
        for send in [client.get, client.post]:
            assert send(url(name, submitted)).url == submitted.get_absolute_url()


# Cancel and resume


def test_cancel_says_why_and_tells_those_who_are_asked(
    as_user, head_teacher, safety_representative, round
):
    client = as_user(head_teacher)

    silent = client.post(url("round_cancel", round), {"reason": " "})
    client.post(url("round_cancel", round), {"reason": "The house burned down"})

    round.refresh_from_db()
    assert (silent.status_code, round.status) == (422, "cancelled")
    assert told("round_cancelled") == [safety_representative.name]
    assertContains(client.get(round.get_absolute_url()), "The house burned down")
    assert "burned" not in Message.objects.get().subject + Message.objects.get().body


def test_cancelled_round_is_planned_anew(
    as_user, head_teacher, safety_representative, walked
):
    planning.cancel(walked, by=head_teacher, reason="Snow")
    client = as_user(head_teacher)

    wrong = client.post(url("round_resume", walked), {"planned_on": "1999-01-01"})
    client.post(url("round_resume", walked), {"planned_on": a_weekday()})

    walked.refresh_from_db()
    assert wrong.status_code == 422
    assert (walked.status, walked.planned_on) == ("planned", a_weekday())
    assert walked.answers.count() == 2
    assert told("round_resumed") == [safety_representative.name]


def test_what_is_planned_anew_is_not_carried_out(walked, head_teacher):
    came = list(walked.participants.all())
    walked.submit(by=head_teacher, carried_out_on=today(), present=came)
    walked.hand_back(by=head_teacher, reason="Not all rooms")
    planning.cancel(walked, by=head_teacher, reason="Snow")
    cancelled = InspectionRound.objects.carried_out().count()

    planning.resume(walked, by=head_teacher, planned_on=a_weekday())

    assert (cancelled, InspectionRound.objects.carried_out().count()) == (0, 0)
    assert {each.was_present for each in walked.participants.all()} == {None}


def test_who_planned_it_and_leads_no_more_has_nothing_to_do(round, head_teacher):
    (appointment,) = head_teacher.appointments.all()

    roles.dismiss(appointment)

    assert not InspectionRound.objects.to_do_for(head_teacher).exists()


def test_many_long_names_of_checklists_fit_in_the_title(head_teacher, school):
    checklists = [ChecklistFactory(name=f"{each} " * 90) for each in range(7)]

    round = InspectionRound.objects.plan(
        by=head_teacher, unit=school, checklists=checklists, planned_on=a_weekday()
    )

    assert len(round.title) <= 1_000


def test_round_of_a_closed_unit_is_finished_but_not_planned_anew(
    as_user, head_teacher, round, school
):
    client = in_english(as_user(head_teacher))
    history.close(school, on=today())
    shown = client.get(round.get_absolute_url())

    planning.cancel(round, by=head_teacher, reason="Closed")
    client.post(url("round_resume", round), {"planned_on": a_weekday()})

    assertContains(shown, "The workplace closed on")
    round.refresh_from_db()
    assert round.status == "cancelled"


# Who takes part


def test_invite_later_by_account_or_by_name(as_user, head_teacher, teacher, round):
    client = as_user(head_teacher)

    client.post(url("participants", round), {"person": teacher.pk, "part": "employee"})
    client.post(url("participants", round), {"name": "Caretaker", "part": "expert"})
    client.post(url("participants", round), {"person": teacher.pk, "part": "expert"})

    asked = [(each.who, each.part) for each in round.participants.all()]
    assert (teacher.name, "employee") in asked
    assert ("Caretaker", "expert") in asked
    assert len(asked) == 4
    assert told("round_invited") == [teacher.name]


@pytest.mark.parametrize("both", [True, False])
def test_invite_is_of_one_person(as_user, head_teacher, teacher, round, both):
    sent = {"person": teacher.pk, "name": "Caretaker"} if both else {}

    response = as_user(head_teacher).post(
        url("participants", round), {**sent, "part": "expert"}
    )

    assert response.status_code == 422
    assert round.participants.count() == 2


def test_take_off_who_has_not_come(as_user, head_teacher, safety_representative, round):
    asked = round.participants.get(person=safety_representative)

    as_user(head_teacher).post(url("participant_remove", round, asked))

    assert not round.participants.filter(pk=asked.pk).exists()


def test_that_someone_did_not_come_stays_written(
    as_user, head_teacher, safety_representative, submitted
):
    submitted.hand_back(by=safety_representative, reason="More")
    asked = submitted.participants.get(person=safety_representative)

    as_user(head_teacher).post(url("participant_remove", submitted, asked))

    assert submitted.participants.filter(pk=asked.pk, was_present=False).exists()


def test_participant_of_another_round_is_not_found(as_user, head_teacher, round):
    other = InspectionRoundFactory(unit=round.unit).participants.create(
        name="Caretaker", part="expert"
    )

    response = as_user(head_teacher).post(url("participant_remove", round, other))

    assert response.status_code == 404
    assert Participant.objects.filter(pk=other.pk).exists()


def test_participant_who_left_is_shown_and_replaced(
    as_user, head_teacher, safety_representative, teacher, round
):
    safety_representative.is_active = False
    safety_representative.save()
    gone = round.participants.get(person=safety_representative)
    client = in_english(as_user(head_teacher))

    page = client.get(url("participants", round), {"instead": gone.pk})
    client.post(
        f"{url('participants', round)}?instead={gone.pk}",
        {"person": teacher.pk, "part": "safety_representative"},
    )

    assertContains(page, "No longer works here")
    assert page.context["form"]["part"].value() == "safety_representative"
    assert {each.person: each.part for each in round.participants.all()} == {
        head_teacher: "manager",
        teacher: "safety_representative",
    }


def test_people_are_searched_by_whoever_plans(as_user, head_teacher, teacher):
    sought = {"field": "person", "person_search": "Teach"}
    address = reverse("riskassessment:people_options")

    assertContains(as_user(head_teacher).get(address, sought), "Teacher")
    assert as_user(teacher).get(address, sought).status_code == 403


# E-mails of what comes after


@pytest.fixture
def colleague(school):
    """A second manager of the school."""
    user = UserFactory(name="Deputy head")
    roles.appoint(user, Role.MANAGER, school)
    return user


def test_review_is_asked_of_the_nearest_and_the_invited_who_hold_the_role(
    submitted, safety_representative, chief
):
    left = UserFactory(name="Was a representative")
    submitted.participants.create(person=left, part="safety_representative")
    inviting.handed_over(submitted)
    nearest_alone = told("round_to_review")

    submitted.participants.create(person=chief, part="chief_safety_representative")
    inviting.handed_over(submitted)

    assert nearest_alone == [safety_representative.name]
    assert told("round_to_review") == [chief.name, safety_representative.name]


def test_hand_back_signing_and_closing_are_told_to_those_who_lead_it(
    submitted, head_teacher, colleague, safety_representative, sign
):
    leaders = [colleague.name, head_teacher.name]
    submitted.hand_back(by=safety_representative, reason="More light")
    inviting.handed_back(submitted, submitted.transitions.last())
    submitted.submit(by=head_teacher, carried_out_on=today(), present=[])
    sign(submitted)
    inviting.signed(submitted)
    submitted.close(by=head_teacher, note="Nothing to do")
    inviting.closed(submitted)

    assert told("round_handed_back") == told("round_signed") == leaders
    assert told("round_closed") == [colleague.name, safety_representative.name]
    texts = [each.subject + each.body for each in Message.objects.all()]
    assert not [text for text in texts if "light" in text or "Nothing" in text]


def test_message_told_twice_is_sent_once(submitted, safety_representative):
    inviting.handed_over(submitted)
    inviting.handed_over(submitted)

    assert told("round_to_review") == [safety_representative.name]


def test_invitation_reaches_the_mail_server(
    as_user, head_teacher, teacher, filled, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        as_user(head_teacher).post(PLAN, {**filled, "employees": [teacher.pk]})

    round = InspectionRound.objects.get()
    assert url("agenda", round) in Message.objects.get().body
    assert len(mail.outbox) <= 1


# The page for the workplace meeting


@pytest.fixture
def risk(walked, head_teacher, sign):
    """Of a round that is signed, with a measure."""
    risk = Risk.objects.assess(
        walked.answers.get(value="no"),
        by=head_teacher,
        description="It is dark",
        likelihood=4,
        consequence=3,
    )
    risk.measures.add(
        MeasureFactory(plan=risk.plan_of_measures(), activity="New lamps")
    )
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])
    sign(walked)
    return risk


def test_agenda_tells_what_the_last_round_found(
    as_user, head_teacher, risk, school, checklist
):
    osa = ChecklistFactory(name="Work load", area="osa")
    next_time = InspectionRoundFactory(
        unit=school, checklist=checklist, planned_on=a_weekday()
    )
    other = InspectionRoundFactory(unit=school, checklist=osa, planned_on=a_weekday())
    client = as_user(head_teacher)

    page = client.get(url("agenda", next_time))

    assertContains(page, "It is dark")
    assertContains(page, "New lamps")
    assertContains(page, "Premises")
    assertNotContains(page, risk.measures.get().responsible.name)
    assertNotContains(client.get(url("agenda", other)), "It is dark")


def test_agenda_says_what_will_be_looked_at(as_user, head_teacher, school, checklist):
    osa = ChecklistFactory(name="Work load", area="osa")
    InspectionRoundFactory(unit=school, checklist=osa)
    round = planning.plan(
        by=head_teacher,
        unit=school,
        checklists=[osa, checklist],
        planned_on=a_weekday(),
        own_questions=["Is the shed dry?"],
    )

    page = as_user(head_teacher).get(url("agenda", round))

    of = [each.checklist for each in page.context["sections"]]
    assert of == [osa, checklist, None]
    assertContains(page, "Is the shed dry?")


def test_agenda_is_also_for_whoever_is_asked(as_user, teacher, round):
    address = url("agenda", round)
    before = as_user(teacher).get(address)

    planning.invite(round, [(teacher, "employee")])

    assert before.status_code == 404
    page = as_user(teacher).get(address)
    assertContains(page, "Premises")
    assertNotContains(page, round.get_absolute_url() + '"')


def test_agenda_query_count(as_user, head_teacher, risk, round, school, count_queries):
    client = as_user(head_teacher)
    coming = InspectionRoundFactory(
        unit=school,
        checklist=round.checklists.get(),
        planned_on=a_weekday(),
    )
    for_one = count_queries(client, url("agenda", coming))

    planning.invite(coming, [(UserFactory(), "employee"), ("Caretaker", "expert")])

    assert count_queries(client, url("agenda", coming)) == for_one <= MOST
