"""The pages of a change that is assessed: for who leads it and who reviews it."""

import pytest
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
)

from organisation import history, roles
from organisation.models import Municipality, Role
from riskassessment import changing
from riskassessment.models import ChangeAssessment, Participant, Risk
from sam.dates import today
from tests.factories import UserFactory
from tests.pages import days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

LIST = reverse("riskassessment:change_list")
BEGIN = reverse("riskassessment:change_begin")
START = reverse("start")


def url(change, page, *more):
    return reverse(f"riskassessment:change_{page}", args=[change.pk, *more])


def another(unit, by, **what):
    said = {
        "title": "Rebuilt hall",
        "what_changes": "New walls",
        "affected": "All",
        "decision_due_on": days(10),
        "starts_on": days(20),
    }
    return changing.begin(by=by, unit=unit, **said | what)


def typed(form):
    """What stands in the fields of a form on the page."""
    values = {
        field["name"]: field.get("value", field.text.strip())
        for field in form.select("[name]:not([type=radio], [type=checkbox])")
    }
    chosen = {
        field["name"]: field.get("value", "on") for field in form.select("[checked]")
    }
    return values | chosen


@pytest.fixture
def manager(as_user, head_teacher):
    return as_user(head_teacher)


@pytest.fixture
def risk(change, head_teacher):
    return change.bring_up(
        by=head_teacher,
        description="Too little rest",
        aspect="organisational",
        likelihood=5,
        consequence=4,
    )


@pytest.fixture
def in_review(change, risk, head_teacher):
    change.edit(version=change.version, consequences="Later evenings")
    changing.hand_over(change, by=head_teacher, took_part=[])
    return change


@pytest.fixture
def signed(in_review, safety_representative):
    changing.sign(
        in_review,
        by=safety_representative,
        has_read=in_review.fingerprint(),
        agrees=True,
    )
    return in_review


@pytest.fixture
def begun(school):
    return {
        "title": "New rota",
        "unit": str(school.pk),
        "what_changes": "Shifts",
        "affected": "The kitchen",
        "starts_on": str(days(60)),
        "decision_due_on": str(days(30)),
    }


@pytest.fixture
def weighed():
    return {
        "version": 0,
        "description": "Conflicts about the rota",
        "aspect": "social",
        "existing_measures": "Workplace meetings",
        "likelihood": 2,
        "consequence": 3,
    }


@pytest.fixture
def decision():
    return {
        "seen": "reviewed",
        "decision": "with_measures",
        "decision_note": "It is needed",
        "decided_on": str(today()),
        "follow_up_on": str(days(90)),
        "unmeasured_reason": "Decided in May",
    }


# The list


def test_list_has_what_may_be_seen_and_says_who_is_late(
    manager, change, other_school, head_of_administration
):
    another(other_school, head_of_administration, title="Elsewhere")
    ChangeAssessment.objects.filter(pk=change.pk).update(decision_due_on=days(-1))

    response = manager.get(LIST)

    assert [each.title for each in response.context["page"]] == ["New rota"]
    assertContains(response, "Late")
    assertContains(response, "Lacks discussion in the cooperation group")


def test_list_is_narrowed_by_each_filter(as_user, change, head_of_administration):
    client = as_user(head_of_administration)
    other = another(change.unit, head_of_administration)
    dates = {"discussed_on": days(1), "decision_due_on": days(-2)}
    other.set_dates(version=0, **dates)

    def shown(**query):
        page = client.get(LIST, query).context["page"]
        return [each.title for each in page]

    assert shown() == ["Rebuilt hall", "New rota"]
    assert shown(q="walls new") == ["Rebuilt hall"]
    assert shown(show="late") == ["Rebuilt hall"]
    assert shown(show="mine") == ["Rebuilt hall"]
    assert shown(show="undiscussed") == ["New rota"]
    assert shown(status="decided") == []
    assert shown(unit=str(change.unit_id)) == ["Rebuilt hall", "New rota"]
    assert shown(status="nonsense", show="nonsense", unit="x") == shown()
    assert shown(sort="-decision_due_on") == ["New rota", "Rebuilt hall"]
    assert shown(sort="nonsense") == shown()


