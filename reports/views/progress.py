"""How far the reports of a year have come, who is late, and reminding them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from reports import reminding
from reports.forms.progress import FilterForm
from reports.models import Report, ReportingYear
from reports.progress import Progress, administrations_of
from reports.writers import Writers

MOST_ROWS = 50


@require_safe
def progress(request, pk):
    year = _year(pk)
    administrations = list(administrations_of(year, request.user))
    form = FilterForm(administrations, request.GET)
    form.is_valid()
    one = form.cleaned_data.get("administration")
    found = Progress(year, request.user, administration=one)
    steps = found.steps
    if not steps and not administrations:
        raise Http404
    show = form.cleaned_data.get("show") or FilterForm.first
    listed = found.listed(show).with_rights_of(request.user)
    page = Paginator(listed, MOST_ROWS).get_page(request.GET.get("page"))
    writers = Writers()
    context = {
        "year": year,
        "steps": steps,
        "filter_form": form,
        "page": page,
        "rows": [(report, writers.of(report)) for report in page],
        "is_filtered": bool(one),
        "show": show,
        "reminds": show == "late" and any(report.is_decidable for report in page),
    }
    return render(request, "reports/progress.html", context)


@require_POST
def remind(request, pk):
    """Remind those who are late, as far as the person decides over their reports."""
    year = _year(pk)
    reports = Report.objects.decided_by(request.user).filter(reporting_year=year)
    if not reports.exists():
        raise PermissionDenied
    number = reminding.remind_now(reports.late())
    messages.success(
        request,
        ngettext(
            "%(number)s person is reminded by e-mail.",
            "%(number)s people are reminded by e-mail.",
            number,
        )
        % {"number": number}
        if number
        else _("Nobody is late, or all who are were reminded today."),
    )
    return redirect("reports:progress", pk)


def _year(pk):
    return get_object_or_404(ReportingYear.objects.select_related("template"), pk=pk)
