"""Whether a measure has made events fewer: as many days before it was done as after.

Which events there are is not known here: settings.SIMILAR_EVENTS names the module that
knows, with `choices(source)`, `chosen_for(measure)` and `count(measure, *windows)`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from importlib import import_module
from math import exp, lgamma, log
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sam.dates import today

# Fewer days say nothing, and after a year other things have changed too.
FEWEST_DAYS, MOST_DAYS = 28, 365
# So many events in all, before and after, before anything is said of them.
FEWEST_EVENTS = 10
# How often chance alone may be called a change.
CHANCE = 0.05
# Chosen for what no events can tell of.
NO_EVENTS = "none"


class Verdict(StrEnum):
    TOO_FEW = "too_few"
    FEWER = "fewer"
    MORE = "more"
    NO_DIFFERENCE = "no_difference"

    @property
    def words(self):
        return {
            "too_few": _("Too few events to say: they are fewer than ten in all."),
            "fewer": _("They have become fewer, by more than chance would explain."),
            "more": _("They have become more, by more than chance would explain."),
            "no_difference": _("No clear difference: it can be chance."),
        }[self.value]


class Window(NamedTuple):
    """So many events between two days, both included, and the list of them."""

    since: date
    until: date
    number: int
    url: str

    @property
    def words(self):
        return ngettext("%(number)s event", "%(number)s events", self.number) % {
            "number": self.number
        }


@dataclass(frozen=True)
class BeforeAndAfter:
    """`after` is none until there are days enough; then `measured_on` says when."""

    # The events that are counted, in words.
    what: str
    days: int
    before: Window
    after: Window | None
    measured_on: date

    @property
    def is_complete(self):
        """Whether the days go all the way to when the effect can be judged."""
        return self.measured_on <= today()

    @cached_property
    def verdict(self):
        return verdict_of(self.before.number, self.after.number)


def choices(source=None):
    """What can be counted for a measure whose plan belongs to the source."""
    none = (NO_EVENTS, _("None: the effect shows in other ways"))
    return [*_events().choices(source), none]


def chosen_for(measure):
    """The events that are counted for the measure; empty when nobody has said which."""
    return _events().chosen_for(measure)


def before_and_after(measure):
    """What to show of a measure that is done; nothing where there are no events to count.

    As many days before the day that it was done as have passed since, which itself is in
    neither, up to when the effect can be judged.
    """
    if not measure.done_on or (chosen := chosen_for(measure)) in ("", NO_EVENTS):
        return None
    what = dict(choices(measure.plan.source)).get(chosen, "")
    wanted = (measure.effect_due_on - measure.done_on).days
    wanted = min(max(wanted, FEWEST_DAYS), MOST_DAYS)
    passed = min((today() - measure.done_on).days, wanted)
    days = passed if passed >= FEWEST_DAYS else wanted
    day, done_on = timedelta(days=1), measure.done_on
    spans = [(done_on - day * days, done_on - day)]
    if passed >= FEWEST_DAYS:
        spans.append((done_on + day, done_on + day * days))
    counted = zip(spans, _events().count(measure, *spans), strict=True)
    before, *after = [Window(*span, *found) for span, found in counted]
    return BeforeAndAfter(what, days, before, *after or [None], done_on + day * wanted)


def verdict_of(before, after):
    if before + after < FEWEST_EVENTS:
        return Verdict.TOO_FEW
    if chance_of(before, after) >= CHANCE:
        return Verdict.NO_DIFFERENCE
    return Verdict.FEWER if after < before else Verdict.MORE


def chance_of(before, after):
    """How often so uneven a split, or more so, comes about when nothing has changed.

    The exact two-sided binomial test: had nothing changed, each event would be as likely
    to lie before as after, as the toss of a coin, for there are as many days of both. The
    events of the smaller side are then as heads among so many tosses; the chance of so few
    or fewer counts twice, since either side could have been the smaller one. It asks for no
    table and holds for small numbers too. What it cannot know: the event that led to the
    measure lies before, and people may report more, or less, than they did.
    """
    tosses = before + after
    tail = sum(
        _chance_of_heads(heads, tosses) for heads in range(min(before, after) + 1)
    )
    return min(1.0, 2 * tail)


def _chance_of_heads(heads, tosses):
    """By logarithms: a whole municipality has more events than factorials can bear."""
    ways = lgamma(tosses + 1) - lgamma(heads + 1) - lgamma(tosses - heads + 1)
    return exp(ways - tosses * log(2))


def _events():
    return import_module(settings.SIMILAR_EVENTS)
