"""Which figures of a year tell of so few people that they are not shown.

Looked at for all committees and the municipality at once: what one report hides must not be
found by holding another against it. All metrics that tell of the same people are hidden in
the same places, so that neither a sum nor a share of them gives one away.
"""

from itertools import product

from reports.counting import COUNTED
from reports.metrics import SUPPRESSED, Sex
from reports.suppressing import Sum, hide, is_small

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
        if figure is None or not self.limit:
            return figure
        hidden = self._of_people(metric.group, period)
        hidden = hidden | self._of_cases(metric, period)
        return SUPPRESSED if (place, sex, age) in hidden else figure

    def _of_people(self, group, period):
        """Where the group is small, and what would give that away."""
        metrics = self.year.metrics.values()
        codes = [metric.code for metric in metrics if metric.group == group]
        return self._hide((group,), codes, period) if group else set()

    def _of_cases(self, metric, period):
        """Where few cases are told by sex or age. How many there are in all is no secret."""
        if not all(code in COUNTED for code in metric.of):
            return set()
        return self._hide(
            tuple(metric.of), [metric.code], period, is_whole_secret=False
        )

    def _hide(self, quantities, codes, period, *, is_whole_secret=True):
        key = quantities, period, is_whole_secret
        if key not in self._hidden:
            splits = _Splits(row for row in self.year.rows if row.metric_id in codes)
            numbers = self._numbers(quantities, period, splits)
            small = [
                (place, *split)
                for (place, *split), number in numbers.items()
                if is_small(number, self.limit)
                and (is_whole_secret or tuple(split) != ALL)
            ]
            places = dict.fromkeys(place for place, *_split in numbers)
            sums = splits.sums(places) if small else []
            self._hidden[key] = hide(numbers, sums, small=small)
        return self._hidden[key]

    def _numbers(self, quantities, period, splits):
        """{(place, sex, age): number of people}."""
        of_committees = {
            committee: splits.numbers(amounts, quantities)
            for committee, amounts in self.year.measured[period].items()
            if amounts.sat
        }
        of_all = {
            split: _sum([numbers[split] for numbers in of_committees.values()])
            for split in splits.all
        }
        return {
            (place, *split): number
            for place, numbers in (of_committees | {None: of_all}).items()
            for split, number in numbers.items()
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

    def numbers(self, amounts, quantities):
        """{split: the sum of the quantities}, with None where one is unknown."""
        numbers = {
            split: _sum([amounts.of(*split).get(code) for code in quantities])
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
