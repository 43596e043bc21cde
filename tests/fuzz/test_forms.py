"""Each form as its page has it, filled in by somebody careful, careless or hostile."""

import pytest
from hypothesis import strategies as st

from tests.fuzz.forms import filled
from tests.fuzz.reading import forms_of
from tests.fuzz.trying import MINUTES, rounds

pytestmark = pytest.mark.django_db
ENOUGH = 4


def test_no_form_fails_or_is_half_written_whatever_is_typed(trial, world):
    pages = world.pages
    places = sorted(pages) if MINUTES else sorted(pages)[::ENOUGH]
    forms = _forms(trial, {place: pages[place] for place in places})
    for kind in rounds(sorted(forms), share=0.5):
        form, roles = forms[kind]
        _try(trial, kind, form, roles)

    trial.report("Forms")
    assert not trial.faults


def _forms(trial, pages):
    """{kind: (the form, who may open its page)}"""
    found = {}
    for url, roles in pages.values():
        page = trial.page(roles[0], url)
        if "html" in page.get("Content-Type", ""):
            for form in forms_of(page.text_of_page, url):
                found.setdefault(form.kind, (form, roles))
    return found


def _try(trial, kind, form, roles):
    def act(draw):
        url = form.url
        role = roles[0] if draw(st.integers(0, 4)) else draw(st.sampled_from(roles))
        headers = {"HX-Request": "true"} if draw(st.integers(0, 5)) == 0 else {}
        body, content_type = draw(filled(form))
        client = trial.client(role)
        trial.send(
            client, "POST", url, body, content_type=content_type, headers=headers
        )

    trial.of(kind, act)
