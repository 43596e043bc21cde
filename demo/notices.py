"""Which authorities were told of an incident, when, and whether they got in touch."""

from datetime import time, timedelta

from django.utils import timezone

from demo.turns import NO_TURN
from incidents.duty import DutyRules, facts_of
from incidents.models import Notice
from sam.dates import moment

_MORNING, _EVENING = time(7, 40), time(19)

# Of each duty: hours from when it was known until it is done, at least and at most.
_HOURS = {"av": (1, 20), "fk": (20, 170)}
# Now and then one is late.
_LATE, _HOURS_LATE = 0.06, 60
# How often the authority that looks at the work environment gets in touch.
_CONTACTED = 0.3
_REFERENCES = {"av": "{year}/{number:06}", "fk": "A{year}{number:06}"}


class NoticesDrawer:
    def __init__(self, random, *, until):
        self._random, self._until = random, until
        self._rules = DutyRules()

    def draw(self, incident, turn):
        """The notices that the country's rules ask for, of an incident with details."""
        facts = facts_of(incident)
        return [
            self._draw(incident, rule, facts, turn)
            for rule in self._rules.of(incident).values()
            if rule.applies_to(facts)
        ]

    def _draw(self, incident, rule, facts, turn):
        notice = Notice(
            incident=incident,
            rule=rule.code,
            raised_at=incident.known_at or incident.reported_at,
            due_at=rule.due_at(facts),
        )
        sent_at = self._sent_at(notice, incident)
        if rule.code in turn.unsent or sent_at.date() >= self._until:
            return notice
        notice.sent_at, notice.sent_by = sent_at, incident.responsible
        notice.reference = _REFERENCES[rule.code].format(
            year=sent_at.year, number=self._random.randrange(1_000_000)
        )
        if rule.silence_days and self._random.random() < _CONTACTED:
            contacted_on = sent_at.date() + timedelta(days=self._random.randint(3, 24))
            if contacted_on <= self._until and turn == NO_TURN:
                notice.contacted_on = contacted_on
        return notice

    def _sent_at(self, notice, incident):
        """Never at night: rather the next morning."""
        hours = self._random.uniform(*_HOURS[notice.rule])
        if self._random.random() < _LATE:
            hours += _HOURS_LATE
        at = timezone.localtime(notice.raised_at + timedelta(hours=hours))
        if _MORNING <= at.time() < _EVENING:
            return at
        is_late = at.time() >= _EVENING
        return moment(at.date() + timedelta(days=is_late), _MORNING)
