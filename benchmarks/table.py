"""What was measured, beside what it may be."""

from dataclasses import dataclass
from math import ceil
from statistics import median

OK, MISSED = "ok", "MISSED"


@dataclass
class Line:
    """One figure with its target; without a target it only informs."""

    what: str
    measured: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    HEADING = f"{'':60} {'measured':>10}  {'target':>8}"

    @property
    def holds(self):
        return (self.at_most is None or self.measured <= self.at_most) and (
            self.at_least is None or self.measured >= self.at_least
        )

    def __str__(self):
        target = ""
        if self.at_most is not None:
            target = f"≤ {shown(self.at_most)}"
        if self.at_least is not None:
            target = f"≥ {shown(self.at_least)}"
        verdict = (OK if self.holds else MISSED) if target else ""
        measured = f"{shown(self.measured)} {self.unit:2}"
        return f"{self.what:60} {measured:>10}  {target:>8}  {verdict}".rstrip()


@dataclass
class PageLine:
    """A page on the demo and on more of it, asked for in turn, some seconds each time.

    `numbers` are the larger of the two.
    """

    page: str
    person: str
    demo: tuple
    large: tuple
    numbers: dict

    HEADING = (
        f"{'page':38} {'person':16} {'queries':>8} {'demo':>7} {'large':>7}"
        f" {'ratio':>6} {'kB':>4} {'units':>5}"
    )
    MOST_UNITS, MOST_RATIO, MOST_KILOBYTES = 60, 1.3, 60

    @property
    def most_queries(self):
        return 20 if self.page.endswith("(POST)") else 12

    @property
    def ratio(self):
        """Of each pair, as what else the machine does falls on both of it."""
        return median(
            large / demo for demo, large in zip(self.demo, self.large, strict=True)
        )

    @property
    def missed(self):
        """The targets that the page misses, in words."""
        is_list = self.page.partition(",")[0].endswith("list")
        holds = {
            "queries": self.numbers["queries"] <= self.most_queries,
            "ratio": round(self.ratio, 2) <= self.MOST_RATIO,
            "kB": not is_list or self.numbers["bytes"] <= self.MOST_KILOBYTES * 1000,
            "units": self.numbers["units"] <= self.MOST_UNITS,
        }
        return [name for name, is_met in holds.items() if not is_met]

    @property
    def holds(self):
        return not self.missed

    def __str__(self):
        verdict = f"{MISSED}: {', '.join(self.missed)}" if self.missed else OK
        demo, large = (1000 * median(each) for each in (self.demo, self.large))
        queries, kilobytes = self.numbers["queries"], self.numbers["bytes"] / 1000
        return (
            f"{self.page:38} {self.person:16} {queries:>8} {demo:>4.0f} ms"
            f" {large:>4.0f} ms {self.ratio:>6.2f} {kilobytes:>4.0f}"
            f" {self.numbers['units']:>5}  {verdict}"
        )


@dataclass
class AskLine:
    """What the database computes for an ask, {person: seconds each time}; at the 95th
    percentile."""

    what: str
    seconds: dict

    PERSONS = ("employee", "manager", "head", "hr")
    MOST_MILLISECONDS = 50
    HEADING = f"{'computed by the database, p95':38}" + "".join(
        f"{who:>12}" for who in PERSONS
    )

    @property
    def milliseconds(self):
        return {who: 1000 * late(each) for who, each in self.seconds.items()}

    @property
    def holds(self):
        return max(self.milliseconds.values()) <= self.MOST_MILLISECONDS

    def __str__(self):
        told = self.milliseconds
        cells = [
            f"{shown(told[who])} ms" if who in told else "" for who in self.PERSONS
        ]
        verdict = OK if self.holds else MISSED
        return f"{self.what:38}{''.join(f'{cell:>12}' for cell in cells)}  {verdict}"


def late(seconds):
    """Of twenty, nineteen came sooner or then."""
    return sorted(seconds)[ceil(0.95 * len(seconds)) - 1]


def shown(number):
    """Three figures that mean something."""
    if number >= 100 or number == int(number):
        return f"{number:.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"
