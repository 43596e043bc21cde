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
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.acting import is_done, render_form
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
    lacking = gaps.UnitsWithout(user, within=top).lacking
    without = form.in_unit(gaps.managers_without(user))
    incomplete = gaps.allocations_incomplete(user)
    if top:
        incomplete = incomplete.in_units(Unit.objects.within([top.pk]))
    show = form.cleaned_data.get("show") or "managers"
    rows, order = {
        "managers": (
            gaps.with_manager_above(without).select_related("user", "unit"),
            "unit__name",
        ),
        "units": (
            Unit.objects.filter(pk__in=list(lacking)).select_related("parent"),
            "name",
        ),
        "legs": (incomplete.for_list(), "-created_at"),
    }[show]
    page = page_of(rows, request.GET, by=order)
    context = {
        "filter_form": form,
        "show": show,
        "numbers": gaps.numbers(managers=without, legs=incomplete)
        | {"units": len(lacking)},
        "page": page,
        "lacking": [(row, lacking[row.pk]) for row in page] if show == "units" else [],
        "may_add": allocates(user),
    }
    template = "allocation/gap_list.html"
    return render_page_or_partial(request, template, "results", context)


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
    if is_done(request, form, _("The assignment is written down.")):
        return redirect("allocation:unit_roles", unit.pk)
    return render_form(request, form, "allocation/assign.html", unit=unit)


@require_POST
def assignment_end(request, pk):
    handled = Assignment.objects.filter(unit__in=units_of(request.user))
    read = Assignment.objects.filter(unit__in=units_read_by(request.user))
    assignment = get_allowed(handled, read, pk=pk)
    assignment.end()
    messages.success(request, _("The assignment has ended."))
    return redirect("allocation:unit_roles", assignment.unit_id)
