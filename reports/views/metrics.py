"""Quantities and metrics, the figures of others, and targets."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.models import Committee
from reports.forms.comparing import SeriesFiguresForm, SeriesForm, TargetsForm
from reports.forms.metrics import MetricForm, QuantityForm
from reports.models import (
    ComparisonFigure,
    ComparisonSeries,
    Metric,
    Quantity,
    ReportingYear,
    Target,
)
from reports.rights import require_producer
from reports.using import Trial, is_any_fixed, metrics_of, templates_by_metric
from sam.dates import today
from sam.sent import sent, takes_form
from ui.forms import is_carried_out

# Targets are set for so many years ahead and back.
YEARS_AHEAD, YEARS_BACK = 1, 5


@require_safe
def metrics(request):
    require_producer(request.user)
    quantities = list(Quantity.objects.all())
    labels = {each.code: each.label for each in quantities}
    used = templates_by_metric()
    context = {
        "quantities": quantities,
        "metrics": [
            _described(metric, labels, used) for metric in Metric.objects.all()
        ],
    }
    return render(request, "reports/figures/metrics.html", context)


@require_safe
def metric(request, code):
    """One metric: what it is, where it is used, and what it comes to now."""
    require_producer(request.user)
    found = get_object_or_404(Metric, code=code)
    labels = dict(Quantity.objects.values_list("code", "label"))
    context = _described(found, labels, templates_by_metric())
    context["trial"] = Trial(found)
    return render(request, "reports/figures/metric.html", context)


@takes_form
def metric_add(request):
    """A new one, perhaps like another: `?like=` is its code."""
    require_producer(request.user)
    like = Metric.objects.filter(code=request.GET.get("like", "")).first()
    return _metric_form(request, MetricForm(sent(request), like=like))


@takes_form
def metric_edit(request, code):
    require_producer(request.user)
    found = get_object_or_404(Metric, code=code, is_own=True)
    fixed = is_any_fixed([code])
    form = MetricForm(sent(request), metric=found, is_fixed=fixed)
    return _metric_form(request, form, is_fixed=fixed)


def _metric_form(request, form, **context):
    """Saved, or tried without being saved, or shown."""
    if form.is_valid() and "try" in request.POST:
        context["trial"] = Trial(form.metric())
    elif form.is_bound and is_carried_out(form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(form.instance)
    context["form"] = form
    failed = form.is_bound and "trial" not in context
    return render(
        request,
        "reports/figures/metric_form.html",
        context,
        status=422 if failed else 200,
    )


@takes_form
def quantity_add(request):
    require_producer(request.user)
    return _quantity_form(request, QuantityForm(sent(request)))


@takes_form
def quantity_edit(request, code):
    require_producer(request.user)
    found = get_object_or_404(Quantity, code=code, is_own=True)
    fixed = is_any_fixed(metrics_of(found))
    return _quantity_form(
        request, QuantityForm(sent(request), quantity=found, is_fixed=fixed)
    )


def _quantity_form(request, form):
    if form.is_bound and is_carried_out(form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("reports:metrics")
    return _render_form(request, "quantity_form", {"form": form})


def _described(found, labels, used):
    return {
        "metric": found,
        "of": [labels.get(code, code) for code in found.of],
        "per": [labels.get(code, code) for code in found.per],
        "group": labels.get(found.group, ""),
        "templates": used[found.code],
    }


# The figures of others


@takes_form
def all_series(request):
    require_producer(request.user)
    form = SeriesForm(sent(request))
    if form.is_bound and is_carried_out(form, by=request.user):
        return redirect(form.instance)
    series = ComparisonSeries.objects.annotate(number=Count("figures"))
    return _render_form(request, "all_series", {"form": form, "all_series": series})


@takes_form
def series(request, pk):
    """Its name and source, and the metrics that it may have figures of."""
    require_producer(request.user)
    found = get_object_or_404(ComparisonSeries, pk=pk)
    form = SeriesForm(sent(request), instance=found)
    if form.is_bound and is_carried_out(form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(found)
    numbers = dict(
        ComparisonFigure.objects.filter(series=found)
        .order_by()
        .values_list("metric")
        .annotate(Count("pk"))
    )
    rows = [(each, numbers.get(each.code, 0)) for each in Metric.objects.all()]
    context = {"series": found, "form": form, "metrics": rows}
    return _render_form(request, "series", context)


@takes_form
def series_figures(request, pk, code):
    require_producer(request.user)
    found = get_object_or_404(ComparisonSeries, pk=pk)
    metric = get_object_or_404(Metric, code=code)
    form = SeriesFiguresForm(found, metric, sent(request))
    if form.is_bound and is_carried_out(form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(found)
    context = {"series": found, "metric": metric, "form": form}
    return _render_form(request, "series_figures", context)


# Targets


@require_safe
def targets(request):
    """The metrics of a year with how many targets each has."""
    require_producer(request.user)
    newest = ReportingYear.objects.values_list("year", flat=True).first()
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, _years()) else newest or today().year
    numbers = dict(
        Target.objects.filter(year=year)
        .order_by()
        .values_list("metric")
        .annotate(Count("pk"))
    )
    rows = [(each, numbers.get(each.code, 0)) for each in Metric.objects.all()]
    context = {"year": year, "years": _years(), "metrics": rows}
    return render(request, "reports/figures/targets.html", context)


@takes_form
def metric_targets(request, year, code):
    require_producer(request.user)
    if year not in _years():
        raise Http404
    metric = get_object_or_404(Metric, code=code)
    committees = Committee.objects.order_by("name")
    form = TargetsForm(year, metric, committees, sent(request))
    if form.is_valid():
        form.carry_out(by=request.user)
        messages.success(request, _("Saved."))
        return redirect("reports:targets")
    context = {"year": year, "metric": metric, "form": form}
    return _render_form(request, "metric_targets", context)


def _years():
    now = today().year
    return list(range(now + YEARS_AHEAD, now - YEARS_BACK - 1, -1))


def _render_form(request, name, context):
    status = 422 if request.method == "POST" else 200
    return render(request, f"reports/figures/{name}.html", context, status=status)
