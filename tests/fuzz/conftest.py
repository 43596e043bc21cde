import logging
from functools import cached_property

import pytest
from hypothesis import configuration

from sam.queueing import Task
from tests.fuzz.trying import OURS, Trial
from tests.test_access import ROWS
from tests.world import ROLES, url_of

configuration.set_hypothesis_home_dir(OURS / "var" / "hypothesis")
# Who may do most comes first.
ENTITLED = ["hr", "manager", "head", "administrator", "officer", "archivist"]
ENTITLED += ["safety_rep", "reader", "elsewhere", "employee", "visitor"]


class Addresses:
    """The rows of the table of who may do what, at the addresses of this world."""

    def __init__(self, addresses):
        self.addresses = addresses

    def of(self, method, answers):
        """{address: (its URL, the roles that get one of these answers)}"""
        found = {}
        for row_method, address, *statuses in ROWS:
            of_role = dict(zip(ROLES, statuses, strict=True))
            roles = [role for role in ENTITLED if of_role[role] in answers]
            if row_method == method and roles:
                found[address] = url_of(address, self.addresses), roles
        return found

    def all_of(self, beginning):
        """Of a room, whoever may open them."""
        every = self.of("GET", {"200", "302", "401", "403", "404"})
        return {name: url for name, url in every.items() if name.startswith(beginning)}

    @cached_property
    def pages(self):
        return self.of("GET", {"200"})


@pytest.fixture
def world(addresses):
    return Addresses(addresses)


@pytest.fixture
def trial(people, own_cache, monkeypatch):
    # Only imports are worked off; the rest is tried where it belongs.
    monkeypatch.setattr(Task, "_order", lambda task, args, kwargs: None)
    logging.disable(logging.CRITICAL)
    yield Trial(people)
    logging.disable(logging.NOTSET)
