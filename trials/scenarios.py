"""One fault after the other, amid what people do, and what is counted after each."""

import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils import timezone

from trials import acts, town, writing
from trials.browsing import UNFIT, Person, Unheard
from trials.counted import ENDED_WITHIN, Counted, verdict
from trials.crowd import Crowd
from trials.ledger import Ledger, order_words
from trials.probing import Probe
from trials.strikes import HOW_FULL, SCENARIOS

# In seconds: how long people are at it before and after a fault, and how long the program
# has to be back.
BEFORE, AFTER = 3, 4
BACK_WITHIN = 90
HISTORY_ROWS = 4_000
_STEP = 0.25


@dataclass
class Result(Counted):
    """What became of one scenario."""

    name: str
    what: str
    seconds: float = 0.0
    is_back: bool = True
    troubles: Counter = field(default_factory=Counter)

    @property
    def unfit(self):
        return [each for each in self.troubles if each.startswith(UNFIT)]

    @property
    def holds(self):
        total = self.total
        bad = [*total.lost, *total.double, *self.stuck, *self.unfit]
        return self.is_back and not bad


class Trial:
    """The machine and the town with its people, on whom scenarios are tried."""

    def __init__(self, machine, place):
        self.machine, self.town = machine, place

    def run(self, name, what, strike, *, has_jobs):
        self.since = timezone.now()
        ledger = Ledger()
        crowd = Crowd(self.town, self.machine.address, ledger, name)
        crowd.log_in()
        result = Result(name, what)
        if has_jobs:
            self._prepare_import(crowd, ledger)
        with crowd:
            time.sleep(BEFORE)
            if has_jobs:
                self._order_jobs(crowd, ledger)
            probe = Probe(self.machine.address, crowd.person(self.town.reporters[2]))
            with probe:
                strike(self, crowd)
                result.is_back = probe.wait_until_back(within=BACK_WITHIN)
                time.sleep(AFTER)
            result.seconds = probe.seconds
        result.count(ledger, self.since, self.machine)
        result.troubles = Counter(ledger.troubles)
        return result

    def _prepare_import(self, crowd, ledger):
        """A spreadsheet, checked; only the import itself is left."""
        person = crowd.person(self.town.hr[1])
        words = crowd.words()
        unit = self.town.units[0].name
        rows = (
            [f"{words}-{row}", "Near miss", unit, "2024-03-01", words]
            for row in range(HISTORY_ROWS)
        )
        content = acts.workbook(_HISTORY, rows)
        told = acts.upload_history(person, content).send()
        self._await_step(person, told.place, "/columns/")
        acts.name_columns(person, told.place).put(kind="1").send()
        acts.name_values(person, told.place).send()
        self._await_step(person, told.place, "/import/")
        self._import = (told.place, words)

    def _await_step(self, person, place, ending):
        deadline = time.monotonic() + ENDED_WITHIN
        while time.monotonic() < deadline:
            if ending in person.open(place).text:
                return
            time.sleep(_STEP)
        raise AssertionError(f"{place} does not come to {ending}")

    def _order_jobs(self, crowd, ledger):
        user = self.town.hr[1]
        person, (place, words) = crowd.person(user), self._import
        crowd.do(
            {"rows of history": HISTORY_ROWS},
            words,
            lambda: acts.start_import(person, place),
        )
        self.order(crowd, user, "orders of reports")
        self.order(crowd, user, "exports")

    def order(self, crowd, user, kind):
        person, words = crowd.person(user), order_words(crowd.name, user.pk)
        year = self.town.year.pk
        act = {
            "orders of reports": lambda: acts.order_documents(person, year),
            "exports": lambda: acts.order_export(person),
        }[kind]
        return crowd.do({kind: 1}, words, act)


_HISTORY = ["Ärendenummer", "Typ", "Enhet", "Händelsedatum", "Beskrivning"]


def try_all(machine, names, *, write):
    unknown = set(names) - {name for name, *_rest in SCENARIOS}
    if unknown:
        known = ", ".join(name for name, *_rest in SCENARIOS)
        raise SystemExit(f"No scenario {', '.join(unknown)}. There are: {known}")
    began = time.monotonic()
    place = town.found()
    results = []
    with machine.everything():
        trial = Trial(machine, place)
        await_web(machine)
        print(writing.HEADING, flush=True)
        for name, what, strike, has_jobs in SCENARIOS:
            if not names or name in names:
                result = trial.run(name, what, strike, has_jobs=has_jobs)
                results.append(result)
                print(writing.line(result), flush=True)
                print(writing.details(result), end="", flush=True)
        minutes = (time.monotonic() - began) / 60
    if write:
        writing.keep(results, minutes=minutes, how_full=HOW_FULL)
    return verdict(results, minutes)


def await_web(machine):
    person = Person(machine.address, "", "")
    for _try in range(120):
        with suppress(Unheard):
            if person.open("/account/login/").status == 200:
                return
        time.sleep(0.5)
    raise AssertionError("The web server does not answer.")
