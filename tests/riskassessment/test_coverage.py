from datetime import date

import pytest
from django.urls import reverse

from organisation import history
from riskassessment.coverage import ANY, Coverage, State, took_part
from riskassessment.models import InspectionRound
from sam.dates import today
from tests.factories import (
    ChecklistFactory,
    InspectionRoundFactory,
    RoundScheduleFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

END = date(2025, 12, 31)
URL = reverse("riskassessment:coverage")


@pytest.fixture
def osa(db):
    return ChecklistFactory(code="osa", area="osa")


def made(unit, checklist, on):
    return InspectionRoundFactory(
        unit=unit,
        checklist=checklist,
        status="in_review",
        planned_on=on,
        carried_out_on=on,
    )


def states(coverage):
    return {each.unit_id: each.state for each in coverage.workplaces}


def test_without_recurring_rounds_one_round_of_any_kind_is_enough(
    school, other_school, osa
):
    made(school, osa, date(2025, 5, 5))

    coverage = Coverage(END)

    assert states(coverage) == {school.pk: State.YES, other_school.pk: State.NO}
    assert coverage.areas == [ANY]
    assert coverage.state == State.PARTLY
    assert [each.name for each in coverage.lacking] == ["South school"]


def test_recurring_round_above_asks_each_workplace_below(
    municipality, school, other_school, osa
):
    RoundScheduleFactory(unit=municipality, area="osa", is_for_each_below=True)
    made(school, osa, date(2025, 5, 5))
    made(other_school, ChecklistFactory(area="physical"), date(2025, 5, 5))

    coverage = Coverage(END)

    assert states(coverage) == {school.pk: State.YES, other_school.pk: State.NO}
    assert coverage.share("osa") == (1, 2)


def test_some_of_what_is_asked_is_partly(school, osa):
    for area in ["osa", "physical"]:
        RoundScheduleFactory(unit=school, area=area, checklist_code=area)
    made(school, osa, date(2025, 5, 5))

    (workplace,) = Coverage(END).workplaces

    assert workplace.areas == {"osa": State.YES, "physical": State.NO}
    assert workplace.state == State.PARTLY


@pytest.mark.parametrize(
    ("every", "days", "state"),
    [
        (6, [date(2025, 3, 1)], State.PARTLY),
        (6, [date(2025, 3, 1), date(2025, 10, 1)], State.YES),
        (12, [date(2024, 12, 31)], State.NO),
        (12, [date(2025, 1, 1)], State.YES),
        (36, [date(2023, 1, 1)], State.YES),
        (36, [date(2022, 12, 31)], State.NO),
        (12, [date(2026, 1, 1)], State.NO),
    ],
)
def test_how_often_decides_how_far_back_a_round_counts(school, osa, every, days, state):
    RoundScheduleFactory(unit=school, area="osa", every_months=every)
    for day in days:
        made(school, osa, day)

    assert states(Coverage(END)) == {school.pk: state}


@pytest.mark.parametrize(
    ("first_on", "ended_on", "rounds", "state"),
    [
        # Begun in the year: one day of two has come.
        (date(2025, 9, 1), None, 1, State.YES),
        (date(2025, 3, 1), date(2025, 6, 1), 1, State.YES),
        (date(2025, 3, 1), None, 1, State.PARTLY),
    ],
)
def test_half_yearly_asks_only_for_its_days(
    school, osa, first_on, ended_on, rounds, state
):
    RoundScheduleFactory(
        unit=school, every_months=6, first_on=first_on, ended_on=ended_on
    )
    for _number in range(rounds):
        made(school, osa, date(2025, 10, 1))

    assert states(Coverage(END)) == {school.pk: state}


def test_what_was_ended_before_it_began_asks_nothing(school, osa):
    day = date(2025, 9, 1)
    RoundScheduleFactory(unit=school, first_on=day, ended_on=day)

    (workplace,) = Coverage(END).workplaces

    assert workplace.areas == {ANY: State.NO}


def test_one_round_along_two_checklists_of_an_area_is_one_round(school, osa):
    RoundScheduleFactory(unit=school, every_months=6)
    round = made(school, osa, date(2025, 5, 5))
    round.roundchecklist_set.create(checklist=ChecklistFactory(area="osa"), order=2)

    assert states(Coverage(END)) == {school.pk: State.PARTLY}


def test_round_counts_for_its_recurring_round_whatever_its_checklist_says_now(school):
    schedule = RoundScheduleFactory(unit=school, area="osa")
    round = made(school, ChecklistFactory(area="threats"), date(2025, 5, 5))
    InspectionRound.objects.filter(pk=round.pk).update(
        schedule=schedule, due_on=date(2025, 5, 1)
    )

    assert states(Coverage(END)) == {school.pk: State.YES}


def test_cancelled_and_ongoing_rounds_do_not_count_but_are_told(school, osa):
    InspectionRoundFactory(unit=school, checklist=osa, status="ongoing")
    InspectionRoundFactory(unit=school, checklist=osa, status="cancelled")

    (workplace,) = Coverage(END).workplaces

    assert workplace.state == State.NO
    assert workplace.on_the_way == {"osa", ANY}


def test_round_along_two_checklists_counts_for_both_and_once_for_any(school, osa):
    other = InspectionRoundFactory(
        unit=school, status="in_review", carried_out_on=date(2025, 6, 1), checklist=osa
    )
    other.roundchecklist_set.create(checklist=ChecklistFactory(area="threats"), order=2)
    for area in ["osa", "threats"]:
        RoundScheduleFactory(unit=school, area=area, checklist_code=area)

    (workplace,) = Coverage(END).workplaces

    assert set(workplace.areas.values()) == {State.YES}


def test_ended_recurring_round_and_closed_unit_ask_nothing(school, other_school, osa):
    RoundScheduleFactory(
        unit=school, area="osa", first_on=date(2020, 1, 1), ended_on=date(2024, 6, 1)
    )
    history.close(other_school, on=date(2025, 7, 1))

    (workplace,) = Coverage(END).workplaces

    assert (workplace.unit_id, workplace.areas) == (school.pk, {ANY: State.NO})


def test_figures_do_not_cost_more_for_more_units(
    administration, school, django_assert_num_queries
):
    for _number in range(20):
        UnitFactory(parent=administration)

    with django_assert_num_queries(4):
        assert Coverage(END).share() == (0, 21)


@pytest.mark.parametrize("came", [True, False])
def test_only_who_came_took_part(school, safety_representative, osa, came):
    round = InspectionRoundFactory(
        unit=school, checklist=osa, status="in_review", carried_out_on=END
    )
    round.participants.create(
        person=safety_representative, part="safety_representative", was_present=came
    )
    InspectionRoundFactory(unit=school, checklist=osa)

    assert took_part(InspectionRound.objects.all()) == (int(came), 1)


# The page


def test_page_names_who_lacks_a_round_and_leads_down(
    hr, as_user, parse, administration, school, other_school, osa
):
    made(school, osa, today())

    page = parse(as_user(hr).get(URL))

    assert "1 av 2 arbetsplatser" in page.select_one(".lead").get_text()
    assert [each.a.get_text() for each in page.select(".tasks li")] == ["South school"]
    links = [link["href"] for link in page.select("table th a")]
    assert links == [f"?year={today().year}&unit={administration.pk}"]


def test_page_shows_what_the_reader_may_see(
    head_teacher, as_user, parse, school, other_school
):
    page = parse(as_user(head_teacher).get(URL))

    assert [each.a.get_text() for each in page.select(".tasks li")] == ["North school"]


def test_page_of_a_past_year(hr, as_user, parse, school, osa):
    last_year = today().year - 1
    made(school, osa, date(last_year, 6, 1))

    page = parse(as_user(hr).get(URL, {"year": last_year}))

    assert "1 av 1" in page.select_one(".lead").get_text()


def test_page_query_count(hr, as_user, administration, school, count_queries):
    client = as_user(hr)
    few = count_queries(client, URL)
    for _number in range(5):
        UnitFactory(parent=administration)

    # Two of them are the transaction's own.
    assert count_queries(client, URL) == few <= 12 + 2
