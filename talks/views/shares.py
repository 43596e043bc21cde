"""How many of the talks are held, for HR and heads: no names but those of the leaders."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attachments.serving import serve_workbook
from attachments.spreadsheets import workbook
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from organisation.roles import appointments_by_unit, responsible_for
from sam.dates import today
from talks import notifying
from talks.forms.talks import ShareFilterForm
from talks.models import Talk
from talks.reach import reads_figures, reads_figures_of, units_counted_for
from talks.shares import Overview, opinions
from talks.views.talks import reading
from ui import charts

Kind = Talk.Kind
# So many bars can be read.
MOST_BARS = 12


@require_safe
def shares(request):
    form = _filter_or_403(request)
    overview = Overview(form.year_shown)
    whole, units = _chosen(form, request.user, overview)
    rows = overview.rows(units, whole=whole)
    context = {
        "filter_form": form,
        "rows": rows,
        "whole": whole,
        "year": overview.year,
        "chart": _chart(rows, overview.year),
        "little": _leaders(overview, request.user),
        "opinions": opinions(overview, whole) if whole else [],
        **reading(request.user),
    }
    return render(request, "talks/shares.html", context)


@require_safe
def shares_file(request):
    """The same rows as a spreadsheet."""
    form = _filter_or_403(request)
    overview = Overview(form.year_shown)
    whole, units = _chosen(form, request.user, overview)
    rows = _file_rows(overview.rows(units, whole=whole), overview.year)
    file = workbook(_("Talks"), rows)
    return serve_workbook(file, f"talks-{overview.year}.xlsx")


@require_POST
def remind(request, pk):
    """Remind whoever answers for a unit with few talks held; once a day."""
    if not reads_figures(request.user):
        raise PermissionDenied
    unit = get_object_or_404(units_counted_for(request.user), pk=pk)
    overview = Overview(today().year)
    own = [each for each in overview.units if each.pk == unit.pk]
    if overview.with_little(own):
        notifying.remind_leaders(unit, year=overview.year)
        messages.success(request, _("The reminder is sent, if none was sent today."))
    else:
        messages.info(request, _("There is nothing to remind of."))
    return redirect("talks:shares")


def _filter_or_403(request):
    if not reads_figures(request.user):
        raise PermissionDenied
    return ShareFilterForm(request.GET, user=request.user)


def _chosen(form, user, overview):
    """(the unit as a whole, or none; it and those directly below, or the own units)."""
    by_key = {unit.pk: unit for unit in overview.units}
    whole = form.cleaned_data.get("unit")
    if whole is None:
        own = _granted(user) & by_key.keys()
        if len(own) != 1:
            return None, [by_key[pk] for pk in own]
        whole = by_key[own.pop()]
    whole = by_key[whole.pk]
    below = [unit for unit in overview.units if unit.parent_id == whole.pk]
    return whole, [whole, *(unit for unit in below if reads_figures_of(user, unit))]


def _granted(user):
    """The units that were given to the person themselves, not those below them."""
    led = granted_units(user, UnitPermission.HANDLE_YEAR).units
    return {*led, *granted_units(user, UnitPermission.MANAGE_YEAR).units}


def _chart(rows, year):
    bars = [
        (str(row.unit), row.now[Kind.EMPLOYEE].held_percent)
        for row in rows
        if row.is_shown
    ]
    message = _("Employee talks held %(year)s, share of the employees") % {"year": year}
    return charts.bars(message, bars[:MOST_BARS], unit="%") if bars else None


def _leaders(overview, user):
    """Leaders of shown units with less than half of this year's employee talks held."""
    if overview.year != today().year:
        return []
    own = [each for each in overview.units if reads_figures_of(user, each)]
    rows = overview.with_little(own)
    among = appointments_by_unit()
    return [
        {
            "unit": row.unit,
            "percent": row.now[Kind.EMPLOYEE].held_percent,
            "leaders": responsible_for(row.unit, among=among),
        }
        for row in sorted(rows, key=lambda row: row.now[Kind.EMPLOYEE].held_percent)
    ]


def _file_rows(rows, year):
    yield [
        _("Unit"),
        _("Kind of talk"),
        _("Employees"),
        _("Held %(year)s, %%") % {"year": year},
        _("Held %(year)s, %%") % {"year": year - 1},
        _("Asked about violence %(year)s, %%") % {"year": year},
        _("Told of support %(year)s, %%") % {"year": year},
    ]
    for row in rows:
        for kind in Kind:
            yield [row.unit.name, str(kind.label), *_file_figures(row, kind)]


def _file_figures(row, kind):
    """As whole percents; nothing where too few people work."""
    now, before = row.now.get(kind), row.before.get(kind)
    asks = now is not None and kind == Kind.EMPLOYEE
    return [
        now.employees if now else "",
        _whole(now.held_percent) if now else "",
        _whole(before.held_percent) if before else "",
        _whole(now.asked_percent) if asks else "",
        _whole(now.informed_percent) if asks else "",
    ]


def _whole(value):
    return "" if value is None else round(value)
