"""The texts and codes of `situations.toml`, before anything is loaded."""

import json
import tomllib

import pytest

from demo.tree import DATA
from demo.turns import AT_DEMO_WORKPLACE, ELSEWHERE
from incidents.codes import FOLDER
from incidents.models import Details, Incident, Investigation
from incidents.models.incident import SEARCH_CONFIGS
from incidents.models.investigation import MOST_WHYS

SITUATIONS = tomllib.loads((DATA / "situations.toml").read_text())["situations"]
STAFF = tomllib.loads((DATA / "staff.toml").read_text())


def codes(name):
    rows = json.loads((FOLDER / f"{name}.json").read_text())["codes"]
    return {row["code"] for row in rows}


def first_event(situation):
    return situation["events"][0]


@pytest.mark.parametrize("situation", SITUATIONS, ids=first_event)
def test_codes_are_in_their_lists(situation):
    harms = [*situation.get("harmed", []), *situation.get("ill", [])]

    assert situation["cause"] in codes("deviation")
    assert situation["activity"] in codes("activity")
    assert situation["agent"] in codes("agent")
    assert {harm[1] for harm in harms} <= codes("injury_type")
    assert {harm[2] for harm in harms} <= codes("body_part")


@pytest.mark.parametrize("situation", SITUATIONS, ids=first_event)
def test_whys_fit_the_findings_and_factors_have_names(situation):
    whys = situation["whys"]

    assert len(whys) in (1, len(situation["findings"]))
    assert all(2 <= len(chain) <= MOST_WHYS for chain in whys)
    assert set(situation["factors"]) <= set(Investigation.Factor.values)


@pytest.mark.parametrize("situation", SITUATIONS, ids=first_event)
def test_injuries_tell_how_somebody_was_hurt(situation):
    is_harmful = set(situation["kinds"]) & set(Incident.Kind.injuries)

    assert bool(situation.get("harmed")) == bool(is_harmful)


def test_violence_says_how_and_by_whom():
    violent = [each for each in SITUATIONS if each.get("is_violence")]

    assert violent == [each for each in SITUATIONS if "violence" in each]
    for each in violent:
        assert len(each["violence"]) == len(each["events"])
        assert set(each["violence"]) <= set(Details.Violence.values)
        assert set(each["perpetrators"]) <= set(Details.Perpetrator.values)


def test_a_dozen_reports_are_in_the_neighbours_languages():
    reports = [(each, row) for each in SITUATIONS for row in each.get("reports", [])]

    assert len(reports) >= 12
    assert {row["language"] for _each, row in reports} == {"en", "nn", "nb", "da"}
    assert {row["language"] for _each, row in reports} <= set(SEARCH_CONFIGS)
    assert all(row["kind"] in each["kinds"] for each, row in reports)


def test_staff_of_each_kind_of_workplace_have_occupations():
    workplaces = {
        department["workplace"]
        for row in tomllib.loads((DATA / "organisation.toml").read_text())[
            "administrations"
        ]
        for department in row["departments"]
    }

    assert set(STAFF) == workplaces
    assert all(
        set(each["occupations"]) <= codes("occupation") for each in STAFF.values()
    )


def test_what_happens_on_purpose_is_offered_as_kind():
    kinds = {row[0] for row in [*AT_DEMO_WORKPLACE, *ELSEWHERE.values()]}

    assert kinds <= set(Incident.Kind.values)
