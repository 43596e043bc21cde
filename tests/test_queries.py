"""What each page asks of the database: at most twelve queries, with few exceptions.

The world is that of tests/world.py, with a little of everything; that a page does not cost
more for more rows is held by the tests of its room.
"""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from tests.test_access import ROWS
from tests.world import ROLES, url_of

MOST = 12
EXCEPTIONS = {
    # Each figure of the administrations is counted in a table of its own.
    "annualcycle:overview": 16,
    # What happened, what is alike, what was said, and the duties that arise of it. Once,
    # with four more: the manager who opens it first starts the clocks of the duties.
    "incidents:detail": 17,
    "incidents:notice": 17,
    # A year of nine kinds of records, until it is approved and kept as it was.
    "meetings:statement_detail": 13,
    # Goals, rows, reviews and the log, and what rooms above know of it.
    "plans:plan_detail": 13,
    # Steps, and what hangs on their units, before and after.
    "reorganisation:detail": 14,
    # The report as it stands, beside what it came to and what is asked because of it.
    "reports:meeting": 15,
    "reports:section": 16,
    "reports:template_preview": 13,
    # Questions, answers, photos, risks and measures, each of them many.
    "riskassessment:round_detail": 15,
    # What the survey came to, what was chosen, and what was decided the time before.
    "surveys:matter": 14,
}
# The first of them who may see a page opens it.
OPENED_BY = ["manager", "head", "hr", "safety_rep", "administrator"]
OPENED_BY += [role for role in ROLES if role not in OPENED_BY]


@pytest.mark.django_db
def test_each_page_costs_at_most_twelve_queries(people, addresses):
    costs = {}
    for role in OPENED_BY:
        client = _client(people[role])
        for address in _seen_by(role):
            if address not in costs:
                costs[address] = _cost(client, url_of(address, addresses))

    # Exactly: what has become cheaper is an exception no longer.
    assert {page: cost for page, cost in costs.items() if cost > MOST} == EXCEPTIONS


def _client(user):
    # What earlier roles have knocked at too often.
    cache.clear()
    client = Client()
    if user:
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def _seen_by(role):
    column = 2 + ROLES.index(role)
    return [row[1] for row in ROWS if row[0] == "GET" and row[column] == "200"]


def _cost(client, url):
    """How many queries; what the request changed is taken back."""
    asked = []

    def count(execute, sql, *arguments):
        # A savepoint stands for the request's transaction in a test.
        if "SAVEPOINT" not in sql:
            asked.append(sql)
        return execute(sql, *arguments)

    with transaction.atomic(), connection.execute_wrapper(count):
        # Read to the end, so that the file behind a download is closed.
        _content = b"".join(client.get(url))
        transaction.set_rollback(True)
    return len(asked)
