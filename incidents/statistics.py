"""How many incidents of what kind, when, where and why; each figure with its list.

The figures and the list come from the same form, so that they cannot disagree: a cell's
`query` is the filters in force with the cell's own row and column added.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import F
from django.template.defaultfilters import date as format_date
from django.utils.translation import gettext as _

from incidents import kinds
from incidents.counting import by_month, by_unit_below, by_year, counted
from incidents.forms.filters import KIND_GROUPS, NOT_SAID
from incidents.models import Details, Incident
from organisation.models import Unit
from sam.dates import today
from ui import charts

Kind = Incident.Kind
ALL = tuple(Kind.values)
OTHERS = tuple(kind for kind in ALL if kind not in (*Kind.injuries, *Kind.near_misses))
# Stands in the place of kinds: those of any kind that were violent.
VIOLENT = (kinds.VIOLENCE,)
# A longer period is told by the year.
MOST_MONTHS = 24
YEARS = 5
MOST_BARS = 15


class Cell(NamedTuple):
    number: int
    query: str


class Row(NamedTuple):
    label: str
    cells: list[Cell]
    # Counted in the row above as well.
    is_part: bool = False


@dataclass(frozen=True)
class Table:
    title: str
    heading: str
    columns: list[str]
    rows: list[Row]
    chart: charts.Chart | None = None


@dataclass(frozen=True)
class Span:
    """A month or a year, as far as the period reaches into it."""

    key: date
    label: str
    first: date
    last: date


class Counts:
    """Counts by one thing, and the filters that were in force when it was counted."""

    def __init__(self, counts, query):
        self.counts, self.query = counts, query

    @property
    def keys(self):
        return {key for _kind, _is_violent, key in self.counts}

    def number(self, kinds, keys):
        return sum(
            number
            for (kind, is_violent, key), number in self.counts.items()
            if key in keys and (is_violent if kinds is VIOLENT else kind in kinds)
        )

    def cell(self, kinds, keys, **filters):
        """How many there are under the keys, and the list that the filters give."""
        number = self.number(kinds, keys)
        return Cell(number, self._address(kinds, filters) if number else "")

    def total(self, kinds):
        return self.cell(kinds, self.keys)

    def _address(self, kinds, filters):
        query = self.query.copy()
        for name, value in filters.items():
            query[name] = str(value)
        query.setlist("kind", _narrowed(self.query.getlist("kind"), kinds))
        return query.urlencode()


def _narrowed(chosen, kinds):
    """The filter for those of the kinds that the filter in force lets through."""
    if kinds is ALL:
        return chosen
    if kinds is VIOLENT:
        return [*(each for each in chosen if each not in VIOLENT), *VIOLENT]
    let_through = {kind for each in chosen for kind in KIND_GROUPS.get(each, (each,))}
    let_through -= {*VIOLENT}
    wanted = [kind for kind in kinds if not let_through or kind in let_through]
    return [*wanted, *(VIOLENT if VIOLENT[0] in chosen else ())]


def kind_rows(country):
    """(label, kinds that it counts, whether they are counted in the row above)."""
    yield _("All"), ALL, False
    groups = [
        (_("Work injuries"), Kind.injuries),
        (_("Near misses"), Kind.near_misses),
        (_("Neither of them"), OTHERS),
    ]
    for label, members in groups:
        yield label, members, False
        if len(members) > 1:
            for kind in members:
                yield kinds.label(kind, country=country), (kind,), True
    yield _("Of all, threats or violence"), VIOLENT, False


class Figures:
    """The tables that a filter form gives, of what the person may see."""

    def __init__(self, form, *, user, country):
        self.form, self.user, self.country = form, user, country
        self.query = form.query
        told = form.cleaned_data
        happened = told.get("since") or told.get("until")
        reported = told.get("reported_since") or told.get("reported_until")
        self.by_report = bool(reported and not happened)
        self.first = told.get(self._period[0])
        self.last = told.get(self._period[1])
        self.unit = told.get("unit") or Unit.objects.filter(parent=None).first()
        self.counts = self._counted()

    @property
    def _period(self):
        if self.by_report:
            return "reported_since", "reported_until"
        return "since", "until"

    @property
    def has_months(self):
        if not self.first or not self.last:
            return False
        return _months_between(self.first, self.last) < MOST_MONTHS

    def _counted(self):
        truncated = by_month if self.has_months else by_year
        dimensions = {
            "time": truncated(by_report=self.by_report),
            "grave": F("severity"),
            "why": F("cause"),
            "body": F("details__body_part"),
            "injury": F("details__injury_type"),
            "away": F("details__absence"),
        }
        if self.unit:
            employed = self.form.cleaned_data.get("where") == "employed"
            dimensions["below"] = by_unit_below(self.unit, employed=employed)
        together = [["time", "grave", *(["below"] if self.unit else [])]]
        together += [["why", "away"], ["body", "injury"]]
        visible = Incident.objects.visible_to(self.user)
        incidents = self.form.filter(visible, by=self.user)
        found = counted(incidents, dimensions, together=together)
        return {name: Counts(found[name], self.query) for name in found}

    @property
    def total(self):
        return self.counts["time"].total(ALL)

    def tables(self):
        """All of them, in the order of the page."""
        absence = [*Details.Absence.choices, ("", _("Not said"))]
        return [
            self._by_time(),
            *([self._by_place()] if self.unit else []),
            self._by_choice("severity", "grave", Incident.Severity.choices),
            self._by_code("cause", "why"),
            self._by_code("body_part", "body"),
            self._by_code("injury_type", "injury"),
            self._by_choice("absence", "away", absence),
            self._by_year(),
        ]

    # The tables

    def _by_time(self):
        spans = list(self._spans())
        title = _("Kind and month") if self.has_months else _("Kind and year")
        return self._of_kinds(title, self.counts["time"], spans)

    def _by_year(self):
        """The years until the last of the period, with the other filters as they are."""
        last = (self.last or today()).year
        firsts = [date(year, 1, 1) for year in range(last - YEARS + 1, last + 1)]
        spans = [
            Span(first, str(first.year), first, first.replace(month=12, day=31))
            for first in firsts
        ]
        period = dict(zip(self._period, (spans[0].first, spans[-1].last), strict=True))
        visible = Incident.objects.visible_to(self.user)
        within = self.form.filter(visible, by=self.user, instead=period)
        found = counted(within, {"time": by_year(by_report=self.by_report)})
        query = self.query.copy()
        for name, day in period.items():
            query[name] = str(day)
        return self._of_kinds(_("Five years"), Counts(found["time"], query), spans)

    def _by_place(self):
        counts = self.counts["below"]
        found = counts.keys
        rows = [
            (name, {pk}, {"unit": pk})
            for pk, name in self._names().items()
            if pk in found
        ]
        itself = {"unit": self.unit.pk, "itself": "on"}
        rows.append((_("%s itself") % self.unit, {None}, itself))
        return self._of_values(_("Workplace"), counts, rows)

    def _names(self):
        """Of the units of which there may be a row, in their order."""
        if self.form.cleaned_data.get("unit"):
            return self.form.below
        return dict(self.unit.children.values_list("pk", "name"))

    def _by_code(self, name, dimension):
        choices = self.form.fields[name].choices
        rows = [
            (str(label), {int(value)}, {name: value})
            for value, label in choices
            if value not in ("", NOT_SAID)
        ]
        rows.append((_("Not said"), {None}, {name: NOT_SAID}))
        return self._of_values(self.form[name].label, self.counts[dimension], rows)

    def _by_choice(self, name, dimension, choices):
        rows = [
            (str(label), {value} if value else {"", None}, {name: value or NOT_SAID})
            for value, label in choices
        ]
        return self._of_values(self.form[name].label, self.counts[dimension], rows)

    def _of_kinds(self, title, counts, spans):
        """A row for each kind and group of kinds, a column for each month or year."""
        first, last = self._period
        rows = []
        for label, members, is_part in kind_rows(self.country):
            cells = [
                counts.cell(members, {span.key}, **{first: span.first, last: span.last})
                for span in spans
            ]
            rows.append(Row(label, [*cells, counts.total(members)], is_part))
        columns = [span.label for span in spans]
        series = [
            (row.label, [cell.number for cell in row.cells[:-1]])
            for row in (
                rows[:1] if self.has_months and len(spans) > YEARS else _pair(rows)
            )
        ]
        chart = charts.columns(title, columns, series, decimals=0) if spans else None
        return Table(title, _("Kind"), [*columns, _("Total")], rows, chart)

    def _of_values(self, title, counts, values):
        """A row for each value that was found, a column for each group of kinds."""
        groups = [
            (label, members)
            for label, members, is_part in kind_rows(self.country)
            if not is_part
        ]
        rows = []
        for label, keys, filters in values:
            cells = [
                counts.cell(members, keys, **filters) for _label, members in groups
            ]
            if any(cell.number for cell in cells):
                rows.append(Row(label, cells))
        bars = [(row.label, row.cells[0].number) for row in rows]
        bars.sort(key=lambda bar: -bar[1])
        chart = charts.bars(str(title), bars[:MOST_BARS]) if bars else None
        rows.append(
            Row(_("All"), [counts.total(members) for _label, members in groups])
        )
        return Table(
            str(title), str(title), [label for label, _members in groups], rows, chart
        )

    def _spans(self):
        if self.has_months:
            many = _months_between(self.first, self.last) + 1
            firsts = [months_on(self.first, ahead) for ahead in range(many)]
            afters = [months_on(first, 1) for first in firsts]
            words = "M" if self.first.year == self.last.year else "M y"
        else:
            firsts = sorted(self.counts["time"].keys)
            afters = [first.replace(year=first.year + 1) for first in firsts]
            words = "Y"
        for first, after in zip(firsts, afters, strict=True):
            yield Span(
                key=first,
                label=format_date(first, words),
                first=max(first, self.first or first),
                last=min(after - timedelta(days=1), self.last or date.max),
            )


def _pair(rows):
    """The two groups that the yearly report tells of."""
    return [row for row in rows if not row.is_part][1:3]


def _months_between(first, last):
    return (last.year - first.year) * 12 + last.month - first.month


def months_on(day, months):
    """The first of the month so many months on."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
