"""Legal holds, and the owners' own page of what is soon to be destroyed."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.models import UnitPermission
from organisation.permissions import granted_units
from retention.forms.holds import (
    HoldFilterForm,
    HoldForm,
    KeepForm,
    LiftForm,
    holdable,
)
from retention.models import Hold, Warning
from retention.rights import archivist_required, keeps, overseer_required
from retention.views.kinds import visible
from sam.htmx import render_page_or_partial
from sam.keeping import kinds
from sam.sent import sent, takes_form
from ui.acting import form_page
from ui.paging import page_of
from ui.searching import render_matches


@require_safe
@overseer_required
def hold_list(request):
    form = HoldFilterForm(request.GET)
    holds = form.filter(Hold.objects.select_related("unit", "person", "placed_by"))
    context = {
        "filter_form": form,
        "page": page_of(holds, request.GET, by="-placed_at"),
        "can_place": keeps(request.user),
    }
    template = "retention/hold_list.html"
    return render_page_or_partial(request, template, "results", context)


@takes_form
@archivist_required
def hold_add(request):
    return form_page(
        request,
        HoldForm(sent(request)),
        title=_("A legal hold"),
        lead=_("What is under hold is not destroyed, whatever the rules say."),
        button=_("Place the hold"),
        back=reverse("retention:hold_list"),
        back_words=_("Legal holds"),
        done=_("The hold stands until somebody lifts it."),
    )


@require_safe
@overseer_required
def hold_detail(request, pk):
    holds = Hold.objects.select_related("unit", "person", "placed_by", "lifted_by")
    hold = get_object_or_404(holds, pk=pk)
    context = {"hold": hold, "can_lift": keeps(request.user) and hold.is_standing}
    return render(request, "retention/hold_detail.html", context)


@takes_form
@archivist_required
def hold_lift(request, pk):
    hold = get_object_or_404(Hold, pk=pk)
    return form_page(
        request,
        LiftForm(hold, sent(request)),
        title=_("Lift the hold"),
        lead=_("From then on the rules hold again, and owners are warned anew."),
        button=_("Lift the hold"),
        tone="danger",
        back=hold.get_absolute_url(),
        back_words=_("Legal hold"),
        to=hold.get_absolute_url(),
        done=_("The hold is lifted."),
    )


@require_safe
@archivist_required
def people_options(request):
    return render_matches(request, holdable())


def leads_a_unit(user):
    return bool(granted_units(user, UnitPermission.HANDLE_YEAR).units)


@require_safe
def warning_list(request, unit=None):
    """What of the units that one leads, or of the one, is soon to be destroyed."""
    if not leads_a_unit(request.user):
        raise PermissionDenied
    warned = Warning.objects.owned_by(request.user).select_related("unit")
    if unit:
        warned = warned.filter(unit=unit)
    page = page_of(warned, request.GET, by="due_on")
    page.rows = list(_shown(page.rows, request.user))
    return render(request, "retention/warning_list.html", {"page": page})


def _shown(warnings, user):
    """With the record where the person may see it; where not, nothing is said of it."""
    for code in {each.kind for each in warnings}:
        if not (kind := kinds().get(code)):
            continue
        found = kind.rows().in_bulk(
            [
                kind.model._meta.pk.to_python(w.record_key)
                for w in warnings
                if w.kind == code
            ]
        )
        seen = visible(kind, list(found), user)
        for warning in warnings:
            if warning.kind == code:
                key = kind.model._meta.pk.to_python(warning.record_key)
                if key in seen:
                    warning.record = found[key]
                    yield warning


@takes_form
def warning_keep(request, pk):
    warning = get_object_or_404(Warning.objects.owned_by(request.user), pk=pk)
    if not list(_shown([warning], request.user)):
        raise Http404
    return form_page(
        request,
        KeepForm(warning, sent(request)),
        title=_("Keep the record"),
        lead=_("It is not destroyed until the archivist has lifted your hold."),
        button=_("Keep it"),
        back=reverse("retention:warning_list"),
        back_words=_("Soon to be destroyed"),
        to=reverse("retention:warning_list"),
        done=_("It is kept."),
    )
