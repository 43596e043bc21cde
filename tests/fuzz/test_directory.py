"""What the municipality's directory sends (SCIM), with anything in place of some of it."""

import json
from urllib.parse import quote

import pytest
from hypothesis import strategies as st

from directory.models import Token
from tests.directory.test_scim import ENTERPRISE, PATCH, anna
from tests.fuzz.trying import rounds
from tests.fuzz.values import KNOWN

pytestmark = pytest.mark.django_db

texts = st.sampled_from([each for each in KNOWN if isinstance(each, str)])
plain = st.one_of(
    texts,
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([1e308, float("nan"), float("inf"), 10**400, 2**63]),
)
anything = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=5,
)
ATTRIBUTES = [
    *["active", "userName", "displayName", "externalId", "name", "emails", "title"],
    *["name.givenName", 'emails[type eq "work"].value', "members", "phoneNumbers"],
    *['members[value eq "1"]', "roles", ENTERPRISE, f"{ENTERPRISE}:department"],
    *[f"{ENTERPRISE}:manager", "locale", "schemas", "id", "meta", "password"],
]
attributes = st.sampled_from(ATTRIBUTES) | texts
filters = st.one_of(
    texts,
    st.tuples(attributes, st.sampled_from(["eq", "co", "pr", "gt", ""]), plain).map(
        lambda parts: f"{parts[0]} {parts[1]} {json.dumps(parts[2])}"
    ),
)


@pytest.fixture
def headers(people):
    _token, secret = Token.objects.make(by=people["administrator"], name="Entra")
    return {"Authorization": f"Bearer {secret}"}


def test_no_call_of_a_directory_fails_or_is_half_written(trial, world, headers):
    url_of = {name: url for name, (url, _roles) in world.all_of("scim:").items()}

    for name in rounds(sorted(url_of) * 5, share=0.1):
        _try(trial, name, url_of[name], headers)

    trial.report("Directory")
    assert not trial.faults


def _try(trial, name, url, headers):
    def act(draw):
        method = draw(st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE"]))
        query = draw(st.dictionaries(_parameters, filters, max_size=2))
        told = "&".join(f"{key}={_quoted(value)}" for key, value in query.items())
        trial.send(
            trial.client("visitor"),
            method,
            f"{url}?{told}",
            json.dumps(draw(_bodies)).encode(errors="surrogatepass"),
            content_type="application/scim+json",
            headers=headers,
        )

    trial.of(name, act)


_parameters = st.sampled_from(
    ["filter", "startIndex", "count", "sortBy", "attributes", "excludedAttributes"]
)


def _quoted(text):
    return quote(text.encode(errors="surrogatepass"))


_bodies = st.one_of(
    anything,
    st.dictionaries(attributes, anything, max_size=3).map(lambda more: anna(**more)),
    st.fixed_dictionaries(
        {"displayName": texts, "members": st.lists(anything, max_size=2)}
    ),
    st.lists(
        st.fixed_dictionaries(
            {"op": st.sampled_from(["add", "replace", "remove", "Replace"]) | texts},
            optional={"path": attributes, "value": anything},
        ),
        max_size=3,
    ).map(lambda operations: {"schemas": [PATCH], "Operations": operations}),
)
