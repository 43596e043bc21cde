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
from reports.snapshots import content_for
from sam.replica import from_replica


@require_safe
@from_replica
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
    """What was approved last of each report, also while it is corrected; with nothing
    that it hides."""
    if not is_within(request, "open_data", address(request)):
        return HttpResponse(
            _("Too many tries. Wait a while, then try again."), status=429
        )
    year = _open_year(pk)
    reports = _printed(year).with_newest_edition()
    return _file(year, [of_today(each.newest) for each in reports if each.newest])


@login_not_required
@never_cache
@require_safe
def public_dictionary(request, pk):
    return _render(request, _open_year(pk), is_public=True)


def _seen(user, pk):
    """The year, and those of its reports that the person sees; 404 without any."""
    year = get_object_or_404(ReportingYear.objects.select_related("template"), pk=pk)
    visible = _printed(year).visible_to(user).as_read_by(user)
    reports = list(visible.select_related("approved_snapshot"))
    if not reports:
        raise Http404
    return year, reports


def _open_year(pk):
    years = ReportingYear.objects.select_related("template")
    return get_object_or_404(years, pk=pk, is_open_data=True)


def _printed(year):
    """Those of committees and of the municipality, by name."""
    reports = Report.objects.filter(reporting_year=year, level__in=PRINTED_LEVELS)
    return reports.with_places().order_by("committee__name")


def _contents(year, reports):
    has_drafts = any(not each.is_frozen and not each.standing for each in reports)
    contents = YearContents(year) if has_drafts else None
    return [content_for(each, contents) for each in reports]


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
