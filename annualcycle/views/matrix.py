"""Where is it not done? Unit by unit, activity by activity."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from annualcycle import wheel
from annualcycle.forms.wheel import MatrixForm
from attachments.serving import serve_csv
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.htmx import render_page_or_partial
from ui.paging import Page

_ALL = 100_000
# Rows of a page: each has a cell for each activity.
SIZE = 25
# In the place of a key, where an address is asked for once.
_ANY = UUID(int=0)


@require_safe
def matrix(request):
    form, columns = _asked(request)
    rows, previous, next = _slice(_rows(form, columns, request), request.GET)
    cells = wheel.cells_of(rows, form.chosen_year, columns)
    context = {
        "filter_form": form,
        "unit": form.scope,
        "year": form.chosen_year,
        "columns": columns,
        "page": Page(list(_drawn(cells)), previous, next),
    }
    return render_page_or_partial(
        request, "annualcycle/matrix.html", "results", context
    )


@require_safe
def matrix_export(request):
    """All rows as CSV, as they are sorted and narrowed on the page."""
    form, columns = _asked(request)
    rows = list(_rows(form, columns, request)[:_ALL])
    lines = [[_("Unit"), _("Late"), *(each.name for each in columns)]]
    for row, found in wheel.cells_of(rows, form.chosen_year, columns):
        words = [each.state.word if each else "" for each in found]
        lines.append([row["name"], row["late"], *words])
    return serve_csv(lines, f"{_('year-matrix')}-{form.chosen_year}.csv")


def _asked(request):
    if not granted_units(request.user, UnitPermission.VIEW_YEAR).units:
        raise PermissionDenied
    form = MatrixForm(request.GET, user=request.user)
    return form, wheel.columns_of(form.scope, form.chosen_year, form.asked)


def _rows(form, columns, request):
    return wheel.rows_of(
        form.scope,
        form.chosen_year,
        columns,
        order=_order(request.GET.get("sort")),
        is_late=form.cleaned_data.get("show") == "late",
        search=form.cleaned_data.get("q", ""),
    )


def _order(asked):
    return asked if asked in wheel.ORDERS else wheel.ORDERS[0]


def _slice(rows, query):
    """One page of rows that are counted and have no key to go on from; where the one
    before and the one after begin."""
    start = _number(query.get("after"))
    if before := _number(query.get("before")):
        start = max(before - SIZE, 0)
    found = list(rows[start : start + SIZE + 1])
    has_more = len(found) > SIZE
    return (
        found[:SIZE],
        str(start) if start else "",
        str(start + SIZE) if has_more else "",
    )


def _number(text):
    return min(int(text), _ALL) if text and text.isascii() and text.isdigit() else 0


def _drawn(cells):
    """(row, its cells drawn): as many as there are, a template would be slow."""
    address = reverse("annualcycle:occurrence", args=[_ANY])
    before, after = address.split(str(_ANY))
    drawn = {
        key: (
            format_html(
                '<td><a class="cell" data-tone="{}" href="{}', state.tone, before
            ),
            format_html(
                '{}"><span aria-hidden="true">{}</span> {}</a></td>',
                *(after, state.sign, state.word),
            ),
        )
        for key, state in wheel.STATES.items()
    }
    nothing = format_html('<td><span class="detail">{}</span></td>', _("Not asked"))
    for row, found in cells:
        pieces = [
            f"{drawn[each.key][0]}{each.pk}{drawn[each.key][1]}" if each else nothing
            for each in found
        ]
        # Made of pieces that are safe, and of keys.
        yield row | {"cells": mark_safe("".join(pieces))}  # noqa: S308
