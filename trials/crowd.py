"""A handful of people who use the program at once, and write down what they were told."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from trials import acts, town
from trials.browsing import PAUSE, Person, Refused, Unheard, told_of

# So long one goes on pressing the button of one form, in seconds.
WITHIN = 60
# Between two acts of one person, in seconds.
BREATH = 0.2
# Every so many reports have a photo; every so many forms are sent twice at once.
WITH_PHOTO, TWICE = 3, 6
_numbers = itertools.count(1)


class Crowd:
    """People of the town, each in a thread, until the block ends."""

    def __init__(self, place, address, ledger, name):
        self.town, self.address, self.ledger, self.name = place, address, ledger, name
        self._is_over = threading.Event()
        self._threads = []
        self._logged_in = {}

    def log_in(self):
        """All of them, while nothing is wrong yet."""
        for user in [*self.town.reporters, *self.town.managers, *self.town.hr]:
            self.person(user)

    def person(self, user):
        if user.pk not in self._logged_in:
            person = Person(self.address, user.email, town.PASSWORD)
            self._logged_in[user.pk] = person.log_in()
        return self._logged_in[user.pk]

    def __enter__(self):
        first, second, *_others = self.town.managers
        # Here, not in a thread: this process keeps one connection of its own.
        self._round = self.town.round_of(first)
        work = [
            *((self._reports, each) for each in self.town.reporters[:2]),
            (self._answers, first),
            (self._measures, second),
            (self._figures, self.town.hr[0]),
        ]
        self._is_over.clear()
        for verb, user in work:
            person, steps = self.person(user), verb(user)
            thread = threading.Thread(target=self._go_on, args=[person, steps])
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(self, *_exception):
        self._is_over.set()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _go_on(self, person, steps):
        for step in steps:
            if self._is_over.is_set():
                return
            step(person)
            time.sleep(BREATH)

    # What each of them does, again and again

    def _reports(self, _user):
        while True:
            photos = int(next(_numbers) % WITH_PHOTO == 0)
            yield lambda person, photos=photos: self.report(person, photos=photos)

    def _answers(self, _user):
        round, questions = self._round
        for question in questions:
            yield lambda person, question=question: self.answer(person, round, question)

    def _measures(self, user):
        plan = self.town.plan_of(user)
        while True:
            yield lambda person: self.measure(person, plan, user)

    def _figures(self, _user):
        while True:
            yield self.figures
            # Large as it is, not as often as the others' acts.
            yield lambda _person: time.sleep(2)

    # The acts, written down

    def report(self, person, *, photos=0):
        words = self.words()
        kinds = {"incidents": 1} | ({"photos": photos} if photos else {})
        return self.do(kinds, words, lambda: acts.report(person, words, photos=photos))

    def answer(self, person, round, question):
        words = self.words()
        act = lambda: acts.answer(person, round, question, words)  # noqa: E731
        return self.do({"answers": 1}, words, act)

    def measure(self, person, plan, user):
        words = self.words()

        def plan_it():
            return acts.plan_measure(person, plan, words, responsible=user.pk)

        told = self.do({"measures": 1}, words, plan_it)
        if told and told.key:
            self.carry_out(person, told.key)

    def carry_out(self, person, measure):
        words = self.words()
        act = lambda: acts.carry_out_measure(person, measure, words)  # noqa: E731
        return self.do({"measures carried out": 1}, words, act)

    def figures(self, person):
        year = 1900 + next(_years)
        content = town.figures_workbook([year])
        told = self.do({}, "", lambda: acts.upload_figures(person, content))
        if told:
            rows = town.FIGURES_OF_YEAR
            act = lambda: acts.take_in_figures(person, told.place)  # noqa: E731
            self.do({"rows of figures": rows}, str(year), act)

    def words(self):
        return f"Trial {self.name} {next(_numbers)}"

    def do(self, kinds, words, fill):
        """Open the page, fill in the form, and send it until an answer comes; what was
        told, or nothing when there was none within a minute."""
        filled = self._fill(fill)
        if not filled:
            return None
        for kind, times in kinds.items():
            self.ledger.tried(kind, words, times=times)
        try:
            if next(_sendings) % TWICE == 0:
                told = self._twice(filled)
            else:
                told = filled.send_until_told(within=WITHIN)
        except Unheard as error:
            self.ledger.saw([f"never answered: {error}"])
            return None
        self._see(told.troubles)
        if not told.is_acknowledged:
            self._see([told.page])
            return None
        for kind in kinds:
            self.ledger.told(kind, words)
        return told

    def _fill(self, fill):
        deadline = time.monotonic() + WITHIN
        while time.monotonic() < deadline:
            try:
                return fill()
            except (Unheard, Refused) as error:
                self._see([getattr(error, "page", None) or str(error)])
                if self._is_over.is_set():
                    return None
                time.sleep(PAUSE)
        return None

    def _twice(self, filled):
        """As with a double click: what the second answer says is what one sees."""
        return at_once([filled, filled])[-1]

    def _see(self, troubles):
        self.ledger.saw([told_of(each) for each in troubles])


def at_once(forms):
    """Send the forms at the same time, each until it is answered."""
    with ThreadPoolExecutor(len(forms)) as pool:
        sent = [pool.submit(form.send_until_told, within=WITHIN) for form in forms]
        return [each.result() for each in sent]


_sendings = itertools.count(1)
_years = itertools.count(1)
