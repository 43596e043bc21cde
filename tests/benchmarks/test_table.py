import pytest

from benchmarks.table import AskLine, Line, PageLine, late, shown

NUMBERS = {"queries": 12, "bytes": 60_000, "units": 60}


def page(name="round list", *, demo=0.1, large=0.13, **numbers):
    return PageLine(name, "hr", (demo,), (large,), NUMBERS | numbers)


@pytest.mark.parametrize(
    ("measured", "bounds", "holds"),
    [
        (20, {"at_most": 20}, True),
        (20.1, {"at_most": 20}, False),
        (90, {"at_least": 90}, True),
        (89.9, {"at_least": 90}, False),
        (1_000, {}, True),
    ],
)
def test_line_holds_up_to_its_target(measured, bounds, holds):
    assert Line("something", measured, "s", **bounds).holds == holds


def test_line_says_figure_target_and_verdict():
    line = Line("migrate", 20.1, "s", at_most=20)

    assert str(line).split() == ["migrate", "20.1", "s", "≤", "20", "MISSED"]


def test_line_without_target_has_no_verdict():
    assert str(Line("load", 5.25, "s")).split() == ["load", "5.25", "s"]


def test_page_at_its_targets_misses_none():
    assert page().missed == []


@pytest.mark.parametrize(
    ("change", "missed"),
    [
        ({"queries": 13}, "queries"),
        ({"large": 0.132}, "ratio"),
        ({"bytes": 60_001}, "kB"),
        ({"units": 61}, "units"),
    ],
)
def test_page_says_which_target_it_misses(change, missed):
    assert page(**change).missed == [missed]
    assert str(page(**change)).endswith(f"MISSED: {missed}")


def test_ratio_is_of_pairs():
    """Something slowed the first pair, and the other half of the second."""
    line = PageLine("start page", "hr", (0.3, 0.1, 0.1), (0.33, 0.4, 0.11), NUMBERS)

    assert line.ratio == pytest.approx(1.1)


def test_only_lists_are_held_to_their_bytes():
    assert page("report, summary", bytes=90_000).holds
    assert not page("incident list, open", bytes=90_000).holds


def test_writing_may_take_more_queries():
    assert page("report an incident (POST)", queries=20).holds
    assert not page("report an incident (POST)", queries=21).holds


@pytest.mark.parametrize(
    ("number", "text"), [(3, "3"), (1.234, "1.23"), (12.34, "12.3"), (123.4, "123")]
)
def test_numbers_are_shown_in_three_figures(number, text):
    assert shown(number) == text


def test_nineteen_of_twenty_came_in_time():
    assert late([0.001 * time for time in range(20, 0, -1)]) == pytest.approx(0.019)


def test_few_are_late_when_the_last_of_them_is():
    assert late([0.3, 0.1, 0.2]) == 0.3


def test_ask_is_held_to_its_target_for_everyone():
    assert AskLine("kind", {"hr": [0.05], "head": [0.01]}).holds
    assert not AskLine("kind", {"hr": [0.051], "head": [0.01]}).holds


def test_ask_leaves_room_for_who_does_not_ask():
    line = str(AskLine("a department", {"head": [0.01], "hr": [0.06]}))

    assert line.split() == ["a", "department", "10", "ms", "60", "ms", "MISSED"]
