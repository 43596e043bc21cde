"""What people were told, against what is there afterwards."""

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass
class Comparison:
    """Of one kind of thing: words of what is lost, and of what is there too often."""

    acknowledged: int = 0
    there: int = 0
    lost: list = field(default_factory=list)
    double: list = field(default_factory=list)

    def __add__(self, other):
        return Comparison(
            self.acknowledged + other.acknowledged,
            self.there + other.there,
            self.lost + other.lost,
            self.double + other.double,
        )


class Ledger:
    """Who sent what, and what was answered; filled by many threads at once.

    A thing has a kind and words that no other of its kind has. `times` is how many rows
    it is: those of a spreadsheet, the photos of a report.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._tried = defaultdict(dict)
        self._told = defaultdict(set)
        # Words of pages with an error, and kinds of breaks, that people saw meanwhile.
        self.troubles = []

    def tried(self, kind, words, *, times=1):
        with self._lock:
            self._tried[kind][words] = times

    def told(self, kind, words):
        with self._lock:
            self._told[kind].add(words)

    def saw(self, troubles):
        with self._lock:
            self.troubles.extend(troubles)

    def as_json(self):
        told = {kind: sorted(words) for kind, words in self._told.items()}
        return {"tried": self._tried, "told": told}

    @classmethod
    def of_json(cls, kept):
        """What another process has written down."""
        ledger = cls()
        for kind, tried in kept["tried"].items():
            for words, times in tried.items():
                ledger.tried(kind, words, times=times)
        for kind, told in kept["told"].items():
            for words in told:
                ledger.told(kind, words)
        return ledger

    def kinds(self):
        return list(self._tried)

    def words(self, kind):
        return list(self._tried[kind])

    def compare(self, kind, there):
        """`there` is how many rows have which words.

        Of what somebody was told, all must be there. What nobody was told may be there or
        not, but whole; and nothing may be there twice.
        """
        found = Comparison()
        for words, times in self._tried[kind].items():
            rows = there.get(words, 0)
            is_told = words in self._told[kind]
            found.acknowledged += times * is_told
            found.there += rows
            if rows < times and (is_told or rows):
                found.lost.append(f"{kind} {words}: {rows} of {times}")
            if rows > times:
                found.double.append(f"{kind} {words}: {rows} of {times}")
        return found


def order_words(name, user):
    """The words of an order that the person with this key is about to make."""
    # Not Django's: people.py runs without it.
    now = datetime.now(UTC)  # noqa: TID251
    return f"{name}|{user}|{now.isoformat()}"
