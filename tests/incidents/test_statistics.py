from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.codes import load_codes
from incidents.forms.filters import IncidentFilterForm
from incidents.models import Code, Details, Incident
from organisation import history
from sam.dates import today
from tests.factories import IncidentFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = reverse("incidents:list")
STATISTICS = reverse("incidents:statistics")
Kind, Severity = Incident.Kind, Incident.Severity
YEAR = today().year


@pytest.fixture
def many(school, other_school, administration, head_of_administration, db):
    """A little of everything, over six years, in five units of which one is closed."""
    load_codes()
    closed = UnitFactory(parent=school, name="Closed hut")
    history.close(closed, on=today())
    units = [school, other_school, administration, closed, UnitFactory(parent=school)]
    lists = [
        list(Code.objects.filter(list=name)[:3])
        for name in ["deviation", "body_part", "injury_type"]
    ]
    for number in range(48):
        on = date(YEAR - number % 6, 1 + number % min(12, today().month), 1)
        incident = IncidentFactory(
            kind=Kind.values[number % len(Kind.values)],
            unit=units[number % 5],
            employed_unit=units[number % 3] if number % 7 == 0 else None,
            is_violence=number % 4 == 0,
            severity=Severity.values[number % 3],
            cause=lists[0][number % 3] if number % 5 else None,
            occurred_on=on,
            reported_at=timezone.make_aware(datetime(on.year, on.month, on.day, 12)),
            reported_by=head_of_administration if number == 3 else UserFactory(),
        )
        if number % 3:
            Details.objects.create(
                incident=incident,
                body_part=lists[1][number % 3] if number % 4 else None,
                injury_type=lists[2][number % 2],
                absence=["", *Details.Absence.values][number % 5],
            )


def figures(client, address, parse):
    """{(table, row, column): (number, address of the list)} of all figures on the page."""
    page = parse(client.get(address))
    found = {}
    for table in page.select("table"):
        columns = [each.text for each in table.select("thead th")][1:]
        for place, row in enumerate(table.select("tbody tr")):
            for column, cell in zip(columns, row.select("td"), strict=True):
                link = cell.find("a")
                key = (table.caption.text, place, row.th.text, column)
                found[key] = (int(cell.text), link and link["href"])
    return found


def number_in(query, *, user):
    """How many the form lets through that the list asks."""
    form = IncidentFilterForm(QueryDict(query), country="SE")
    incidents = form.filter(Incident.objects.visible_to(user), by=user)
    assert form.errors == {}
    return incidents.count()


def in_list(client, address, parse):
    """How many the list has, counted by following its pages."""
    rows = 0
    while address:
        response = client.get(address)
        rows += len(response.context["page"])
        following = parse(response).select_one(".page-links [rel=next]")
        address = following and LIST + following["href"]
    return rows


@pytest.mark.parametrize(
    "query",
    [
        "",
        f"since={YEAR - 5}-01-01&until={YEAR}-12-31",
        "since=&until=&unit={school}",
        "unit={school}&where=employed&since=",
        "unit={school}&itself=on&since=",
        "kind=accident&kind=violence&kind=near_miss&since=",
        "kind=injuries&status=open&severity=not_said&since=",
        f"reported_since={YEAR - 1}-02-01&reported_until={YEAR}-01-31",
        f"since={YEAR}-01-02&absence=not_said&body_part=not_said",
    ],
)
def test_every_figure_is_the_number_in_its_list(
    as_user, head_of_administration, many, school, parse, query
):
    user = head_of_administration
    address = f"{STATISTICS}?{query.format(school=school.pk)}"

    found = figures(as_user(user), address, parse)

    assert len({table for table, *_rest in found}) == 8
    lists = {
        link: link and number_in(urlsplit(link).query, user=user)
        for _n, link in found.values()
    }
    wrong = {
        key: (number, lists[link])
        for key, (number, link) in found.items()
        if (lists[link] or 0) != number
    }
    assert wrong == {}
    assert any(number for number, _url in found.values())


