"""People at their browsers, as locust lets them come: what each role does on a day.

Run by trials.load in a process of its own. The file that SAM_LOAD names tells who they are;
what they were told and how long it took is written into the file that it names.
"""

import json
import os
import random
import re
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from uuid import uuid4

import gevent
from locust import User, events, task

from trials import acts
from trials.browsing import UNFIT, Person, Refused, Unheard, told_of
from trials.ledger import Ledger, order_words

PLAN = json.loads(Path(os.environ["SAM_LOAD"]).read_text())
LEDGER = Ledger()
# In seconds: how long one reads a page, and how long one writes in a form.
READING, WRITING = (5, 40), (15, 75)
# In seconds: what a patient person waits for an answer, and how often one comes again.
PATIENCE, OFTEN = 60, 20
WORDS = ["ladder", "kitchen", "knife", "lift", "4711", "threatened", "wheelbarrow"]
# How the row is called of those who were told to come again.
BUSY = "busy"
_INCIDENT = re.compile(r"/incidents/[0-9a-f-]{36}/")
_accounts = {role: cycle(people) for role, people in PLAN["people"].items()}


def _wait(span):
    if PLAN["thinks"]:
        gevent.sleep(random.uniform(*span))


class Watched(Person):
    """Locust is told of each request, under the name of what the person does."""

    doing = ""

    def _ask(self, method, url, **what):
        for _time in range(OFTEN):
            try:
                page = super()._ask(method, url, **what)
            except Unheard as error:
                self.tell(method, self.patience, error)
                raise
            if page.status != 503 or not page.again_in:
                bad = page.status >= 400
                self.tell(method, page.seconds, Refused(page, "") if bad else None)
                return page
            fit = not told_of(page).startswith(UNFIT)
            self.tell(BUSY, page.seconds, None if fit else Refused(page, UNFIT))
            gevent.sleep(page.again_in)
        raise Unheard("always busy")

    def tell(self, kind, seconds, error=None):
        events.request.fire(
            request_type=kind,
            name=self.doing,
            response_time=seconds * 1000,
            response_length=0,
            exception=error,
            context={},
        )


class Somebody(User):
    """Each has an account of the role, and does one thing after the other."""

    abstract = True
    role = ""

    def on_start(self):
        self.account = next(_accounts[self.role])
        self.person = Watched(
            self.host, self.account["email"], PLAN["password"], patience=PATIENCE
        )
        if session := self.account.get("session"):
            self.person.session.cookies.set("sessionid", session)
            return
        with self.doing("log in"):
            self.person.log_in()

    def wait(self):
        _wait(READING)

    @contextmanager
    def doing(self, name):
        """What goes wrong is counted, and the next thing is done."""
        self.person.doing = name
        try:
            yield
        except Unheard:
            pass  # Has been told.
        except Refused as error:
            self.person.tell("ACT", 0, error)

    def read(self, name, path):
        """The page, or nothing when it did not come."""
        with self.doing(name):
            return self.person.open(path)

    def write(self, name, fill, kinds, *, words=""):
        """Fill in a form, take the time to write, send it, and see where it leads: what
        was told, or nothing."""
        words = words or f"Load {uuid4()}"
        with self.doing(name):
            filled = fill(words)
            _wait(WRITING)
            for kind in kinds:
                LEDGER.tried(kind, words)
            told = filled.send()
            if not told.is_acknowledged:
                raise Refused(told.page, told.page.complaint)
            for kind in kinds:
                LEDGER.told(kind, words)
            self.person.open(told.place)
            return told


class Employee(Somebody):
    role, weight = "reporters", 60

    @task(5)
    def start_page(self):
        self.read("start page", "/")

    @task(4)
    def report(self):
        fill = lambda words: acts.report(self.person, words)  # noqa: E731
        self.write("report an incident", fill, ["incidents"])

    @task(1)
    def report_with_photo(self):
        fill = lambda words: acts.report(self.person, words, photos=1)  # noqa: E731
        self.write("report with a photo", fill, ["incidents", "photos"])

    @task(2)
    def own_reports(self):
        self.read("incidents", "/incidents/")


