import pytest

from incidents.codes import load_codes
from organisation import history
from tests.browser.walking import DESK, Walker
from tests.factories import FOUNDED, CommitteeFactory


@pytest.fixture
def causes(db):
    load_codes()


@pytest.fixture
def committee(administration):
    """The one that the schools answer to."""
    committee = CommitteeFactory(name="Grundskolenämnden", slug="grundskolenamnden")
    history.reorganise(administration, on=FOUNDED, committee=committee)
    return committee


@pytest.fixture
def at_work(open_page, settings):
    """Somebody on the start page, in a browser that speaks the installation's language."""

    def open_(person, *, width=DESK):
        page = open_page("/", user=person, width=width, locale=settings.LANGUAGE_CODE)
        return Walker(page)

    return open_
