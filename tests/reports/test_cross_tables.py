from datetime import date

import pytest

from incidents.models import Code, Details
from organisation import history
from reports.contents import YearContents
from reports.metrics import SUPPRESSED
from reports.models import ReportingYear, ReportTemplate, Section
from reports.open_data import rows_of
from reports.shipped import load_metrics
from tests.factories import UnitFactory
from tests.reports.conftest import at
from tests.reports.factories import incident

pytestmark = pytest.mark.usefixtures("in_english")

LEVELS = ["unit", "administration", "committee", "municipality"]


@pytest.fixture
def opened(preschool, primary):
    """Opens 2024's reports, of 2023, with one table of incidents."""

    def open_year(down, across, *, counts="", smallest_group=0):
        load_metrics()
        template = ReportTemplate.objects.create(
            code="crossed",
            version=1,
            name="Crossed",
            title="Crossed",
            file_name="crossed",
            smallest_group=smallest_group,
            status="draft",
            collects=["unit", "administration"],
        )
        Section.objects.create(
            template=template,
            order=1,
            code="crossed",
            kind=Section.Kind.CROSS_TABLE,
            title="Incidents",
            levels=LEVELS,
            down=down,
            across=across,
            counts=counts,
        )
        template.publish()
        return ReportingYear.objects.open(2024, template)

    return open_year


def happened(unit, *, times=1, on=(2023, 5, 2), details=None, **fields):
    for _each in range(times):
        made = incident(unit=unit, reported_at=at(*on), **fields)
        if details:
            Details.objects.create(incident=made, **details)


def table(year, report):
    """The table as lists: heads of the columns, then rows of label and figures."""
    (section,) = YearContents(year, only=report).of(report)["sections"]
    heads = [column["heading"] for column in section["columns"]]
    return [heads, *([row["label"], *row["figures"]] for row in section["rows"])]


def of(year, committee=None, level="committee"):
    if committee is None:
        return year.reports.get(level="municipality")
    return year.reports.get(level=level, committee=committee)


def test_incidents_are_counted_by_two_things_with_totals(opened, primary, schools):
    happened(primary, times=2, kind="accident", on=(2023, 1, 31))
    happened(primary, kind="near_miss", on=(2023, 12, 31))
    happened(primary, kind="near_miss", on=(2024, 1, 1))
    year = opened("kind", "month")

    found = table(year, of(year, schools))

    months = [f"2023-{month:02}" for month in range(1, 13)]
    assert found == [
        [*months, "Total"],
        ["Near miss", *["0"] * 11, "1", "1"],
        ["Accident", "2", *["0"] * 11, "2"],
        ["Total", "2", *["0"] * 10, "1", "3"],
    ]


def test_totals_say_that_they_are(opened, primary, schools):
    happened(primary)
    year = opened("kind", "month")
    report = of(year, schools)

    (section,) = YearContents(year, only=report).of(report)["sections"]

    assert [row.get("is_total", False) for row in section["rows"]] == [False, True]
    assert [each.get("is_total", False) for each in section["columns"]][-2:] == [
        False,
        True,
    ]
    assert section["table"] == 1


def test_what_is_not_said_stands_last_before_the_total(opened, primary, schools):
    happened(primary, details={"sex": "woman", "absence": "1_3"})
    happened(primary, details={"absence": "none"})
    happened(primary)
    year = opened("absence", "sex")

    assert table(year, of(year, schools)) == [
        ["Woman", "Not said", "Total"],
        ["No absence", "0", "1", "1"],
        ["1–3 days", "1", "0", "1"],
        ["Not said", "0", "1", "1"],
        ["Total", "1", "2", "3"],
    ]


def test_incident_counts_where_the_unit_stood_on_its_own_day(
    opened, primary, preschools, schools
):
    happened(primary, times=2, kind="near_miss")
    history.reorganise(primary, on=date(2023, 6, 1), committee=preschools)
    happened(primary, on=(2023, 7, 1), kind="near_miss")
    year = opened("kind", "unit", counts="near_misses")

    assert table(year, of(year, schools))[-1][-1] == "2"
    assert table(year, of(year, preschools))[-1][-1] == "1"
    assert table(year, of(year))[-1][-1] == "3"


