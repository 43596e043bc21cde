"""The follow-up of an employee policy, and the yearly cycle of a survey, page by page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from actionplans.models import Measure
from meetings.models import Body, MailboxMatter
from organisation import roles
from organisation.models import Role
from sam.dates import today
from surveys.models import FollowUp, Matter, Survey, SurveyUnit, Theme
from tests.factories import UnitFactory, UserFactory
from tests.surveys import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def result(survey, unit):
    return reverse("surveys:result", args=[survey.pk, unit.pk])


def act(follow_up, name):
    return reverse("surveys:follow_up_act", args=[follow_up.pk, name])


def rows_of(page, caption):
    """{first cell: other cells} of the table with the caption."""
    table = next(t for t in page.select("table") if caption in t.caption.text)
    return {
        next(row.th.stripped_strings): [cell.text.strip() for cell in row("td")]
        for row in table.select("tbody tr")
    }


@pytest.fixture
def schools(administration, school, other_school):
    """Two schools where many have answered, and two where few have."""
    few = [UnitFactory(name=name, parent=administration) for name in ("Three", "Four")]
    return {
        school: ["5", "4", "4", "4", "5", "4", "4"],
        other_school: ["3"] * 8,
        few[0]: ["2"] * 3,
        few[1]: ["1"] * 4,
    }


@pytest.fixture
def closed(municipality, hr, head_teacher, head_of_administration, schools):
    return factories.closed(municipality, hr, answers=schools)


@pytest.fixture
def follow_up(closed, school):
    return FollowUp.objects.get(survey=closed, unit=school)


def test_m2_renamed_theme_keeps_its_old_name_in_older_results(
    as_user, hr, closed, municipality, parse
):
    theme = Theme.objects.get(name="Open climate")
    client = as_user(hr)

    client.post(
        reverse("surveys:theme_edit", args=[theme.pk]),
        {"name": "Openness", "kind": "mark", "order": 4, "is_used": "on"},
    )

    old = parse(client.get(result(closed, municipality)))
    assert "Open climate" in rows_of(old, "Index by theme")
    factories.of_last_year(closed)
    groups = closed.questionnaire
    new = factories.closed(municipality, hr, answers={}, questionnaire=groups)
    assert [each.name for each in new.themes.all()][-1] == "Openness"
    assert [each.name for each in closed.themes.all()][-1] == "Open climate"


def test_m6_manager_sees_the_unit_beside_the_municipality_and_last_year(
    as_user, hr, head_teacher, municipality, school, schools, parse
):
    questions = factories.questionnaire()
    factories.of_last_year(
        factories.closed(
            municipality,
            hr,
            answers={unit: ["3"] * 6 for unit in schools},
            questionnaire=questions,
        )
    )
    survey = factories.closed(
        municipality, hr, answers=schools, questionnaire=questions
    )

    page = parse(as_user(head_teacher).get(result(survey, school)))

    # Of the unit, of the municipality, the last time, the change, per cent who agree.
    own = 100 * (4 * 2 + 3 * 5) / (4 * 7)
    shown = rows_of(page, "Index by theme")["Whole"]
    assert shown == [f"{own:.0f}", "48", "50", f"+{own - 50:.0f}", "100"]
    assert page.select("figure svg")


def test_m6_theme_under_the_threshold_proposes_a_measure(
    as_user, hr, head_teacher, municipality, school, schools, parse
):
    schools[school] = ["2"] * 7
    survey = factories.closed(municipality, hr, answers=schools)
    client = as_user(head_teacher)

    page = parse(client.get(result(survey, school)))

    proposal = page.find("a", string="Create a measure")
    form = parse(client.get(proposal["href"]))
    assert form.select_one("[name=focus_area]")["value"] == "Whole"


def test_m6_with_four_answers_the_level_above_is_shown_instead(
    as_user, closed, schools, administration, parse
):
    few = next(unit for unit in schools if unit.name == "Four")
    manager = UserFactory(unit=few)
    roles.appoint(manager, Role.MANAGER, few)

    page = parse(as_user(manager).get(result(closed, few)))

    assert "Too few answers to show" in page.text
    assert "level above: Schools" in page.text
    heads = [cell.text for cell in page.select("table thead th")]
    assert "Four" not in heads
    assert "Schools" in heads


def test_b2a_closing_gives_each_unit_a_result_page_and_a_task(
    as_user, hr, head_teacher, municipality, schools, parse
):
    for unit, values in schools.items():
        factories.employ(unit, len(values))
    survey = factories.opened(municipality, hr)
    for unit, values in schools.items():
        people = unit.employees.exclude(pk=head_teacher.pk)
        for person, value in zip(people, values, strict=False):
            factories.respond(survey, person, value)
    client = as_user(hr)

    client.post(reverse("surveys:survey_act", args=[survey.pk, "close"]))

    survey.refresh_from_db()
    assert survey.status == Survey.Status.CLOSED
    shown = SurveyUnit.objects.filter(survey=survey, unit__in=schools)
    assert dict(shown.values_list("name", "is_shown")) == {
        "North school": True,
        "South school": True,
        "Three": False,
        "Four": False,
    }
    for unit in schools:
        assert client.get(result(survey, unit)).status_code == 200
        assert FollowUp.objects.filter(survey=survey, unit=unit).exists()
    start = parse(as_user(head_teacher).get(reverse("start")))
    task = start.find("a", string="Work on the result: Employee survey")
    assert survey.follow_up_due_on.isoformat() in str(task.find_parent("li"))


def test_b2b_unit_chooses_decides_signs_and_sends_and_then_nothing_changes(
    as_user, head_teacher, safety_representative, follow_up, teacher, parse
):
    client = as_user(head_teacher)
    chosen = list(follow_up.survey.themes.all()[:2])
    edit = reverse("surveys:follow_up_edit", args=[follow_up.pk])
    written = {"held_on": str(today()), "themes": [each.pk for each in chosen]}
    client.post(edit, written | {"note": "We need time.", "version": 0})
    for number in range(3):
        client.post(
            reverse("surveys:measure_add", args=[follow_up.pk]),
            {
                "activity": f"Measure {number}",
                "responsible": teacher.pk,
                "due_on": str(today() + timedelta(days=30 + number)),
            },
        )
    client.post(act(follow_up, "ask-to-sign"))

    start = parse(as_user(safety_representative).get(reverse("start")))
    assert start.find("a", string="Sign: Employee survey")
    client.post(act(follow_up, "sign"), {"signature_note": "Good."})
    as_user(head_teacher).post(act(follow_up, "send"))

    follow_up.refresh_from_db()
    assert follow_up.status == FollowUp.Status.SENT
    assert follow_up.signed_by == safety_representative
    sent = follow_up.editions.get().content
    assert [each["activity"] for each in sent["measures"]] == [
        "Measure 0",
        "Measure 1",
        "Measure 2",
    ]
    client.post(edit, written | {"note": "Other", "version": follow_up.version})
    follow_up.refresh_from_db()
    assert follow_up.note == "We need time."

    client.post(act(follow_up, "revise"))
    follow_up.refresh_from_db()
    client.post(edit, written | {"note": "Other", "version": follow_up.version})
    follow_up.refresh_from_db()
    assert (follow_up.note, follow_up.edition) == ("Other", 2)
    assert follow_up.signed_by is None
    assert follow_up.editions.get().content["note"] == "We need time."


@pytest.fixture
def sent(follow_up, head_teacher, teacher):
    return send(follow_up, head_teacher, teacher)


def send(follow_up, manager, responsible, *, choose=2):
    themes = follow_up.survey.themes.all()[:choose]
    follow_up.write(by=manager, version=0, themes=themes, held_on=today(), note="")
    follow_up.plan_of_measures().add_measure(
        by=manager, activity="Quiet room", responsible=responsible, due_on=today()
    )
    follow_up.send(by=manager, unsigned_because="Nobody is elected.")
    return follow_up


def test_b2c_head_sees_who_has_sent_and_sends_one_back(
    as_user, head_of_administration, head_teacher, sent, closed, parse
):
    client = as_user(head_of_administration)

    page = parse(client.get(reverse("surveys:follow_up_list", args=[closed.pk])))
    assert "1 of 5 have sent their work" in page.text
    assert rows_of(page, "Chosen themes") == {"Responsibility": ["1"], "Whole": ["1"]}

    client.post(act(sent, "return"), {"answer": "The measures are too vague."})

    back = parse(as_user(head_teacher).get(sent.get_absolute_url()))
    assert "The measures are too vague." in back.text
    assert back.find("a", string="Write")
    start = parse(client.get(reverse("start")))
    assert start.find("a", string="Sent back to you: Employee survey")


def test_b2c_manager_reads_no_work_of_the_own_unit(as_user, head_teacher, sent):
    response = as_user(head_teacher).post(act(sent, "read"))

    assert response.status_code == 403


def test_b2d_information_matter_is_drafted_and_done_with_the_decision(
    as_user, hr, sent, closed, parse
):
    client = as_user(hr)

    page = parse(
        client.post(
            reverse("surveys:matter_draft", args=[closed.pk, "council"]), follow=True
        )
    )

    whole = closed.whole()
    assert f"{whole.answered} of {whole.asked} took part" in page.text
    assert page.select("figure svg")
    assert rows_of(page, "Chosen themes") == {"Responsibility": ["1"], "Whole": ["1"]}
    decide = reverse("surveys:matter_decide", args=[closed.pk, "council"])
    client.post(decide, {"decision": "KST 61/26", "decided_on": str(today())})
    matter = Matter.objects.get()
    assert (matter.status, matter.decision) == ("decided", "KST 61/26")
    assert "KST 61/26" in parse(client.get(matter.get_absolute_url())).text


def test_b2e_marked_measures_are_proposed_to_amu_and_effect_is_shown_next_year(
    as_user, hr, head_teacher, teacher, follow_up, closed, municipality, schools, parse
):
    measure = follow_up.plan_of_measures().add_measure(
        by=head_teacher, activity="New ventilation", responsible=teacher, due_on=today()
    )
    as_user(head_teacher).post(
        reverse("surveys:municipal", args=[follow_up.pk, measure.pk]),
        {"reason": "It costs more than we have."},
    )
    amu = Body.objects.create(name="AMU", kind=Body.Kind.AMU, unit=municipality)
    client = as_user(hr)

    page = parse(
        client.post(
            reverse("surveys:matter_draft", args=[closed.pk, "measures"]), follow=True
        )
    )
    assert "New ventilation (North school): It costs more than we have." in page.text
    client.post(
        reverse("surveys:matter_send", args=[closed.pk, "measures"]), {"body": amu.pk}
    )
    client.post(
        reverse("surveys:matter_decide", args=[closed.pk, "measures"]),
        {"decision": "AMU 12/26", "decided_on": str(today())},
    )
    client.post(
        reverse("surveys:matter_measure", args=[closed.pk, "measures"]),
        {
            "activity": "Rebuild the ventilation",
            "responsible": hr.pk,
            "due_on": str(today()),
        },
    )

    assert MailboxMatter.objects.get().body == amu
    decided = Measure.objects.get(activity="Rebuild the ventilation")
    assert decided.responsible == hr
    decided.finish(by=hr, done_on=today(), effect_due_on=today())
    decided.judge_effect(by=hr, is_sufficient=True, effect_note="The air is good.")
    factories.of_last_year(closed)
    groups = closed.questionnaire
    new = factories.closed(municipality, hr, answers=schools, questionnaire=groups)
    page = parse(
        client.post(
            reverse("surveys:matter_draft", args=[new.pk, "measures"]), follow=True
        )
    )
    assert "The air is good." in page.text
    unit = parse(client.get(result(new, follow_up.unit)))
    assert "New ventilation" in rows_of(unit, "Measures after the survey before")
