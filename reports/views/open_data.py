"""A year's figures as a file: for those who may see the reports, and for everyone where HR
has opened them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from incidents.limits import address, is_within
from reports import open_data
from reports.contents import YearContents
from reports.layouts import of_today
from reports.models import Report, ReportingYear
from reports.models.templates import PRINTED_LEVELS
from reports.snapshots import current_content


@require_safe
def figures(request, pk):
    """Of all reports that the reader sees; those not approved say so in each row."""
    year, reports = _seen(request.user, pk)
    return _file(year, _contents(year, reports))


@require_safe
def dictionary(request, pk):
    year, _reports = _seen(request.user, pk)
    return _render(request, year)


@login_not_required
@never_cache
@require_safe
def public_figures(request, pk):
    """Of the approved reports alone, and with nothing that they hide."""
    if not is_within(request, "open_data", address(request)):
        return HttpResponse(
            _("Too many tries. Wait a while, then try again."), status=429
        )
    year = _open_year(pk)
    reports = _printed(year).filter(status__in=Report.FROZEN_IN)
    return _file(year, [of_today(each.approved_snapshot.content) for each in reports])


@login_not_required
@never_cache
@require_safe
def public_dictionary(request, pk):
    return _render(request, _open_year(pk), is_public=True)


def _seen(user, pk):
    """The year, and those of its reports that the person sees; 404 without any."""
    year = get_object_or_404(ReportingYear.objects.select_related("template"), pk=pk)
    reports = list(_printed(year).visible_to(user))
    if not reports:
        raise Http404
    return year, reports


def _open_year(pk):
    years = ReportingYear.objects.select_related("template")
    return get_object_or_404(years, pk=pk, is_open_data=True)


def _printed(year):
    """Those of committees and of the municipality, by name."""
    reports = Report.objects.filter(reporting_year=year, level__in=PRINTED_LEVELS)
    ordered = reports.with_places().order_by("committee__name")
    return ordered.select_related("approved_snapshot")


def _contents(year, reports):
    contents = (
        YearContents(year) if any(not each.is_frozen for each in reports) else None
    )
    return [current_content(each, contents) for each in reports]


def _file(year, contents):
    name = f"{year.template.file_name}-{year.year}{year.part and '-'}{year.part}.csv"
    return HttpResponse(
        open_data.as_csv(contents),
        content_type=open_data.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _render(request, year, *, is_public=False):
    context = {
        "year": year,
        "is_public": is_public,
        "columns": open_data.dictionary(),
        "metrics": open_data.metrics_in(year.template),
    }
    return render(request, "reports/following/dictionary.html", context)
