from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from introductions import editing
from introductions.evidence import introduced
from introductions.models import Introduction, IntroductionTemplate, TemplateStep
from introductions.results import results
from organisation.models import Unit
from sam.dates import today
from sam.workflow import InvalidTransition, Stale
from tests.factories import UnitFactory, UserFactory
from tests.introductions.factories import asked, introduction, template

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_published_template_is_refused_to_change_by_the_database(school):
    template(school)

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        TemplateStep.objects.update(course="Another")


def test_template_without_steps_is_not_published(as_user, parse, hr, municipality):
    draft = template(municipality, by=hr, titles=(), draft=True)
    url = reverse("introductions:template_publish", args=[draft.pk])

    page = parse(as_user(hr).post(url, follow=True)).text

    assert "The template has no steps yet." in page
    draft.refresh_from_db()
    assert draft.is_draft


def test_two_who_write_one_step_lose_nothing(as_user, parse, hr, municipality):
    draft = template(municipality, by=hr, titles=["Alarm"], draft=True)
    step = draft.steps.get()
    url = reverse("introductions:step_edit", args=[draft.pk, step.pk])
    client = as_user(hr)
    version = parse(client.get(url)).select_one("[name=version]")["value"]
    editing.change(
        draft,
        step,
        by=UserFactory(),
        version=editing.stamp(step),
        titles={"en": "The other's"},
    )

    said = {"title_en": "Mine", "who": "manager", "after_days": 0, "version": version}
    response = client.post(url, said)

    assert response.status_code == 422
    assert "The other's" in parse(response).select_one(".conflict").text


def test_best_template_is_of_the_occupation_and_the_nearest_unit(
    municipality, school, other_school
):
    template(municipality, name="For all")
    template(school, name="Of the school")
    template(municipality, name="For nurses", occupations=["nurse"])
    template(other_school, name="Of another")
    fitting = IntroductionTemplate.objects.fitting

    assert [str(each) for each in fitting(school, title="Nurse")] == [
        "For nurses",
        "Of the school",
        "For all",
    ]
    assert [str(each) for each in fitting(school)] == ["Of the school", "For all"]


def test_steps_that_are_not_done_move_with_the_first_day(school, head_teacher):
    begun = introduction(school, template=template(school, titles=["A", "B"]))
    done, _left = begun.steps.all()
    done.show(by=head_teacher)
    done.confirm(by=begun.person)

    begun.change(by=head_teacher, version=0, starts_on=today() + timedelta(days=3))

    days = [each.due_on for each in begun.steps.order_by("pk")]
    assert days == [today(), today() + timedelta(days=3)]
    with pytest.raises(Stale):
        begun.change(by=head_teacher, version=0, starts_on=today())


def test_person_is_introduced_once_at_a_time(school):
    begun = introduction(school)

    with pytest.raises(IntegrityError), transaction.atomic():
        introduction(school, person=begun.person)


def test_nobody_ticks_their_own_part_as_manager(as_user, head_teacher, school):
    begun = introduction(school, person=head_teacher)
    step = begun.steps.first()

    as_user(head_teacher).post(reverse("introductions:tick", args=[begun.pk, step.pk]))

    step.refresh_from_db()
    assert (step.confirmed_on, step.shown_on) == (today(), None)


def test_what_is_ticked_by_mistake_is_taken_back_and_opens_it_again(
    school, head_teacher
):
    begun = introduction(school, template=template(school, titles=["Alarm"]))
    step = begun.steps.get()
    step.show(by=head_teacher)
    step.confirm(by=begun.person)
    begun.refresh_from_db()
    was = begun.status

    step.take_back(by=head_teacher)

    begun.refresh_from_db()
    step.refresh_from_db()
    assert (was, begun.status, step.confirmed_on) == ("done", "running", today())


def test_step_that_does_not_concern_needs_a_reason_and_counts_as_done(
    as_user, head_teacher, school
):
    begun = introduction(school, template=template(school, titles=["Night work"]))
    step = begun.steps.get()
    url = reverse("introductions:skip", args=[begun.pk, step.pk])
    client = as_user(head_teacher)

    without = client.post(url, {"because": ""})
    client.post(url, {"because": "Works by day alone."})

    begun.refresh_from_db()
    assert (without.status_code, begun.status) == (422, "done")


