"""Checklists as HR writes them: copies, drafts, publishing."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from riskassessment import editing, versions
from riskassessment.models import Checklist, Question, RoundSchedule, Section
from sam.dates import today
from sam.workflow import InvalidTransition, Stale
from tests.factories import ChecklistFactory, InspectionRoundFactory, UserFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"riskassessment:{name}", args=args)


@pytest.fixture
def draft(checklist, hr):
    return editing.make_own(checklist, by=hr)


@pytest.fixture
def section(draft):
    return draft.sections.get()


@pytest.fixture
def asked(section):
    return list(section.questions.all())


@pytest.fixture
def typed(section):
    """A question as the form sends it; what is said replaces."""

    def typed(question=None, **said):
        return {
            "version": editing.stamp(question or Question()),
            "section": section.pk,
            "text": "Is the light good?",
            "kind": "yes_no",
            "risk_when": "no",
            **said,
        }

    return typed


def schedule_along(checklist, unit, by):
    return RoundSchedule.objects.create(
        unit=unit,
        checklist_code=checklist.code,
        area=checklist.area,
        first_on=today(),
        created_by=by,
    )


# To begin


def test_own_version_is_a_draft_with_the_same_questions(checklist, questions, hr):
    draft = editing.make_own(checklist, by=hr)

    copies = draft.sections.get().questions.all()
    assert (draft.is_draft, draft.is_own, draft.is_offered) == (True, True, False)
    assert (draft.code, draft.version) == (f"own-{checklist.code}", 1)
    assert draft.based_on == checklist
    assert [each.key for each in copies] == [each.key for each in questions]
    assert {each.pk for each in copies}.isdisjoint(each.pk for each in questions)


def test_new_version_of_an_own_checklist_keeps_its_code(draft, hr):
    versions.publish(draft, by=hr)

    newer = editing.make_own(draft, by=hr)

    assert (newer.code, newer.version) == (draft.code, 2)


def test_two_who_make_the_same_copy_get_one_draft(draft, checklist):
    assert editing.make_own(checklist, by=UserFactory()) == draft


def test_copy_is_made_from_the_page_and_opens_for_writing(as_user, hr, checklist):
    response = as_user(hr).post(url("checklist_copy", checklist.pk))

    draft = Checklist.objects.get(based_on=checklist)
    assert response.url == url("checklist_edit", draft.pk)


def test_question_in_a_copy_finds_the_last_round_s_answer(
    checklist, questions, draft, hr, school
):
    before = InspectionRoundFactory(unit=school, checklist=checklist)
    for question in questions:
        before.answer(question, by=hr, value="yes")
    before.submit(by=hr, carried_out_on=today(), present=[])
    editing.change(
        draft,
        (first := draft.sections.get().questions.first()),
        by=hr,
        version=editing.stamp(first),
        text="In other words?",
    )
    versions.publish(draft, by=hr)
    round = InspectionRoundFactory(unit=school, checklist=draft)

    sections = round.sections()
    round.add_before(sections)

    found = [question.before.value for question in sections[0].asked]
    assert found == ["yes", "yes"]
    assert sections[0].asked[0].text == "In other words?"


def test_empty_checklist_begins_with_its_head(as_user, hr, municipality):
    response = as_user(hr).post(
        url("checklist_add"),
        {"version": 0, "name": "Vårt hus", "area": "other", "language": "sv"},
    )

    draft = Checklist.objects.get(name="Vårt hus")
    assert response.url == url("checklist_edit", draft.pk)
    assert draft.code.startswith("own-vart-hus-")
    assert (draft.changed_by, draft.country) == (hr, "")


def test_head_without_a_name_comes_back_with_what_was_typed(
    as_user, hr, municipality, parse
):
    response = as_user(hr).post(
        url("checklist_add"), {"version": 0, "legal_basis": "AFS 2023:2"}
    )

    page = parse(response)
    assert response.status_code == 422
    assert page.select_one("#id_legal_basis")["value"] == "AFS 2023:2"
    assert page.select_one("#id_name")["aria-invalid"] == "true"


# To write


def test_question_is_added_last_in_its_section(as_user, hr, draft, asked, typed):
    response = as_user(hr).post(
        url("question_add", draft.pk),
        typed(
            kind="scale",
            risk_when="at_most",
            risk_limit="2",
            low_label="Never",
            unit_label="metres",
        ),
    )

    question = Question.objects.get(text="Is the light good?")
    assert response.url == f"{url('checklist_edit', draft.pk)}#question-{question.pk}"
    assert question.order > asked[-1].order
    assert (question.risk_limit, question.low_label) == (Decimal(2), "Never")
    # A scale has no unit.
    assert question.unit_label == ""
    assert question.key == Question.key_of(draft.code, question.text)


def test_decimal_comma_is_understood(as_user, hr, draft, typed):
    as_user(hr).post(
        url("question_add", draft.pk),
        typed(kind="number", risk_when="at_least", risk_limit="12,5"),
    )

    question = Question.objects.get(text="Is the light good?")
    assert question.risk_limit == Decimal("12.5")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": ""}, "text"),
        ({"kind": "scale"}, "risk_when"),
        ({"risk_when": ""}, "risk_when"),
        ({"kind": "number", "risk_when": "at_most"}, "risk_limit"),
        (
            {"kind": "scale", "risk_when": "at_most", "risk_limit": "7"},
            "risk_limit",
        ),
        (
            {"kind": "scale", "risk_when": "at_most", "risk_limit": "many"},
            "risk_limit",
        ),
        ({"section": "0"}, "section"),
    ],
)
def test_wrong_question_says_what_is_wrong_and_keeps_what_was_typed(
    as_user, hr, draft, typed, parse, said, field
):
    response = as_user(hr).post(
        url("question_add", draft.pk), typed(help_text="By the door.", **said)
    )

    page = parse(response)
    links = [link["href"] for link in page.select(".ds-error-summary a")]
    assert response.status_code == 422
    assert len(links) == 1
    assert links[0].startswith(f"#id_{field}")
    assert page.select_one("#id_help_text").text.strip() == "By the door."
    assert not Question.objects.filter(help_text="By the door.").exists()


def test_text_shows_no_risk_whatever_was_chosen_before(as_user, hr, draft, typed):
    as_user(hr).post(url("question_add", draft.pk), typed(kind="text"))

    assert Question.objects.get(text="Is the light good?").risk_when == "never"


def test_same_words_under_another_heading_are_another_question(draft, section, hr):
    other = editing.add_section(draft, by=hr, title="Outside")
    one = editing.add_question(draft, by=hr, section=section, text="Clean?")
    two = editing.add_question(draft, by=hr, section=other, text="Clean?")

    assert one.key != two.key


def test_question_moves_to_another_section(as_user, hr, draft, asked, typed):
    other = editing.add_section(draft, by=hr, title="Outside")

    as_user(hr).post(
        url("question_edit", draft.pk, asked[0].pk), typed(asked[0], section=other.pk)
    )

    assert other.questions.get().key == asked[0].key


@pytest.mark.parametrize("direction", ["up", "down"])
def test_question_changes_places_with_its_neighbour(
    as_user, hr, draft, section, asked, direction
):
    moved = asked[1] if direction == "up" else asked[0]

    as_user(hr).post(url("question_move", draft.pk, moved.pk), {"direction": direction})

    assert list(section.questions.all()) == [asked[1], asked[0]]


def test_first_question_moves_no_further_up(draft, section, asked, hr):
    editing.move(draft, asked[0], by=hr, up=True)

    assert list(section.questions.all()) == asked


def test_sections_change_places(as_user, hr, draft, section):
    other = editing.add_section(draft, by=hr, title="Outside")

    as_user(hr).post(url("section_move", draft.pk, other.pk), {"direction": "up"})

    assert list(draft.sections.all()) == [other, section]


def test_section_is_added_and_renamed(as_user, hr, draft):
    client = as_user(hr)
    client.post(url("section_add", draft.pk), {"version": 0, "title": "Outside"})
    added = draft.sections.get(title="Outside")

    client.post(
        url("section_edit", draft.pk, added.pk),
        {"version": editing.stamp(added), "title": "Out of doors"},
    )

    assert draft.sections.last().title == "Out of doors"


def test_section_is_removed_with_its_questions_after_a_question(
    as_user, hr, draft, section, parse
):
    client = as_user(hr)
    address = url("section_remove", draft.pk, section.pk)

    asked_first = parse(client.get(address))
    client.post(address)

    assert "2" in asked_first.select_one("main").text
    assert not draft.sections.exists()


def test_question_is_removed(as_user, hr, draft, section, asked):
    as_user(hr).post(url("question_remove", draft.pk, asked[0].pk))

    assert list(section.questions.all()) == [asked[1]]


# Two at once


def test_second_writer_sees_both_and_nothing_is_overwritten(
    as_user, hr, draft, asked, typed, parse
):
    seen = editing.stamp(asked[0])
    other = UserFactory(name="The other")
    editing.change(draft, asked[0], by=other, version=seen, text="The other's words")

    response = as_user(hr).post(
        url("question_edit", draft.pk, asked[0].pk),
        typed(asked[0], text="My words"),
    )

    page = parse(response)
    conflict = page.select_one(".conflict").text
    asked[0].refresh_from_db()
    assert response.status_code == 422
    assert ("The other" in conflict, "The other's words" in conflict) == (True, True)
    assert page.select_one("#id_text").text.strip() == "My words"
    assert asked[0].text == "The other's words"


def test_second_writer_may_then_replace_knowingly(
    as_user, hr, draft, asked, typed, parse
):
    seen = editing.stamp(asked[0])
    editing.change(draft, asked[0], by=UserFactory(), version=seen, text="Theirs")
    client = as_user(hr)
    address = url("question_edit", draft.pk, asked[0].pk)
    page = parse(client.post(address, typed(asked[0], version=seen, text="Mine")))

    version = page.select_one("[name=version]")["value"]
    client.post(address, typed(asked[0], version=version, text="Mine"))

    asked[0].refresh_from_db()
    assert asked[0].text == "Mine"


def test_two_questions_can_be_written_at_the_same_time(draft, asked, hr):
    first, second = map(editing.stamp, asked)

    editing.change(draft, asked[0], by=hr, version=first, text="One")
    editing.change(draft, asked[1], by=UserFactory(), version=second, text="Two")

    assert [each.text for each in draft.sections.get().questions.all()] == [
        "One",
        "Two",
    ]


def test_head_that_changed_meanwhile_is_stale(draft, hr):
    seen = editing.stamp(draft)
    editing.change(draft, draft, by=hr, version=seen, name="First")

    with pytest.raises(Stale):
        editing.change(draft, draft, by=hr, version=seen, name="Second")


def test_limit_is_the_same_however_many_zeros(section):
    question = Question.objects.create(
        section=section, order=9, text="?", kind="number", risk_when="never"
    )
    question.risk_limit = Decimal(3)
    typed = editing.stamp(question)

    question.save()
    question.refresh_from_db()

    assert editing.stamp(question) == typed


def test_question_removed_meanwhile_can_be_added_anew_as_typed(
    as_user, hr, draft, asked, typed, parse
):
    address = url("question_edit", draft.pk, asked[0].pk)
    editing.remove(draft, asked[0], by=UserFactory())

    response = as_user(hr).post(address, typed(text="My words"))

    page = parse(response)
    assert response.status_code == 422
    assert page.select_one("form.part")["action"] == url("question_add", draft.pk)
    assert page.select_one("#id_text").text.strip() == "My words"


def test_draft_published_meanwhile_says_so_and_keeps_what_was_typed(
    as_user, hr, draft, asked, typed, parse
):
    versions.publish(draft, by=UserFactory())

    response = as_user(hr).post(
        url("question_edit", draft.pk, asked[0].pk), typed(asked[0], text="Too late")
    )

    asked[0].refresh_from_db()
    page = parse(response)
    assert response.status_code == 422
    assert page.select_one(".ds-error-summary")
    assert page.select_one("#id_text").text.strip() == "Too late"
    assert asked[0].text != "Too late"


# What is published


@pytest.mark.parametrize("act", ["change", "add", "remove", "rename"])
def test_published_checklist_cannot_be_changed_even_in_the_database(
    checklist, questions, act
):
    acts = {
        "change": lambda: Question.objects.filter(pk=questions[0].pk).update(text="?"),
        "add": lambda: Section.objects.create(
            checklist=checklist, order=9, title="More"
        ),
        "remove": lambda: questions[0].delete(),
        "rename": lambda: checklist.sections.update(title="Other"),
    }

    with pytest.raises(IntegrityError, match="published"), transaction.atomic():
        acts[act]()


def test_page_to_write_leads_away_from_what_is_published(as_user, hr, checklist):
    response = as_user(hr).get(url("checklist_edit", checklist.pk))

    assert response.url == checklist.get_absolute_url()


def test_round_that_runs_keeps_its_version(
    as_user, hr, checklist, draft, school, head_teacher
):
    versions.publish(draft, by=hr)
    round = InspectionRoundFactory(unit=school, checklist=draft)
    round.answer(draft.sections.get().questions.first(), by=head_teacher, value="yes")
    newer = editing.make_own(draft, by=hr)
    first = newer.sections.get().questions.first()
    editing.remove(newer, first, by=hr)
    as_user(hr).post(url("checklist_publish", newer.pk))

    sections = round.sections()

    assert Checklist.objects.get(pk=newer.pk).is_offered
    assert round.checklists.get() == draft
    assert len(sections[0].asked) == 2
    assert sections[0].asked[0].answer.value == "yes"


def test_publish_replaces_the_version_before(draft, hr):
    versions.publish(draft, by=hr)
    newer = editing.make_own(draft, by=hr)

    versions.publish(newer, by=hr)

    draft.refresh_from_db()
    assert (newer.is_offered, draft.is_offered) == (True, False)
    assert draft.is_replaced


def test_publish_switches_recurring_rounds_and_withdraws_the_shipped(
    as_user, hr, checklist, draft, school
):
    schedule = schedule_along(checklist, school, hr)

    as_user(hr).post(
        url("checklist_publish", draft.pk), {"switch": "on", "withdraw": "on"}
    )

    schedule.refresh_from_db()
    checklist.refresh_from_db()
    assert schedule.checklist_code == draft.code
    assert checklist.status == Checklist.Status.WITHDRAWN


def test_publish_leaves_recurring_rounds_and_the_shipped_unless_told(
    as_user, hr, checklist, draft, school
):
    schedule = schedule_along(checklist, school, hr)

    as_user(hr).post(url("checklist_publish", draft.pk))

    schedule.refresh_from_db()
    checklist.refresh_from_db()
    assert schedule.checklist_code == checklist.code
    assert checklist.is_offered


def test_later_version_still_knows_the_shipped_one(draft, checklist, hr):
    versions.publish(draft, by=hr)
    newer = editing.make_own(draft, by=hr)

    assert list(versions.forerunners(newer)) == [checklist]


def test_recurring_round_that_is_there_already_is_not_switched_twice(
    draft, checklist, school, hr
):
    schedule_along(checklist, school, hr)
    already = schedule_along(draft, school, hr)

    versions.publish(draft, by=hr, switch=True)

    assert RoundSchedule.objects.filter(checklist_code=draft.code).get() == already


def test_checklist_without_questions_is_not_published(as_user, hr, draft, parse):
    editing.add_section(draft, by=hr, title="Outside")
    client = as_user(hr)

    page = parse(client.get(url("checklist_publish", draft.pk)))
    client.post(url("checklist_publish", draft.pk))

    draft.refresh_from_db()
    assert "Outside" in page.select_one(".ds-alert[data-color=warning]").text
    assert not page.select("main form")
    assert draft.is_draft


def test_two_who_publish_do_it_once(draft, hr):
    versions.publish(Checklist.objects.get(pk=draft.pk), by=hr)

    with pytest.raises(InvalidTransition):
        versions.publish(draft, by=hr)


def test_withdraw_takes_it_out_of_use_after_a_warning(
    as_user, hr, checklist, school, parse
):
    schedule_along(checklist, school, hr)
    client = as_user(hr)

    page = parse(client.get(url("checklist_withdraw", checklist.pk)))
    client.post(url("checklist_withdraw", checklist.pk))

    assert "1" in page.select_one(".ds-alert[data-color=warning]").text
    assert not Checklist.objects.offered().filter(pk=checklist.pk).exists()


def test_discard_deletes_the_draft_and_nothing_else(as_user, hr, draft, checklist):
    as_user(hr).post(url("checklist_discard", draft.pk))

    assert list(Checklist.objects.filter(code__contains=checklist.code)) == [checklist]


def test_published_checklist_is_not_discarded(as_user, hr, checklist):
    as_user(hr).post(url("checklist_discard", checklist.pk))

    assert Checklist.objects.filter(pk=checklist.pk).exists()


# To read


def test_list_shows_by_area_what_is_searched_for(
    as_user, head_teacher, checklist, parse
):
    ChecklistFactory(area="osa", name="Work load")

    page = parse(as_user(head_teacher).get(url("checklist_list"), {"q": "load"}))

    assert [link.text for link in page.select("#results .tasks a")] == ["Work load"]
    assert len(page.select("#results h2")) == 1


def test_list_finds_by_the_words_of_a_question(as_user, head_teacher, checklist, parse):
    page = parse(
        as_user(head_teacher).get(url("checklist_list"), {"q": "point 1 in order"})
    )

    links = [link["href"] for link in page.select("#results .tasks a")]
    assert checklist.get_absolute_url() in links


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"Shipped", "Own draft"}),
        ({"state": "draft"}, {"Own draft"}),
        ({"state": "withdrawn"}, {"Withdrawn"}),
        ({"origin": "shipped"}, {"Shipped"}),
        ({"country": "DK"}, {"Danish", "Own draft", "Shipped"}),
        ({"state": "nonsense"}, {"Shipped", "Own draft"}),
    ],
)
def test_list_is_filtered(as_user, hr, parse, query, names):
    Checklist.objects.all().delete()
    ChecklistFactory(name="Shipped")
    ChecklistFactory(name="Danish", country="DK")
    ChecklistFactory(name="Withdrawn").withdraw()
    editing.begin(by=hr, name="Own draft")

    page = parse(as_user(hr).get(url("checklist_list"), query))

    assert {link.text for link in page.select("#results .tasks a")} == names


def test_piece_of_the_list_is_what_the_page_shows(as_user, hr, draft, parse, htmx):
    client = as_user(hr)

    swapped = parse(client.get(url("checklist_list"), headers=htmx))
    reloaded = parse(client.get(url("checklist_list")))

    assert swapped.select_one("#results") == reloaded.select_one("#results")


def test_list_costs_the_same_for_more_rows(as_user, hr, count_queries, checklist):
    client = as_user(hr)
    client.get(url("checklist_list"))
    one = count_queries(client, url("checklist_list"))
    ChecklistFactory.create_batch(2)

    assert count_queries(client, url("checklist_list")) == one
    assert one <= 12


@pytest.mark.parametrize("page", ["checklist_edit", "checklist_detail"])
def test_page_costs_the_same_for_more_questions(
    as_user, hr, count_queries, draft, section, page
):
    client = as_user(hr)
    client.get(url(page, draft.pk))
    few = count_queries(client, url(page, draft.pk))
    for title in ["Outside", "Below"]:
        other = editing.add_section(draft, by=hr, title=title)
        editing.add_question(draft, by=hr, section=other, text=title)

    assert count_queries(client, url(page, draft.pk)) == few
    assert few <= 12


def test_draft_is_only_for_those_who_write_it(as_user, head_teacher, draft):
    client = as_user(head_teacher)

    assert client.get(url("checklist_detail", draft.pk)).status_code == 404
    assert client.get(url("checklist_edit", draft.pk)).status_code == 404


def test_who_may_read_may_not_write(as_user, head_teacher, checklist):
    client = as_user(head_teacher)

    assert client.get(url("checklist_detail", checklist.pk)).status_code == 200
    assert client.post(url("checklist_copy", checklist.pk)).status_code == 403


def test_employee_sees_no_checklists(as_user, teacher, checklist):
    client = as_user(teacher)

    assert client.get(url("checklist_detail", checklist.pk)).status_code == 404
    assert not client.get(url("checklist_list")).context["page"].rows


def test_question_of_another_checklist_is_not_there(as_user, hr, draft, questions):
    client = as_user(hr)

    assert (
        client.get(url("question_edit", draft.pk, questions[0].pk)).status_code == 404
    )


def test_comparison_shows_what_is_new_gone_and_changed(
    as_user, hr, draft, section, asked, parse
):
    editing.add_question(draft, by=hr, section=section, text="Brand new?")
    editing.remove(draft, asked[0], by=hr)
    seen = editing.stamp(asked[1])
    editing.change(draft, asked[1], by=hr, version=seen, help_text="Look up.")

    found = as_user(hr).get(url("checklist_compare", draft.pk)).context

    assert [each.text for each in found["added"]] == ["Brand new?"]
    assert [each.text for each in found["gone"]] == [asked[0].text]
    (changed,) = found["changed"]
    assert [(before, now) for _label, before, now in changed.fields] == [
        ("", "Look up.")
    ]


def test_first_version_has_nothing_to_compare_with(as_user, hr, checklist):
    response = as_user(hr).get(url("checklist_compare", checklist.pk))

    assert response.status_code == 404
