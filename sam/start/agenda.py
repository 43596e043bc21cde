"""What one person has to do in words and links, in one list: what is waited for first."""

from datetime import date, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.duty_rules import load_rules
from organisation.models import Municipality
from sam.dates import today
from sam.start import kinds
from sam.start.words import RESTS, TODO, WAITED_FOR
from ui.text import shortened

SOON = timedelta(days=14)
# Of each kind; whoever has more reaches the rest from the lists.
MOST = 50


class Task(NamedTuple):
    title: str
    url: str
    detail: str
    # Nothing that a date is set for is to be done as soon as possible.
    due_on: date | None = None
    waits_for_others: bool = False
    # The name of the manager for whom one stands in.
    on_behalf_of: str = ""
    # The law's clock, a stop of work, a person who waits, all else.
    rank: int = 3
    is_late: bool = False
    # All the time: there is nothing that one waits for.
    goes_on: bool = False

    @property
    def group(self):
        if self.is_late:
            return "overdue"
        if self.waits_for_others:
            return "later"
        if self.due_on and self.due_on < today():
            return "overdue"
        return "soon" if not self.due_on or self.due_on <= today() + SOON else "later"

    @property
    def status(self):
        if self.group == "overdue":
            return _("Overdue")
        return _("Waiting") if self.waits_for_others and not self.goes_on else ""

    @property
    def tone(self):
        return "danger" if self.group == "overdue" else "neutral"


class More(NamedTuple):
    """How many of a kind are not shown, and the list that has them."""

    words: str
    number: int
    url: str


def agenda(user):
    """The person's tasks in three groups, and of which kinds there are more."""
    rows = kinds.rows(user, most=MOST)
    tasks = [*_of_law(rows), *(_task(row) for row in rows if row.kind != "notice")]
    tasks.sort(
        key=lambda task: (task.waits_for_others, task.rank, task.due_on or today())
    )
    totals = {row.kind: row.total for row in rows}
    more = [
        More(RESTS[kind].words, total - MOST, address(RESTS[kind].place))
        for kind, total in totals.items()
        if total > MOST
    ]
    return {
        group: [task for task in tasks if task.group == group]
        for group in ["overdue", "soon", "later"]
    }, more


def address(place, *arguments):
    """“app:name?query#part” as an address."""
    name = place.partition("#")[0].partition("?")[0]
    return reverse(name, args=arguments) + place.removeprefix(name)


def place_of(row):
    """The page on which that is done."""
    if row.kind == "notice":
        return reverse("incidents:notice", args=[row.id, row.todo])
    return address(TODO[row.kind, row.todo].place, row.id)


def _of_law(rows):
    """Duties to notify; those of another country's law are left out."""
    found = [row for row in rows if row.kind == "notice"]
    country = Municipality.objects.country() if found else None
    authorities = (
        {rule.code: rule.authority for rule in load_rules(country)} if found else {}
    )
    for row in found:
        if row.todo in authorities:
            words = {"authority": authorities[row.todo], "what": shortened(row.what)}
            yield _task(row, _("Notify %(authority)s: %(what)s") % words)


def _task(row, title=""):
    return Task(
        title=title or _title(row),
        url=place_of(row),
        detail=_detail(row),
        due_on=row.due_on,
        waits_for_others=row.waits_for_others,
        on_behalf_of=row.on_behalf_of,
        rank=_rank(row),
        is_late=row.is_late,
        goes_on=row.todo == "go_on",
    )


def _title(row):
    return TODO[row.kind, row.todo].words % {"what": shortened(row.what)}


def _detail(row):
    named = {"number": row.number, "unit": row.unit}
    match row.kind:
        case "notice" | "incident":
            return f"{row.unit} · {_('Incident %(number)s') % named}"
        case "stop":
            return _("Stop %(number)s, %(unit)s") % named
        case "request" if row.number:
            return _("Request %(number)s, %(unit)s") % named
        case "request":
            return _("Request that is not sent, %(unit)s") % named
        case "late_below":
            late = ngettext("%(number)s unit", "%(number)s units", int(row.number))
            return late % named
    return row.unit


def _rank(row):
    match row.kind:
        case "notice":
            return 0
        case "stop":
            return 1
    return 2 if (row.kind, row.todo) in WAITED_FOR else 3