def test_ended_introduction_takes_no_ticks(school, head_teacher):
    begun = introduction(school)
    step = begun.steps.first()
    begun.cancel(by=head_teacher, note="Has left")

    with pytest.raises(InvalidTransition):
        step.show(by=head_teacher)


def test_only_the_nearest_manager_sees_it_and_the_one_above_where_there_is_none(
    school, head_teacher, head_of_administration, hr, administration
):
    own = introduction(school)
    unled = introduction(UnitFactory(parent=administration))

    def seen(user):
        return set(Introduction.objects.visible_to(user))

    assert seen(head_teacher) == {own}
    assert seen(head_of_administration) == {unled}
    assert seen(hr) == set()


def test_list_costs_the_same_for_many_as_for_few(
    as_user, count_queries, head_teacher, school
):
    client, url = as_user(head_teacher), reverse("introductions:introduction_list")
    using = template(school)
    introduction(school, template=using)
    client.get(url)
    few = count_queries(client, url)
    for _each in range(3):
        introduction(school, template=using)
        UserFactory(unit=school, employed_on=today())

    assert count_queries(client, url) == few
    assert few <= 12


@pytest.mark.parametrize("name", ["overview", "survey"])
def test_pages_of_hr_cost_the_same_for_many_as_for_few(
    as_user, count_queries, hr, administration, name
):
    client, url = as_user(hr), reverse(f"introductions:{name}")
    asked(UnitFactory(parent=administration), answered=6, yes=3)
    client.get(url)
    few = count_queries(client, url)
    for _each in range(2):
        asked(UnitFactory(parent=administration), answered=6, yes=3)

    assert count_queries(client, url) == few
    assert few <= 12


def test_unit_is_hidden_when_its_answers_would_tell_of_its_neighbour(
    administration, municipality
):
    large, larger, small = (UnitFactory(parent=administration) for _each in range(3))
    asked(large, answered=6, yes=3)
    asked(larger, answered=9, yes=3)
    asked(small, answered=2, yes=2)

    found = results(today().year)

    shown = {pk for pk, each in found.items() if each.is_shown}
    assert shown == {municipality.pk, administration.pk, larger.pk}


def test_units_of_enough_answers_are_all_shown_where_nobody_is_left_over(
    administration, municipality
):
    units = [UnitFactory(parent=administration) for _each in range(2)]
    for unit in units:
        asked(unit, answered=5, yes=3)

    found = results(today().year)

    assert all(each.is_shown for each in found.values())
    assert found[administration.pk].share("knew_plan") == 60


def test_administration_beside_others_too_small_is_hidden_with_all_below_it(
    municipality,
):
    large, small = (UnitFactory(parent=municipality) for _each in range(2))
    school = UnitFactory(parent=large)
    asked(school, answered=8, yes=3)
    asked(small, answered=3, yes=2)

    found = results(today().year)

    assert {pk for pk, each in found.items() if each.is_shown} == {municipality.pk}


def test_wheel_finds_the_units_whose_new_employees_are_introduced(
    school, other_school, head_teacher
):
    begun = introduction(school, template=template(school, titles=["Alarm"]))
    introduction(other_school)
    step = begun.steps.get()
    step.show(by=head_teacher)
    step.confirm(by=begun.person)

    found = introduced(Unit.objects.all(), today() - timedelta(days=9), today())

    assert found == {school.pk: today()}


def test_protected_identity_is_named_in_the_own_unit_alone(
    as_user, hr, head_teacher, school
):
    UserFactory(name="Ann", unit=school, employed_on=today(), is_protected=True)

    own = as_user(head_teacher).get(reverse("introductions:introduction_list"))
    outside = as_user(hr).get(reverse("introductions:overview"))

    assert "Ann" in own.content.decode()
    assert "Ann" not in outside.content.decode()
    assert "Protected identity" in outside.content.decode()
