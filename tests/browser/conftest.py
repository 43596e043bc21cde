import pytest

from incidents.codes import load_codes
from organisation import history
from tests.factories import FOUNDED, CommitteeFactory

# What an assertion there found is told as in a test.
pytest.register_assert_rewrite("tests.browser.walking")


@pytest.fixture
def causes(db):
    load_codes()


@pytest.fixture
def committee(administration):
    """The one that the schools answer to."""
    committee = CommitteeFactory(name="Grundskolenämnden", slug="grundskolenamnden")
    history.reorganise(administration, on=FOUNDED, committee=committee)
    return committee
