"""Incidents counted by two things at once, such as kind and month."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from incidents.models import Code, Details, Incident
from organisation.models import Unit
from reports import counting
from reports.metrics import SUPPRESSED
from reports.models import ReportLevel, Section
from reports.periods import months_of
from reports.suppressing import Sum, hide, is_small, note
from sam.dates import moment, zone

# So many stand by themselves, the largest; what is left of them is one row or column.
MOST_ROWS, MOST_COLUMNS = 30, 12
# Of more numbers than these, what is small in one report is shown in none: to find the
# fewest that need not be shown takes too long.
MOST_NUMBERS = 500

NOT_SAID, OTHERS, TOTAL = "", "others", "total"
By = Section.By
ALL_INCIDENTS = "incidents"
_PERSONAL = Incident.Kind.personal


class Dimension(NamedTuple):
    """What incidents are told apart by."""

    path: str
    # [(value, label)] in their order; those without are ordered by how many they are.
    choices: list = []
    # Whose rows have the names of the values.
    named_by: type | None = None

    @property
    def is_personal(self):
        """Whether it tells something of who was hurt."""
        return self.path.startswith("details__")


DIMENSIONS = {
    By.UNIT: Dimension("unit", named_by=Unit),
    By.KIND: Dimension("kind", Incident.Kind.choices),
    By.CAUSE: Dimension("cause", named_by=Code),
    By.INJURY_TYPE: Dimension("details__injury_type", named_by=Code),
    By.BODY_PART: Dimension("details__body_part", named_by=Code),
    By.ABSENCE: Dimension("details__absence", Details.Absence.choices),
    By.SEX: Dimension("details__sex", Details.Sex.choices),
    By.AGE_GROUP: Dimension("details__age_group", Details.AgeGroup.choices),
    By.MONTH: Dimension("month"),
}


def persons_in(section):
    """What a table of incidents tells of persons: that of those hurt, and incidents of
    kinds of which it may be enough to know that there was one to know of whom."""
    by = {section.down, section.across}
    kinds = counting.kinds_of(section.counts or ALL_INCIDENTS)
    of_hurt = {each for each in by if DIMENSIONS[each].is_personal}
    is_told = By.KIND in by or kinds <= {*_PERSONAL}
    return of_hurt | (kinds.intersection(_PERSONAL) if is_told else set())


def cross_table(year, report, section):
    return crossed(year, section).of(report)


def crossed(year, section):
    """Read once for all reports of the year."""
    return year.once(("crossed", section.pk), lambda: Crossed(year, section))


class Crossed:
    """One section's tables in all reports of a year, counted in one query.

    An incident counts for the committee that its unit answered to on its own day. What
    tells of persons is told of whole committees only, and by workplace in their
    own reports only; what is not shown of few people is found for all tables together, as
    the municipality's is the sum of the committees'.
    """

    def __init__(self, year, section):
        self.year, self.section = year, section
        self.down, self.across = DIMENSIONS[section.down], DIMENSIONS[section.across]
        self.is_personal = bool(persons_in(section))
        self.is_by_unit = By.UNIT in (section.down, section.across)
        self.limit = year.template.smallest_group if self.is_personal else 0
        self.kinds = counting.kinds_of(section.counts or ALL_INCIDENTS)
        self.names: dict = {}

    def of(self, report):
        """The table of a report, as its content has it."""
        place, table = report.committee_id, self._table_of(report)
        downs, acrosses = self._axes(table)
        return {
            "label_heading": self.section.label_heading
            or str(By(self.section.down).label),
            "down": self.section.down,
            "across": self.section.across,
            "columns": [
                {"kind": "figure", "heading": self._label(self.across, across)}
                | _mark(across)
                for across in acrosses
            ],
            "rows": [
                {
                    "label": self._label(self.down, down),
                    "is_heading": False,
                    "scale": "count",
                    "decimals": 0,
                    "figures": [
                        SUPPRESSED
                        if (place, down, across) in self.hidden
                        else str(table.get((down, across), 0))
                        for across in acrosses
                    ],
                }
                | _mark(down)
                for down in downs
            ],
            "notes": self._notes(place, table),
        }

    def _axes(self, table):
        """What stands down and across, in order."""
        dimensions = enumerate([self.down, self.across])
        return [_in_order(table, axis, self._values(each)) for axis, each in dimensions]

    def records(self, report, row, column):
        """The incidents behind a number of a report's table, by its place from one."""
        downs, acrosses = self._axes(self._table_of(report))
        code = self.section.counts or ALL_INCIDENTS
        incidents = counting.records(
            code,
            self.year.reporting_year.period,
            committees=[report.committee_id]
            if report.committee_id
            else list(self.year.committees),
        )
        if report.unit_id:
            incidents = incidents.filter(placed__lineage__contains=[report.unit_id])
        field = counting.COUNTED[code].field
        return incidents.filter(
            _is(self.down, downs[row - 1], downs, field=field),
            _is(self.across, acrosses[column - 1], acrosses, field=field),
        )

    def _table_of(self, report):
        if report.level in (ReportLevel.UNIT, ReportLevel.ADMINISTRATION):
            return {} if self.is_personal else self._table_below(report)
        if report.is_summary and self.is_personal and self.is_by_unit:
            return {}
        return self.tables.get(report.committee_id, {})

    def _table_below(self, report):
        """Of a workplace or an administration: what happened there for its committee."""
        within = Q(placed__lineage__contains=[report.unit_id])
        numbers = self._read(within)[report.committee_id]
        table = _with_totals(_folded(numbers, self._kept(numbers)))
        self._learn([table])
        return table

    @cached_property
    def tables(self):
        """{committee, or None for all: {(down, across): number}} with their totals."""
        read = self._read()
        read = {committee: read[committee] for committee in self.year.committees}
        read[None] = sum(read.values(), Counter())
        of_all = self._kept(read[None])
        tables = {
            place: _with_totals(
                _folded(numbers, self._kept(numbers) if self.is_by_unit else of_all)
            )
            for place, numbers in read.items()
        }
        self._learn(tables.values())
        return tables

    def _read(self, within=None):
        """{committee: {(down, across): number}} of the incidents of the period."""
        code = self.section.counts or ALL_INCIDENTS
        incidents = counting.records(code, self.year.reporting_year.period)
        field = counting.COUNTED[code].field
        rows = (
            incidents.filter(within or Q())
            .annotate(month=TruncMonth(field, tzinfo=zone()))
            .order_by()
            .values_list("placed__answers_to", self.down.path, self.across.path)
            .annotate(Count("pk"))
        )
        found: dict = defaultdict(Counter)
        for committee, down, across, number in rows:
            found[committee][_value(down), _value(across)] += number
        return found

    def _kept(self, numbers):
        """Of rows and of columns those that stand by themselves."""
        return [
            {value for value, _number in _sums(numbers, axis).most_common(most)}
            | {NOT_SAID, *self._values(dimension)}
            for axis, (dimension, most) in enumerate(
                [(self.down, MOST_ROWS), (self.across, MOST_COLUMNS)]
            )
        ]

    # What is not shown

    @cached_property
    def hidden(self):
        """(place, down, across) of each number that tells of too few people, or would
        give one away."""
        if not self.limit:
            return set()
        if self.is_by_unit:
            return set().union(*(self._hide([each]) for each in self.year.committees))
        if sum(map(len, self.tables.values())) > MOST_NUMBERS:
            return self._hide_everywhere()
        return self._hide(list(self.tables))

    def _hide(self, places):
        numbers = {
            (place, *key): number
            for place in places
            for key, number in self.tables[place].items()
        }
        sums = [
            each for place in places for each in _sums_of(place, self.tables[place])
        ]
        if None in places:
            sums += self._sums_of_committees()
        small = [key for key, each in numbers.items() if self._is_small(key, each)]
        return hide(numbers, sums, small=small)

    def _is_small(self, key, number):
        """Where nothing is told of those hurt, of the personal kinds alone."""
        _place, *values = key
        return is_small(number, self.limit) and (
            self.down.is_personal
            or self.across.is_personal
            or not self.kinds.difference(_PERSONAL)
            or bool({*values}.intersection(_PERSONAL))
        )

    def _hide_everywhere(self):
        whole = self.tables[None]
        numbers = {(None, *key): number for key, number in whole.items()}
        small = {
            (None, *key)
            for table in self.tables.values()
            for key, number in table.items()
            if self._is_small((None, *key), number)
        }
        found = hide(numbers, _sums_of(None, whole), small=small)
        return {(place, *key) for place in self.tables for _none, *key in found}

    def _sums_of_committees(self):
        return [
            Sum(
                (None, *key),
                tuple(
                    (place, *key)
                    for place, table in self.tables.items()
                    if place and key in table
                ),
            )
            for key in self.tables[None]
        ]

    # In words

    def _values(self, dimension):
        """The values of a dimension that has an order of its own."""
        if dimension.path == "month":
            return months_of(self.year.reporting_year.period)
        return [value for value, _label in dimension.choices]

    def _learn(self, tables):
        """The names of units and codes, of all the tables at once."""
        for axis, dimension in enumerate([self.down, self.across]):
            if dimension.named_by:
                values = {key[axis] for table in tables for key in table}
                unknown = values - {NOT_SAID, OTHERS, TOTAL} - self.names.keys()
                self.names |= dimension.named_by.objects.in_bulk(unknown)

    def _label(self, dimension, value):
        known = {NOT_SAID: _("Not said"), OTHERS: _("The others"), TOTAL: _("Total")}
        if label := known.get(value) or dict(dimension.choices).get(value):
            return str(label)
        if dimension.path == "month":
            return f"{value:%Y-%m}"
        return str(self.names[value])

    def _notes(self, place, table):
        if not table and self.is_personal:
            return [
                _(
                    "What tells of the persons who were hurt is shown in the committees'"
                    " reports only."
                )
            ]
        is_any_hidden = any((place, *key) in self.hidden for key in table)
        return [note(self.limit)] if is_any_hidden else []


