"""Who may do what when things are not as usual: over, not yet, closed, left, or asked for in
another way. tests/test_access.py has the usual, every address × every role."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve

from attachments.photos import keep, rewrite
from directory import leaving
from directory.models import Token
from organisation import history, roles
from organisation.models import Appointment, Role, User
from sam.dates import today
from tests.factories import IncidentFactory, UserFactory
from tests.test_access import ROWS
from tests.world import ROLES, _picture, url_of

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def as_(person):
    client = Client()
    if person:
        client.force_login(person, BACKEND)
    return client


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def status(client, method, url, **more):
    with taken_back():
        answer = client.generic(method, url, **more)
        _content = b"".join(answer)
    return answer.status_code


# States. Each is a change of the world of tests/world.py.


def _appoint_from(role, since, until):
    def change(people, school):
        person = UserFactory(unit=people["elsewhere"].unit)
        roles.appoint(
            person,
            role,
            school,
            since=today() + timedelta(days=since),
            until=today() + timedelta(days=until),
        )
        return person

    return change


def _ended(people, school):
    """The role ended with yesterday, and the night that notes it is yet to come."""
    held = Appointment.objects.filter(user=people["manager"])
    held.update(valid=(today() - timedelta(days=90), today()))
    roles.sync_all(user=people["manager"])
    User.objects.filter(pk=people["manager"].pk).update(unit=people["elsewhere"].unit)
    return people["manager"]


def _closed_account(people, school):
    User.objects.filter(pk=people["manager"].pk).update(is_active=False)
    return people["manager"]


def _left(people, school):
    leaving.leave(people["manager"], on=today(), by=people["administrator"])
    return people["manager"]


def _closed_unit(people, school):
    history.close(school, on=today())
    return people["manager"]


STATES = {
    "substitute_over": _appoint_from(Role.SUBSTITUTE, -30, 0),
    "substitute_to_come": _appoint_from(Role.SUBSTITUTE, 1, 30),
    "substitute_now": _appoint_from(Role.SUBSTITUTE, -1, 30),
    "manager_to_come": _appoint_from(Role.MANAGER, 7, 300),
    "role_ended": _ended,
    "closed_account": _closed_account,
    "left": _left,
    "closed_unit": _closed_unit,
}

# State, method, address, and what it answers the person of the state.
TABLE = """
substitute_over     GET  incidents:detail              404
substitute_over     POST incidents:act:start           404
substitute_over     GET  incidents:photo               404
substitute_over     GET  riskassessment:round_detail   404
substitute_over     GET  riskassessment:photo          404
substitute_over     GET  riskassessment:document_file  404
substitute_over     GET  actionplans:measure_detail    404
substitute_over     GET  representatives:request_file  404
substitute_over     GET  plans:document_file           404
substitute_to_come  GET  incidents:detail              404
substitute_to_come  POST incidents:act:start           404
substitute_to_come  GET  riskassessment:round_detail   404
substitute_to_come  GET  actionplans:measure_detail    404
substitute_now      GET  incidents:detail              200
substitute_now      POST incidents:act:start           302
substitute_now      GET  incidents:photo               200
substitute_now      GET  actionplans:measure_detail    200
manager_to_come     GET  incidents:detail              404
manager_to_come     GET  incidents:log                 404
manager_to_come     POST incidents:edit                404
manager_to_come     GET  plans:plan_detail             404
role_ended          GET  incidents:detail              404
role_ended          POST incidents:act:start           404
role_ended          GET  incidents:thumbnail           404
role_ended          GET  riskassessment:round_detail   404
role_ended          POST riskassessment:sign           404
role_ended          GET  representatives:request_detail 404
role_ended          GET  directory:take_over           404
closed_account      GET  start                         302
closed_account      GET  incidents:detail              302
closed_account      GET  incidents:photo               302
closed_account      POST incidents:act:start           302
closed_account      GET  incidents:export_file         302
closed_account      GET  mfa_index                     302
closed_account      GET  sessions                      302
left                GET  start                         302
left                GET  incidents:export_file         302
left                POST incidents:report              302
left                GET  calendar                      404
closed_unit         GET  incidents:detail              200
closed_unit         POST incidents:act:start           302
closed_unit         GET  riskassessment:round_detail   200
closed_unit         POST incidents:report              422
closed_unit         GET  allocation:assign             403
"""


def test_addresses_answer_as_the_table_says_in_each_state(people, addresses, school):
    cache.clear()
    rows = [row.split() for row in TABLE.strip().splitlines()]

    answers = []
    for state, change in STATES.items():
        with taken_back():
            before = as_(people["manager"])
            person = change(people, school)
            # Whoever was logged in before it still sends the cookie of then.
            client = before if person == people["manager"] else as_(person)
            answers += [
                [
                    of,
                    method,
                    address,
                    status(client, method, url_of(address, addresses)),
                ]
                for of, method, address, _answer in rows
                if of == state
            ]

    assert answers == [[*row[:3], int(row[3])] for row in rows]


def test_closed_incident_is_read_and_not_changed(people, school):
    incident = IncidentFactory(unit=school, closed=True)
    client = as_(people["manager"])
    acts = ["start", "conclude", "close", "hand-over", "register", "judge"]
    urls = [f"{incident.get_absolute_url()}{each}/" for each in (*acts, "edit")]

    codes = {status(client, "POST", url) for url in urls}

    assert status(client, "GET", incident.get_absolute_url()) == 200
    assert codes <= {302, 403, 404, 422}
    assert not incident.transitions.exists()


# Asked for in another way


def test_no_view_takes_a_method_that_it_does_not_know(people, addresses):
    """Asked past the log-in, which would hide it: none does anything, none breaks."""
    cache.clear()
    found = {}
    for url in sorted({url_of(row[1], addresses) for row in ROWS}):
        view, args, kwargs = resolve(url)
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]:
            request = RequestFactory().generic(method, url)
            request.user, request.htmx = people["manager"], False
            try:
                code = view(request, *args, **kwargs).status_code
            except (Http404, PermissionDenied):
                code = 404
            found[f"{method} {url}"] = code

    # Too many tries without a token; and the language, which Django chooses by POST alone.
    allowed = {401, 403, 404, 405, 410, 429}
    assert {key.split()[1] for key, code in found.items() if code not in allowed} == {
        "/language/"
    }


def test_part_of_a_page_is_refused_like_the_page(people, addresses):
    """htmx gets no more than a browser."""
    cache.clear()
    column = 2 + ROLES.index("elsewhere")
    client = as_(people["elsewhere"])
    refused = [
        row
        for row in ROWS
        if row[0] == "GET"
        and row[column] in ("403", "404")
        and row[1].endswith(("detail", "list", "progress", "options", "table"))
    ]
    assert len(refused) > 20

    answers = {
        row[1]: status(
            client, "GET", url_of(row[1], addresses), headers={"HX-Request": "true"}
        )
        for row in refused
    }

    assert answers == {row[1]: int(row[column]) for row in refused}


def test_visitor_s_htmx_is_led_to_the_log_in(db):
    for address in ["incidents:list", "incidents:export", "directory:person_list"]:
        url = url_of(address, {})
        answer = Client().get(url, headers={"HX-Request": "true"})

        assert answer["HX-Redirect"].startswith("/account/login/")
        assert not answer.content


def test_refusal_of_what_one_may_not_see_is_the_same_as_of_what_is_not_there(
    people, addresses
):
    """403 is for what one sees elsewhere; else it would tell that there is something."""
    cache.clear()
    column = 2 + ROLES.index("elsewhere")
    seen = {
        str(each)
        for row in ROWS
        if row[column] in ("200", "302", "422")
        for each in addresses.get(_name(row[1]), [])
    }
    refused = [
        row
        for row in ROWS
        if row[column] == "403"
        and _elsewhere(addresses.get(_name(row[1]), []))
        and str(addresses[_name(row[1])][0]) not in seen
    ]
    client = as_(people["elsewhere"])

    told = set()
    for method, address, *_answers in refused:
        name = _name(address)
        other = addresses | {name: _elsewhere(addresses[name])}
        if status(client, method, url_of(address, other)) != 403:
            told.add(name)

    # Tools of meetings stand in a list for all.
    assert told == {"meetings:tool_edit"}


def _name(address):
    return ":".join(address.split(":")[:2])


def _elsewhere(args):
    """Ids like these that nothing has; none where the address has none."""
    found = [
        uuid4()
        if isinstance(each, UUID)
        else each + 10**6
        if isinstance(each, int)
        else each
        for each in args
    ]
    return [] if found == list(args) else found


# Ids of one thing beneath another


def test_photo_of_another_incident_is_not_shown_beneath_one_s_own(
    school, other_school, head_teacher
):
    own, other = IncidentFactory(unit=school), IncidentFactory(unit=other_school)
    photo = keep(rewrite(_picture()), other.reported_by)
    other.photos.add(photo)
    client = as_(head_teacher)

    for name in ["photo", "thumbnail"]:
        args = {f"incidents:{name}": [own.pk, photo.pk]}
        assert status(client, "GET", url_of(f"incidents:{name}", args)) == 404


# Keys


def test_directory_gets_nothing_without_a_token_in_force(administrator):
    cache.clear()
    token, secret = Token.objects.make(by=administrator, name="Old", is_dry_run=False)
    token.revoke()
    rows = [row for row in ROWS if row[1].startswith("scim:")]
    ids = {"scim:user": [administrator.pk], "scim:group": [uuid4()]}

    answers = {
        status(Client(), method, url_of(address, ids), headers=headers)
        for method, address, *_answers in rows
        for headers in [
            {},
            *({"Authorization": f"Bearer {said}"} for said in (secret, "x" * 54)),
        ]
    }

    assert answers == {401}


# allauth's own addresses: for a visitor, and for who is logged in.
ACCOUNT = """
login/                                 200 302
logout/                                302 200
inactive/                              200 200
signup/                                200 302
reauthenticate/                        302 200
again/                                 302 302
again/go-on/                           302 302
again/sign-on/                         302 404
sessions/                              302 200
email/                                 302 404
confirm-email/                         302 404
confirm-email/key/                     302 404
password/change/                       302 200
password/set/                          302 404
password/reset/                        200 200
password/reset/done/                   200 200
password/reset/key/1-x/                200 200
password/reset/key/done/               200 200
login/code/confirm/                    302 404
2fa/                                   302 200
2fa/authenticate/                      302 302
2fa/reauthenticate/                    302 302
2fa/totp/activate/                     302 200
2fa/totp/deactivate/                   302 404
2fa/recovery-codes/                    302 404
2fa/recovery-codes/generate/           302 200
2fa/recovery-codes/download/           302 404
2fa/webauthn/                          302 200
2fa/webauthn/add/                      302 200
2fa/webauthn/reauthenticate/           302 302
2fa/webauthn/keys/1/edit/              302 404
2fa/webauthn/keys/1/remove/            302 404
3rdparty/                              302 404
3rdparty/signup/                       302 404
3rdparty/login/cancelled/              200 200
3rdparty/login/error/                  302 401
social/login/cancelled/                302 404
saml/municipality/login/               404 404
saml/municipality/metadata/            404 404
saml/municipality/sls/                 302 404
oidc/municipality/login/               404 404
oidc/municipality/login/callback/      404 404
"""


def test_account_pages_answer_visitor_and_person_as_the_table_says(teacher):
    cache.clear()
    rows = [row.split() for row in ACCOUNT.strip().splitlines()]
    teacher.set_password("Correct-horse-battery-7")
    teacher.save()
    clients = [Client(), as_(teacher)]

    answers = [
        [path, *(str(status(each, "GET", f"/account/{path}")) for each in clients)]
        for path, *_answers in rows
    ]

    assert answers == rows
