"""Which figures of a year tell of so few people that they are not shown.

Looked at for all committees and the municipality at once: what one report hides must not be
found by holding another against it. All metrics that tell of the same people, or of
incidents, are hidden in the same places and in all periods that overlap, so that neither a
sum nor a share nor a difference of them gives one away.
"""

from collections import defaultdict
from functools import partial
from itertools import product

from reports.counting import COUNTED, INCIDENTS, counts_all, kinds_of
from reports.metrics import SUPPRESSED, Sex
from reports.suppressing import Sum, hide_alike, is_small

ALL = ("", "")
# The ages that no row tells of: what is left of all when those that are told are taken away.
OTHER_AGES = "other"


class Groups:
    """Asked of each figure; a place is the id of a committee, or None for all of them."""

    def __init__(self, year):
        self.year = year
        self.limit = year.template.smallest_group
        self._hidden: dict = {}

    def shown(self, figure, metric, period, place, sex="", age=""):
        """The figure, or SUPPRESSED where it is not shown."""
        if figure is None or not self.is_hidden(metric, period, place, sex, age):
            return figure
        return SUPPRESSED

    def is_hidden(self, metric, period, place, sex="", age=""):
        hidden = self._of_people(metric.group, period) | self._of_cases(metric, period)
        return (place, sex, age) in hidden

    def _of_people(self, group, period):
        """Where the group is small, and what would give that away."""
        if not group or not self.limit:
            return set()
        metrics = [each for each in self._metrics if each.group == group]
        return self._hide(group, metrics, period, partial(self._people, group, metrics))

    def _of_cases(self, metric, period):
        """Where few incidents are told by sex or age. How many there are in all is no
        secret."""
        if not self.limit or not incidents_in(metric):
            return set()
        metrics = [each for each in self._metrics if incidents_in(each)]
        return self._hide("", metrics, period, partial(self._cases, metrics))

    @property
    def _metrics(self):
        return self.year.metrics.values()

    def _hide(self, group, metrics, period, tables_of):
        """The same in all periods that tell of the same days."""
        spans = self.year.spans[period]
        key = group, spans[0]
        if key not in self._hidden:
            codes = {metric.code for metric in metrics}
            splits = _Splits(row for row in self.year.rows if row.metric_id in codes)
            tables = [table for span in spans for table in tables_of(span, splits)]
            small = {
                (place, *split)
                for table in tables
                for (place, *split), number in table.items()
                if is_small(number, self.limit) and (group or tuple(split) != ALL)
            }
            places = dict.fromkeys(
                place for table in tables for place, *_split in table
            )
            sums = splits.sums(places) if small else []
            self._hidden[key] = hide_alike(tables, sums, small=small)
        return self._hidden[key]

    def _people(self, group, metrics, span, splits):
        """How many there are. Where it is unknown of how many people a figure tells, it is
        taken to be one: few, and not nobody."""
        quantities = {code for metric in metrics for code in metric.quantities}

        def count(amounts):
            people = splits.numbers(amounts, group)
            told = [splits.numbers(amounts, code) for code in quantities]
            return {
                split: 1
                if number is None and any(each[split] is not None for each in told)
                else number
                for split, number in people.items()
            }

        return [self._table(span, count)]

    def _cases(self, metrics, span, splits):
        """How many incidents there are under each name by which they are divided, and how
        many are left of one when those within it are taken away."""
        divided = {row.metric_id for row in self.year.rows if row.sex or row.age}
        codes = dict.fromkeys(
            code
            for metric in metrics
            if metric.code in divided
            for code in incidents_in(metric)
        )
        tables = {
            code: self._table(span, partial(splits.numbers, code=code))
            for code in codes
        }
        left = [
            _left(tables[code], [tables[part] for part in parts])
            for code in codes
            for parts in _within(code, codes)
        ]
        return [*tables.values(), *left]

    def _table(self, span, count):
        """{(place, sex, age): number}; `count` gives those of a committee's amounts."""
        of_committees = {
            committee: count(amounts)
            for committee, amounts in self.year.measured[span].items()
            if amounts.sat
        }
        of_all = defaultdict(list)
        for numbers in of_committees.values():
            for split, number in numbers.items():
                of_all[split].append(number)
        whole = {split: _sum(numbers) for split, numbers in of_all.items()}
        return {
            (place, *split): number
            for place, numbers in (of_committees | {None: whole}).items()
            for split, number in numbers.items()
        }


def incidents_in(metric):
    """The counted quantities of incidents that it is made of."""
    return [
        code
        for code in metric.quantities
        if code in COUNTED and COUNTED[code].family is INCIDENTS
    ]


def _within(code, codes):
    """What can be taken away from a quantity of incidents: together those of its kinds,
    and each of those that count some of its kinds' incidents only."""
    if not counts_all(code):
        return []
    within = [
        other
        for other in codes
        if other != code
        and COUNTED[other].field == COUNTED[code].field
        and kinds_of(other) <= kinds_of(code)
    ]
    whole = [each for each in within if counts_all(each)]
    largest = [
        each for each in whole if not any(kinds_of(each) < kinds_of(o) for o in whole)
    ]
    alone = [[each] for each in within if not counts_all(each)]
    return [largest, *alone] if largest else alone


def _left(table, parts):
    return {
        key: None
        if None in (number, *(part[key] for part in parts))
        else number - sum(part[key] for part in parts)
        for key, number in table.items()
    }


class _Splits:
    """The ways in which rows divide people: by sex, by age, or by both."""

    def __init__(self, rows):
        rows = list(rows)
        self.sexes = list(Sex.values) if any(row.sex for row in rows) else []
        ages = dict.fromkeys(row.age for row in rows if row.age)
        self.ages = [*ages, OTHER_AGES] if ages else []
        is_crossed = any(row.sex and row.age for row in rows)
        self.crossed = list(product(self.sexes, self.ages)) if is_crossed else []

        by_sex = [(sex, "") for sex in self.sexes]
        by_age = [("", age) for age in self.ages]
        self.all = [ALL, *by_sex, *by_age, *self.crossed]

    def numbers(self, amounts, code):
        """{split: how much there is of a quantity}, with None where it is unknown."""
        numbers = {
            split: amounts.of(*split).get(code)
            for split in self.all
            if OTHER_AGES not in split
        }
        for sex in ("", *self.sexes):
            if (sex, OTHER_AGES) in self.all:
                told = [numbers[sex, age] for age in self.ages if age != OTHER_AGES]
                whole = numbers[sex, ""]
                is_known = None not in (whole, *told)
                numbers[sex, OTHER_AGES] = whole - sum(told) if is_known else None
        return {split: numbers[split] for split in self.all}

    def sums(self, places):
        """What adds up to what: within a place, and over the committees."""
        sums = [
            Sum((place, *total), tuple((place, *part) for part in parts))
            for place in places
            for total, parts in self._within()
        ]
        committees = [place for place in places if place is not None]
        return sums + [
            Sum((None, *split), tuple((place, *split) for place in committees))
            for split in self.all
        ]

    def _within(self):
        if self.sexes:
            yield ALL, [(sex, "") for sex in self.sexes]
        if self.ages:
            yield ALL, [("", age) for age in self.ages]
        if self.crossed:
            for sex in self.sexes:
                yield (sex, ""), [(sex, age) for age in self.ages]
            for age in self.ages:
                yield ("", age), [(sex, age) for sex in self.sexes]


def _sum(numbers):
    return None if None in numbers else sum(numbers)
