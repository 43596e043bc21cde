"""The municipality's yearly plan of rounds, and what it asks of each kind of workplace."""

import tomllib
from datetime import date, time

from demo.dating import dated_as_told
from demo.tree import DATA
from riskassessment.models import Checklist, RoundSchedule
from sam.dates import moment

PLAN = tomllib.loads((DATA / "rounds.toml").read_text())
# The years before that, each workplace chose for itself.
FIRST_AUTUMN, FIRST_SPRING = date(2025, 10, 1), date(2026, 3, 1)
SPRING = "osa"
_DECIDED = moment(date(2024, 3, 20), time(10))
Every = RoundSchedule.Every


class Programme:
    """The recurring rounds, and along which checklists a workplace makes its own."""

    def __init__(self, tree, *, by):
        self._areas = dict(Checklist.objects.offered().values_list("code", "area"))
        self._by = by
        self.spring = self._recur(tree.root, SPRING, Every.YEAR, FIRST_SPRING)
        # {department: its schedule of each autumn}
        self.autumn = {}
        kinds = {each.department: each.kind for each in tree.workplaces}
        schedules = [self.spring]
        for department, kind in kinds.items():
            schedules += self._recur_in(department, PLAN["kinds"][kind])
        with dated_as_told(RoundSchedule):
            RoundSchedule.objects.bulk_create(schedules)

    def _recur_in(self, department, kind):
        """Those of a department; the first of the autumn is what its rounds come from."""
        yearly = [
            self._recur(department, code, Every.YEAR, FIRST_AUTUMN)
            for code in kind["autumn"]
        ]
        self.autumn[department.pk] = yearly[0]
        return yearly + [
            self._recur(department, code, Every.TWO_YEARS, FIRST_AUTUMN)
            for code in kind["second"]
        ]

    def _recur(self, unit, code, every, first_on):
        return RoundSchedule(
            unit=unit,
            is_for_each_below=True,
            checklist_code=code,
            area=self._areas[code],
            every_months=every,
            first_on=first_on,
            created_by=self._by,
            created_at=_DECIDED,
        )


def autumn_checklists(workplace, year):
    kind = PLAN["kinds"][workplace.kind]
    is_second = (year - FIRST_AUTUMN.year) % 2 == 0
    return kind["autumn"] + (kind["second"] if is_second else [])


def any_checklist(random, workplace):
    """One that fits the workplace, outside the plan."""
    return random.choice([code for codes in _codes(workplace) for code in codes])


def _codes(workplace):
    return PLAN["kinds"][workplace.kind].values()


def diligence(workplace):
    """How large a share of the workplaces of its department follow the plan."""
    return PLAN["diligence"].get(workplace.department.code, 1.0)
