"""The register of risks: what it shows to whom, its map, its pages and its file."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from actionplans.models import RiskMatrix
from incidents.models import Incident
from organisation import history, roles
from organisation.models import Role
from riskassessment.models import Risk
from sam.dates import today
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

REGISTER = reverse("riskassessment:risk_list")
EXPORT = reverse("riskassessment:risk_export")
# Twelve at most in a request, and the savepoint in the test's own transaction.
MOST = 12 + 2


@pytest.fixture
def manager(as_user, head_teacher):
    return as_user(head_teacher)


@pytest.fixture
def found(manager):
    def found(**query):
        return list(manager.get(REGISTER, query).context["page"])

    return found


def add_measure(risk, by, *, days=7, **what):
    return risk.add_measure(
        by=by,
        activity="New lamp",
        responsible=by,
        due_on=today() + timedelta(days=days),
        **what,
    )


def replace_matrix(by):
    """Another matrix from now on, in which all of the old one would be."""
    old = RiskMatrix.objects.current()
    names = ["likelihoods", "consequences", "levels", "cells"]
    what = {name: getattr(old, name) for name in names}
    return RiskMatrix.objects.replace(
        by=by, seen=old.version, reason="Decided anew", **what
    )


# What it shows


def test_register_begins_with_open_risks_the_worst_first(put_risk, head_teacher, found):
    small, large = put_risk(1, 1), put_risk(5, 5)
    closed = put_risk(3, 3)
    closed.close(by=head_teacher, reason="The door is gone")

    assert found() == [large, small]
    assert found(status="closed") == [closed]
    assert found(status="") == [large, closed, small]


def test_register_hides_risks_of_others(as_user, put_risk, other_school):
    risk = put_risk()
    manager = UserFactory()
    roles.appoint(manager, Role.MANAGER, other_school)

    assertNotContains(as_user(manager).get(REGISTER), risk.description)


def test_register_has_units_below(
    as_user, head_of_administration, administration, school, other_school, put_risk
):
    here, there = put_risk(3, 3), put_risk(2, 2, unit=other_school)
    client = as_user(head_of_administration)

    def found(unit):
        return list(client.get(REGISTER, {"unit": unit.pk}).context["page"])

    assert found(administration) == [here, there]
    assert found(other_school) == [there]


def test_register_filters_by_what_a_risk_says(put_risk, found):
    dark = put_risk(5, 5, aspect="physical")
    noisy = put_risk(
        1, 1, description="Much noise in the hall", aspect="social", is_serious=True
    )
    low = put_risk(1, 2, description="A step")

    assert found(level="high") == [dark]
    assert found(level="low") == [low, noisy]
    assert found(is_serious="yes") == [dark, noisy]
    assert found(is_serious="no") == [low]
    assert found(aspect="social") == [noisy]
    assert found(q="HALL noise") == [noisy]
    assert found(q="hall dark") == []


def test_register_filters_by_source(put_risk, found, walked, questions, head_teacher):
    itself = put_risk(5, 5)
    answer = walked.answers.get(question=questions[0])
    of_round = Risk.objects.assess(
        answer, by=head_teacher, description="Dark", likelihood=3, consequence=3
    )
    of_incident = put_risk(1, 1)
    IncidentFactory(unit=itself.unit, risk=of_incident)

    assert found(source="answer") == [of_round]
    assert found(source="incident") == [of_incident]
    assert found(source="change") == []
    assert found(source="itself") == [itself]


def test_register_finds_what_lacks_a_measure_or_has_one_too_late(
    put_risk, found, head_teacher
):
    without, in_time, late = put_risk(5, 5), put_risk(4, 5), put_risk(5, 4)
    undemanding = put_risk(1, 1)
    add_measure(in_time, head_teacher)
    add_measure(late, head_teacher, days=31, late_reason="It is delivered in May")
    add_measure(undemanding, head_teacher, days=300)

    assert found(show="without_measures") == [without]
    assert found(show="with_late_measures") == [late]


def test_register_finds_what_is_to_be_weighed_anew(put_risk, found, head_teacher):
    risk = put_risk()
    measures = [add_measure(risk, head_teacher) for _ in range(2)]

    def finish(measure):
        measure.finish(by=head_teacher, done_on=today(), effect_due_on=today())
        return found(show="to_rerate")

    assert finish(measures[0]) == []
    assert finish(measures[1]) == [risk]
    risk.rate(by=head_teacher, likelihood=1, consequence=3, reason="It is light")
    # On the same day, and after the measure.
    assert found(show="to_rerate") == []


def test_measure_that_is_told_of_late_still_asks_for_a_weighing(
    put_risk, head_teacher, found
):
    risk = put_risk()
    measure = add_measure(risk, head_teacher)
    risk.rate(by=head_teacher, likelihood=4, consequence=3, reason="Seen again")

    yesterday = today() - timedelta(days=1)
    measure.finish(by=head_teacher, done_on=yesterday, effect_due_on=today())

    assert found(show="to_rerate") == [risk]


def test_filter_without_sense_is_left_out(put_risk, found):
    risk = put_risk()

    assert found(level="x", cell="9-9", source="y", show="z", unit="w") == [risk]


@pytest.mark.parametrize("sort", ["", "newest", "unit"])
def test_register_pages_in_the_order_that_is_asked_for(
    as_user, head_of_administration, other_school, put_risk, parse, sort
):
    for number in range(53):
        there = {"unit": other_school} if number % 2 else {}
        put_risk(1 + number % 5, 2, **there)
    client = as_user(head_of_administration)

    first = client.get(REGISTER, {"sort": sort})
    onward = parse(first).select_one("a[rel=next]")["href"]
    second = client.get(REGISTER + onward)
    back = client.get(REGISTER + parse(second).select_one("a[rel=prev]")["href"])

    key = {
        "": lambda risk: -risk.weight,
        "newest": lambda risk: -risk.created_at.timestamp(),
        "unit": lambda risk: risk.unit.name,
    }[sort]
    keys = [key(risk) for risk in [*first.context["page"], *second.context["page"]]]
    assert keys == sorted(keys)
    assert len(keys) == 53
    assert list(back.context["page"]) == list(first.context["page"])


def test_full_page_is_small(manager, put_risk):
    for number in range(51):
        put_risk(1 + number % 5, 1 + number % 4, description="It is dark there " * 7)

    assert len(manager.get(REGISTER).content) <= 60_000


@pytest.mark.parametrize("query", ["", "?show=with_late_measures&q=dark&earlier=on"])
def test_register_query_count(manager, put_risk, count_queries, query):
    def put_some():
        put_risk()
        IncidentFactory(unit=put_risk().unit, risk=put_risk())

    put_some()
    for_few = count_queries(manager, REGISTER + query)
    put_some()

    assert count_queries(manager, REGISTER + query) == for_few <= MOST


def test_register_swaps_in_what_a_reload_would_show(manager, put_risk, htmx, parse):
    risk = put_risk()
    query = {"unit": risk.unit.pk, "level": "high"}

    swapped = parse(manager.get(REGISTER, query, headers=htmx))
    reloaded = parse(manager.get(REGISTER, query))

    assert swapped.find("html") is None
    assert swapped.select_one("#results") == reloaded.select_one("#results")


def test_register_without_risks_says_what_comes_here(manager, put_risk, parse):
    empty = parse(manager.get(REGISTER)).select_one(".empty")
    put_risk()
    unmatched = parse(manager.get(REGISTER, {"q": "nothing"})).select_one(".empty")

    assert empty.a is None
    assert unmatched.a["href"] == REGISTER


# The map


def test_each_cell_of_the_map_leads_to_as_many_as_it_says(manager, put_risk, parse):
    for likelihood in range(1, 6):
        for consequence in range(1, 6):
            for _ in range(1 + (likelihood * consequence) % 3):
                put_risk(likelihood, consequence)
    put_risk(1, 1, description="Quite another thing")
    filters = {"q": "dark", "is_serious": ""}

    cells = parse(manager.get(REGISTER, filters)).select("#map td")

    said, shown = {}, {}
    for cell in cells:
        link = cell.select_one("a")
        page = manager.get(REGISTER + link["href"]).context["page"]
        said[link["href"]] = int(link.select_one(".number").text)
        shown[link["href"]] = len({risk.pk for risk in page})
        assert len({risk.cell for risk in page}) == 1
    assert len(said) == 25
    assert said == shown


def test_map_stays_whole_while_one_cell_is_shown(manager, put_risk, parse):
    put_risk(5, 5)
    one = put_risk(1, 2)

    page = manager.get(REGISTER, {"cell": "1-2"})

    assert list(page.context["page"]) == [one]
    assert len(parse(page).select("#map td a")) == 2
    # What is searched next stays in the cell.
    assert parse(page).select_one("[name=cell]")["value"] == "1-2"


def test_map_names_the_cells_in_words(manager, put_risk, parse):
    risk = put_risk(4, 3)

    page = parse(manager.get(REGISTER))

    [link] = page.select("#map td a")
    row, column = link.find_parent("tr"), link.find_parent("td")
    place = row.find_all(["th", "td"]).index(column)
    heads = page.select("#map thead th")
    assert row.th.text == risk.likelihood_label
    assert heads[place].text == risk.consequence_label
    assert risk.level.label in link.text


def test_risks_of_an_earlier_matrix_are_counted_under_the_map(
    manager, head_teacher, hr, put_risk, parse, found
):
    earlier = put_risk()
    replace_matrix(hr)
    now = put_risk()

    page = parse(manager.get(REGISTER))
    link = page.select_one("#map > p a")
    shown = manager.get(REGISTER + link["href"]).context["page"]

    assert [cell.text for cell in page.select("#map td .number")] == ["1"]
    assert "1" in link.text
    assert list(shown) == [earlier]
    earlier.rate(by=head_teacher, likelihood=4, consequence=3, reason="New matrix")
    assert set(found(cell="4-3")) == {now, earlier}
    assert found(earlier="on") == []


# As a file


def test_file_has_what_the_register_shows(manager, put_risk, head_teacher):
    risk = put_risk(description="=1+1 is dark", existing_measures="A torch")
    put_risk(1, 1, description="A step")
    measure = add_measure(risk, head_teacher)
    add_measure(risk, head_teacher)
    measure.finish(by=head_teacher, done_on=today(), effect_due_on=today())

    response = manager.get(EXPORT, {"level": "high"})

    content = BytesIO(b"".join(response))
    _heading, *rows = load_workbook(content).active.iter_rows(values_only=True)
    assert len(rows) == 1
    said = rows[0]
    assert said[:3] == ("=1+1 is dark", str(risk.unit), risk.level.label)
    assert said[7] == "A torch"
    assert said[-2:] == (2, 1)


def test_file_has_no_risks_of_others(as_user, put_risk, other_school):
    put_risk()
    manager = UserFactory()
    roles.appoint(manager, Role.MANAGER, other_school)

    response = as_user(manager).get(EXPORT)

    sheet = load_workbook(BytesIO(b"".join(response))).active
    assert sheet.max_row == 1


# Units that are closed


@pytest.fixture
def closed(school, put_risk):
    """The school is closed with two open risks, one of them to be weighed anew."""
    risks = [put_risk(5, 5), put_risk(1, 1)]
    history.close(school, on=today())
    school.refresh_from_db()
    return risks


def closed_unit(unit):
    return reverse("riskassessment:closed_unit", args=[unit.pk])


@pytest.mark.parametrize("who", ["head_of_administration", "hr"])
def test_risks_of_a_closed_unit_are_moved_in_one_go(
    as_user, request, school, other_school, closed, who
):
    client = as_user(request.getfixturevalue(who))

    listed = client.get(REGISTER, {"show": "in_closed_units"})
    page = client.get(closed_unit(school))
    response = client.post(
        closed_unit(school), {"to": other_school.pk, "reason": "Joined the south"}
    )

    assert list(listed.context["page"]) == closed
    assertContains(listed, closed_unit(school))
    assertContains(page, closed[0].description)
    assert response.url == REGISTER
    for risk in closed:
        risk.refresh_from_db()
        assert risk.unit == other_school
        assert risk.moves.get().reason == "Joined the south"
    assertNotContains(client.get(REGISTER), closed_unit(school))


def test_move_of_all_asks_where_and_why(
    as_user, head_of_administration, school, closed
):
    response = as_user(head_of_administration).post(
        closed_unit(school), {"to": "", "reason": "Joined the south"}
    )

    assertContains(response, "Joined the south", status_code=422)
    assert Risk.objects.filter(unit=school).count() == 2


def test_whoever_leads_the_new_unit_is_told_once(
    as_user, head_of_administration, school, other_school, closed, mailoutbox
):
    manager = UserFactory()
    roles.appoint(manager, Role.MANAGER, other_school)

    as_user(head_of_administration).post(
        closed_unit(school), {"to": other_school.pk, "reason": "Joined the south"}
    )

    message = manager.messages.get()
    assert "2" in message.subject
    assert closed[0].description not in message.body + message.subject


def test_unit_that_is_not_closed_moves_nothing_in_one_go(
    as_user, head_of_administration, school, put_risk
):
    put_risk()

    assert as_user(head_of_administration).get(closed_unit(school)).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("representative", 403), ("nobody", 404)])
def test_move_of_all_is_not_for_everyone(
    as_user, safety_representative, school, closed, who, status
):
    user = safety_representative if who == "representative" else UserFactory()

    assert as_user(user).get(closed_unit(school)).status_code == status


def test_barred_kind_of_source_is_named_but_not_the_case(
    manager, head_teacher, put_risk, parse
):
    risk = put_risk()
    incident = IncidentFactory(
        unit=risk.unit,
        risk=risk,
        manager_part=Incident.ManagerPart.INVOLVED,
        barred=[head_teacher.pk],
    )

    page = manager.get(REGISTER)

    assertContains(page, "Händelse")
    assertNotContains(page, str(incident.number))
