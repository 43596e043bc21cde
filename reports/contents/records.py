"""Records that reports list, read once for all reports of a year.

A record stands in the report of the committee that its unit answered to; in those of
workplaces and administrations stands what lay within them, in the summary what stands in
any committee's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, JSONObject, Least, RowNumber

from actionplans.models import Escalation, Measure, RiskMatrix
from annualcycle.models import AuthorityInspection
from organisation.models import Placement
from reports.models import CommitteeDecision, ReportLevel
from reports.periods import last_day
from riskassessment.models import Rating, Risk, RiskMove, RiskTransition
from sam.dates import moment

# So many are listed; of the others it is said how many they are.
MOST = 50
# What a measure that was not done in time is, beside its states.
LATE = "late"


class _List(NamedTuple):
    """How a list is read: records that know their committee, by what they are ordered, and
    what else the list says of each."""

    records: Callable
    order: list
    names: list


def listed(year, report, made):
    """A report's first rows, and how many more there are."""
    of_committees = _of_all(year, report, made, lambda records: _first(records, made))
    places = _places(year, report)
    rows = sorted(
        chain.from_iterable(of_committees[each] for each in places),
        key=itemgetter(*made.order),
    )
    # Each row tells how many its committee has.
    every = sum(rows[0]["every"] for rows in map(of_committees.get, places) if rows)
    return rows[:MOST], every - len(rows[:MOST])


def outcomes_of(year, report):
    of_committees = _of_all(year, report, _ALL_BEFORE, _outcomes)
    return sum((of_committees[each] for each in _places(year, report)), Counter())


def _places(year, report):
    return list(year.committees) if report.is_summary else [report.committee_id]


def _of_all(year, report, made, take):
    """What is taken of the records by committee, of all or of those within one place."""
    if report.level not in (ReportLevel.UNIT, ReportLevel.ADMINISTRATION):
        return year.once(made.records, lambda: take(made.records(year)))
    within = Placement.objects.filter(
        pk=OuterRef("placement"), lineage__contains=[report.unit_id]
    )
    return year.once(
        (made.records, report.pk),
        lambda: take(made.records(year).filter(Exists(within))),
    )


def _first(records, made):
    """{committee: its first rows}."""
    rows = (
        records.order_by()
        .annotate(
            nth=Window(RowNumber(), partition_by="committee", order_by=made.order),
            every=Window(Count("pk"), partition_by="committee"),
        )
        .filter(nth__lte=MOST)
        .values("committee", "unit_name", "every", *made.order, *made.names)
    )
    found = defaultdict(list)
    for row in rows:
        found[row["committee"]].append(row)
    return found


def _outcomes(records):
    """{committee: {outcome: how many}}."""
    found: dict = defaultdict(Counter)
    rows = records.order_by().values_list("committee", "outcome")
    for committee, outcome, number in rows.annotate(Count("pk")):
        found[committee][outcome] = number
    return found


def _placed(records, day):
    """With where their unit stood on the day, and what it was called."""
    return records.annotate(
        placed=FilteredRelation(
            "unit__placements",
            condition=Q(unit__placements__valid__contains=F(day)),
        ),
        committee=F("placed__answers_to"),
        placement=F("placed"),
        unit_name=F("placed__name"),
    )


# Risks


def _open_risks(year):
    """The weighings that counted at the end of the period, of risks that were open then."""
    until = moment(year.reporting_year.period.upper)
    later = Rating.objects.filter(
        risk=OuterRef("risk"), at__lt=until, at__gt=OuterRef("at")
    )
    moves = RiskTransition.objects.filter(risk=OuterRef("risk"), at__lt=until)
    status = Subquery(moves.order_by("-at", "-pk").values("to_status")[:1])
    handed = RiskMove.objects.filter(risk=OuterRef("risk"), at__gte=until)
    unit = Subquery(handed.order_by("at", "pk").values("from_unit")[:1])
    # Where it stood last: a unit may have closed and left its risks behind.
    stood = Placement.objects.filter(
        unit=OuterRef("unit_then"),
        valid__startswith__lt=year.reporting_year.period.upper,
    ).order_by("-valid")
    demanding, order = _levels(year)
    return (
        Rating.objects.filter(demanding, ~Exists(later), at__lt=until)
        .annotate(
            status_then=Coalesce(
                status, Value(Risk.Status.OPEN), output_field=CharField()
            ),
            unit_then=Coalesce(unit, F("risk__unit")),
            harmlessness=order,
        )
        .filter(status_then=Risk.Status.OPEN)
        .annotate(
            placement=Subquery(stood.values("pk")[:1]),
            committee=Subquery(stood.values("answers_to")[:1]),
            unit_name=Subquery(stood.values("name")[:1]),
            against_it=ArraySubquery(_measures_against(OuterRef("risk"))),
        )
    )