def test_list_costs_no_more_for_more_rows(manager, change, head_teacher, count_queries):
    one = count_queries(manager, LIST)
    for _each in range(2):
        another(change.unit, head_teacher)

    assert count_queries(manager, LIST) == one <= 12


def test_long_list_goes_on_where_the_page_ended(manager, change, head_teacher):
    for _each in range(50):
        another(change.unit, head_teacher)

    first = manager.get(LIST)
    assert len(first.content) < 60_000
    rest = manager.get(LIST, {"after": first.context["page"].next})

    assert [each.pk for each in rest.context["page"]] == [change.pk]


def test_list_for_htmx_is_the_part_that_a_reload_would_show(
    manager, change, parse, htmx
):
    swapped = parse(manager.get(LIST, headers=htmx))
    whole = parse(manager.get(LIST))

    assert swapped.select_one("#results") == whole.select_one("#results")


def test_empty_list_leads_to_the_first_assessment(manager, parse):
    page = parse(manager.get(LIST))

    assert page.select_one(".empty a")["href"] == BEGIN


# To begin


def test_begun_with_the_little_that_is_known(manager, begun, safety_representative):
    response = manager.post(BEGIN, begun)

    change = ChangeAssessment.objects.get()
    assertRedirects(response, change.get_absolute_url())
    assert change.participants.filter(person=safety_representative).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decision_due_on": str(days(61))}, "__all__"),
        ({"decision_due_on": str(days(-1))}, "decision_due_on"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"affected": ""}, "affected"),
        ({"unit": "0" * 32}, "unit"),
    ],
)
def test_wrong_beginning_is_shown_again_with_what_was_typed(
    manager, begun, parse, wrong, field
):
    response = manager.post(BEGIN, begun | wrong)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert typed(parse(response).select_one("main form"))["title"] == "New rota"
    assert not ChangeAssessment.objects.exists()


def test_unit_that_was_closed_meanwhile_is_refused(manager, begun, school):
    history.close(school, on=today())

    assert manager.post(BEGIN, begun).status_code in (403, 422)
    assert not ChangeAssessment.objects.exists()


def test_danish_form_asks_for_a_new_survey_and_keeps_the_reason(manager, begun):
    Municipality.objects.update(country="DK")

    assert set(manager.post(BEGIN, begun).context["form"].errors) == {
        "needs_survey",
        "needs_survey_why",
    }
    survey = {"needs_survey": "False", "needs_survey_why": "Made in March"}
    manager.post(BEGIN, begun | survey)

    change = ChangeAssessment.objects.get()
    assert (change.needs_survey, change.needs_survey_why) == (False, "Made in March")
    assertContains(manager.get(change.get_absolute_url()), "the MED committee")


# The page


def test_page_says_what_is_missing(manager, change, parse):
    page = parse(manager.get(change.get_absolute_url()))

    alert = page.select_one("main .ds-alert[data-color=warning]").text
    assert "missing when the change is discussed in the cooperation group" in alert
    assert page.select_one("#left-title")
    assert not page.select_one("#act")


def test_page_warns_of_a_decision_before_the_discussion(manager, change):
    change.set_dates(version=0, discussed_on=days(45))

    response = manager.get(change.get_absolute_url())

    assert len(response.context["warnings"]) == 1
    assert "before the discussion" in response.context["warnings"][0]


def test_page_warns_when_the_day_passes_without_a_signature(manager, in_review):
    ChangeAssessment.objects.update(decision_due_on=days(-1), discussed_on=days(-5))

    response = manager.get(in_review.get_absolute_url())

    assert len(response.context["warnings"]) == 1
    assertContains(response, "has passed, and the safety representative has not signed")


