from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from attachments.photos import keep, rewrite
from incidents.models import Incident, Investigation, Reading
from mailing.models import Message
from organisation import roles
from organisation.models import Role
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import IncidentFactory, MeasureFactory, UserFactory

pytestmark = pytest.mark.django_db

Status = Incident.Status


def act_url(incident, name):
    return reverse("incidents:act", args=[incident.pk, name])


@pytest.fixture
def conclusion(cause):
    return {
        "findings": "The floor was wet.",
        "cause": cause.pk,
        "severity": "not_serious",
        "on": str(today()),
        "version": 1,
    }


# Who sees what


@pytest.mark.parametrize(
    ("reader", "status"),
    [
        ("head_teacher", 200),
        ("safety_representative", 200),
        ("head_of_administration", 200),
        ("hr", 200),
        ("teacher", 404),
    ],
)
def test_detail_is_for_those_who_see_the_unit(as_user, school, request, reader, status):
    incident = IncidentFactory(unit=school)
    client = as_user(request.getfixturevalue(reader))

    assert client.get(incident.get_absolute_url()).status_code == status


def test_representative_sees_nothing_of_other_areas(
    as_user, safety_representative, other_school
):
    incident = IncidentFactory(unit=other_school)

    response = as_user(safety_representative).get(incident.get_absolute_url())

    assert response.status_code == 404


def test_reporter_elsewhere_sees_what_is_done_but_not_by_whom_or_what_others_wrote(
    as_user, teacher, other_school
):
    incident = IncidentFactory(
        unit=other_school, reported_by=teacher, investigated=True
    )
    MeasureFactory(plan=incident.action_plan, responsible__name="Robin Testsson")
    incident.reopen(by=UserFactory(), reason="Kim was not asked.")

    response = as_user(teacher).get(incident.get_absolute_url())

    for text in ["A ladder fell.", "Lay out mats"]:
        assertContains(response, text)
    for text in ["wet floor", "Robin Testsson", "Kim was not asked."]:
        assertNotContains(response, text)


def test_reporter_reads_what_colleagues_may_know(as_user, teacher, other_school):
    incident = IncidentFactory(
        unit=other_school,
        reported_by=teacher,
        closed=True,
        summary="Mats now lie there.",
    )

    response = as_user(teacher).get(incident.get_absolute_url())

    assertContains(response, "Mats now lie there.")
    assertContains(response, "Workplace meeting")


@pytest.mark.parametrize(
    ("reader", "is_named"),
    [
        ("reporter", True),
        ("head_teacher", True),
        ("safety_representative", False),
        ("head_of_administration", False),
        ("hr", False),
    ],
)
def test_person_affected_is_named_to_reporter_and_unit_s_manager_alone(
    as_user, school, request, reader, is_named
):
    incident = IncidentFactory(
        unit=school, affected="employee", affected_person="Kim Testsson"
    )
    user = (
        incident.reported_by
        if reader == "reporter"
        else request.getfixturevalue(reader)
    )

    response = as_user(user).get(incident.get_absolute_url())

    assert response.status_code == 200
    assert ("Kim Testsson" in response.content.decode()) == is_named


# Acts


@pytest.mark.parametrize(
    ("made", "acts"),
    [
        ({}, {"start", "judge", "hand-over"}),
        (
            {"status": Status.INVESTIGATING},
            {"conclude", "judge", "hand-over", "register"},
        ),
        (
            {"investigated": True},
            {"close", "reopen", "judge", "hand-over", "register"},
        ),
        ({"closed": True}, {"reopen", "register"}),
    ],
)
def test_acts_are_those_that_the_state_allows(manager, school, made, acts):
    incident = IncidentFactory(unit=school, **made)

    response = manager.get(incident.get_absolute_url())

    assert set(response.context["acts"]) == acts