def test_only_what_the_template_names_is_counted(opened, primary, schools):
    happened(primary, kind="accident")
    happened(primary, kind="near_miss", times=3)
    year = opened("kind", "month", counts="injuries")

    assert [row[0] for row in table(year, of(year, schools))[1:]] == [
        "Accident",
        "Total",
    ]


def test_incidents_closed_stand_in_the_month_of_their_closing(opened, primary, schools):
    happened(primary, on=(2022, 12, 1), closed=True, closed_at=at(2023, 2, 1))
    year = opened("kind", "month", counts="closed")

    assert table(year, of(year, schools))[-1][1:4] == ["0", "1", "0"]


def test_causes_have_their_names_and_the_commonest_stands_first(
    opened, primary, schools
):
    fall, cut = (
        Code.objects.create(
            list="deviation", code=code, labels={"sv": label}, version="1"
        )
        for code, label in [("1", "Fall"), ("2", "Skärskada")]
    )
    happened(primary, cause=cut)
    happened(primary, cause=fall, times=2)
    year = opened("cause", "kind")

    labels = [row[0] for row in table(year, of(year, schools))[1:]]

    assert labels == ["Fall", "Skärskada", "Total"]


def test_of_many_units_the_largest_stand_alone(opened, primary, education, schools):
    units = [
        UnitFactory(name=f"School {number:02}", parent=education, committee=schools)
        for number in range(31)
    ]
    for unit in units:
        happened(unit)
    happened(units[-1])
    year = opened("unit", "kind")

    labels = [row[0] for row in table(year, of(year, schools))[1:]]

    assert labels[0] == "School 30"
    assert len(labels) == 32
    assert labels[-2:] == ["The others", "Total"]
    assert table(year, of(year, schools))[-2] == ["The others", "1", "1"]


def test_unit_counts_what_happened_within_it(opened, education, primary, schools):
    other = UnitFactory(name="Other", parent=education, committee=schools)
    happened(primary, kind="near_miss")
    happened(other, kind="near_miss", times=3)
    year = opened("unit", "kind", counts="near_misses")

    report = year.reports.get(level="unit", unit=primary)
    assert table(year, report)[1:] == [
        ["Primary school", "1", "1"],
        ["Total", "1", "1"],
    ]
    report = year.reports.get(level="administration", committee=schools)
    assert table(year, report)[-1] == ["Total", "4", "4"]


def test_table_of_nothing_is_empty(opened, schools):
    year = opened("kind", "sex", smallest_group=5)

    assert table(year, of(year, schools)) == [[]]


def women_and_men(unit, women, men, kind="accident"):
    happened(unit, times=women, kind=kind, details={"sex": "woman"})
    happened(unit, times=men, kind=kind, details={"sex": "man"})


def test_few_people_are_not_told_of(opened, primary, schools):
    women_and_men(primary, 12, 2)
    women_and_men(primary, 30, 20, "near_miss")
    year = opened("kind", "sex", smallest_group=5)

    _heads, near_misses, accidents, total = table(year, of(year, schools))

    # Another row hides what the sums would give away.
    assert accidents == ["Accident", SUPPRESSED, SUPPRESSED, "14"]
    assert near_misses == ["Near miss", SUPPRESSED, SUPPRESSED, "50"]
    assert total == ["Total", "42", "22", "64"]


def test_what_one_committee_hides_the_others_do_not_give_away(
    opened, preschool, primary, preschools, schools
):
    women_and_men(primary, 12, 2)
    women_and_men(primary, 30, 20, "near_miss")
    women_and_men(preschool, 40, 40)
    women_and_men(preschool, 40, 40, "near_miss")
    year = opened("kind", "sex", smallest_group=5)

    tables = [
        table(year, of(year, committee)) for committee in (schools, preschools, None)
    ]

    hidden = [
        [figure == SUPPRESSED for row in each[1:] for figure in row[1:]]
        for each in tables
    ]
    for cells in zip(*hidden, strict=True):
        # The municipality's number is the sum of the committees': one unknown is none.
        assert sum(cells) != 1


def test_what_is_not_shown_is_said_below(opened, primary, schools):
    women_and_men(primary, 12, 2)
    women_and_men(primary, 30, 20, "near_miss")
    year = opened("kind", "sex", smallest_group=5)
    report = of(year, schools)

    (section,) = YearContents(year, only=report).of(report)["sections"]

    assert [note[:14] for note in section["notes"]] == ["* is not shown"]