def test_page_warns_of_a_closed_unit_and_can_still_be_cancelled(
    as_user, head_of_administration, change, school
):
    history.close(school, on=today())
    client = as_user(head_of_administration)

    assertContains(client.get(change.get_absolute_url()), "was closed on")
    said = {"seen": "draft", "reason": "The school is closed"}
    client.post(url(change, "act", "cancel"), said)

    assert ChangeAssessment.objects.get().status == "cancelled"


def test_fresh_draft_is_cancelled_from_its_page(manager, change, parse):
    page = parse(manager.get(change.get_absolute_url(), {"act": "cancel"}))

    form = page.select_one("#act form")
    manager.post(form["action"], typed(form) | {"reason": "No money"})

    assert ChangeAssessment.objects.get().status == "cancelled"


def test_what_is_refrained_from_asks_for_nothing_more(manager, signed, decision):
    said = decision | {"decision": "refrain", "unmeasured_reason": ""}
    manager.post(url(signed, "act", "decide"), said)

    page = manager.get(signed.get_absolute_url())

    assertContains(page, "The change is not carried out")
    assertNotContains(page, url(signed, "risk_add"))
    assert not page.context["warnings"]
    assertRedirects(manager.get(url(signed, "follow_up")), signed.get_absolute_url())


def test_risk_that_has_moved_is_said_anew_where_it_is(
    manager, change, risk, weighed, other_school, head_teacher
):
    risk.move(to=other_school, by=head_teacher, reason="The kitchen has moved")

    for page in ["risk_edit", "risk_drop"]:
        assert manager.post(url(change, page, risk.pk), weighed).status_code == 404
    assertNotContains(
        manager.get(change.get_absolute_url()), url(change, "risk_edit", risk.pk)
    )


def test_page_costs_few_queries_however_many_risks(
    manager, change, risk, head_teacher, count_queries
):
    def add():
        what = {"activity": "Talk", "responsible": UserFactory(), "due_on": days(2)}
        return risk.add_measure(by=head_teacher, **what)

    add()
    one = count_queries(manager, change.get_absolute_url())
    for _each in range(3):
        add()
        change.bring_up(
            by=head_teacher, description="More", likelihood=1, consequence=1
        )

    assert count_queries(manager, change.get_absolute_url()) == one <= 12 + 2


def test_representative_reads_without_buttons_to_change(
    as_user, safety_representative, change, risk
):
    page = as_user(safety_representative).get(change.get_absolute_url())

    assertContains(page, "Too little rest")
    assertNotContains(page, url(change, "edit"))
    assertNotContains(page, url(change, "risk_add"))


# What changes, and when


def test_two_writers_see_each_other_and_lose_nothing(manager, change, parse):
    form = parse(manager.get(url(change, "edit"))).select_one("main form")
    sent = typed(form) | {"what_changes": "Mine", "consequences": "Stress"}
    change.edit(version=change.version, what_changes="Theirs", affected="Seven")

    response = manager.post(url(change, "edit"), sent)

    assert response.status_code == 422
    shown = typed(parse(response).select_one("main form"))
    assert shown["what_changes"] == "Mine"
    assert shown["affected"] == "Seven"
    assertContains(response, "Theirs", status_code=422)
    manager.post(url(change, "edit"), shown)
    change.refresh_from_db()
    assert (change.what_changes, change.consequences) == ("Mine", "Stress")
    assert change.affected == "Seven"


def test_dates_in_the_wrong_order_are_refused(manager, change):
    sent = {
        "version": 0,
        "informed_on": str(days(5)),
        "discussed_on": str(days(4)),
        "decision_due_on": str(days(90)),
        "starts_on": str(days(60)),
    }

    response = manager.post(url(change, "dates"), sent)

    assert response.status_code == 422
    assert len(response.context["form"].non_field_errors()) == 2