@pytest.mark.parametrize(
    ("reader", "status"),
    [("safety_representative", 403), ("reporter", 403), ("hr", 403), ("teacher", 404)],
)
@pytest.mark.parametrize(
    "name", ["start", "judge", "conclude", "close", "reopen", "hand-over"]
)
def test_acts_are_for_those_who_handle_the_unit(
    as_user, school, request, reader, status, name
):
    incident = IncidentFactory(unit=school)
    user = (
        incident.reported_by
        if reader == "reporter"
        else request.getfixturevalue(reader)
    )

    response = as_user(user).post(act_url(incident, name))

    assert response.status_code == status
    incident.refresh_from_db()
    assert incident.status == Status.REPORTED


def test_reader_who_may_not_act_gets_no_buttons(as_user, safety_representative, school):
    incident = IncidentFactory(unit=school)

    response = as_user(safety_representative).get(incident.get_absolute_url())

    assert response.context["acts"] == {}
    assertNotContains(response, act_url(incident, "start"))


def test_act_that_does_not_exist_is_not_found(manager, school):
    incident = IncidentFactory(unit=school)

    assert manager.post(act_url(incident, "burn")).status_code == 404
    assert manager.get(act_url(incident, "start")).status_code == 302


def test_start_keeps_the_responsible_and_logs_who_began(manager, head_teacher, school):
    other = UserFactory()
    incident = IncidentFactory(unit=school, responsible=other)

    manager.post(act_url(incident, "start"))

    incident.refresh_from_db()
    assert incident.status == Status.INVESTIGATING
    assert incident.responsible == other
    assert incident.transitions.get().by == head_teacher


def test_start_makes_the_one_who_begins_responsible_where_nobody_is(
    manager, head_teacher, school
):
    incident = IncidentFactory(unit=school)

    manager.post(act_url(incident, "start"))

    incident.refresh_from_db()
    assert incident.responsible == head_teacher


