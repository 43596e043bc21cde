from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.models import Measure
from attachments.serving import serve_csv
from healthservice.forms.orders import (
    ACTS,
    ChangeForm,
    OrderFilterForm,
    OrderForm,
    SumFilterForm,
    may_order,
)
from healthservice.models import HealthServiceOrder
from healthservice.sums import tables
from healthservice.views.registers import keeps_registers
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import act_page, is_done, render_form
from ui.paging import page_of


@require_safe
def order_list(request):
    form = OrderFilterForm(request.GET, user=request.user)
    orders = form.filter(HealthServiceOrder.objects.visible_to(request.user))
    context = {
        "filter_form": form,
        "page": page_of(
            orders.select_related("unit", "service"), request.GET, by="-ordered_on"
        ),
        "can_add": may_order(request.user),
        "keeps_registers": keeps_registers(request.user),
    }
    template = "healthservice/order_list.html"
    return render_page_or_partial(request, template, "results", context)


@require_safe
def order_sums(request):
    form, found = _sums(request)
    context = {
        "filter_form": form,
        "tables": found,
        "year": form.year_shown,
        "keeps_registers": keeps_registers(request.user),
    }
    template = "healthservice/sums.html"
    return render_page_or_partial(request, template, "results", context)


@require_safe
def sums_file(request):
    """The same tables as a text for spreadsheets."""
    form, found = _sums(request)
    years = form.year_shown, form.year_shown - 1
    rows = []
    for table in found:
        rows.append([table.heading, *years, _("Cost, kronor")])
        for row in [*table.rows, table.total]:
            figures = [row.number, row.before, row.cost]
            rows.append([row.label, *("*" if n is None else n for n in figures)])
        rows.append([])
    return serve_csv(rows, f"health-service-{form.year_shown}.csv")


def _sums(request):
    """Those of the units that the person leads or is of HR for: one sees them all there."""
    if not may_order(request.user):
        raise PermissionDenied
    form = SumFilterForm(request.GET, user=request.user)
    orders = form.in_unit(HealthServiceOrder.objects.handled_by(request.user))
    return form, tables(orders, form.year_shown)


@takes_form
def order_add(request):
    if not may_order(request.user):
        raise PermissionDenied
    form = OrderForm(sent(request), by=request.user)
    if form.is_valid():
        order = form.carry_out(by=request.user)
        messages.success(request, _("The order is registered."))
        return redirect(order)
    return _form_page(request, form)


@require_safe
def order(request, pk):
    visible = HealthServiceOrder.objects.visible_to(request.user)
    related = visible.select_related("unit", "service", "supplier", "ordered_by")
    found = get_object_or_404(related, pk=pk)
    measures = Measure.objects.visible_to(request.user)
    handled = HealthServiceOrder.objects.handled_by(request.user)
    context = {
        "order": found,
        "measure": measures.filter(pk=found.measure_id).first(),
        "handles": handled.filter(pk=pk).exists(),
        "acts": {
            name: act.label
            for name, act in ACTS.items()
            if found.may_become(act.leads_to)
        },
        "transitions": found.transitions.select_related("by"),
    }
    return render(request, "healthservice/order.html", context)


@takes_form
def order_edit(request, pk):
    found = _handled(request.user, pk)
    if not found.may_be_changed:
        messages.error(request, MOVED_ON)
        return redirect(found)
    form = ChangeForm(found, sent(request), by=request.user)
    if is_done(request, form, _("Saved.")):
        return redirect(found)
    return _form_page(request, form, order=found)


@takes_form
def order_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    found = _handled(request.user, pk)
    form, template = ACTS[name](found, sent(request)), "healthservice/order_act.html"
    return act_page(request, form, found, template=template, name="order")


def _handled(user, pk):
    orders = HealthServiceOrder.objects
    allowed = orders.handled_by(user).select_related("unit", "service")
    return get_allowed(allowed, orders.visible_to(user), pk=pk)


def _form_page(request, form, *, order=None):
    return render_form(request, form, "healthservice/order_form.html", order=order)
