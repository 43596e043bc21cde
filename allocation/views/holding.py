"""Who holds what, where it has gaps, and who does what at a workplace."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from allocation import gaps
from allocation.forms.assignments import AssignForm
from allocation.forms.holding import DayForm, GapsForm
from allocation.holding import holders_of
from allocation.models import Assignment
from allocation.rights import allocates, units_of, units_read_by
from allocation.roles_of_unit import roles_of
from organisation.models import Unit
from organisation.roles import appointments_by_unit, level_above
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.forms import is_carried_out
from ui.paging import page_of


@require_safe
def holders(request, unit):
    """Each task of the unit on a day, with its holder and how it came there."""
    unit = get_object_or_404(units_read_by(request.user), pk=unit)
    form = DayForm(request.GET)
    context = {
        "unit": unit,
        "form": form,
        "on": form.day,
        "rows": holders_of(unit, on=form.day),
        "reader": request.user,
    }
    return render(request, "allocation/holders.html", context)


@require_safe
def gap_list(request):
    user = request.user
    form = GapsForm(request.GET, user=user)
    top = form.cleaned_data.get("unit")
    without = gaps.UnitsWithout(user, within=top)
    lacking = without.lacking
    rows = {
        "managers": form.in_unit(gaps.managers_without(user)),
        "units": Unit.objects.filter(pk__in=[pk for _name, pk, _keys in lacking]),
        "legs": form.in_unit(
            gaps.allocations_incomplete(user), path="places__unit"
        ).distinct(),
    }
    numbers = {
        "managers": rows["managers"].count(),
        "units": len(lacking),
        "legs": rows["legs"].count(),
    }
    show = form.cleaned_data.get("show") or "managers"
    page = page_of(_in_full(rows[show], show), request.GET, by=_ORDER[show])
    context = {
        "filter_form": form,
        "show": show,
        "numbers": numbers,
        "page": page,
        "rows": _named(page, show, without),
        "may_add": allocates(user),
    }
    return render_page_or_partial(
        request, "allocation/gap_list.html", "results", context
    )


_ORDER = {"managers": "unit__name", "units": "name", "legs": "-created_at"}


def _in_full(rows, show):
    if show == "managers":
        return rows.select_related("user", "unit__parent")
    return rows.in_full().with_standing() if show == "legs" else rows


def _named(page, show, without):
    """(row, what is to be said of it)"""
    if show == "managers":
        among = appointments_by_unit() if page.rows else {}
        return [
            (row, next(iter(level_above(row.unit, [row.user_id], among=among)), None))
            for row in page
        ]
    if show == "units":
        keys = {pk: keys for _name, pk, keys in without.lacking}
        return without.named([(row.name, row.pk, keys[row.pk]) for row in page])
    return [(row, row.lacks) for row in page]


# Who does what


@require_safe
def my_unit(request):
    """The own workplace; who has none is told where one finds others."""
    if request.user.unit_id:
        return redirect("allocation:unit_roles", request.user.unit_id)
    return render(request, "allocation/without_unit.html")


@require_safe
def unit_roles(request, unit):
    unit = get_object_or_404(
        units_read_by(request.user).select_related("parent"), pk=unit
    )
    context = {
        "unit": unit,
        "roles": roles_of(unit, reader=request.user),
        "handles": units_of(request.user).filter(pk=unit.pk).exists(),
        "is_own": unit.pk == request.user.unit_id,
    }
    return render(request, "allocation/unit_roles.html", context)


@takes_form
def assign(request, unit):
    unit = get_allowed(units_of(request.user), units_read_by(request.user), pk=unit)
    form = AssignForm(unit, sent(request))
    if is_carried_out(form, by=request.user):
        messages.success(request, _("The assignment is written down."))
        return redirect("allocation:unit_roles", unit.pk)
    context = {"form": form, "unit": unit}
    status = 422 if form.is_bound else 200
    return render(request, "allocation/assign.html", context, status=status)


@require_POST
def assignment_end(request, pk):
    handled = Assignment.objects.filter(unit__in=units_of(request.user))
    read = Assignment.objects.filter(unit__in=units_read_by(request.user))
    assignment = get_allowed(handled, read, pk=pk)
    assignment.end()
    messages.success(request, _("The assignment has ended."))
    return redirect("allocation:unit_roles", assignment.unit_id)