def test_discussion_is_set_also_after_the_decision_but_nothing_else(manager, signed):
    signed.decide(
        by=signed.created_by,
        decision="go_ahead",
        decision_note="Needed",
        decided_on=today(),
        follow_up_on=days(90),
        unmeasured_reason="Soon",
    )
    sent = {"version": signed.version, "discussed_on": str(today())}

    manager.post(url(signed, "dates"), sent | {"starts_on": str(days(999))})

    before = signed.starts_on
    signed.refresh_from_db()
    assert (signed.discussed_on, signed.starts_on) == (today(), before)


def test_what_is_handed_over_is_not_opened_for_editing(manager, in_review):
    response = manager.get(url(in_review, "edit"), follow=True)

    assertRedirects(response, in_review.get_absolute_url())
    assertContains(response, "already moved on")


# Risks


def test_risk_is_added_and_then_another(manager, change, weighed):
    response = manager.post(url(change, "risk_add"), weighed | {"another": "yes"})

    assertRedirects(response, url(change, "risk_add"))
    risk = change.risks.get()
    assert (risk.aspect, risk.existing_measures) == ("social", "Workplace meetings")
    assert (risk.likelihood, risk.consequence, risk.is_serious) == (2, 3, False)


def test_risk_may_be_serious_also_where_the_matrix_does_not_say_so(
    manager, change, weighed, parse
):
    manager.post(url(change, "risk_add"), weighed | {"is_serious": "on"})

    risk = change.risks.get()
    assert (risk.is_serious, risk.level.is_serious) == (True, False)
    form = parse(manager.get(url(change, "risk_edit", risk.pk))).select_one("main form")
    assert typed(form)["is_serious"] == "on"


def test_risk_without_a_place_in_the_matrix_keeps_what_was_typed(
    manager, change, weighed, parse
):
    response = manager.post(url(change, "risk_add"), weighed | {"likelihood": 9})

    assert response.status_code == 422
    shown = typed(parse(response).select_one("main form"))
    assert shown["description"] == "Conflicts about the rota"
    assert not change.risks.exists()


def test_two_writers_of_one_risk_see_each_other(
    manager, change, risk, head_teacher, parse
):
    address = url(change, "risk_edit", risk.pk)
    sent = typed(parse(manager.get(address)).select_one("main form"))
    risk.describe(version=risk.version, description="Tiredness")

    response = manager.post(address, sent | {"description": "Accidents"})

    assert response.status_code == 422
    assertContains(response, "Tiredness", status_code=422)
    shown = typed(parse(response).select_one("main form"))
    manager.post(address, shown)
    risk.refresh_from_db()
    assert risk.description == "Accidents"


def test_measure_is_decided_and_leads_back_to_the_change(
    manager, change, risk, head_teacher
):
    sent = {
        "activity": "Eleven hours between shifts",
        "responsible": head_teacher.pk,
        "due_on": str(days(14)),
    }

    response = manager.post(reverse("riskassessment:measure_add", args=[risk.pk]), sent)

    assertRedirects(response, f"{change.get_absolute_url()}#risk-{risk.pk}")
    assertContains(manager.get(change.get_absolute_url()), "Eleven hours")


def test_risk_is_taken_away(manager, change, risk):
    manager.post(url(change, "risk_drop", risk.pk))

    assert Risk.objects.get().status == "withdrawn"
    assertNotContains(manager.get(change.get_absolute_url()), "Too little rest")


# Who takes part


def test_representatives_are_ticked_and_one_who_left_can_be_taken_away(
    manager, change, safety_representative, school, parse
):
    roles.appoint(new := UserFactory(), Role.SAFETY_REPRESENTATIVE, school)
    roles.dismiss(safety_representative.appointments.get())
    form = parse(manager.get(url(change, "participants")))
    ticked = [each["value"] for each in form.select("[name=representatives][checked]")]

    manager.post(url(change, "participants"), {"representatives": [str(new.pk)]})

    assert ticked == [str(safety_representative.pk)]
    asked = Participant.objects.filter(part="safety_representative")
    assert [each.person for each in asked] == [new]


