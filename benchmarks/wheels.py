"""The annual wheel of a municipality with 2,000 workplaces, half of what is asked done."""

import time
from datetime import date

from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annualcycle import wheel_templates
from annualcycle.models import Occurrence
from benchmarks.pages import TRANSACTION
from organisation import history, roles
from organisation.models import Level, Municipality, Role, User
from sam.dates import today

WORKPLACES, ADMINISTRATIONS = 2_000, 20
SINCE = date(2020, 1, 1)
_LOG_IN = "allauth.account.auth_backends.AuthenticationBackend"
_PAGES = {
    "wheel": "annualcycle:wheel",
    "matrix": "annualcycle:matrix",
    "goals": "annualcycle:goal_list",
    "overview": "annualcycle:overview",
    # With what `gaps` has prepared.
    "gaps of managers": "allocation:gap_list?show=managers",
    "gaps of units": "allocation:gap_list?show=units",
    "gaps of legs": "allocation:gap_list?show=legs",
}


@transaction.atomic
def prepare(workplaces=WORKPLACES):
    Municipality.objects.create(pk=1, name="Municipality")
    root = _unit("root", Level.MUNICIPALITY, None)
    hr = User.objects.create(email="hr@example.org", name="hr", unit=root)
    roles.appoint(hr, Role.HR, root)
    for number in range(ADMINISTRATIONS):
        administration = _unit(f"a{number}", Level.ADMINISTRATION, root)
        for place in range(workplaces // ADMINISTRATIONS):
            _unit(f"w{number}-{place}", Level.UNIT, administration)
    for template in wheel_templates.of_country("SE"):
        keys = [key for key, _what, _is_goal in template.items]
        wheel_templates.take(template, keys, unit=root, by=hr)
    done = Occurrence.objects.filter(year=today().year, unit__name__endswith="5")
    done.update(status="done", done_on=F("due_on"), by=hr, at=timezone.now())


def _unit(code, level, parent):
    return history.establish(
        code, name=f"Unit {code}", level=level, parent=parent, since=SINCE
    )


def seconds(what, times):
    """How long each asking took, how many queries one is and how many bytes."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email="hr@example.org"), _LOG_IN)
    name, _sign, query = _PAGES[what].partition("?")
    address = f"{reverse(name)}?{query}"
    client.get(address)
    taken = []
    for _number in range(times):
        began = time.perf_counter()
        _found(client.get(address))
        taken.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as captured:
        content = _found(client.get(address)).content
    queries = [each["sql"] for each in captured.captured_queries]
    return taken, sum(not TRANSACTION.match(each) for each in queries), len(content)


def _found(response):
    if response.status_code != 200:
        raise AssertionError(f"{response.status_code} {response.content[:500]!r}")
    return response