def _value(found):
    """Nothing where there are no details, as where they are empty; of a month its day."""
    return found.date() if isinstance(found, datetime) else found or NOT_SAID


def _is(dimension, value, values, *, field):
    """The condition on what stands at one place of an axis; of months on when it was that
    the incidents came to be counted."""
    if value == TOTAL:
        return Q()
    path = dimension.path
    if path == "month":
        after = moment(value + relativedelta(months=1))
        return Q(**{f"{field}__gte": moment(value), f"{field}__lt": after})
    not_said = Q(**{f"{path}__isnull": True})
    if not dimension.named_by:
        not_said |= Q(**{path: NOT_SAID})
    if value == NOT_SAID:
        return not_said
    if value == OTHERS:
        named = [each for each in values if each not in (NOT_SAID, OTHERS, TOTAL)]
        return ~not_said & ~Q(**{f"{path}__in": named})
    return Q(**{path: value})


def _mark(key):
    return {"is_total": True} if key == TOTAL else {}


def _sums(numbers, axis):
    sums: Counter = Counter()
    for key, number in numbers.items():
        sums[key[axis]] += number
    return sums


def _folded(numbers, kept):
    folded: Counter = Counter()
    for key, number in numbers.items():
        key = tuple(
            value if value in values else OTHERS
            for value, values in zip(key, kept, strict=True)
        )
        folded[key] += number
    return folded


