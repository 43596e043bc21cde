"""How long it takes until pages answer again."""

import threading
import time
from contextlib import suppress

from trials.browsing import Person, Unheard

_STEP = 0.25


class Probe:
    """Asks for pages again and again, to see how long it takes until all answer."""

    PAGES = ("/account/login/", "/", "/incidents/report/", "/measures/")

    def __init__(self, address, person):
        self.person = Person(address, "", "", patience=20)
        self.person.session.cookies = person.session.cookies
        self._is_over = threading.Event()
        self._asking = threading.Thread(target=self._ask)
        self._rounds = []

    def __enter__(self):
        self._began = time.monotonic()
        self._asking.start()
        return self

    def __exit__(self, *_exception):
        self._is_over.set()
        self._asking.join()

    def _ask(self):
        while not self._is_over.wait(_STEP):
            self._rounds.append((all(map(self._answers, self.PAGES)), time.monotonic()))

    def _answers(self, path):
        with suppress(Unheard):
            return self.person.open(path).status == 200
        return False

    def wait_until_back(self, *, within):
        """Until a round of pages that began after now has answered; whether it did."""
        now = time.monotonic()
        while time.monotonic() < now + within:
            if any(good and at > now + 1 for good, at in self._rounds):
                return True
            time.sleep(_STEP)
        return False

    @property
    def seconds(self):
        """From the fault until the last round with a page that did not answer."""
        bad = [at for good, at in self._rounds if not good]
        return max(bad) - self._began if bad else 0.0
