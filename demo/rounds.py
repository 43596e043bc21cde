"""Which rounds the demo's workplaces have made, make now and are going to make."""

from datetime import date, timedelta

from demo import closing
from demo.people import DEMO_WORKPLACE
from demo.programme import (
    FIRST_AUTUMN,
    FIRST_SPRING,
    PLAN,
    SPRING,
    Programme,
    any_checklist,
    autumn_checklists,
    diligence,
)
from demo.walks import Walks
from demo.workplace import walk_at_demo_workplace

# The autumn when each workplace made a round of its choice.
_BEFORE_THE_PLAN = date(2023, 9, 15)
_DAYS_OF_AUTUMN, _DAYS_OF_SPRING = 60, 75
# So many of the workplaces have a round under way now, outside the plan.
_NOW = 0.15
# Of rounds that are done: closed without a safety representative, signed but not agreed
# to, and with questions of their own.
_UNREVIEWED, _DISAGREED, _WITH_OWN = 0.02, 0.03, 0.05
# In hand: going on, with the safety representative, signed and not yet closed.
_GOING_ON, _IN_REVIEW, _TO_CLOSE = 3, 12, 60
_PLANNED_AHEAD = 42
_WORDS = PLAN["words"]


def walk_all(tree, people, *, until):
    walks = Walks(people, until=until)
    rounds = _Rounds(walks, Programme(tree, by=people.hr), until)
    for workplace in tree.workplaces:
        rounds.walk_before_the_plan(workplace)
    others = [w for w in tree.workplaces if w.unit.name != DEMO_WORKPLACE]
    for workplace in others:
        rounds.walk_by_the_plan(workplace)
    for workplace in others:
        if walks.random.random() < _NOW:
            rounds.walk_now(workplace)
    walk_at_demo_workplace(walks, tree.workplace(DEMO_WORKPLACE), until)
    closed = closing.close_a_unit(tree, people, walks, until=until)
    rounds.walk_before_the_plan(closed)
    walks.write()


class _Rounds:
    def __init__(self, walks, programme, until):
        self._walks, self._random = walks, walks.random
        self._programme, self._until = programme, until

    def walk_before_the_plan(self, workplace):
        on = self._some_day(_BEFORE_THE_PLAN, _DAYS_OF_AUTUMN)
        self._walk(workplace, on, [any_checklist(self._random, workplace)])

    def walk_by_the_plan(self, workplace):
        """Each spring and autumn, as far as the workplace is diligent."""
        share = diligence(workplace)
        is_diligent = self._random.random() < share
        for year in range(FIRST_AUTUMN.year, self._until.year + 1):
            if year >= FIRST_SPRING.year and share:
                self._walk_in_spring(workplace, year)
            if year == FIRST_AUTUMN.year or is_diligent:
                self._walk_in_autumn(workplace, year)

    def _walk_in_spring(self, workplace, year):
        on = self._some_day(date(year, 2, 1), _DAYS_OF_SPRING)
        schedule, due_on = self._programme.spring, FIRST_SPRING.replace(year=year)
        self._walk(workplace, on, [SPRING], schedule=schedule, due_on=due_on)

    def _walk_in_autumn(self, workplace, year):
        on = self._some_day(date(year, 9, 15), _DAYS_OF_AUTUMN)
        schedule = self._programme.autumn[workplace.department.pk]
        due_on = FIRST_AUTUMN.replace(year=year)
        codes = autumn_checklists(workplace, year)
        self._walk(workplace, on, codes, schedule=schedule, due_on=due_on)

    def _some_day(self, first, days):
        return first + timedelta(days=self._random.randrange(days))

    def _walk(self, workplace, on, codes, **what):
        """As far as it has come by now."""
        ago = (self._until - on).days
        if ago < -_PLANNED_AHEAD:
            return
        own = PLAN["own"]["questions"] if self._random.random() < _WITH_OWN else ()
        walk = self._walks.plan(workplace, on, codes, own=own, **what)
        if ago >= 0:
            self._walks.begin(walk, share=1 if ago > _GOING_ON else 0.5)
        if ago > _IN_REVIEW:
            self._finish(walk)
        elif ago > _GOING_ON:
            self._walks.submit(walk)

    def _finish(self, walk):
        drawn, is_recent = self._random.random(), walk.on >= FIRST_AUTUMN
        closes_on = walk.on + timedelta(days=self._random.randint(20, _TO_CLOSE))
        is_over = closes_on <= self._until
        if drawn < _UNREVIEWED and is_recent and is_over:
            self._close_unreviewed(walk, closes_on)
            return
        self._walks.submit(walk)
        disagrees = self._any("disagrees") if drawn > 1 - _DISAGREED else ""
        signed_on = walk.on + timedelta(days=self._random.randint(2, _IN_REVIEW))
        self._walks.sign(walk, on=signed_on, disagrees=disagrees)
        if is_over:
            self._walks.close(walk, on=closes_on, note=_WORDS["closed"])

    def _close_unreviewed(self, walk, on):
        walk.has_representative = False
        self._walks.submit(walk)
        self._walks.close(walk, on=on, note=self._any("without_representative"))

    def _any(self, words):
        return self._random.choice(_WORDS[words])

    def walk_now(self, workplace):
        day = self._random.randint(-16, 24)
        code = any_checklist(self._random, workplace)
        self._walk(workplace, self._until + timedelta(days=day), [code])