def _levels(year):
    """A condition for the levels that are serious or must be told further up, and what
    is least for the worst: the level, then the place in the matrix."""
    matrices = year.once("matrices", RiskMatrix.objects.in_bulk).values()
    ranks = {
        (matrix, level.code): level.rank
        for matrix in matrices
        for level in matrix.ranked_levels
        if level.is_serious or level.must_raise
    }
    demanding = Q(pk__in=[])
    for matrix, code in ranks:
        demanding |= Q(matrix=matrix, level_code=code)
    whens = [
        When(matrix=matrix, level_code=code, then=Value(rank * 100))
        for (matrix, code), rank in ranks.items()
    ]
    level = Case(*whens, default=Value(0), output_field=IntegerField())
    return demanding, -(level + F("likelihood") * F("consequence"))


def _measures_against(risk):
    through = Risk.measures.through.objects.filter(risk=risk)
    return through.order_by("measure__due_on", "measure").values(
        json=JSONObject(activity="measure__activity", status="measure__status")
    )


RISKS = _List(
    _open_risks,
    ["harmlessness", "pk"],
    ["risk__description", "matrix", "level_code", "against_it"],
)


# Measures of the period before


def _all_measures_before(year):
    """Those that the chapter counts, with their outcome and what they are for."""
    period = year.reporting_year.comparison_period
    end = year.reporting_year.period.upper
    planned = Q(
        created_at__gte=moment(period.lower), created_at__lt=moment(period.upper)
    )
    due = Q(
        timing__in=Measure.Timing.with_deadline,
        due_on__gte=period.lower,
        due_on__lt=period.upper,
    )
    told = _lifted_in(period) | _decided_in(period)
    late = Q(
        status__in=Measure.Status.open_states,
        timing__in=Measure.Timing.with_deadline,
        due_on__lt=end,
    )
    serious = Risk.measures.through.objects.filter(risk__is_serious=True)
    first, last = Value(period.lower), Value(last_day(period))
    measures = Measure.objects.filter(planned | due | told).annotate(
        outcome=Case(
            When(late, then=Value(LATE)), default=F("status"), output_field=CharField()
        ),
        rank=Case(
            When(told, then=Value(0)),
            When(pk__in=serious.values("measure"), then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        # Its last day; one outside of the period counts at the period's end.
        own_day=Greatest(Least("due_on", last), first, output_field=DateField()),
    )
    return _placed(measures, "own_day")


def _lifted_in(period):
    """Measures that were lifted to a committee, themselves or with the risk they are for."""
    steps = Escalation.objects.filter(
        committee__isnull=False,
        sent_on__gte=period.lower,
        sent_on__lt=period.upper,
    ).exclude(status=Escalation.Status.WITHDRAWN)
    of_risks = Risk.measures.through.objects.filter(risk__escalations__in=steps)
    themselves = steps.filter(measure__isnull=False)
    return Q(pk__in=themselves.order_by().values("measure")) | Q(
        pk__in=of_risks.values("measure")
    )


def _decided_in(period):
    decisions = CommitteeDecision.objects.filter(
        decided_on__gte=period.lower, decided_on__lt=period.upper
    )
    return Q(plan__in=decisions.order_by().values("action_plan"))


def _measures_before(year):
    """Those that may be listed."""
    return _all_measures_before(year).filter(Q(rank__lt=2) | Q(plan__incident=None))


_ALL_BEFORE = _List(_all_measures_before, [], [])
BEFORE = _List(
    _measures_before,
    ["rank", "due_on", "pk"],
    ["activity", "outcome", "effect_note"],
)


# Inspections by the authority


def _inspections(year):
    concerned = AuthorityInspection.objects.concerning(year.reporting_year.period)
    return _placed(concerned, "held_on")


INSPECTIONS = _List(
    _inspections,
    ["held_on", "pk"],
    ["subject", "demands", "due_on", "closed_on"],
)