def test_table_without_persons_hides_nothing(opened, primary, schools):
    happened(primary)
    year = opened("kind", "month", smallest_group=5)

    assert table(year, of(year, schools))[-1][-1] == "1"


@pytest.mark.parametrize(
    ("down", "level"),
    [("kind", "unit"), ("kind", "administration"), ("unit", "municipality")],
)
def test_persons_are_told_of_in_the_reports_of_committees_only(
    opened, primary, schools, down, level
):
    women_and_men(primary, 20, 20)
    year = opened(down, "sex", smallest_group=5)
    places = {"unit": primary} if level == "unit" else {}
    committees = {} if level == "municipality" else {"committee": schools}

    report = year.reports.get(level=level, **committees, **places)

    (section,) = YearContents(year, only=report).of(report)["sections"]
    assert section["rows"] == []
    assert "committees' reports only" in section["notes"][0]


def test_few_of_a_kind_that_tells_of_whom_are_not_shown(opened, primary, schools):
    happened(primary, times=2, kind="accident")
    happened(primary, times=9, kind="near_miss")
    happened(primary, kind="victimisation")
    year = opened("unit", "kind", smallest_group=5)

    heads, school, _total = table(year, of(year, schools))

    shown = dict(zip(heads, school[1:], strict=True))
    assert shown["Victimisation"] == SUPPRESSED
    assert list(shown.values()).count(SUPPRESSED) == 2
    assert shown["Total"] == "12"


def test_few_of_other_kinds_are_shown(opened, primary, schools):
    happened(primary, times=2, kind="accident")
    happened(primary, times=3, kind="near_miss")
    year = opened("unit", "kind", smallest_group=5)

    assert table(year, of(year, schools))[1] == ["Primary school", "3", "2", "5"]


def test_table_of_personal_kinds_alone_hides_few_by_whatever_it_counts_them(
    opened, primary, schools
):
    happened(primary, kind="victimisation")
    year = opened("unit", "month", counts="victimisation", smallest_group=5)

    rows = table(year, of(year, schools))[1:]

    assert {row[-1] for row in rows} == {SUPPRESSED}


def test_kinds_that_tell_of_whom_are_told_in_the_reports_of_committees_only(
    opened, primary, schools
):
    happened(primary, times=9)
    year = opened("kind", "month", smallest_group=5)

    assert table(year, year.reports.get(level="unit", unit=primary)) == [[]]
    assert table(year, of(year, schools))[-1][-1] == "9"


def test_small_anywhere_is_hidden_everywhere_where_there_is_too_much_to_weigh(
    opened, preschool, primary, preschools, schools, monkeypatch
):
    monkeypatch.setattr("reports.contents.cross_tables.MOST_NUMBERS", 0)
    women_and_men(primary, 12, 2)
    women_and_men(primary, 30, 20, "near_miss")
    women_and_men(preschool, 40, 40)
    women_and_men(preschool, 40, 40, "near_miss")
    year = opened("kind", "sex", smallest_group=5)

    for committee in (schools, preschools, None):
        rows = table(year, of(year, committee))[1:]
        assert [row[1:3] for row in rows[:2]] == [[SUPPRESSED] * 2] * 2
        assert SUPPRESSED not in rows[-1]


def test_what_is_counted_by_workplace_is_not_in_the_file_for_everyone(
    opened, primary, schools
):
    happened(primary, times=9)
    year = opened("month", "unit", smallest_group=5)

    assert list(rows_of(YearContents(year).of(of(year, schools)))) == []


def test_what_is_counted_by_month_is_in_the_file_for_everyone(opened, primary, schools):
    happened(primary, times=9)
    year = opened("kind", "month", smallest_group=5)

    found = list(rows_of(YearContents(year).of(of(year, schools))))

    assert [row["value"] for row in found if row["column"] == "2023-05"] == ["9"]


def test_all_reports_cost_as_many_queries_as_one(opened, preschool, primary, queries):
    women_and_men(primary, 12, 2, "near_miss")
    women_and_men(preschool, 12, 2, "near_miss")
    year = opened("kind", "unit", counts="near_misses", smallest_group=5)
    summary = of(year)

    def read(reports):
        contents = YearContents(year)
        for each in reports:
            contents.of(each)

    committees = list(year.reports.filter(level="committee").with_places())
    one = queries(lambda: read([summary]))

    assert queries(lambda: read([summary, *committees])) == one
