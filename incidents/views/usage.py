from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from attachments.serving import serve_csv
from incidents.forms.usage import UsageForm
from incidents.usage import SILENT, SLOW, SORTS, Usage
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.htmx import render_page_or_partial
from sam.replica import from_replica


@require_safe
@from_replica
def incident_usage(request):
    context = _asked(request)
    template = "incidents/usage.html"
    return render_page_or_partial(request, template, "results", context)


@require_safe
@from_replica
def usage_report(request):
    """For the steering group: the same figures, to print."""
    return render(request, "incidents/usage_report.html", _asked(request))


@require_safe
@from_replica
def usage_file(request):
    """The rows as they are narrowed and sorted on the page, for spreadsheets."""
    head = [
        _("Workplace"),
        _("Reported"),
        _("Days to open, median"),
        _("Days to close, median"),
        _("With feedback, per cent"),
        _("Latest report"),
    ]
    rows = [_cells(row) for row in _asked(request)["rows"]]
    return serve_csv([head, *rows], _("usage-of-reporting") + ".csv")


def _cells(row):
    figures = (row.to_open, row.to_close, row.share)
    figures = [None if each is None else round(each, 1) for each in figures]
    return [row.name, row.reported, *figures, row.latest_on]


def _asked(request):
    if not may_read_usage(request.user):
        raise PermissionDenied
    form = UsageForm(request.GET)
    usage = Usage(request.user, *form.period)
    said, sort = form.cleaned_data, request.GET.get("sort")
    return {
        "filter_form": form,
        "usage": usage,
        "rows": usage.shown(
            search=said.get("q", ""),
            show=said.get("show", ""),
            sort=sort if sort in SORTS else SORTS[0],
        ),
        "silent_days": SILENT,
        "slow_days": SLOW,
    }


def may_read_usage(user):
    permissions = (UnitPermission.VIEW_REPORTS, UnitPermission.VIEW_INCIDENTS)
    return all(granted_units(user, each).units for each in permissions)
