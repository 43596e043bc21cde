"""That a document is read: by each person, or gone through with the group."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplans.models import Measure
from actionplans.views.measures import measure_page
from governing import reading
from governing.forms.reading import GoThroughForm, TakeBackForm
from governing.models import GoneThrough
from governing.views.finding import visible_document
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.access import get_allowed
from sam.sent import sent, takes_form
from ui.acting import is_done, render_form
from ui.forms import is_carried_out
from ui.paging import page_of


@require_POST
def confirm(request, pk):
    """A second time is none."""
    document = visible_document(request, pk)
    asks = document.is_read_by_each and document.current
    if not (asks and document.holds_here):
        raise PermissionDenied
    document.current.acknowledgements.get_or_create(person=request.user)
    messages.success(request, _("You have confirmed that you have read it."))
    return redirect(document)


@require_safe
def readers(request, pk):
    """How many have confirmed; who has not, for those who lead them."""
    document = visible_document(request, pk)
    if not granted_units(request.user, UnitPermission.VIEW_YEAR).units:
        raise PermissionDenied
    if not document.current or not document.is_read_by_each:
        raise Http404
    version = document.current
    shares = reading.shares(version, user=request.user).select_related("parent")
    context = {
        "document": document,
        "version": version,
        "page": page_of(shares, request.GET, by="name"),
        "missing": reading.missing(version, user=request.user)[:200],
    }
    return render(request, "governing/readers.html", context)


@takes_form
def go_through(request, pk):
    """Register that a workplace has gone through the version in force."""
    document = visible_document(request, pk)
    units = list(reading.units_to_lead(document, user=request.user))
    if not units:
        raise PermissionDenied
    if not document.current or not document.is_gone_through:
        raise Http404
    if not (unit := _chosen_unit(request, units)):
        context = {"document": document, "units": units}
        return render(request, "governing/go_through_where.html", context)
    version = document.current
    form = GoThroughForm(version, unit, sent(request), by=request.user)
    if is_carried_out(form, by=request.user):
        messages.success(request, _("It is registered. The year's matrix shows it."))
        gone = GoneThrough.objects.standing().filter(
            document_version=version, unit=unit, held_on=form.cleaned_data["held_on"]
        )
        return redirect(gone.get())
    return render_form(
        request,
        form,
        "governing/go_through.html",
        document=document,
        version=version,
        unit=unit,
    )


@require_safe
def gone_through(request, pk):
    found = GoneThrough.objects.visible_to(request.user)
    found = found.select_related("unit", "document_version__document", "meeting")
    gone = get_object_or_404(found, pk=pk)
    measures = Measure.objects.visible_to(request.user).filter(plan=gone.action_plan_id)
    handled = GoneThrough.objects.handled_by(request.user)
    context = {
        "gone": gone,
        "measures": measures.select_related("responsible"),
        "handles": handled.filter(pk=pk).exists(),
        "transitions": gone.transitions.select_related("by"),
    }
    return render(request, "governing/gone_through.html", context)


@takes_form
def gone_through_withdraw(request, pk):
    gone = _handled(request.user, pk)
    form = TakeBackForm(gone, sent(request))
    if is_done(request, form, _("It is taken back.")):
        return redirect(gone)
    return render_form(request, form, "governing/gone_through_withdraw.html", gone=gone)


@takes_form
def measure_add(request, pk):
    """A further measure that the group agreed on."""
    gone = _handled(request.user, pk)
    return measure_page(request, gone)


def _chosen_unit(request, units):
    """The one that the address names; the only one there is."""
    asked = request.GET.get("unit", "")
    if len(units) == 1:
        return units[0]
    return next((unit for unit in units if str(unit.pk) == asked), None)


def _handled(user, pk):
    found = GoneThrough.objects.select_related("unit", "document_version__document")
    return get_allowed(found.handled_by(user), found.visible_to(user), pk=pk)
