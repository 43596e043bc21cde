"""Looks through who has read what for what stands out, by rules in plain words.

A rule that matches says nothing of guilt: the data protection officer asks, and the answer
is nearly always a good one. What was found is found once, and grows with its day.
"""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.db.models.functions import ExtractHour, TruncDate, TruncHour
from django.utils import timezone

from incidents.models import EmergencyAccess, Export, Reading, ResearchExport
from organisation.models import Appointment, IsAnyOf, Role, User
from privacy.models import Finding
from sam.dates import moment, today, zone
from talks.models import EarlyReading

# So far back each round looks: what one round missed the next one finds.
BACK = timedelta(days=3)
# From so many on it stands out, in one day.
OTHER_UNITS = 8
AT_NIGHT = 5
IN_AN_HOUR = 40
READERS = 8
# A list of so many incidents.
ROWS = 500
NIGHT = (22, 23, 0, 1, 2, 3, 4)

_WITH_REASON_TO_READ = (
    Role.MANAGER,
    Role.SUBSTITUTE,
    Role.HEAD,
    Role.SAFETY_REPRESENTATIVE,
)


def look_back(*, since=None):
    """Find anew what stands out since that day; done twice it finds no more."""
    begin = moment(since or today() - BACK)
    found = [
        *_emergencies(begin),
        *_exports(begin),
        *_research(begin),
        *_nights(begin),
        *_many(begin),
        *_other_units(begin),
        *_colleagues(begin),
        *_oneself(begin),
        *_by_many(begin),
    ]
    Finding.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["kind", "person", "day", "key"],
        update_fields=["last_at", "number"],
    )


def _emergencies(begin):
    for each in EmergencyAccess.objects.filter(opened_at__gte=begin):
        kind = Finding.Kind.EMERGENCY
        yield _of_one(kind, each.by_id, each.opened_at, each.pk, reason=each.reason)


def _exports(begin):
    for each in Export.objects.filter(created_at__gte=begin, total__gte=ROWS):
        yield _of_one(
            Finding.Kind.EXPORT,
            each.user_id,
            each.created_at,
            each.pk,
            number=each.total,
        )


def _research(begin):
    for each in ResearchExport.objects.filter(created_at__gte=begin):
        kind = Finding.Kind.RESEARCH
        yield _of_one(kind, each.user_id, each.created_at, each.pk, reason=each.purpose)


def _of_one(kind, person, at, key, *, number=1, reason=""):
    return Finding(
        kind=kind,
        person_id=person,
        day=timezone.localdate(at, zone()),
        first_at=at,
        last_at=at,
        number=number,
        key=str(key),
        reason=reason,
    )


def _read(begin):
    """By people with an account; imported logs may lack them."""
    rows = Reading.objects.filter(at__gte=begin, by__isnull=False).order_by()
    return rows.annotate(day=TruncDate("at", tzinfo=zone()))


def _nights(begin):
    found = defaultdict(list)
    for rows in (_read(begin), EarlyReading.objects.filter(at__gte=begin).order_by()):
        late = rows.annotate(
            day=TruncDate("at", tzinfo=zone()), hour=ExtractHour("at", tzinfo=zone())
        ).filter(hour__in=NIGHT)
        for each in _summed(late, "by", "day"):
            found[each["by"], each["day"]].append(each)
    for (person, day), those in found.items():
        if (number := sum(each["number"] for each in those)) >= AT_NIGHT:
            first = min(each["first"] for each in those)
            last = max(each["last"] for each in those)
            yield _finding(Finding.Kind.NIGHT, person, day, first, last, number)


def _many(begin):
    """The hour of each day in which somebody opened the most, if that is very many."""
    rows = _read(begin).annotate(hour=TruncHour("at", tzinfo=zone()))
    most: dict = {}
    for each in _summed(rows, "by", "day", "hour", count="incident"):
        key = each["by"], each["day"]
        if each["number"] >= IN_AN_HOUR:
            most[key] = max(most.get(key, each), each, key=lambda hour: hour["number"])
    for each in most.values():
        yield _from(Finding.Kind.MANY, each)


def _other_units(begin):
    """Of many units, none of them where the reader works or has a role."""
    appointed = Appointment.objects.in_force().filter(
        IsAnyOf("unit", OuterRef("incident__unit__lineage")), user=OuterRef("by")
    )
    rows = _read(begin).exclude(incident__unit=F("by__unit")).exclude(Exists(appointed))
    for each in _summed(rows, "by", "day", count="incident__unit"):
        if each["number"] >= OTHER_UNITS:
            yield _from(Finding.Kind.OTHER_UNITS, each)


def _colleagues(begin):
    """Of somebody in the reader's own unit, by who has no task there that needs it."""
    task = Appointment.objects.in_force().filter(
        IsAnyOf("unit", OuterRef("by__unit__lineage")),
        user=OuterRef("by"),
        role__in=_WITH_REASON_TO_READ,
    )
    named = User.objects.filter(
        unit=OuterRef("by__unit"), name__iexact=OuterRef("incident__affected_person")
    ).exclude(pk=OuterRef("by"))
    rows = (
        _read(begin)
        .filter(Q(incident__reported_by__unit=F("by__unit")) | Exists(named))
        .exclude(incident__reported_by=F("by"))
        .exclude(incident__responsible=F("by"))
        .exclude(Exists(task))
    )
    for each in _summed(rows, "by", "day", count="incident"):
        yield _from(Finding.Kind.COLLEAGUE, each)


def _oneself(begin):
    """Written down as the one affected, in a report that somebody else has made."""
    rows = _read(begin).filter(incident__affected_person__iexact=F("by__name"))
    others = rows.exclude(incident__reported_by=F("by"))
    for each in _summed(others, "by", "day", count="incident"):
        yield _from(Finding.Kind.ONESELF, each)


def _by_many(begin):
    for each in _summed(_read(begin), "incident__number", "day", count="by"):
        if each["number"] >= READERS:
            yield Finding(
                kind=Finding.Kind.BY_MANY,
                key=str(each["incident__number"]),
                **_when(each),
            )


def _summed(rows, *by, count=""):
    number = Count(count, distinct=True) if count else Count("pk")
    return rows.values(*by).annotate(number=number, first=Min("at"), last=Max("at"))


def _from(kind, each):
    return Finding(kind=kind, person_id=each["by"], **_when(each))


def _when(each):
    return {
        "day": each["day"],
        "first_at": each["first"],
        "last_at": each["last"],
        "number": each["number"],
    }


def _finding(kind, person, day, first, last, number):
    return Finding(
        kind=kind,
        person_id=person,
        day=day,
        first_at=first,
        last_at=last,
        number=number,
    )
