"""Each duty of the law with its living records: what an inspector is shown."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governing import control, tasks
from governing.forms.reading import ControlForm, ReviewForm
from governing.views.lists import sees_year
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.acting import render_form
from ui.forms import is_carried_out
from ui.kept import order_page


@require_safe
def overview(request):
    if not sees_year(request.user):
        raise PermissionDenied
    form = ControlForm(request.GET, user=request.user)
    unit = form.chosen_unit
    led = granted_units(request.user, UnitPermission.HANDLE_YEAR)
    context = {
        "filter_form": form,
        **control.context_of(unit),
        "leads": led.reaches(unit, UnitPermission.HANDLE_YEAR),
    }
    return render_page_or_partial(request, "governing/control.html", "results", context)


@takes_form
def review_add(request, pk):
    units, user = Unit.objects.existing(), request.user
    unit = get_allowed(
        units.permitting(user, UnitPermission.HANDLE_YEAR),
        units.permitting(user, UnitPermission.VIEW_YEAR),
        pk=pk,
    )
    form = ReviewForm(sent(request))
    if is_carried_out(form, unit=unit, by=user):
        messages.success(request, _("The review is registered."))
        return redirect(_page_of(unit))
    return render_form(
        request, form, "governing/review_form.html", unit=unit, back=_page_of(unit)
    )


@takes_form
def document(request, pk):
    """The page where the inspector's copy is ordered, waited for and fetched."""
    unit, language = _followed(request.user, pk), get_language()
    return order_page(
        request,
        control.KEPT,
        unit,
        language,
        order=lambda: tasks.make_control.delay_on_commit(str(pk), language),
        file_url=reverse("governing:control_file", args=[pk]),
        template="governing/documents/control_order.html",
        unit=unit,
        back=_page_of(unit),
    )


@require_safe
def document_file(request, pk):
    unit = _followed(request.user, pk)
    return control.KEPT.serve(unit, get_language(), _("internal-control.pdf"))


def _followed(user, pk):
    units = Unit.objects.permitting(user, UnitPermission.VIEW_YEAR)
    return get_object_or_404(units, pk=pk)


def _page_of(unit):
    return f"{reverse('governing:control')}?unit={unit.pk}"