def _with_totals(numbers):
    """A last row and a last column with the sums; nothing of nothing."""
    totals: Counter = Counter()
    for (down, across), number in numbers.items():
        totals[down, TOTAL] += number
        totals[TOTAL, across] += number
        totals[TOTAL, TOTAL] += number
    return {**numbers, **totals}


def _sums_of(place, table):
    """What adds up to the totals of a table's rows and columns."""
    lines = defaultdict(list)
    for down, across in table:
        lines[0, down].append((place, down, across))
        lines[1, across].append((place, down, across))
    return [
        Sum(total, tuple(key for key in keys if key != total))
        for (axis, value), keys in lines.items()
        for total in [(place, TOTAL, value) if axis else (place, value, TOTAL)]
    ]


def _in_order(table, axis, ordered):
    """The values along an axis: in their own order, else the most first; then what is not
    said, what is left, and the total. Of months all, as nothing is something there too."""
    found = {key[axis] for key in table}
    if not found:
        return []
    sums = _sums(table, axis)
    last = [each for each in (NOT_SAID, OTHERS, TOTAL) if each in found]
    if ordered and not isinstance(ordered[0], str):
        return [*ordered, *last]
    own = [value for value in ordered if value in found and value not in last]
    others = found.difference(own, last)
    return [*own, *sorted(others, key=lambda each: (-sums[each], str(each))), *last]
