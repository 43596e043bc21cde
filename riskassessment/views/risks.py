from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import chains
from actionplans.forms.moving import ToUnitForm
from actionplans.models import Measure, RiskMatrix
from actionplans.views.escalations import lift_page
from actionplans.views.measures import render_measure_form
from attachments.serving import serve_workbook
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment import line, procedures, raising, register
from riskassessment.forms.risks import (
    ACTS,
    RiskFilterForm,
    RiskForm,
    RiskMeasureForm,
    acts_for,
)
from riskassessment.models import Risk
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import is_done, render_form
from ui.paging import page_of

# The register


@require_safe
def risk_list(request):
    """The risks that are open, the worst first, and where in the matrix they stand."""
    form, anywhere = _asked_for(request)
    listed = form.in_cell(anywhere).with_source().select_related("unit", "matrix")
    context = {
        "filter_form": form,
        "grid": register.grid(form.matrix, anywhere),
        "earlier": anywhere.weighed_by_earlier(form.matrix).count(),
        "page": page_of(listed, request.GET, by=form.order),
        "closed_units": Risk.objects.moved_by(request.user).closed_units(),
        "can_add": _leads_any(request.user),
    }
    return render_page_or_partial(
        request, "riskassessment/risk_list.html", "results", context
    )


@require_safe
def risk_export(request):
    """What the register shows, as a file."""
    form, anywhere = _asked_for(request)
    file = register.as_file(form.in_cell(anywhere).order_by("-weight", "pk"))
    return serve_workbook(file, f"{Risk._meta.verbose_name_plural}.xlsx")


def _asked_for(request):
    matrix = RiskMatrix.objects.current()
    form = RiskFilterForm(request.GET, user=request.user, matrix=matrix)
    return form, form.anywhere(Risk.objects.visible_to(request.user))


def _leads_any(user):
    return bool(granted_units(user, UnitPermission.HANDLE_ROUNDS).units)


@takes_form
def risk_new(request):
    """Put a risk in the register that comes from no round, change or incident."""
    if not _leads_any(request.user):
        raise PermissionDenied
    units = Unit.objects.permitting(request.user, UnitPermission.HANDLE_ROUNDS)
    initial = {"unit": request.GET.get("unit") or request.user.unit_id}
    form = RiskForm(sent(request), units=units.existing(), initial=initial)
    if form.is_valid():
        risk = form.carry_out(by=request.user)
        messages.success(request, _("The risk is in the register."))
        return redirect(risk)
    return render_form(
        request, form, "riskassessment/risk_new.html", grid=form.matrix.grid({})
    )


@takes_form
def closed_unit(request, pk):
    """The open risks of a unit that is closed, to be moved to another in one go."""
    left = Risk.objects.in_closed_units().filter(unit=pk)
    risks = left.moved_by(request.user)
    if not risks.exists():
        get_object_or_404(left.visible_to(request.user)[:1])
        raise PermissionDenied
    form = ToUnitForm(sent(request))
    if form.is_valid():
        return _move_all(request, risks, form)
    return render_form(
        request,
        form,
        "riskassessment/risk_closed_unit.html",
        unit=Unit.objects.get(pk=pk),
        page=page_of(risks.select_related("matrix"), request.GET, by="-weight"),
    )


def _move_all(request, risks, form):
    try:
        moved = risks.move(by=request.user, **form.cleaned_data)
    except InvalidTransition as error:
        messages.error(request, error)
    else:
        raising.tell_of_moved(moved, by=request.user)
        messages.success(request, _("The risks are moved."))
    return redirect("riskassessment:risk_list")


# One risk


@require_safe
def risk_detail(request, pk):
    risks = _with_all(Risk.objects.visible_to(request.user))
    risk = get_object_or_404(risks, pk=pk)
    return _render_risk(request, risk, name=request.GET.get("act"))


@takes_form
def risk_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    if request.method != "POST":
        # Who reloads the page after an answer with an error gets the form anew.
        address = reverse("riskassessment:risk_detail", args=[pk])
        return redirect(f"{address}?act={name}#act")
    risks = Risk.objects.all()
    allowed = risks.moved_by if name == "move" else risks.handled_by
    risk = get_allowed(
        _with_all(allowed(request.user)), risks.visible_to(request.user), pk=pk
    )
    form = ACTS[name](risk, request.POST)
    if not is_done(request, form):
        current = _with_all(risks).get(pk=pk)
        return _render_risk(request, current, name=name, form=form, status=422)
    # It may have been moved to where its mover sees nothing.
    is_left = risks.visible_to(request.user).filter(pk=pk).exists()
    return redirect(risk if is_left else "riskassessment:risk_list")


def _with_all(risks):
    waiting = Risk.objects.to_rerate().filter(pk=OuterRef("pk"))
    return (
        risks.with_source()
        .select_related("unit", "matrix", "answer__question", "answer__round__unit")
        .select_related("answer__answered_by", "answer__deviation")
        .annotate(waits_to_be_weighed=Exists(waiting))
    )


def _render_risk(request, risk, *, name=None, form=None, status=200):
    user = request.user
    handles = user.has_perm("organisation.handle_rounds", risk)
    moves = handles or bool(
        risk.unit.closed_on and user.has_perm("organisation.manage_rounds", risk)
    )
    acts = acts_for(risk, handles=handles, moves=moves)
    if form is None and name in acts:
        form = acts[name](risk)
    ratings = list(risk.ratings.select_related("by", "matrix"))
    measures = list(
        Measure.objects.visible_to(user)
        .filter(risks=risk)
        .select_related("responsible")
    )
    source = risk.source
    lifted = chains.of_source(risk, user)
    context = {
        "risk": risk,
        "source": source,
        "can_see_source": bool(source) and _is_visible(source, user),
        "grid": register.before_and_now(risk, ratings),
        "events": register.history(risk, ratings),
        "measures": measures,
        "line": line.steps_of(risk, ratings, measures),
        "procedure": procedures.holding_for(risk.unit, user),
        # Who is weighing it is not asked to.
        "waits": name != "weigh"
        and handles
        and risk.takes_measures
        and not any(each.is_open for each in measures)
        and risk.waits_to_be_weighed,
        "can_add": handles and risk.takes_measures,
        "lifted": lifted,
        "lift_url": handles
        and risk.takes_measures
        and not any(each.first.is_open for each in lifted)
        and reverse("riskassessment:risk_lift", args=[risk.pk]),
        "acts": acts,
        "act_name": name,
        "form": form,
    }
    return render(request, "riskassessment/risk_detail.html", context, status=status)


def _is_visible(source, user):
    return type(source).objects.visible_to(user).filter(pk=source.pk).exists()


@takes_form
def measure_add(request, pk):
    """Decide a measure against a risk; goes back to where the risk is worked on."""
    risks = _with_all(Risk.objects.all())
    risk = get_allowed(
        risks.handled_by(request.user), risks.visible_to(request.user), pk=pk
    )
    form = RiskMeasureForm(sent(request), risk=risk, by=request.user)
    if form.is_valid():
        try:
            risk.add_measure(by=request.user, **form.cleaned_data)
        except InvalidTransition as error:
            messages.error(request, error)
        else:
            messages.success(request, _("The measure is added."))
        return redirect(risk.page)
    return render_measure_form(request, form, risk, reason=risk.description)


@takes_form
def risk_lift(request, pk):
    """Ask those who can for what the unit cannot do against the risk itself."""
    risks = _with_all(Risk.objects.all())
    risk = get_allowed(
        risks.handled_by(request.user), risks.visible_to(request.user), pk=pk
    )
    return lift_page(request, risk, matter=risk.description, risk=risk)