def test_somebody_without_an_account_is_asked_by_name(manager, change):
    add = url(change, "participant_add")

    manager.post(add, {"name": "Kim Testsson", "part": "expert"})
    wrong = manager.post(add, {"name": "", "part": "expert"})

    assert wrong.status_code == 422
    participant = change.participants.get(person=None)
    assert (participant.name, participant.part) == ("Kim Testsson", "expert")
    manager.post(url(change, "participant_remove", participant.pk))
    assert not change.participants.filter(person=None).exists()


def test_same_person_is_asked_once(manager, change, teacher):
    for _time in range(2):
        sent = {"person": str(teacher.pk), "part": "employee"}
        manager.post(url(change, "participant_add"), sent)

    assert change.participants.filter(person=teacher).count() == 1


# Hand over, review, decide


def test_manager_hands_over_with_who_took_part(manager, change, risk):
    change.edit(version=change.version, consequences="Later evenings")
    participant = change.participants.first()

    manager.post(
        url(change, "act", "hand-over"),
        {"seen": "draft", "took_part": [participant.pk]},
    )

    participant.refresh_from_db()
    assert (participant.was_present, ChangeAssessment.objects.get().status) == (
        True,
        "in_review",
    )


def test_representative_who_does_not_agree_says_why(
    as_user, safety_representative, in_review, parse
):
    client = as_user(safety_representative)
    page = parse(client.get(in_review.get_absolute_url()))
    sent = typed(page.select_one("#act form")) | {"agrees": "no"}

    without = client.post(url(in_review, "act", "sign"), sent)
    assert without.status_code == 422
    client.post(url(in_review, "act", "sign"), sent | {"comment": "Too few people"})

    response = client.get(in_review.get_absolute_url())
    assertContains(response, "Does not agree")
    assertContains(response, "Too few people")


def test_representative_hands_back_and_the_manager_reads_why(
    as_user, safety_representative, head_teacher, in_review
):
    act = url(in_review, "act", "hand-back")
    sent = {"seen": "in_review", "reason": "Ask the night staff"}

    as_user(safety_representative).post(act, sent)

    page = as_user(head_teacher).get(in_review.get_absolute_url())
    assertContains(page, "Ask the night staff")


def test_decision_is_kept_with_its_reasons(manager, signed, decision):
    manager.post(url(signed, "act", "decide"), decision)

    signed.refresh_from_db()
    assert (signed.decision, signed.unmeasured_reason) == (
        "with_measures",
        "Decided in May",
    )
    assertContains(manager.get(signed.get_absolute_url()), "Decided in May")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"follow_up_on": ""}, "follow_up_on"),
        ({"follow_up_on": str(days(59))}, "follow_up_on"),
        ({"decided_on": str(days(1))}, "decided_on"),
        ({"unmeasured_reason": ""}, "unmeasured_reason"),
        ({"decision": "perhaps"}, "decision"),
        ({"seen": "in_review"}, "__all__"),
    ],
)
def test_wrong_decision_keeps_what_was_typed(
    manager, signed, decision, parse, wrong, field
):
    response = manager.post(url(signed, "act", "decide"), decision | wrong)

    assert response.status_code == 422
    assert list(response.context["act"].errors) == [field]
    shown = typed(parse(response).select_one("#act form"))
    assert shown["decision_note"] == "It is needed"


def test_second_of_two_who_decide_keeps_the_words_and_learns_of_the_first(
    manager, signed, decision, parse
):
    manager.post(url(signed, "act", "decide"), decision)

    late = decision | {"decision": "refrain", "decision_note": "No"}
    response = manager.post(url(signed, "act", "decide"), late)

    assertContains(response, "already moved on", status_code=422)
    assert typed(parse(response).select_one("#act form"))["decision_note"] == "No"
    assert ChangeAssessment.objects.get().decision == "with_measures"


