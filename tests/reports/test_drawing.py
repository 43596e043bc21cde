"""Pictures of a report's tables, and the sentence that each stands under."""

import pytest
from django.utils import translation

from reports.drawing import answers_chart, spread_chart, table_chart


@pytest.fixture(autouse=True)
def _in_words_of_the_code():
    with translation.override("en"):
        yield


def row(label, *figures, **what):
    how = {"is_heading": False, "scale": "percent", "decimals": 1, "better": "lower"}
    return how | {"label": label, "figures": list(figures)} | what


def column(kind, heading, last=""):
    period = {"period": [last, last]} if last else {}
    return {"kind": kind, "heading": heading} | period


def table(columns, rows, kind="metric_table"):
    return {"kind": kind, "columns": columns, "rows": rows}


def years(*numbers):
    return [column("figure", str(each), f"{each}-12-31") for each in numbers]


def test_change_is_told_with_what_it_means():
    columns = [*years(2023, 2022), column("difference", "Difference")]
    chart = table_chart(table(columns, [row("Total sick leave", "7.7", "8.5", "-0.8")]))

    assert chart.message == (
        "Total sick leave is 7.7 per cent, 0.8 percentage points less than before,"
        " which is better"
    )


@pytest.mark.parametrize(
    ("better", "change", "meaning"),
    [
        ("lower", "3", ", 3 more than before, which is worse"),
        ("higher", "3", ", 3 more than before, which is better"),
        ("higher", "-3", ", 3 less than before, which is worse"),
        ("neither", "3", ", 3 more than before"),
        ("lower", "0", ", as before"),
        ("lower", "*", ""),
        ("lower", "", ""),
    ],
)
def test_what_a_change_means_depends_on_what_is_better(better, change, meaning):
    columns = [*years(2023, 2022), column("difference", "Difference")]
    of = {"scale": "count", "decimals": 0, "better": better}
    chart = table_chart(table(columns, [row("Injuries", "10", "7", change, **of)]))

    assert chart.message == f"Injuries is 10{meaning}"


def test_few_periods_stand_side_by_side_the_earliest_first():
    rows = [row("Women", "8.6", "9.3"), row("Men", "5.0", "5.5")]

    chart = table_chart(table(years(2023, 2022), rows))

    assert "Women was 9.3 per cent in 2022 and 8.6 per cent in 2023." in chart.svg
    assert "<polyline" not in chart.svg


def test_five_years_are_lines_of_at_most_four_rows():
    rows = [row(f"Row {n}", "1", "2", "3", "4", "5") for n in range(1, 7)]

    chart = table_chart(table(years(2023, 2022, 2021, 2020, 2019), rows))

    assert chart.svg.count("<polyline") == 4
    assert "Row 1 was 5.0 per cent in 2019, 4.0 per cent in 2020" in chart.svg
    assert "Row 5" not in chart.svg


def test_unknown_and_hidden_figures_are_no_points():
    rows = [row("Women", "8.6", "*", "", "9.0")]

    chart = table_chart(table(years(2023, 2022, 2021, 2020), rows))

    assert chart.svg.count("<circle") == 2
    assert "unknown in 2021, unknown in 2022" in chart.svg


def test_target_is_a_line():
    columns = [*years(2023), column("target", "Target")]

    chart = table_chart(table(columns, [row("Total", "7.7", "5.5")]))

    assert "Target is 5.5 per cent." in chart.svg
    assert "stroke-dasharray" in chart.svg


def test_targets_that_differ_are_no_line():
    columns = [*years(2023), column("target", "Target")]
    rows = [row("Women", "8.6", "6.0"), row("Men", "5.0", "4.0")]

    assert "stroke-dasharray" not in table_chart(table(columns, rows)).svg


def test_rows_of_another_scale_are_left_out():
    rows = [row("Share", "7.7"), row("Hours", "900", scale="hours", decimals=0)]

    assert "Hours" not in table_chart(table(years(2023), rows)).svg


def test_indicators_first_group_is_drawn():
    heading = {"label": "Health", "is_heading": True, "figures": []}
    rows = [heading, row("Sick leave", "7.7"), heading, row("Turnover", "11")]

    chart = table_chart(table(years(2023), rows, "indicator_table"))

    assert "Sick leave" in chart.svg
    assert "Turnover" not in chart.svg


@pytest.mark.parametrize("text", ["", "*", "0"])
def test_table_with_nothing_to_show_has_no_picture(text):
    assert table_chart(table(years(2023), [row("Total", text)])) is None


def test_snapshot_of_before_has_its_columns_the_newest_first():
    columns = [column("figure", "R12 2023-12"), column("figure", "R12 2022-12")]

    chart = table_chart(table(columns, [row("Total", "7.7", "8.5")]))

    assert "8.5 per cent in R12 2022-12 and 7.7 per cent in R12 2023-12" in chart.svg
    assert chart.message == "Total is 7.7 per cent"


def test_incidents_by_two_things_are_bars_of_their_totals():
    columns = [
        column("figure", "Women"),
        column("figure", "Total") | {"is_total": True},
    ]
    rows = [
        row("Fall", "2", "3"),
        row("Violence", "5", "9"),
        row("Total", "7", "12", is_total=True),
    ]

    chart = table_chart(table(columns, rows, "cross_table"))

    assert chart.message == "Most are counted for Violence: 9"
    assert "9 for Violence and 3 for Fall." in chart.svg


def answered(*answers):
    parts = [{"committee": str(n), "answer": each} for n, each in enumerate(answers)]
    return {"questions": [{"text": "Have rounds been made?", "parts": parts}]}


def test_answers_of_several_are_told_in_words():
    chart = answers_chart(answered("yes", "yes", "no", "", "not_applicable"))

    assert chart.message == "2 of 5 answers are yes"
    assert (
        "got Yes from 2, Partly from 0, No from 1 and Other or none from 2."
        in chart.svg
    )


def test_answers_of_few_have_no_picture():
    assert answers_chart(answered("yes", "no")) is None
    assert answers_chart({"questions": [{"text": "Alone?"}]}) is None


def test_questions_that_nobody_has_answered_have_no_picture():
    assert answers_chart(answered("", "", "")) is None


def test_judgements_are_told_from_the_lowest():
    requirements = [
        {"text": "Policy", "score": "4.2", "spread": [0, 0, 1, 2, 2]},
        {"text": "Routines", "score": "2.5", "spread": [1, 1, 1, 1, 0]},
        {"text": "Own", "score": "4", "spread": [0, 0, 0, 0, 0]},
    ]

    chart = spread_chart({"requirements": requirements})

    assert chart.message == "Lowest is “Routines” with 2.5 of 5"
    assert "“Policy” got mark 1 from 0, mark 2 from 0, mark 3 from 1" in chart.svg
    assert "Own" not in chart.svg
    assert spread_chart({"requirements": requirements[2:]}) is None
