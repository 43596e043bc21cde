"""What the program counts among its own records, for all committees in one query.

Each record counts for the committee that its unit answered to on the record's own date.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, F, FilteredRelation, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from reports.metrics import Sex
from sam.dates import moment

_SEXES = {Sex.WOMEN: "woman", Sex.MEN: "man"}


def _reported(**kinds):
    return lambda period: _within("reported_at", period) & Q(**kinds)


def _within(field, period):
    """From the first midnight of the municipality to the one after the last day."""
    first, after = moment(period.lower), moment(period.upper)
    return Q(**{f"{field}__gte": first, f"{field}__lt": after})


@dataclass(frozen=True)
class Counted:
    """A condition on incidents, given the period; what more of them means."""

    label: str | Promise
    condition: Callable
    better: str = "neither"


Kind = Incident.Kind
COUNTED = {
    "injuries": Counted(
        _("Injuries reported"), _reported(kind__in=Kind.injuries), "lower"
    ),
    "near_misses": Counted(
        _("Near misses reported"), _reported(kind__in=Kind.near_misses)
    ),
    # Closed in the period, whenever it was reported.
    "closed": Counted(
        _("Incidents closed"), lambda period: _within("closed_at", period), "higher"
    ),
    "incidents": Counted(_("All incidents reported"), _reported()),
    "accidents": Counted(_("Accidents"), _reported(kind=Kind.ACCIDENT), "lower"),
    "commuting_accidents": Counted(
        _("Commuting accidents"), _reported(kind=Kind.COMMUTING_ACCIDENT), "lower"
    ),
    "occupational_diseases": Counted(
        _("Occupational diseases"), _reported(kind=Kind.OCCUPATIONAL_DISEASE), "lower"
    ),
    "risk_observations": Counted(
        _("Risk observations"), _reported(kind=Kind.RISK_OBSERVATION)
    ),
    "victimisation": Counted(
        _("Victimisation"), _reported(kind=Kind.VICTIMISATION), "lower"
    ),
    "violence": Counted(
        _("Threats and violence"), _reported(is_violence=True), "lower"
    ),
    "serious": Counted(
        _("Serious incidents"),
        _reported(severity=Incident.Severity.SERIOUS),
        "lower",
    ),
    "injuries_with_absence": Counted(
        _("Injuries with absence"),
        _reported(
            kind__in=Kind.injuries,
            details__absence__in=["1_3", "4_14", "15_over"],
        ),
        "lower",
    ),
}


def counts(periods, codes, *, sexes=(), ages=()):
    """{committee: {period's place: {(code, sex, age): number}}} of the records.

    Sex and age are those of who was injured, where the details say.
    """
    names = {
        f"n{place}_{code}_{number}": (place, (code, sex, age), condition)
        for place, period in enumerate(periods)
        for code in codes
        for number, (sex, age) in enumerate(splits(sexes, ages))
        for condition in [COUNTED[code].condition(period) & _of(sex, age)]
    }
    found = {}
    for row in _rows(periods, names):
        numbers = [{} for _period in periods]
        for name, (place, key, _condition) in names.items():
            numbers[place][key] = row[name]
        found[row["placed__answers_to"]] = numbers
    return found


def splits(sexes, ages):
    """(sex, age) of what is counted: all, each sex and each age."""
    return [("", ""), *((sex, "") for sex in sexes), *(("", age) for age in ages)]


def _of(sex, age):
    is_of = Q(details__sex=_SEXES[sex]) if sex else Q()
    return is_of & Q(details__age_group=age) if age else is_of


def _rows(periods, names):
    if not names:
        return []
    touched = Q(pk__in=[])
    for period in periods:
        touched |= _within("reported_at", period) | _within("closed_at", period)
    return (
        placed(Incident.objects.filter(touched))
        .order_by()
        .values("placed__answers_to")
        .annotate(
            **{
                name: Count("unit", filter=condition)
                for name, (_place, _key, condition) in names.items()
            }
        )
    )


def placed(incidents):
    """With where their unit stood on their own day: `placed__answers_to`."""
    return incidents.annotate(
        placed=FilteredRelation(
            "unit__placements",
            condition=Q(unit__placements__valid__contains=F("occurred_on")),
        )
    )


def records(code, period, *, committees=None, sex="", age=""):
    """The incidents behind a figure; without committees those of all, and of none."""
    found = placed(Incident.objects.filter(COUNTED[code].condition(period)))
    if committees is not None:
        found = found.filter(placed__answers_to__in=committees)
    return found.filter(_of(sex, age))
