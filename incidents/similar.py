"""Incidents that a measure should make fewer: which ones there are to choose among, how many
there were (see actionplans.effect); and what the topics that incidents share are called.
"""

from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents import kinds
from incidents.models import Code, Incident
from organisation.models import Municipality, Unit

LIKE_SOURCE = "like_source"
ALL = "all"
# Those that the incident list has a word for beside the kinds.
_GROUPS = {
    "near_misses": {"kind__in": Incident.Kind.near_misses},
    "injuries": {"kind__in": Incident.Kind.injuries},
    kinds.VIOLENCE: {"is_violence": True},
}


def choices(source=None):
    """[(value, label)] of events to count for a measure of the source."""
    like = [(LIKE_SOURCE, _("Events like the one that it came from"))]
    return [
        *(like if isinstance(source, Incident) else []),
        (ALL, _("All events")),
        ("near_misses", _("All near misses")),
        ("injuries", _("All work injuries")),
        (kinds.VIOLENCE, _("Threats or violence")),
        *Incident.Kind.choices,
    ]


def chosen_for(measure):
    """What was chosen; for a measure of an incident the like of it, unless it was."""
    if measure.watched == LIKE_SOURCE or not measure.watched:
        is_of_incident = isinstance(measure.plan.source, Incident)
        return LIKE_SOURCE if is_of_incident else ""
    return measure.watched


def count(measure, *windows):
    """Of each (since, until), days included: how many happened in the unit and below it,
    and where they stand.

    The number is everyone's and names nobody; the list shows each reader their own part.
    """
    rows, asked = _wanted(measure)
    below = Unit.objects.within([measure.unit_id])
    happened = Incident.objects.filter(unit__in=below, **rows)
    numbers = happened.aggregate(
        **{
            f"window_{place}": Count("pk", filter=Q(occurred_on__range=window))
            for place, window in enumerate(windows)
        }
    )
    return list(
        zip(
            numbers.values(),
            (_address(measure, asked, *window) for window in windows),
            strict=True,
        )
    )


def _address(measure, asked, since, until):
    asked = asked | {"unit": measure.unit_id, "since": since, "until": until}
    return f"{reverse('incidents:list')}?{urlencode(asked, doseq=True)}"


def _wanted(measure):
    """What to ask of the database, and the same as the filters of the list."""
    chosen = chosen_for(measure)
    if chosen == LIKE_SOURCE:
        return _like(measure.plan.source)
    if chosen == ALL:
        return {}, {}
    return _GROUPS.get(chosen, {"kind": chosen}), {"kind": [chosen]}


def _like(incident):
    """The same kind, as violent and, where it is known, of the same cause."""
    rows, asked = {"kind": incident.kind}, {"kind": [incident.kind]}
    if incident.is_violence:
        rows["is_violence"] = True
        asked["kind"].append(kinds.VIOLENCE)
    if incident.cause_id:
        rows["cause"] = asked["cause"] = incident.cause_id
    return rows, asked


# Topics


def names_of(topics):
    """{topic: its name} of those that are about incidents."""
    country = Municipality.objects.country()
    named = {f"kind:{value}": label for value, label in kinds.choices(country)}
    named[f"kind:{kinds.VIOLENCE}"] = _("Threats or violence")
    causes = Code.objects.filter(list=Code.List.DEVIATION)
    named |= {f"cause:{code.code}": code.label for code in causes}
    return {topic: named[topic] for topic in topics if topic in named}
