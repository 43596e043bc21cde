import pytest

from benchmarks import gaps, wheels


@pytest.mark.django_db
@pytest.mark.parametrize("show", ["managers", "units", "legs"])
def test_gaps_are_measured_with_what_is_lacking(show):
    wheels.prepare(workplaces=40)
    gaps.prepare()

    seconds, queries, size = wheels.seconds(f"gaps of {show}", times=1)

    assert len(seconds) == 1
    # Two are the savepoint that stands for the request's transaction here.
    assert queries <= 12 + 2
    assert size > 1_000
