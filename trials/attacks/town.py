"""A small municipality in an empty database, and the program that serves it on loopback."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from actionplans.models import ActionPlan
from incidents.models import ReportingLink
from organisation import roles
from organisation.models import Level, Municipality, Role
from tests.factories import IncidentFactory, MeasureFactory, UnitFactory, UserFactory

HOLDERS = {"employee": None, "manager": Role.MANAGER, "hr": Role.HR}
STARTS_WITHIN = 60
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Town:
    """{role: person}, and the token of a poster's report form."""

    def __init__(self):
        call_command("migrate", verbosity=0)
        Municipality.objects.create(pk=1, name="Testinge kommun", is_demo=True)
        root = UnitFactory(name="Testinge", level=Level.MUNICIPALITY)
        schools = UnitFactory(name="Schools", level=Level.ADMINISTRATION, parent=root)
        self.school = UnitFactory(name="North school", parent=schools)
        self.people = {name: UserFactory(unit=self.school) for name in HOLDERS}
        places = {Role.MANAGER: self.school, Role.HR: root}
        for name, role in HOLDERS.items():
            if role:
                roles.appoint(self.people[name], role, places[role])
        for _number in range(60):
            IncidentFactory(unit=self.school, reported_by=self.people["employee"])
        plan = ActionPlan.objects.create(unit=self.school)
        for _number in range(5):
            MeasureFactory(plan=plan)
        link = ReportingLink.objects.create(
            unit=self.school, created_by=self.people["manager"]
        )
        self.token = link.token

    def cookie(self, role):
        """The session of somebody who has logged in, as a header has it, and what its
        forms are known by: without it each is refused, and none attacked."""
        client = Client()
        client.force_login(self.people[role], settings.AUTHENTICATION_BACKENDS[0])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={'a' * 32}"

    def is_heard(self, address, cookie):
        """Whether the session still opens a form, and is let in with an empty one."""
        url, opener = f"{address}incidents/report/", _opener()
        headers = {"Cookie": cookie}
        with opener.open(urllib.request.Request(url, headers=headers)) as answer:
            # Whoever is logged out gets another page, with a form of its own.
            if urlsplit(answer.url).path != "/incidents/report/":
                return False
            token = _TOKEN.search(answer.read().decode())[1]
        sent = urlencode({"csrfmiddlewaretoken": token}).encode()
        try:
            opener.open(urllib.request.Request(url, sent, headers)).close()
        except urllib.error.HTTPError as error:
            return error.code == 422
        return False


@contextmanager
def served(program="sam.wsgi"):
    """The address at which the program answers, as gunicorn serves it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", f"{program}:application"]
    how = ["--bind", f"127.0.0.1:{port}", "--threads", "8", "--log-level", "error"]
    # What it refuses is told by its answers.
    environment = os.environ | {"SAM_SECURE": "false", "SAM_LOG_LEVEL": "ERROR"}
    with subprocess.Popen([*command, *how], env=environment) as process:
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_for(address)
            yield address
        finally:
            process.terminate()


def _wait_for(address):
    deadline = time.monotonic() + STARTS_WITHIN
    opener = _opener()
    while True:
        try:
            opener.open(address + "account/login/", timeout=5).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def _opener():
    """The environment's proxies are not for loopback."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))
