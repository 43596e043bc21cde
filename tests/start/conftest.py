import pytest


@pytest.fixture(autouse=True)
def _early_in_the_year(monkeypatch):
    """What is left to do late in the year is told elsewhere (tests/talks)."""
    monkeypatch.setattr("sam.start.of_talks.LATE", 13)