def test_act_that_is_none_is_not_found_and_a_reload_gives_the_page(manager, signed):
    assert manager.post(url(signed, "act", "nonsense")).status_code == 404
    assertRedirects(
        manager.get(url(signed, "act", "decide")),
        f"{signed.get_absolute_url()}?act=decide#act",
    )


# The follow-up


@pytest.fixture
def decided(signed, head_teacher):
    signed.decide(
        by=head_teacher,
        decision="go_ahead",
        decision_note="Needed",
        decided_on=today(),
        follow_up_on=days(90),
        unmeasured_reason="Soon",
    )
    return signed


def test_follow_up_asks_of_each_risk(manager, decided, risk):
    key = risk.pk.hex
    sent = {
        "outcome": "partly",
        "follow_up_note": "Calmer",
        f"found_{key}": "anew",
        f"likelihood_{key}": 2,
        f"consequence_{key}": 2,
    }

    without_reason = manager.post(url(decided, "follow_up"), sent)
    assert list(without_reason.context["form"].errors) == [f"reason_{key}"]
    sent[f"reason_{key}"] = "Nobody was ill"
    response = manager.post(url(decided, "follow_up"), sent)

    assertRedirects(response, decided.get_absolute_url())
    risk.refresh_from_db()
    assert (risk.likelihood, risk.ratings.last().reason) == (2, "Nobody was ill")
    assert ChangeAssessment.objects.get().outcome == "partly"


def test_follow_up_with_a_risk_unanswered_keeps_what_was_typed(
    manager, decided, risk, parse
):
    sent = {"outcome": "partly", "follow_up_note": "Calmer"}

    response = manager.post(url(decided, "follow_up"), sent)

    assert list(response.context["form"].errors) == [f"found_{risk.pk.hex}"]
    shown = typed(parse(response).select_one("main form"))
    assert shown["follow_up_note"] == "Calmer"


def test_new_risk_after_the_decision_is_added(manager, decided, weighed):
    manager.post(url(decided, "risk_add"), weighed)

    assert decided.risks.count() == 2


def test_postponed_follow_up_has_a_later_day(manager, decided):
    act = url(decided, "act", "postpone")
    sent = {"seen": "decided", "reason": "Delayed"}

    early = manager.post(act, sent | {"follow_up_on": str(days(80))})
    manager.post(act, sent | {"follow_up_on": str(days(100))})

    assert early.status_code == 422
    decided.refresh_from_db()
    assert decided.follow_up_on == days(100)


# The start page


def test_tasks_go_from_manager_to_representative_and_back(
    as_user, head_teacher, safety_representative, change, risk
):
    def tasks(user):
        agenda = as_user(user).get(START).context["agenda"]
        tasks = [task for group in agenda.values() for task in group]
        url = change.get_absolute_url()
        task = next((each for each in tasks if each.url.startswith(url)), None)
        return task and (task.title.split(":")[0], task.due_on, task.waits_for_others)

    def seen():
        return tasks(head_teacher), tasks(safety_representative)

    due = days(30)
    assess = ("Assess the risks before the decision", due, False)
    # Until a day is set the representative sees that it is missing.
    assert seen() == (assess, ("No discussion is planned", due, True))
    ChangeAssessment.objects.update(discussed_on=days(5))
    change.refresh_from_db()
    assert seen() == (assess, None)
    change.edit(version=change.version, consequences="Later evenings")
    changing.hand_over(change, by=head_teacher, took_part=[])
    assert seen() == (
        ("With the safety representative", due, True),
        ("Review the risk assessment", due, False),
    )
    read = change.fingerprint()
    changing.sign(change, by=safety_representative, has_read=read, agrees=True)
    assert seen() == (("Decide on the change", due, False), None)
    change.decide(
        by=head_teacher,
        decision="go_ahead",
        decision_note="Needed",
        decided_on=today(),
        follow_up_on=days(90),
        unmeasured_reason="Soon",
    )
    assert seen() == (("Follow up the change", days(90), False), None)
