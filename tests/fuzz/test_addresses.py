"""Each page with parameters, parts of its address and headers that nobody would give it."""

from urllib.parse import quote_from_bytes, urlsplit

import pytest
from hypothesis import strategies as st

from tests.fuzz.reading import parameters_of, parameters_of_code
from tests.fuzz.trying import MINUTES, rounds
from tests.fuzz.values import hostile

pytestmark = pytest.mark.django_db
ENOUGH = 3


def test_no_address_fails_whatever_stands_in_it(trial, world):
    pages = world.pages
    places = sorted(pages) if MINUTES else sorted(pages)[::ENOUGH]
    for place in rounds(places, share=0.25):
        url, roles = pages[place]
        _try(trial, place, url, roles)

    trial.report("Addresses")
    assert not trial.faults


def _try(trial, place, url, roles):
    page = trial.page(roles[0], url)
    names = parameters_of(page.text_of_page, url) or ["q"]
    # Mostly the page's own: what it asks for is where it can fail.
    asked = st.integers(0, 3).flatmap(
        lambda number: st.sampled_from(names if number else parameters_of_code())
    )

    def act(draw):
        role = draw(st.sampled_from(roles))
        query = draw(st.lists(st.tuples(asked, hostile), min_size=1, max_size=4))
        path = draw(st.just(url) | _other_paths(url))
        headers = draw(st.fixed_dictionaries({}, optional=_HEADERS))
        trial.send(
            trial.client(role), "GET", f"{path}?{_encoded(query)}", headers=headers
        )

    trial.of(place, act)


_HEADERS = {
    "HX-Request": st.just("true"),
    "HX-Current-URL": st.sampled_from(["", "https://[", "%00"]),
    "Accept-Language": st.sampled_from(["en", "xx", "sv;q=9", "a" * 600]),
    "Accept": st.sampled_from(["", "application/json", "*"]),
    "Range": st.sampled_from(["bytes=9-1", "bytes=-", "x"]),
    "If-Modified-Since": st.sampled_from(["x", "Fri, 31 Dec 9999 23:59:59 GMT"]),
}


def _other_paths(url):
    """One part of the path is another."""
    *parts, last = urlsplit(url).path.split("/")
    places = [place for place, part in enumerate(parts) if part]
    if not places:
        return st.just(url)

    def replaced(drawn):
        place, value = drawn
        changed = [*parts, last]
        changed[place] = quote_from_bytes(value[:500], safe="")
        return "/".join(changed)

    return st.tuples(st.sampled_from(places), hostile).map(replaced)


def _encoded(query):
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in query)
