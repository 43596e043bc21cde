"""Where metrics are used, and what they come to now."""

from collections import defaultdict

from reports.measuring import Together, measure
from reports.metrics import SUPPRESSED
from reports.models import Metric, ReportingYear, ReportTemplate, TableRow
from reports.periods import name_of
from reports.suppressing import is_small


def templates_by_metric():
    """{code: [templates that show it]}; two queries."""
    templates = {each.pk: each for each in ReportTemplate.objects.all()}
    pairs = set(
        TableRow.objects.exclude(metric=None)
        .order_by()
        .values_list("metric", "section__template")
        .distinct()
    )
    pairs |= {
        (code, template.pk)
        for template in templates.values()
        for code in template.key_metrics
    }
    found = defaultdict(list)
    for template in templates.values():
        for code in sorted(code for code, pk in pairs if pk == template.pk):
            found[code].append(template)
    return found


def hold_metrics(codes):
    """Keep others from changing their formulas, or from publishing a template that shows
    them, until the transaction ends."""
    metrics = Metric.objects.filter(code__in=codes).order_by("pk")
    list(metrics.select_for_update(no_key=True))


def is_fixed(templates):
    """Whether the metric stands in one that is published: then it is what it is."""
    return any(template.status != ReportTemplate.Status.DRAFT for template in templates)


def is_any_fixed(codes):
    """Whether one of the metrics stands in a template that is published."""
    used = templates_by_metric()
    return any(is_fixed(used[code]) for code in codes)


def metrics_of(quantity):
    """The codes of those that are made of it."""
    metrics = Metric.objects.all()
    return [each.code for each in metrics if quantity.code in each.quantities]


class Trial:
    """A metric of the whole municipality in the newest period that has reports."""

    def __init__(self, metric):
        self.metric = metric
        self.figure = None
        self.period = ""
        year = ReportingYear.objects.select_related("template").first()
        if year:
            self.period = name_of(year.period)
            self.figure = self._figure(year)

    def _figure(self, year):
        metric = self.metric
        committees = [committee.pk for committee in year.committees()]
        wanted = sorted({*metric.quantities, *filter(None, [metric.group])})
        parts = measure([year.period], committees, quantities=wanted)[year.period]
        whole = Together(parts.values())
        amounts = whole.of()
        if is_small(amounts.get(metric.group), year.template.smallest_group):
            return SUPPRESSED
        return metric.figure(amounts, months=whole.months)
