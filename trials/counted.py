"""What a trial comes to: what was told against what is there, and what did not end."""

import time
from dataclasses import dataclass, field

from trials import counting
from trials.ledger import Comparison

# In seconds: how long jobs and e-mails have to come to an end.
ENDED_WITHIN = 90
_STEP = 0.25


@dataclass(kw_only=True)
class Counted:
    kinds: dict = field(default_factory=dict)
    stuck: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    mails_again: int = 0

    @property
    def total(self):
        return sum(self.kinds.values(), Comparison())

    def count(self, ledger, since, machine):
        """When all that was begun since then has ended, or has had the time to."""
        counting.reconnect()
        deadline = time.monotonic() + ENDED_WITHIN
        while (left := counting.under_way(since)) and time.monotonic() < deadline:
            time.sleep(_STEP)
        self.stuck, self.failed = left, counting.failed(since)
        self.kinds = counting.compare(ledger)
        self.kinds["documents"] = counting.documents(since)
        mails, self.mails_again = counting.mails(since, machine.mails)
        self.kinds["mails"] = mails


def verdict(results, minutes):
    """Says it, and returns what the program ends with."""
    bad = [each.name for each in results if not each.holds]
    words = f"Not well: {', '.join(bad)}" if bad else "All is well."
    print(f"\n{minutes:.1f} minutes. {words}")
    return 1 if bad else 0
