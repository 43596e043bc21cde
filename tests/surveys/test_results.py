"""Who reads which results, what stands in them, and what goes out as a file."""

import pytest
from django.urls import reverse

from actionplans import goal_figures, yardsticks
from actionplans.models import Goal
from organisation import roles
from organisation.models import Role, Unit
from surveys import evidence
from surveys.closing import close_survey
from surveys.models import FollowUp, FreeText, SurveyUnit, Theme, Value
from surveys.results import Result
from surveys.yardsticks import code_of
from tests.factories import UnitFactory, UserFactory
from tests.surveys import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def answers(school, other_school):
    return {school: ["4"] * 7, other_school: ["2"] * 8}


@pytest.fixture
def closed(municipality, hr, answers):
    return factories.closed(municipality, hr, answers=answers)


def page(survey, unit):
    return reverse("surveys:result", args=[survey.pk, unit.pk])


def test_employee_reads_the_own_unit_and_the_whole_once_it_is_published(
    as_user, closed, hr, teacher, school, other_school, municipality
):
    client = as_user(teacher)
    assert client.get(page(closed, school)).status_code == 404

    closed.publish(by=hr)

    assert client.get(page(closed, school)).status_code == 200
    assert client.get(page(closed, municipality)).status_code == 200
    assert client.get(page(closed, other_school)).status_code == 404


def test_manager_reads_the_own_unit_before_it_is_published_and_no_other(
    as_user, closed, school, other_school, head_teacher, administration
):
    client = as_user(head_teacher)

    assert client.get(page(closed, school)).status_code == 200
    assert client.get(page(closed, administration)).status_code == 200
    assert client.get(page(closed, other_school)).status_code == 404


def test_administrator_reads_nothing(as_user, closed, municipality):
    person = UserFactory()
    roles.appoint(person, Role.ADMINISTRATOR, municipality)

    assert as_user(person).get(page(closed, municipality)).status_code == 404


def test_what_is_hidden_has_no_row_at_all(municipality, hr, answers, administration):
    few = UnitFactory(name="Few", parent=administration)
    answers[few] = ["1"] * 4

    found = factories.closed(municipality, hr, answers=answers)

    hidden = SurveyUnit.objects.filter(survey=found, is_shown=False)
    assert {"Few", "North school"} <= {part.name for part in hidden}
    assert not Value.objects.filter(part__in=hidden).exists()


def test_words_of_few_are_read_at_the_level_where_they_are_many(
    as_user, municipality, hr, answers, school, other_school, administration, parse
):
    for unit, values in answers.items():
        factories.employ(unit, len(values))
    survey = factories.opened(municipality, hr)
    for unit in answers:
        for person in unit.employees.all():
            factories.respond(survey, person, text=f"From {unit.name}")
    close_survey(survey, by=hr)
    client = as_user(hr)

    assert "From North school" not in parse(client.get(page(survey, school))).text
    above = parse(client.get(page(survey, administration)))
    assert above.text.count("From North school") == 7
    assert above.text.count("From South school") == 8
    assert FreeText.objects.count() == 15


def test_file_has_only_what_is_shown(as_user, closed, hr, municipality, school):
    address = reverse("surveys:export", args=[closed.pk, municipality.pk])
    Value.objects.filter(part__unit=school).delete()

    text = as_user(hr).get(f"{address}?as=csv").content.decode()

    assert "South school" in text
    assert "North school" not in text
    sheet = as_user(hr).get(address)
    assert b"".join(sheet.streaming_content)[:2] == b"PK"


def test_file_of_a_manager_has_only_the_own_unit(as_user, closed, head_teacher, school):
    address = reverse("surveys:export", args=[closed.pk, school.pk])

    text = as_user(head_teacher).get(f"{address}?as=csv").content.decode()

    assert "North school" in text
    assert "South school" not in text


def test_levels_are_compared_and_few_are_a_star(
    as_user, municipality, hr, answers, administration, parse
):
    few = UnitFactory(name="Few", parent=administration)
    answers[few] = ["1"] * 3
    found = factories.closed(municipality, hr, answers=answers)

    shown = parse(as_user(hr).get(reverse("surveys:compare", args=[found.pk])))

    row = next(row for row in shown.select("tbody tr") if row.th.text == "Few")
    assert {cell.text for cell in row("td")} == {"*"}


def test_page_costs_as_many_queries_for_many_as_for_few(
    as_user, closed, hr, municipality, administration, count_queries
):
    client = as_user(hr)
    addresses = [
        page(closed, municipality),
        reverse("surveys:survey_detail", args=[closed.pk]),
        reverse("surveys:compare", args=[closed.pk]),
        reverse("surveys:follow_up_list", args=[closed.pk]),
    ]
    few = [count_queries(client, address) for address in addresses]
    for _ in range(4):
        unit = UnitFactory(parent=administration)
        SurveyUnit.objects.create(
            survey=closed, unit=unit, name=unit.name, level="unit", lineage=unit.lineage
        )
        FollowUp.objects.create(survey=closed, unit=unit)

    assert [count_queries(client, address) for address in addresses] == few
    assert max(few) <= 12 + 2


def test_goal_is_measured_by_the_index_of_a_theme(closed, school, administration, hr):
    code = code_of(Theme.objects.get(name="Whole"))
    said = {"measured_by": "metric", "metric": code, "direction": "at_least"}
    goals = [
        Goal.objects.set(
            by=hr, unit=unit, text="Well", first_year=2020, target=70, **said
        )
        for unit in (school, UnitFactory(parent=administration))
    ]

    assert code in dict(yardsticks.choices())
    goal_figures.fetch(Goal.objects.all())

    read = goals[0].readings.get()
    assert (read.value, read.words, read.until) == (
        75,
        str(closed.year),
        closed.closes_on,
    )
    # Nobody has answered there.
    assert not goals[1].readings.exists()


def test_wheel_is_told_who_took_part_and_who_followed_up(closed, school):
    year = (closed.closed_on.replace(month=1, day=1), closed.closed_on)
    units = Unit.objects.filter(pk=school.pk)

    assert evidence.survey_taken_part(units, *year) == {school.pk: closed.closed_on}
    assert evidence.survey_followed_up(units, *year) == {}


def test_charts_have_as_many_themes_each(closed, hr, school):
    part = SurveyUnit.objects.get(survey=closed, unit=school)
    result = Result(part, reader=hr)
    line = next(line for line in result.themes if line.own)
    result.themes = [line] * 5

    titles = [parsed.split("</figcaption>")[0] for parsed in map(str, result.charts)]

    assert len(titles) == 2
    assert all(f"({place}/2)" in title for place, title in enumerate(titles, start=1))


def test_levels_are_searched_for_what_no_name_can_hold(as_user, closed, hr, parse):
    url = reverse("surveys:compare", args=[closed.pk])

    response = as_user(hr).get(url, {"q": "North\x00"})

    assert response.status_code == 200
    assert parse(response).select("tbody tr")
