"""From a figure to its list: what it is, and the records or import rows behind it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from reports import following
from reports.models import Report
from ui.paging import page_of


@require_safe
def table(request, pk, code):
    """A table of the report, each figure a link to where it comes from."""
    found = _table_or_404(request.user, pk, code)
    context = {**_shell(found), "changes": found.changes}
    return render(request, "reports/following/table.html", context)


@require_safe
def figure(request, pk, code, row, column):
    found = _table_or_404(request.user, pk, code)
    cell = found.cell(row, column)
    if not cell:
        raise Http404
    if not cell.may_be_followed_by(request.user):
        raise PermissionDenied
    context = {**_shell(found), "cell": cell}
    if cell.has_rows:
        context |= _rows(request, cell)
    return render(request, "reports/following/figure.html", context)


def _table_or_404(user, pk, code):
    reports = Report.objects.visible_to(user).as_read_by(user).with_places()
    report = get_object_or_404(reports.select_related("approved_snapshot"), pk=pk)
    found = following.table_of(report, code)
    if not found:
        raise Http404
    return found


def _shell(found):
    return {
        "report": found.report,
        "section": found.shown,
        "found": found,
        # Read already: the page's head need not ask again.
        "municipality": found.contents.municipality,
    }


def _rows(request, cell):
    """What is behind the figure; of one of several quantities, which the reader chooses."""
    user, wanted = request.user, request.GET.get("of")
    terms = [term for term in cell.terms if term.quantity.code == wanted] or cell.terms
    quantity = terms[0].quantity if terms else cell.quantity
    context = {"chosen": quantity}
    if quantity.source == quantity.Source.IMPORTED:
        if not cell.rows_are_open_to(user):
            return context | {"are_hidden": True}
        return context | {
            "page": page_of(cell.import_rows(quantity), request.GET, by="month")
        }
    records = cell.records(quantity)
    seen = cell.seen_by(user, records)
    page = page_of(seen, request.GET, by=f"-{following.day_of(quantity)}")
    return context | {
        "page": page,
        "rows": following.as_rows(page, quantity),
        "unseen": records.exclude(pk__in=seen.order_by().values("pk")).count(),
    }
