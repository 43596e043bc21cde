"""What the program counts among its own records, for all committees in one query per kind
of record.

Each record counts for the committee that its unit answered to on the record's own day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.db.models import Count, F, FilteredRelation, Q
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.models import Escalation, Measure
from healthservice.models import HealthServiceOrder, ServiceKind
from incidents.models import Incident
from reports.metrics import Sex
from representatives.models import RepRequest
from riskassessment.models import InspectionRound, Risk
from sam.dates import moment, zone

_SEXES = {Sex.WOMEN: "woman", Sex.MEN: "man"}


def _at(field, period, **kinds):
    """Those whose moment lies from the municipality's first midnight of the period to the
    one after its last day."""
    first, after = moment(period.lower), moment(period.upper)
    return Q(**{f"{field}__gte": first, f"{field}__lt": after}, **kinds)


def _on(field, period, **kinds):
    """Those whose day lies in the period."""
    days = {f"{field}__gte": period.lower, f"{field}__lt": period.upper}
    return Q(**days, **kinds)


def _late(period):
    """To be done by a day before the period's end, and not done when it ended.

    What has been cancelled since does not count.
    """
    undone = Q(status__in=Measure.Status.open_states) | Q(done_on__gte=period.upper)
    begun = Q(created_at__lt=moment(period.upper), due_on__lt=period.upper)
    return begun & undone & ~Q(status=Measure.Status.CANCELLED)


class Family(NamedTuple):
    """One kind of records."""

    rows: Callable
    # Given a period, all that could count in it.
    touched: Callable
    # The record's own day, by which its unit is placed; a date, or a moment.
    day: str
    unit: str = "unit"
    is_moment: bool = False
    # Whether it tells of a person, so that it can be counted by sex and age.
    is_personal: bool = False


INCIDENTS = Family(
    lambda: Incident.objects.all(),
    lambda period: _at("reported_at", period) | _at("closed_at", period),
    "occurred_on",
    is_personal=True,
)
_ROUNDS = Family(
    # One that has begun has its day, and may still be called off.
    lambda: InspectionRound.objects.exclude(status=InspectionRound.Status.CANCELLED),
    partial(_on, "carried_out_on"),
    "carried_out_on",
)
_DONE = Family(
    lambda: Measure.objects.exclude(status=Measure.Status.CANCELLED),
    partial(_on, "done_on"),
    "done_on",
)
_DUE = Family(lambda: Measure.objects.with_deadline(), _late, "due_on")
_RISKS = Family(
    lambda: Risk.objects.standing(),
    partial(_at, "created_at"),
    "created_at",
    is_moment=True,
)
_LIFTED = Family(
    # Each matter once, where it arose, however far it was passed on.
    lambda: Escalation.objects.first_steps().exclude(
        status=Escalation.Status.WITHDRAWN
    ),
    partial(_on, "sent_on"),
    "sent_on",
    unit="origin_unit",
)
_REQUESTS = Family(
    lambda: RepRequest.objects.sent(),
    partial(_at, "sent_at"),
    "sent_at",
    is_moment=True,
)
_HEALTH_SERVICE = Family(
    lambda: HealthServiceOrder.objects.standing(),
    partial(_on, "ordered_on"),
    "ordered_on",
)


@dataclass(frozen=True)
class Counted:
    """A condition on records, given the period; what more of them means."""

    label: str | Promise
    condition: Callable
    better: str = "neither"
    family: Family = INCIDENTS
    # The moment that the condition asks for.
    field: str = "reported_at"


Kind = Incident.Kind


def _reported(**kinds):
    return partial(_at, "reported_at", **kinds)


COUNTED = {
    "injuries": Counted(
        _("Injuries reported"), _reported(kind__in=Kind.injuries), "lower"
    ),
    "near_misses": Counted(
        _("Near misses reported"), _reported(kind__in=Kind.near_misses)
    ),
    # Closed in the period, whenever it was reported.
    "closed": Counted(
        _("Incidents closed"), partial(_at, "closed_at"), "higher", field="closed_at"
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
    "rounds": Counted(_("Rounds carried out"), _ROUNDS.touched, "higher", _ROUNDS),
    "measures_done": Counted(_("Measures carried out"), _DONE.touched, "higher", _DONE),
    "measures_late": Counted(
        _("Measures late at the end of the period"), _late, "lower", _DUE
    ),
    "risks": Counted(_("Risks assessed"), _RISKS.touched, family=_RISKS),
    "lifted": Counted(_("Matters lifted"), _LIFTED.touched, family=_LIFTED),
    "rep_requests": Counted(
        _("Safety representatives' requests for measures"),
        _REQUESTS.touched,
        family=_REQUESTS,
    ),
    "health_service_orders": Counted(
        _("Orders from the occupational health service"),
        _HEALTH_SERVICE.touched,
        family=_HEALTH_SERVICE,
    ),
} | {
    f"health_service_{topic.value}": Counted(
        format_lazy("{}: {}", _("Occupational health service"), topic.label),
        partial(_on, "ordered_on", service__topic=topic),
        family=_HEALTH_SERVICE,
    )
    for topic in ServiceKind.Topic
}


def kinds_of(code):
    """The kinds of incidents among which it counts; all where it asks for none."""
    asked = _asked(code)
    return {*asked.get("kind__in", [asked["kind"]] if "kind" in asked else Kind.values)}


def counts_all(code):
    """Whether every incident of its kinds counts, in the period when it was reported."""
    return COUNTED[code].field == "reported_at" and _asked(code).keys() <= {
        "kind",
        "kind__in",
    }


def _asked(code):
    return COUNTED[code].condition.keywords


def counts(periods, codes, *, sexes=(), ages=()):
    """{committee: {period's place: {(code, sex, age): number}}} of the records.

    Sex and age are those of who was injured, where the details say. One query for each
    kind of record.
    """
    found: dict = {}
    for family in dict.fromkeys(COUNTED[code].family for code in codes):
        of_family = [code for code in codes if COUNTED[code].family is family]
        names = _names(periods, of_family, family, sexes, ages)
        for committee, *numbers in _rows(family, periods, names):
            per_period = found.setdefault(committee, [{} for _period in periods])
            for (place, key, _condition), number in zip(
                names.values(), numbers, strict=True
            ):
                per_period[place][key] = number
    for per_period in found.values():
        _fill_up(per_period, codes, sexes, ages)
    return found


def _names(periods, codes, family, sexes, ages):
    """{name: (period's place, (code, sex, age), condition)} of the numbers to be asked."""
    divisions = splits(sexes, ages) if family.is_personal else splits((), ())
    return {
        f"n{place}_{code}_{number}": (place, (code, sex, age), condition)
        for place, period in enumerate(periods)
        for code in codes
        for number, (sex, age) in enumerate(divisions)
        for condition in [COUNTED[code].condition(period) & _of(sex, age)]
    }


def _fill_up(per_period, codes, sexes, ages):
    """A committee with records of one kind only has none of the others."""
    keys = [(code, sex, age) for code in codes for sex, age in splits(sexes, ages)]
    for numbers in per_period:
        for key in keys:
            numbers.setdefault(key, 0)


def splits(sexes, ages):
    """(sex, age) of what is counted: all, each sex and each age."""
    return [("", ""), *((sex, "") for sex in sexes), *(("", age) for age in ages)]


def _of(sex, age):
    is_of = Q(details__sex=_SEXES[sex]) if sex else Q()
    return is_of & Q(details__age_group=age) if age else is_of


def _rows(family, periods, names):
    if not names:
        return []
    touched = Q(pk__in=[])
    for period in periods:
        touched |= family.touched(period)
    return (
        placed(family.rows().filter(touched), family)
        .order_by()
        .values_list("placed__answers_to")
        .annotate(
            **{
                name: Count(family.unit, filter=condition)
                for name, (_place, _key, condition) in names.items()
            }
        )
    )


def placed(records, family=INCIDENTS):
    """With where their unit stood on their own day: `placed__answers_to`."""
    if family.is_moment:
        records = records.annotate(own_day=TruncDate(family.day, tzinfo=zone()))
    day = "own_day" if family.is_moment else family.day
    placements = f"{family.unit}__placements"
    return records.annotate(
        placed=FilteredRelation(
            placements, condition=Q(**{f"{placements}__valid__contains": F(day)})
        )
    )


def records(code, period, *, committees=None, sex="", age=""):
    """The records behind a figure; without committees those of all, and of none.

    Of what kind they are the quantity's family says.
    """
    counted = COUNTED[code]
    rows = counted.family.rows().filter(counted.condition(period))
    found = placed(rows, counted.family)
    if committees is not None:
        found = found.filter(placed__answers_to__in=committees)
    return found.filter(_of(sex, age)) if counted.family.is_personal else found