def test_conclusion_is_saved_and_opens_an_action_plan(
    manager, school, cause, conclusion
):
    incident = IncidentFactory(unit=school, status=Status.INVESTIGATING)

    response = manager.post(act_url(incident, "conclude"), conclusion)

    incident.refresh_from_db()
    assert response.url == incident.get_absolute_url()
    assert incident.status == Status.MEASURES
    assert incident.findings == "The floor was wet."
    assert incident.cause == cause
    assert incident.severity == Incident.Severity.NOT_SERIOUS
    assert incident.investigated_on == today()
    assert incident.action_plan.unit == school


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("findings", ""),
        ("cause", ""),
        ("cause", "0"),
        ("severity", ""),
        ("on", str(today() + timedelta(days=1))),
    ],
)
def test_wrong_conclusion_keeps_what_was_typed(
    manager, school, conclusion, parse, field, value
):
    incident = IncidentFactory(unit=school, status=Status.INVESTIGATING)

    response = manager.post(act_url(incident, "conclude"), conclusion | {field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    if field != "findings":
        typed = parse(response).select_one("[name=findings]").text
        assert typed.strip() == "The floor was wet."
    incident.refresh_from_db()
    assert incident.status == Status.INVESTIGATING


def test_severity_may_be_judged_when_the_investigation_begins(manager, school):
    incident = IncidentFactory(unit=school)

    manager.post(act_url(incident, "start"), {"severity": "serious"})

    incident.refresh_from_db()
    assert incident.severity == Incident.Severity.SERIOUS
    assert [each.event for each in incident.transitions.all()] == [
        "",
        "severity_judged",
    ]


def test_severity_may_be_left_for_later(manager, school):
    incident = IncidentFactory(unit=school)

    manager.post(act_url(incident, "start"), {"severity": ""})

    incident.refresh_from_db()
    assert (incident.status, incident.severity) == (Status.INVESTIGATING, "")


def test_severity_is_judged_anew_while_it_is_open(manager, head_teacher, school):
    incident = IncidentFactory(unit=school, status=Status.INVESTIGATING)

    assert manager.post(act_url(incident, "judge")).status_code == 422
    manager.post(act_url(incident, "judge"), {"severity": "serious", "version": 1})

    incident.refresh_from_db()
    transition = incident.transitions.get()
    assert (incident.status, incident.severity) == (Status.INVESTIGATING, "serious")
    assert (transition.event, transition.by) == ("severity_judged", head_teacher)


def test_serious_danger_raises_the_duty_to_notify(manager, school, parse):
    incident = IncidentFactory(unit=school)
    assert not parse(manager.get(incident.get_absolute_url())).select(".duty")

    manager.post(act_url(incident, "judge"), {"severity": "serious", "version": 1})

    assert incident.notices.outstanding().exists()
    assert parse(manager.get(incident.get_absolute_url())).select(".duty")


def test_death_raises_the_duty_when_the_manager_opens_it(manager, school):
    incident = IncidentFactory(unit=school, kind=Incident.Kind.DEATH)

    manager.get(incident.get_absolute_url())

    assert incident.notices.outstanding().exists()


def test_conclusion_shows_what_another_has_found_meanwhile(
    manager, school, conclusion, parse
):
    incident = IncidentFactory(unit=school, status=Status.INVESTIGATING)
    incident.investigate(version=1, findings="The ladder was broken.")

    response = manager.post(act_url(incident, "conclude"), conclusion)

    assert response.status_code == 422
    assert "broken" in parse(response).select_one(".conflict").text
    typed = parse(response).select_one("[name=findings]").text
    assert typed.strip() == "The floor was wet."
    incident.refresh_from_db()
    assert incident.status == Status.INVESTIGATING


def test_conclusion_replaces_knowingly_what_was_seen(manager, school, conclusion):
    incident = IncidentFactory(unit=school, status=Status.INVESTIGATING)
    incident.investigate(version=1, findings="The ladder was broken.")

    manager.post(act_url(incident, "conclude"), conclusion | {"version": 2})

    incident.refresh_from_db()
    assert incident.findings == "The floor was wet."


def test_close_needs_all_measures_done_and_judged(
    manager, head_teacher, school, feedback
):
    incident = IncidentFactory(unit=school, investigated=True)
    measure = MeasureFactory(plan=incident.action_plan)

    page = manager.get(incident.get_absolute_url())
    refused = manager.post(act_url(incident, "close"), feedback)

    assert "close" not in page.context["acts"]
    incident.refresh_from_db()
    assert incident.status == Status.MEASURES
    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors()

    measure.finish(by=head_teacher, done_on=today(), effect_due_on=today())
    assert "close" not in manager.get(incident.get_absolute_url()).context["acts"]
    measure.judge_effect(by=head_teacher, is_sufficient=True, effect_note="Dry.")
    manager.post(act_url(incident, "close"), feedback)

    incident.refresh_from_db()
    assert incident.status == Status.CLOSED


def test_page_says_why_it_cannot_be_closed(manager, head_teacher, school, parse):
    incident = IncidentFactory(unit=school, investigated=True)
    measure = MeasureFactory(plan=incident.action_plan)

    left_to_do = parse(manager.get(incident.get_absolute_url()))
    measure.finish(by=head_teacher, done_on=today(), effect_due_on=today())
    left_to_judge = parse(manager.get(incident.get_absolute_url()))

    reasons = [
        page.select_one("#incident .ds-alert[data-color=info]").text
        for page in [left_to_do, left_to_judge]
    ]
    assert len(set(reasons)) == 2


def test_risk_is_weighed_anew_when_it_is_closed(manager, school, feedback, parse):
    incident = IncidentFactory(unit=school, investigated=True)
    Investigation.objects.create(
        incident=incident, likelihood_before=4, consequence_before=5
    )

    page = parse(manager.get(incident.get_absolute_url()))
    refused = manager.post(act_url(incident, "close"), feedback)
    after = {"likelihood_after": 1, "consequence_after": 5}
    manager.post(act_url(incident, "close"), feedback | after)

    assert len(page.select("#act .mark")) == 1
    assert sorted(refused.context["form"].errors) == sorted(after)
    incident.refresh_from_db()
    assert incident.status == Status.CLOSED
    assert incident.investigation.risk_after == (1, 5)
    assert (
        incident.investigation.level_before.code,
        incident.investigation.level_after.code,
    ) == (
        "high",
        "medium",
    )


def test_close_tells_the_reporter(manager, school, feedback):
    incident = IncidentFactory(unit=school, investigated=True)

    manager.post(act_url(incident, "close"), feedback)

    incident.refresh_from_db()
    message = Message.objects.get()
    assert incident.closed_at
    assert incident.feedback_how == "At the workplace meeting"
    assert incident.feedback_to == "All at the school"
    assert incident.summary == "The floor was wet, and has mats now."
    assert message.recipient == incident.reported_by
    assert message.subject.split()[2] == str(incident.number)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("feedback_on", ""),
        ("feedback_on", str(today() + timedelta(days=1))),
        ("feedback_how", ""),
        ("feedback_to", ""),
        ("summary", ""),
    ],
)
def test_close_without_feedback_is_refused(manager, school, feedback, field, value):
    incident = IncidentFactory(unit=school, investigated=True)

    response = manager.post(act_url(incident, "close"), feedback | {field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Message.objects.exists()


def test_reopen_needs_a_reason_and_keeps_it(manager, school):
    incident = IncidentFactory(unit=school, closed=True)

    assert manager.post(act_url(incident, "reopen")).status_code == 422
    manager.post(act_url(incident, "reopen"), {"reason": "It happened again."})

    incident.refresh_from_db()
    assert incident.status == Status.INVESTIGATING
    assert incident.closed_at is None
    assert incident.transitions.get().note == "It happened again."


@pytest.mark.parametrize(
    ("made", "name"),
    [
        ({}, "reopen"),
        ({"investigated": True}, "start"),
        ({"closed": True}, "start"),
        ({"closed": True}, "judge"),
    ],
)
def test_button_of_an_earlier_state_moves_nothing(manager, school, made, name):
    incident = IncidentFactory(unit=school, **made)
    sent = {"reason": "So.", "severity": "serious", "version": 1}

    response = manager.post(act_url(incident, name), sent, follow=True)

    assertContains(response, "redan", status_code=response.status_code)
    assert Incident.objects.get().status == incident.status
    assert not incident.transitions.exists()


@pytest.mark.parametrize("name", ["close", "reopen"])
def test_what_was_written_comes_back_when_it_has_moved_on(
    manager, head_teacher, school, feedback, name, parse
):
    incident = IncidentFactory(unit=school, investigated=name == "close")
    if name == "close":
        MeasureFactory(plan=incident.action_plan)
    written = feedback | {"reason": "It was not all told."}
    field = {"close": "summary", "reopen": "reason"}[name]

    response = manager.post(act_url(incident, name), written)

    assert response.status_code == 422
    assert written[field] in parse(response).select_one(f"[name={field}]").text
    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize("name", ["conclude", "judge"])
def test_answer_to_the_legal_question_shows_what_another_has_judged_meanwhile(
    manager, school, head_of_administration, conclusion, name, parse
):
    incident = IncidentFactory(unit=school, status=Status.INVESTIGATING)
    incident.judge_severity(by=head_of_administration, severity="serious", version=1)

    response = manager.post(act_url(incident, name), conclusion)

    assert response.status_code == 422
    assert parse(response).select_one(".conflict")
    assert Incident.objects.get().severity == "serious"


def test_hand_over_to_another_who_may_handle_the_unit(
    manager, head_teacher, school, head_of_administration
):
    incident = IncidentFactory(unit=school, responsible=head_teacher)

    manager.post(
        act_url(incident, "hand-over"), {"responsible": head_of_administration.pk}
    )

    incident.refresh_from_db()
    assert incident.responsible == head_of_administration
    assert incident.status == Status.REPORTED
    assert incident.transitions.get().by == head_teacher
    assert Message.objects.get().recipient == head_of_administration


def test_closed_incident_is_not_handed_over(
    manager, head_teacher, school, head_of_administration
):
    incident = IncidentFactory(unit=school, responsible=head_teacher, closed=True)

    manager.post(
        act_url(incident, "hand-over"), {"responsible": head_of_administration.pk}
    )

    incident.refresh_from_db()
    assert incident.responsible == head_teacher
    assert not Message.objects.exists()


@pytest.mark.parametrize("person", ["safety_representative", "teacher", "hr"])
def test_hand_over_to_someone_who_may_not_handle_it_is_refused(
    manager, school, request, person
):
    incident = IncidentFactory(unit=school)
    other = request.getfixturevalue(person)

    response = manager.post(act_url(incident, "hand-over"), {"responsible": other.pk})

    assert response.status_code == 422
    incident.refresh_from_db()
    assert incident.responsible is None


def test_hand_over_offers_those_who_may_handle_the_unit(
    manager, head_teacher, school, head_of_administration, other_school
):
    roles.appoint(UserFactory(), Role.MANAGER, other_school)
    incident = IncidentFactory(unit=school, responsible=head_teacher)

    response = manager.get(incident.get_absolute_url(), {"act": "hand-over"})

    offered = response.context["act"].fields["responsible"].queryset
    assert list(offered) == [head_of_administration]


def test_two_people_with_one_button_one_of_them_is_told(
    client, as_user, school, head_teacher, head_of_administration
):
    incident = IncidentFactory(unit=school)

    for person in [head_teacher, head_of_administration]:
        response = as_user(person).post(act_url(incident, "start"), follow=True)

    [message] = response.context["messages"]
    assert message.level_tag == "error"
    assert incident.transitions.get().by == head_teacher


def test_two_who_read_it_before_either_moved_it_move_it_once(school, head_teacher, hr):
    mine = IncidentFactory(unit=school)
    theirs = Incident.objects.get(pk=mine.pk)

    mine.start_investigation(by=head_teacher)

    with pytest.raises(InvalidTransition):
        theirs.start_investigation(by=hr)
    assert mine.transitions.count() == 1


# Who has read it


def test_handler_who_opens_it_first_comes_to_know(manager, school):
    incident = IncidentFactory(unit=school)

    manager.get(incident.get_absolute_url())
    incident.refresh_from_db()
    known_at = incident.known_at
    manager.get(incident.get_absolute_url())

    incident.refresh_from_db()
    assert known_at
    assert incident.known_at == known_at


@pytest.mark.parametrize("reader", ["safety_representative", "hr"])
def test_reader_who_handles_nothing_starts_no_clock(as_user, school, request, reader):
    incident = IncidentFactory(unit=school)

    as_user(request.getfixturevalue(reader)).get(incident.get_absolute_url())

    incident.refresh_from_db()
    assert incident.known_at is None


@pytest.mark.parametrize(
    ("reader", "what"), [("head_teacher", "persons"), ("safety_representative", "page")]
)
def test_each_opening_is_written_down(as_user, school, request, reader, what):
    incident = IncidentFactory(
        unit=school, affected="employee", affected_person="Kim Testsson"
    )
    user = request.getfixturevalue(reader)

    as_user(user).get(incident.get_absolute_url())

    reading = Reading.objects.get(incident=incident)
    assert (reading.by, reading.what) == (user, what)


def test_photo_that_is_opened_is_written_down(manager, school, photo):
    incident = IncidentFactory(unit=school)
    kept = keep(rewrite(photo()), incident.reported_by)
    incident.photos.add(kept)

    opened = [
        manager.get(reverse(f"incidents:{size}", args=[incident.pk, kept.pk]))
        for size in ["thumbnail", "photo"]
    ]

    assert [each.what for each in incident.readings.all()] == [Reading.What.DOCUMENT]
    for response in opened:
        response.close()


# The page


def test_swap_is_what_a_reload_would_show(manager, school, htmx, parse):
    incident = IncidentFactory(unit=school)

    swapped = parse(manager.post(act_url(incident, "start"), headers=htmx))
    reloaded = parse(manager.get(incident.get_absolute_url()))

    for token in swapped.select("[name=csrfmiddlewaretoken]") + reloaded.select(
        "[name=csrfmiddlewaretoken]"
    ):
        token.extract()
    message = swapped.select_one("#messages").extract()
    assert message["hx-swap-oob"] == "true"
    assert message.text.strip()
    assert swapped.find("html") is None
    for part in ["#status", "#act", ".steps", ".log"]:
        assert str(swapped.select_one(part)) == str(reloaded.select_one(part))


def test_refused_act_swaps_in_the_form_with_its_errors(manager, school, htmx, parse):
    incident = IncidentFactory(unit=school, closed=True)

    response = manager.post(act_url(incident, "reopen"), headers=htmx)

    assert response.status_code == 422
    assert parse(response).select_one("#act ds-error-summary")


def test_earlier_similar_incidents_stand_beside_the_investigation(
    manager, school, other_school, cause
):
    def earlier(**fields):
        return IncidentFactory(**{"unit": school, "description": "Hal is."} | fields)

    for _number in range(3):
        earlier(description="Halkade i trappan.")
    same_cause = earlier(cause=cause)
    alike = earlier(description="Trappan vid köket: halkade på trappan i köket.")
    earlier(description="Hotad av en besökare.")
    earlier(unit=other_school, description="Halkade på trappan i köket.")
    incident = IncidentFactory(
        unit=school,
        status=Status.INVESTIGATING,
        description="Halkade på trappan i köket.",
        cause=cause,
    )
    IncidentFactory(unit=school, description="Halkade på trappan i köket.")

    similar = manager.get(incident.get_absolute_url()).context["similar"]

    assert [each.pk for each in similar][:2] == [same_cause.pk, alike.pk]
    assert len(similar) == 3
    assert "trappan" in similar[2].beginning


def test_too_few_at_the_workplace_are_followed_by_those_beside_it(
    as_user, head_of_administration, school, other_school
):
    beside = IncidentFactory(unit=other_school, description="Halkade i trappan.")
    here = IncidentFactory(unit=school, description="Halkade i trappan.")
    incident = IncidentFactory(unit=school, description="Halkade i trappan.")

    response = as_user(head_of_administration).get(incident.get_absolute_url())

    assert [each.pk for each in response.context["similar"]] == [here.pk, beside.pk]


def test_text_without_words_is_like_no_other(manager, school):
    IncidentFactory(unit=school, description="…")
    incident = IncidentFactory(
        unit=school, status=Status.INVESTIGATING, description="och i på"
    )

    response = manager.get(incident.get_absolute_url())

    assert list(response.context["similar"]) == []


def test_measures_are_listed_and_can_be_added_while_it_is_open(manager, school, parse):
    incident = IncidentFactory(unit=school, investigated=True)
    measure = MeasureFactory(plan=incident.action_plan)
    add = reverse("actionplans:measure_add", args=[incident.action_plan_id])

    page = parse(manager.get(incident.get_absolute_url()))

    assert page.select_one(f'.tasks a[href="{measure.get_absolute_url()}"]')
    assert page.select_one(f'a[href="{add}"]')


def test_closed_incident_takes_no_measures(manager, school, parse):
    incident = IncidentFactory(unit=school, closed=True)
    add = reverse("actionplans:measure_add", args=[incident.action_plan_id])

    page = parse(manager.get(incident.get_absolute_url()))

    assert not page.select_one(f'a[href="{add}"]')


def test_handler_is_told_of_mail_that_never_arrived(
    manager, as_user, school, safety_representative, parse
):
    incident = IncidentFactory(unit=school)
    failed = Message.objects.create(
        recipient=incident.reported_by,
        subject="Receipt",
        about=f"incident_receipt:{incident.pk}",
        status=Message.Status.WAITING,
    )
    assert not parse(manager.get(incident.get_absolute_url())).select(
        ".log + .ds-alert"
    )

    failed.status = Message.Status.FAILED
    failed.save()

    assert parse(manager.get(incident.get_absolute_url())).select(".log + .ds-alert")
    reader = as_user(safety_representative)
    page = parse(reader.get(incident.get_absolute_url()))
    assert not page.select(".log + .ds-alert")


@pytest.mark.parametrize("act", ["", "hand-over", "reopen"])
@pytest.mark.parametrize(
    "made", [{}, {"status": Status.INVESTIGATING}, {"investigated": True}]
)
def test_detail_takes_few_queries(
    manager, school, cause, photo, made, act, django_assert_max_num_queries
):
    incident = IncidentFactory(unit=school, **made)
    if incident.action_plan:
        MeasureFactory.create_batch(3, plan=incident.action_plan)

    manager.get(incident.get_absolute_url())

    # Thirteen, and the savepoint that stands for the request's transaction here.
    with django_assert_max_num_queries(13 + 2):
        manager.get(incident.get_absolute_url(), {"act": act})