class Reader(Somebody):
    """Whoever reads what others report."""

    abstract = True

    @task(4)
    def start_page(self):
        self.read("start page", "/")

    @task(4)
    def incident(self):
        page = self.read("incidents", "/incidents/")
        found = _INCIDENT.findall(page.text) if page else []
        if found:
            self.wait()
            self.read("an incident", random.choice(found))

    @task(2)
    def search(self):
        query = f"?q={random.choice(WORDS)}"
        self.read("incidents, search", f"/incidents/{query}")

    @task(2)
    def open_incidents(self):
        self.read("incidents, filter", "/incidents/?status=reported")

    @task(2)
    def measures(self):
        self.read("measures", "/measures/")


class Manager(Reader):
    role, weight = "managers", 22

    def on_start(self):
        super().on_start()
        self.planned = []
        self.questions = cycle(self.account["questions"])

    @task(3)
    def plan_measure(self):
        def fill(words):
            plan, own = self.account["plan"], self.account["pk"]
            return acts.plan_measure(self.person, plan, words, responsible=own)

        if (told := self.write("plan a measure", fill, ["measures"])) and told.key:
            self.planned.append(told.key)

    @task(2)
    def carry_out_measure(self):
        if not self.planned:
            return
        measure = self.planned.pop(0)
        fill = lambda words: acts.carry_out_measure(self.person, measure, words)  # noqa: E731
        self.write("carry out a measure", fill, ["measures carried out"])

    @task(2)
    def walk(self):
        """Some questions of a round, one after the other."""
        for _place in range(5):
            question = next(self.questions)
            value = random.choice(["yes", "yes", "yes", "not_applicable"])
            self.write("answer a question", self._answer(question, value), ["answers"])
            self.wait()

    def _answer(self, question, value):
        round = self.account["round"]
        return lambda words: acts.answer(
            self.person, round, question, words, value=value
        )


class Representative(Reader):
    role, weight = "representatives", 12

    @task(2)
    def rounds(self):
        self.read("rounds", "/rounds/")

    @task(1)
    def statistics(self):
        self.read("statistics", "/incidents/statistics/")


class PersonnelOffice(Reader):
    role, weight = "hr", 6

    def on_start(self):
        super().on_start()
        self.orders = list(self.account["orders"])

    @task(4)
    def statistics(self):
        self.read("statistics", "/incidents/statistics/")

    @task(2)
    def report_list(self):
        self.read("reports", "/reports/")

    @task(1)
    def order(self):
        """Each once: the file of all incidents, and the documents of a year."""
        if not self.orders:
            return
        kind = self.orders.pop()
        acted = {
            "exports": lambda _words: acts.order_export(self.person),
            "orders of reports": lambda _words: acts.order_documents(
                self.person, PLAN["year"]
            ),
        }[kind]
        words = order_words("load", self.account["pk"])
        self.write(f"order: {kind}", acted, [kind], words=words)


@events.quitting.add_listener
def write_down(environment, **_details):
    stats = environment.stats
    rows = [
        {
            "act": entry.name,
            "method": entry.method,
            "number": entry.num_requests,
            "errors": entry.num_failures,
            "median": entry.median_response_time,
            "most": entry.get_response_time_percentile(0.95),
            "nearly all": entry.get_response_time_percentile(0.99),
            "longest": entry.max_response_time,
        }
        for entry in stats.entries.values()
    ]
    errors = {
        f"{each.name}: {each.error}": each.occurrences for each in stats.errors.values()
    }
    told = {
        "rows": rows,
        "errors": errors,
        "seconds": stats.last_request_timestamp - stats.start_time,
        "ledger": LEDGER.as_json(),
    }
    Path(PLAN["told"]).write_text(json.dumps(told))
