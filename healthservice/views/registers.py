"""HR's two lists: what can be ordered, and from whom."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from healthservice.forms.orders import KindForm, SupplierForm
from healthservice.models import ServiceKind, Supplier
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.sent import sent, takes_form
from ui.acting import render_form


def keeps_registers(user):
    return bool(granted_units(user, UnitPermission.MANAGE_YEAR).units)


@require_safe
def register_list(request):
    _require_hr(request.user)
    context = {
        "kinds": ServiceKind.objects.all(),
        "suppliers": Supplier.objects.all(),
        "keeps_registers": True,
    }
    return render(request, "healthservice/registers.html", context)


@takes_form
def kind_add(request):
    return _edited(request, KindForm(sent(request)))


@takes_form
def kind_edit(request, pk):
    _require_hr(request.user)
    kind = get_object_or_404(ServiceKind, pk=pk)
    return _edited(request, KindForm(sent(request), instance=kind))


@takes_form
def supplier_add(request):
    return _edited(request, SupplierForm(sent(request)))


@takes_form
def supplier_edit(request, pk):
    _require_hr(request.user)
    supplier = get_object_or_404(Supplier, pk=pk)
    return _edited(request, SupplierForm(sent(request), instance=supplier))


def _edited(request, form):
    _require_hr(request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("healthservice:registers")
    return render_form(request, form, "healthservice/register_form.html")


def _require_hr(user):
    if not keeps_registers(user):
        raise PermissionDenied