def test_list_that_a_figure_leads_to_has_as_many_rows(
    as_user, head_teacher, school, parse
):
    IncidentFactory.create_batch(52, unit=school)
    IncidentFactory(unit=school, kind=Kind.ACCIDENT, occurred_on=date(YEAR - 2, 1, 1))
    client = as_user(head_teacher)

    found = set(figures(client, STATISTICS, parse).values())

    assert {
        in_list(client, link, parse) - number for number, link in found if link
    } == {0}


def test_figures_show_only_what_one_may_see(
    as_user, safety_representative, head_of_administration, many
):
    whole = f"{STATISTICS}?since=&unit="

    everything = as_user(head_of_administration).get(whole).context["figures"].total
    own = as_user(safety_representative).get(whole).context["figures"].total

    assert 0 < own.number < everything.number
    assert own.number == number_in(own.query, user=safety_representative)


def test_manager_who_is_part_of_it_does_not_count_it(as_user, head_teacher, school):
    IncidentFactory(unit=school)
    IncidentFactory(unit=school, manager_part="involved", barred=[head_teacher.pk])

    page = as_user(head_teacher).get(STATISTICS)

    assert page.context["figures"].total.number == 1


def test_without_a_choice_it_is_this_year_in_ones_own_units(
    as_user, head_teacher, school
):
    IncidentFactory(unit=school)
    IncidentFactory(unit=school, occurred_on=date(YEAR - 1, 12, 31))

    total = as_user(head_teacher).get(STATISTICS).context["figures"].total

    assert total.number == 1
    assert parse_qs(total.query) == {
        "since": [f"{YEAR}-01-01"],
        "until": [f"{YEAR}-12-31"],
        "unit": [str(school.pk)],
    }


@pytest.mark.parametrize(
    ("query", "is_open"), [("", False), ("severity=serious", True)]
)
def test_only_a_filter_that_the_page_does_not_tell_unfolds_them(
    as_user, head_teacher, query, is_open, parse
):
    page = parse(as_user(head_teacher).get(f"{STATISTICS}?{query}"))

    assert page.select_one(".filters details").has_attr("open") == is_open


def test_risk_observation_is_neither_injury_nor_near_miss(
    as_user, head_teacher, school, parse
):
    IncidentFactory(unit=school, kind=Kind.RISK_OBSERVATION)

    found = figures(as_user(head_teacher), STATISTICS, parse)

    rows = {
        row: number
        for (table, place, row, column), (number, _url) in found.items()
        if column == _("Total")
    }
    assert rows[_("All")] == rows[_("Neither of them")] == 1
    assert rows[_("Work injuries")] == rows[_("Near misses")] == 0


def test_chart_has_the_figures_of_the_table(as_user, head_teacher, school, parse):
    IncidentFactory.create_batch(3, unit=school)

    page = parse(
        as_user(head_teacher).get(f"{STATISTICS}?until={YEAR}-12-31&since={YEAR}-01-01")
    )

    title = page.select_one("svg title").text
    assert (
        sum(
            int(word)
            for word in title.replace(";", " ").replace(".", " ").split()
            if word.isdecimal()
        )
        == 3
    )


@pytest.mark.parametrize(
    "query", ["since=9999-99-99", "unit=x", "kind=x", "body_part=99999999999999999999"]
)
def test_what_makes_no_sense_is_left_out(as_user, head_teacher, school, query, parse):
    IncidentFactory(unit=school)

    response = as_user(head_teacher).get(f"{STATISTICS}?{query}")

    assert response.status_code == 200
    assert parse(response).select_one("main [role=status]")


@pytest.mark.parametrize("units", [1, 3])
def test_query_count(
    as_user,
    head_of_administration,
    administration,
    units,
    django_assert_max_num_queries,
):
    for _number in range(units):
        IncidentFactory(unit=UnitFactory(parent=administration))

    client = as_user(head_of_administration)

    with django_assert_max_num_queries(12):
        client.get(STATISTICS)


def test_list_behind_a_figure_is_an_address_of_the_program(
    as_user, head_teacher, school, parse
):
    IncidentFactory(unit=school)

    links = {
        urlsplit(link).path
        for _number, link in figures(as_user(head_teacher), STATISTICS, parse).values()
        if link
    }

    assert links == {LIST}
