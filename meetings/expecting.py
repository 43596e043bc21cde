"""What a committee is to get every year, by law and practice, and what it has got."""

from typing import NamedTuple

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Meeting, Topic
from organisation.models import Country


class Expected(NamedTuple):
    topic: Topic
    basis: str | Promise
    # How it is usually treated, and how many times a year.
    treated: str
    times: int = 1


_CASE, _REFERENCE = AgendaItem.Sort.DECISION, AgendaItem.Sort.REFERENCE
_PRACTICE = _("Practice")
# Norway: AML § 7-2 and the regulation on organisation, leadership and participation § 2-3.
EXPECTED = {
    Country.NO: [
        Expected(Topic.INCIDENTS, "AML § 7-2 (4)", _REFERENCE, 4),
        Expected(Topic.HEALTH_SERVICE, "AML § 7-2 (2) a", _CASE),
        Expected(Topic.TRAINING, "AML § 7-2 (2) b", _CASE),
        Expected(Topic.BUILDINGS, "AML § 7-2 (2) c, d", _CASE),
        Expected(Topic.SYSTEM, "AML § 7-2 (2) e", _CASE),
        Expected(Topic.WORKING_TIME, "AML § 7-2 (2) f", _CASE),
        Expected(Topic.ACCOMMODATION, "AML § 7-2 (3)", _CASE),
        Expected(Topic.MEASUREMENTS, _PRACTICE, _REFERENCE),
        Expected(Topic.ACTION_PLAN, "Forskrift § 2-3 a, c", _CASE),
        Expected(Topic.ROUNDS, "Forskrift § 2-3 b", _CASE),
        Expected(Topic.INTRODUCTION, "Forskrift § 2-3 d", _CASE),
        Expected(Topic.AUTHORITY, _PRACTICE, _CASE),
        Expected(Topic.SURVEY, _PRACTICE, _CASE),
        Expected(Topic.SICK_LEAVE, _PRACTICE, _REFERENCE, 4),
        Expected(Topic.LIFTED, _PRACTICE, _CASE),
        Expected(Topic.RECOGNITION, _PRACTICE, _REFERENCE),
    ],
    # Sweden: AML 6 kap. 9 §.
    Country.SE: [
        Expected(Topic.INCIDENTS, _PRACTICE, _REFERENCE, 4),
        Expected(Topic.HEALTH_SERVICE, "AML 6:9", _CASE),
        Expected(Topic.ACTION_PLAN, "AML 6:9", _CASE),
        Expected(Topic.BUILDINGS, "AML 6:9", _CASE),
        Expected(Topic.TRAINING, "AML 6:9", _CASE),
        Expected(Topic.ACCOMMODATION, "AML 6:9", _CASE),
        Expected(Topic.ROUNDS, _PRACTICE, _REFERENCE),
        Expected(Topic.SURVEY, _PRACTICE, _REFERENCE),
        Expected(Topic.SICK_LEAVE, _PRACTICE, _REFERENCE),
        Expected(Topic.AUTHORITY, _PRACTICE, _REFERENCE),
        Expected(Topic.LIFTED, _PRACTICE, _CASE),
    ],
    # Denmark: the MED framework agreement and its agreement on well-being.
    Country.DK: [
        Expected(Topic.INCIDENTS, _PRACTICE, _REFERENCE),
        Expected(Topic.ROUNDS, _PRACTICE, _REFERENCE),
        Expected(Topic.SURVEY, _PRACTICE, _REFERENCE),
        Expected(Topic.SICK_LEAVE, _PRACTICE, _REFERENCE),
        Expected(Topic.BUDGET, _PRACTICE, _CASE),
        Expected(Topic.TRAINING, _PRACTICE, _CASE),
        Expected(Topic.AUTHORITY, _PRACTICE, _REFERENCE),
    ],
}


class Received(NamedTuple):
    expected: Expected
    number: int
    items: list

    @property
    def is_enough(self):
        return self.number >= self.expected.times


def control_list(body, year, *, country, user=None):
    """Of each kind that is expected how often it stood on the agenda of a meeting that was
    held that year, and where; items are those that the person may read."""
    rows = AgendaItem.objects.filter(
        body=body,
        meeting__meets_on__year=year,
        meeting__status__in=Meeting.Status.held_states,
    ).exclude(topic="")
    counted = dict(rows.order_by().values_list("topic").annotate(n=Count("pk")))
    by_topic: dict[str, list] = {}
    readable = rows.visible_to(user) if user else rows.none()
    for item in readable.select_related("meeting").order_by("meeting__meets_on"):
        by_topic.setdefault(item.topic, []).append(item)
    return [
        Received(each, counted.get(each.topic, 0), by_topic.get(each.topic, []))
        for each in EXPECTED[country]
    ]
