"""The trials can fail: what is lost, double or half is seen."""

import pytest

from trials.ledger import Ledger


@pytest.fixture
def ledger():
    """Two reports that were sent; of the first somebody was told that it is there."""
    ledger = Ledger()
    for words in ("told", "not told"):
        ledger.tried("incidents", words)
    ledger.told("incidents", "told")
    return ledger


@pytest.mark.parametrize(
    ("there", "lost", "double"),
    [
        ({"told": 1}, 0, 0),
        ({"told": 1, "not told": 1}, 0, 0),
        ({"not told": 1}, 1, 0),
        ({}, 1, 0),
        ({"told": 2}, 0, 1),
        ({"told": 1, "not told": 2}, 0, 1),
    ],
)
def test_what_was_told_is_there_once_and_what_was_not_told_at_most_once(
    ledger, there, lost, double
):
    found = ledger.compare("incidents", there)

    assert (len(found.lost), len(found.double)) == (lost, double)
    assert found.acknowledged == 1


@pytest.mark.parametrize("is_told", [True, False])
@pytest.mark.parametrize(
    ("rows", "lost", "double"), [(99, 1, 0), (100, 0, 0), (101, 0, 1)]
)
def test_half_a_spreadsheet_is_lost_whether_told_or_not(is_told, rows, lost, double):
    ledger = Ledger()
    ledger.tried("rows", "2024", times=100)
    if is_told:
        ledger.told("rows", "2024")

    found = ledger.compare("rows", {"2024": rows})

    assert (len(found.lost), len(found.double)) == (lost, double)
