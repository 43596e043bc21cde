"""Which addresses ask once more who sits there: each sends an old session to show it, and
lets in who has just logged in."""

import pytest
from django.db import transaction
from django.test import Client

from tests.sign_on.conftest import grown_old
from tests.world import url_of

# Role, method, address and, where it depends on that, which role is given.
ASKED = """
administrator GET  directory:person_act:leave
administrator POST directory:person_act:leave
administrator GET  directory:person_act:reset-factor
administrator GET  directory:person_act:unprotect
administrator POST directory:person_act:log-out
administrator GET  directory:token_add
administrator POST directory:token_add
administrator GET  directory:token_begin
administrator POST directory:token_begin
administrator POST directory:group_detail role=administrator
administrator POST directory:group_detail role=archivist
administrator POST reorganisation:appoint role=hr
administrator POST reorganisation:appoint role=data_protection_officer
administrator POST reorganisation:import
administrator GET  reorganisation:act:carry-out
administrator POST reorganisation:act:carry-out
administrator POST reorganisation:act:undo
hr            POST incidents:history_act:take-back
hr            POST reports:figure_import_act:take-back
hr            GET  incidents:research
hr            POST incidents:research
hr            GET  incidents:persons
hr            POST incidents:persons
hr            GET  privacy:review
hr            GET  privacy:request_document
hr            POST privacy:request_document
employee      GET  privacy:own_document
archivist     GET  retention:run_confirm
archivist     POST retention:run_confirm
archivist     POST retention:item_restore
archivist     GET  retention:archive_file
hr            GET  privacy:request_file
employee      POST privacy:own_document
employee      GET  privacy:own_file
"""
NOT_ASKED = """
administrator GET  directory:person_act:protect
administrator GET  directory:person_detail
administrator POST directory:token_revoke
administrator POST directory:group_detail role=reader
administrator POST reorganisation:appoint role=manager
administrator GET  reorganisation:import
hr            POST incidents:history_act:go-on
manager       POST incidents:act:start
archivist     GET  retention:archive_detail
hr            GET  privacy:request
employee      GET  privacy:own_request
"""


@pytest.mark.django_db
def test_addresses_ask_an_old_session_and_not_a_fresh_one(people, addresses):
    rows = [row.split() for row in (ASKED + NOT_ASKED).splitlines() if row]

    answers = {
        " ".join(row): (
            _is_asked(grown_old(_client(people[row[0]])), row, addresses),
            _is_asked(_client(people[row[0]]), row, addresses),
        )
        for row in rows
    }

    asked = {" ".join(row.split()) for row in ASKED.strip().splitlines()}
    assert answers == {row: (row in asked, False) for row in answers}


def _client(person):
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def _is_asked(client, row, addresses):
    _role, method, address, *sent = row
    data = dict(each.split("=") for each in sent)
    send = client.post if method == "POST" else client.get
    with transaction.atomic():
        answer = send(url_of(address, addresses), data)
        # A file is closed when it has been read.
        b"".join(answer)
        transaction.set_rollback(True)
    return answer.headers.get("Location", "").startswith("/account/again/")
