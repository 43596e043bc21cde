"""The statement by hand finds what the program finds."""

import pytest

from benchmarks.figures import figures
from organisation import history
from tests.reports.conftest import at
from tests.reports.factories import committee, incident, reporting_year, unit
from tests.reports.factories import figures as figures_of_hr

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools(municipality):
    """Two committees, each with a unit; one unit has been the other committee's."""
    north, south = committee("north"), committee("south")
    school = unit(parent=municipality, committee=north)
    other = unit(parent=municipality, committee=south)
    history.reorganise(other, on=at(2022, 7, 1).date(), committee=north)
    history.reorganise(other, on=at(2023, 3, 1).date(), committee=south)
    for each in (north, south):
        figures_of_hr(each)
    return school, other


def test_statement_by_hand_finds_the_program_s_figures(schools):
    for school in schools:
        # Around the midnights that divide the years, and on both sides of the moves.
        for moment in [
            at(2021, 12, 31, 23, 59),
            at(2022, 1, 1),
            at(2022, 12, 31, 23, 59),
            at(2023, 1, 1),
            at(2023, 2, 28),
            at(2023, 3, 1),
            at(2023, 12, 31, 23, 59),
            at(2024, 1, 1),
        ]:
            incident(unit=school, reported_at=moment)
            incident(unit=school, reported_at=moment, kind="near_miss")
            incident(unit=school, reported_at=moment, kind="risk_observation")
    year = reporting_year(2024).pk

    by_hand = figures(year, "by hand")

    assert by_hand == figures(year, "measured")
    # Four moments of 2023 and two of 2022, for two units each.
    assert ["None", "injuries", "", 8.0, 4.0] in by_hand
