"""The figures of the annual report as what goals can be measured by: twelve months at a
time, every third month back from the newest figures.

They are of committees; a unit has those of the committees that only its own units answer to.
"""

from collections import defaultdict
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from actionplans.yardsticks import HIDDEN, Scale
from actionplans.yardsticks import Figure as Reading
from organisation.models import Unit
from reports.measuring import Together, measure
from reports.metrics import Scale as MetricScale
from reports.models import Figure, Metric, ReportingYear
from reports.periods import last_day, name_of
from reports.suppressing import Sum, hide, is_small
from sam.dates import today

_STEP, _YEAR = relativedelta(months=3), relativedelta(months=12)
_ALL = "all"
# While no reports are opened that say otherwise.
_SMALLEST_GROUP = 5


class ReportFigures:
    """Offered to goals when the program starts; see actionplans.yardsticks."""

    def choices(self):
        return list(Metric.objects.values_list("code", "label"))

    def scale(self, code):
        metric = Metric.objects.get(code=code)
        is_percent = metric.scale == MetricScale.PERCENT
        unit = "%" if is_percent else ""
        return Scale(unit, metric.shown_decimals)

    def courses(self, wanted, *, periods):
        metrics = Metric.objects.in_bulk(
            {code for code, _unit in wanted}, field_name="code"
        )
        if not metrics:
            return {}
        committees, all_committees = _committees({unit for _code, unit in wanted})
        quantities = {
            quantity
            for metric in metrics.values()
            for quantity in [*metric.quantities, metric.group]
            if quantity
        }
        spans = _spans(periods)
        measured = measure(spans, all_committees, quantities=sorted(quantities))
        limit = _smallest_group()
        return {
            (code, unit.pk): [
                _reading(
                    metrics[code], span, measured[span], committees[unit.pk], limit
                )
                for span in spans
            ]
            for code, unit in wanted
            if code in metrics
        }


def _spans(number):
    newest = Figure.objects.aggregate(newest=Max("month"))["newest"]
    after = (newest or today()).replace(day=1)
    after += relativedelta(months=1) if newest else relativedelta(0)
    ends = [after - _STEP * back for back in reversed(range(number))]
    return [DateRange(_day(end - _YEAR), _day(end)) for end in ends]


def _day(moment):
    return date(moment.year, moment.month, moment.day)


def _committees(units):
    """{unit's id: committees that only units in it answer to}, and all committees.

    The root is no workplace, and does not count.
    """
    rows = Unit.objects.existing().filter(parent__isnull=False, committee__isnull=False)
    inside, answering = defaultdict(set), list(rows.values_list("committee", "lineage"))
    for unit in units:
        outside = {each for each, lineage in answering if unit.pk not in lineage}
        inside[unit.pk] = {each for each, _lineage in answering} - outside
    return inside, {each for each, _lineage in answering}


def _reading(metric, span, parts, committees, limit):
    whole = Together(parts[each] for each in committees)
    value = None
    if whole.sat:
        value = metric.figure(whole.of(), months=whole.months)
    if value is not None and _is_hidden(metric, parts, committees, limit):
        value = HIDDEN
    return Reading(last_day(span), name_of(span), value)


def _is_hidden(metric, parts, committees, limit):
    """Whether it tells of too few, or gives away what does: as in the reports, one committee
    that is too small takes another with it."""
    if not metric.group:
        return False
    people = {each: part.of().get(metric.group) for each, part in parts.items()}
    small = [each for each, number in people.items() if is_small(number, limit)]
    if len(committees) == len(people) or not small:
        together = sum(people[each] or 0 for each in committees)
        return is_small(together, limit)
    known = [number for number in people.values() if number is not None]
    numbers = people | {_ALL: sum(known)}
    hidden = hide(numbers, [Sum(_ALL, tuple(people))], small=small)
    return not hidden.isdisjoint(committees)


def _smallest_group():
    year = ReportingYear.objects.select_related("template").first()
    return year.template.smallest_group if year else _SMALLEST_GROUP
