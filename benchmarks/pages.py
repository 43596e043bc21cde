"""The pages that people open most, asked for as they are: real middleware, no debugging."""

import html
import re
import time
from functools import cache
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.models import Measure
from incidents.models import Incident
from organisation.models import Unit, User
from reports.models import Report
from riskassessment.models import InspectionRound
from sam.dates import today
from ui.paging import page_of

TRANSACTION = re.compile("BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE")
_LOG_IN = "allauth.account.auth_backends.AuthenticationBackend"
# The demo's accounts.
_EMPLOYEE, _MANAGER, _REPRESENTATIVE = "medarbetare", "chef", "skyddsombud"
_HEAD, _HR = "forvaltningschef", "hr"
_DEPARTMENT = "BUF-G1"
REPORTING = "report an incident (POST)"


def _at(name, query=""):
    return lambda user: f"{reverse(name)}{query}"


def _middle_of_incidents(user):
    incidents = Incident.objects.visible_to(user)
    middle = incidents[incidents.count() // 2].reported_at
    before = page_of(incidents.filter(reported_at__lte=middle), {}, by="-reported_at")
    return f"{reverse('incidents:list')}?after={before.next}"


def _incident_by_number(user):
    number = Incident.objects.visible_to(user).first().number
    return f"{reverse('incidents:list')}?q={number}"


def _open_incidents_of_department(user):
    department = Unit.objects.get(code=_DEPARTMENT)
    return f"{reverse('incidents:list')}?unit={department.pk}&status=open"


def _newest(model, **conditions):
    def address(user):
        rows = model.objects.visible_to(user).filter(**conditions)
        return rows[0].get_absolute_url()

    return address


# What is measured: {page: {person: what makes the address, from what the person sees}}.
PAGES = {
    "start page": dict.fromkeys([_MANAGER, _REPRESENTATIVE, _HEAD, _HR], _at("start")),
    "incident list": dict.fromkeys([_MANAGER, _HEAD, _HR], _at("incidents:list")),
    "incident list, from its middle": {_HR: _middle_of_incidents},
    "incident list, open in a department": {_HR: _open_incidents_of_department},
    "incident list, search of a word": dict.fromkeys(
        [_HEAD, _HR], _at("incidents:list", "?q=golv")
    ),
    "incident list, search of a rare word": {_HR: _at("incidents:list", "?q=zzyx")},
    "incident list, search of a number": {_HR: _incident_by_number},
    "incident, under investigation": dict.fromkeys(
        [_HEAD, _HR], _newest(Incident, status="investigating")
    ),
    "incident, closed": {_MANAGER: _newest(Incident, status="closed")},
    "report an incident (form)": {_EMPLOYEE: _at("incidents:report")},
    "round list": dict.fromkeys([_HEAD, _HR], _at("riskassessment:round_list")),
    "round, signed": {_HEAD: _newest(InspectionRound, status="signed")},
    "risk list": {_HR: _at("riskassessment:risk_list")},
    "measure list": dict.fromkeys(
        [_MANAGER, _HEAD, _HR], _at("actionplans:measure_list")
    ),
    "measure": {_HEAD: _newest(Measure)},
    "report list": dict.fromkeys([_HEAD, _HR], _at("reports:list")),
    "report of a committee": dict.fromkeys(
        [_HEAD, _HR], _newest(Report, status="draft", committee__isnull=False)
    ),
    "report, summary": {_HR: _newest(Report, status="draft", committee=None)},
    REPORTING: {_EMPLOYEE: _at("incidents:report")},
}


def fetch(page, person):
    """The seconds that the answer took."""
    asking = _asking(page, person)
    began = time.perf_counter()
    response = asking()
    content = response.content
    taken = time.perf_counter() - began
    if response.status_code != (302 if page == REPORTING else 200):
        raise AssertionError(f"{page}: {response.status_code} {content[:500]!r}")
    return taken


def numbers(page, person):
    """What does not depend on the machine: queries, bytes and units named in the HTML."""
    asking = _asking(page, person)
    with CaptureQueriesContext(connection) as captured:
        content = asking().content
    return {
        "queries": sum(
            not TRANSACTION.match(query["sql"]) for query in captured.captured_queries
        ),
        "bytes": len(content),
        "units": units_named(content.decode(), _units()),
    }


def units_named(text, units):
    """How many of the units, {id: name}, the HTML has by name or by id."""
    # Longest first: where "North school 2" stands, "North school" does not.
    names = sorted(set(units.values()), key=len, reverse=True)
    named = re.findall(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", html.unescape(text)
    )
    return max(len(set(named)), sum(str(pk) in text for pk in units))


@cache
def _units():
    return dict(Unit.objects.values_list("pk", "name"))


@cache
def _asking(page, person):
    """What asks for the page as the person, who has logged in."""
    user = User.objects.get(email=f"{person}@example.org")
    address = PAGES[page][person](User.objects.get(pk=user.pk))
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, _LOG_IN)
    if page != REPORTING:
        return lambda: client.get(address)
    return lambda: client.post(address, _new_incident(user))


def _new_incident(user):
    return {
        "kind": "near_miss",
        "description": "En stege gled på det blöta golvet.",
        "unit": user.unit_id,
        "occurred_on": today(),
        "form_key": uuid4(),
    }
