import pytest

from benchmarks import gaps


@pytest.mark.django_db
def test_gaps_are_measured_with_what_is_lacking():
    reader = gaps.prepare(units=30)

    found = gaps.measure(reader, times=1)

    assert {show: queries <= 12 for show, (_seconds, queries) in found.items()} == (
        dict.fromkeys(gaps.SHOWN, True)
    )
