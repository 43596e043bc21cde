from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment import planning
from riskassessment.forms.planning import (
    CancelForm,
    DayForm,
    InviteForm,
    PlanForm,
    RoundFilterForm,
    UnitForm,
    change_form,
    people_to_invite,
    warnings_of,
)
from riskassessment.models import InspectionRound, Participant
from riskassessment.views.finding import moved_on, round_to
from sam.htmx import render_page_or_partial
from sam.sent import sent
from sam.workflow import MOVED_ON, InvalidTransition
from ui.paging import page_of
from ui.searching import render_matches

# The first is how the list opens.
SORTS = ["-planned_on", "planned_on", "unit__name", "-unit__name", "status", "-status"]
_FORM = require_http_methods(["GET", "HEAD", "POST"])


# The list


@require_safe
def round_list(request):
    form = RoundFilterForm(request.GET, user=request.user)
    rounds = form.filter(InspectionRound.objects.visible_to(request.user))
    rounds = rounds.select_related("unit")
    sort = request.GET.get("sort")
    context = {
        "filter_form": form,
        "page": page_of(rounds, request.GET, by=sort if sort in SORTS else SORTS[0]),
        "can_plan": bool(
            granted_units(request.user, UnitPermission.HANDLE_ROUNDS).units
        ),
    }
    return render_page_or_partial(
        request, "riskassessment/round_list.html", "results", context
    )


# Plan


@_FORM
def round_plan(request):
    """Ask where, unless there is only one place; then what, when and who."""
    units = Unit.objects.permitting(request.user, UnitPermission.HANDLE_ROUNDS)
    units = units.existing()
    if not (first := list(units[:2])):
        raise PermissionDenied
    unit_form = UnitForm(request.GET or None, units=units)
    if len(first) == 1:
        unit = first[0]
    elif unit_form.is_valid():
        unit = unit_form.cleaned_data["unit"]
    else:
        return render(request, "riskassessment/round_unit.html", {"form": unit_form})
    return _plan_in(request, unit)


def _plan_in(request, unit):
    form = PlanForm(request.POST or None, unit=unit, by=request.user)
    if form.is_valid():
        round = planning.plan(by=request.user, unit=unit, **form.what)
        _warn_of(request, round.planned_on)
        return redirect(round)
    context = {"form": form, "unit": unit}
    return _render_form(request, "round_plan", form, context)


def _warn_of(request, day):
    for warning in warnings_of(day):
        messages.warning(request, warning)


@_FORM
def round_change(request, pk):
    """When and where; until it has begun also what is walked."""
    round = round_to("handle", request, pk)
    if not round.is_walked:
        return moved_on(request, round, MOVED_ON)
    form = change_form(round, sent(request))
    if form.is_valid():
        try:
            planning.change(round, **form.cleaned_data)
        except InvalidTransition as error:
            return moved_on(request, round, error)
        messages.success(request, _("The round is changed."))
        _warn_of(request, round.planned_on)
        return redirect(round)
    context = {"form": form, "round": round}
    return _render_form(request, "round_change", form, context)


@_FORM
def round_cancel(request, pk):
    round = round_to("handle", request, pk)
    if not round.may_become(round.Status.CANCELLED):
        return moved_on(request, round, MOVED_ON)
    form = CancelForm(sent(request))
    if form.is_valid():
        try:
            planning.cancel(round, by=request.user, **form.cleaned_data)
        except InvalidTransition as error:
            return moved_on(request, round, error)
        messages.success(request, _("The round is cancelled."))
        return redirect(round)
    context = {"form": form, "round": round}
    return _render_form(request, "cancel", form, context)


@_FORM
def round_resume(request, pk):
    """Plan anew what was cancelled, for another day."""
    round = round_to("handle", request, pk)
    if not round.may_become(round.Status.PLANNED):
        return moved_on(request, round, MOVED_ON)
    form = DayForm(sent(request))
    if form.is_valid():
        try:
            planning.resume(round, by=request.user, **form.cleaned_data)
        except InvalidTransition as error:
            return moved_on(request, round, error)
        messages.success(request, _("The round is planned anew."))
        _warn_of(request, round.planned_on)
        return redirect(round)
    context = {"form": form, "round": round}
    return _render_form(request, "resume", form, context)


# Who takes part


@_FORM
def participants(request, pk):
    """Who is asked; and somebody more, or `?instead=` of one who cannot come."""
    round = round_to("handle", request, pk)
    if not round.is_walked:
        return moved_on(request, round, MOVED_ON)
    replaced = _replaced(round, request.GET.get("instead"))
    initial = {"part": replaced.part} if replaced else {}
    form = InviteForm(sent(request), initial=initial)
    if form.is_valid():
        try:
            if replaced:
                planning.replace(round, replaced, by=form.asked)
            else:
                planning.invite(round, [form.asked])
        except InvalidTransition as error:
            return moved_on(request, round, error)
        return redirect("riskassessment:participants", pk)
    context = {
        "form": form,
        "round": round,
        "replaced": replaced,
        "participants": round.walkers(),
    }
    return _render_form(request, "invite", form, context)


def _replaced(round, key):
    if not key or not key.isdecimal():
        return None
    return round.walkers().filter(pk=key, was_present=None).first()


@require_POST
def participant_remove(request, pk, participant):
    round = round_to("handle", request, pk)
    found = get_object_or_404(Participant, round=round, pk=participant)
    try:
        planning.take_off(round, found)
    except InvalidTransition as error:
        return moved_on(request, round, error)
    return redirect("riskassessment:participants", pk)


@require_safe
def people_options(request):
    """Everyone who may log in, for whoever plans rounds somewhere."""
    if not granted_units(request.user, UnitPermission.HANDLE_ROUNDS).units:
        raise PermissionDenied
    return render_matches(request, people_to_invite())


# For the workplace meeting


@require_safe
def agenda(request, pk):
    """For those who see the round, and for whoever is asked to it and sees no other."""
    asked = Participant.objects.filter(person=request.user)
    rounds = InspectionRound.objects.reached_by(
        request.user,
        UnitPermission.VIEW_ROUNDS,
        or_own=Q(pk__in=asked.values("round")),
    )
    round = get_object_or_404(rounds.select_related("unit"), pk=pk)
    last = planning.last_round(round)
    context = {
        "round": round,
        "participants": round.walkers(),
        "sections": planning.looked_at(round),
        "last": last,
        "risks": planning.found_in(last) if last else [],
        "sees_round": request.user.has_perm("organisation.view_rounds", round),
    }
    return render(request, "riskassessment/agenda.html", context)


def _render_form(request, name, form, context):
    template = f"riskassessment/{name}.html"
    return render(request, template, context, status=422 if form.is_bound else 200)
