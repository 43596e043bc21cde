"""What was lifted: the list, one matter with its chain, and what is done with it."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import chains
from actionplans.forms.escalations import ACTS, EscalationFilterForm, LiftForm
from actionplans.models import Escalation, EscalationTransition, Measure
from attachments.serving import serve_workbook
from organisation.models import UnitPermission
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import is_done, render_form
from ui.forms import is_carried_out
from ui.paging import page_of


@require_safe
def escalation_list(request):
    form, steps = _asked_for(request)
    page = page_of(steps.with_places(), request.GET, by=form.order)
    return render_page_or_partial(
        request,
        "escalations/list.html",
        "results",
        {"filter_form": form, "page": page, "query": request.GET.urlencode()},
    )


@require_safe
def escalation_export(request):
    """What the list shows, as a file."""
    _form, steps = _asked_for(request)
    return serve_workbook(chains.as_file(steps), _("Lifted matters") + ".xlsx")


def _asked_for(request):
    form = EscalationFilterForm(request.GET, user=request.user)
    return form, form.filter(Escalation.objects.visible_to(request.user))


@require_safe
def escalation_detail(request, pk):
    steps = Escalation.objects.visible_to(request.user)
    may = {
        f"may_{name}": Exists(act.offered(request.user).filter(pk=OuterRef("pk")))
        for name, act in ACTS.items()
    }
    step = get_object_or_404(_in_full(steps).annotate(**may), pk=pk)
    chain = chains.of_step(step, steps)
    moves = EscalationTransition.objects.filter(escalation__in=chain.steps)
    # An answer moves every step that it goes back through: it is told of once.
    moves = moves.exclude(
        ~Q(escalation=chain.steps[-1]),
        from_status=Escalation.Status.PASSED_ON,
        to_status=Escalation.Status.ANSWERED,
    )
    context = {
        "step": step,
        "chain": chain,
        "moves": moves.select_related("by").order_by("at", "pk"),
        "subjects": chains.subjects_for(step, request.user),
        "acts": {
            name: act.label
            for name, act in ACTS.items()
            if getattr(step, f"may_{name}")
        },
    }
    return render(request, "escalations/detail.html", context)


@takes_form
def escalation_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    act, steps = ACTS[name], Escalation.objects.visible_to(request.user)
    step = get_allowed(_in_full(act.allowed(request.user)), steps, pk=pk)
    form = act(step, sent(request))
    is_offered = act.offered(request.user).filter(pk=step.pk).exists()
    if not is_offered and not (form.is_bound and form.fields):
        messages.error(request, MOVED_ON)
        return redirect(step)
    if is_done(request, form):
        return redirect(step)
    return render_form(request, form, "escalations/act.html", step=step, name=name)


def _in_full(steps):
    return steps.with_places().select_related("measure", "sent_by", "answered_by")


@takes_form
def lift_measure(request, pk):
    measures = Measure.objects.select_related("unit__parent")
    allowed = measures.reached_by(request.user, UnitPermission.HANDLE_MEASURES)
    visible = measures.visible_to(request.user)
    measure = get_allowed(allowed, visible, pk=pk)
    return lift_page(request, measure, matter=measure.activity, measure=measure)


def lift_page(request, source, *, matter, **subject):
    """The form with which a measure or a risk is lifted; goes back to its page."""
    form = LiftForm(sent(request), sender=source.unit, initial={"matter": matter})
    if not form.is_bound and not Escalation.objects.can_lift(source):
        messages.error(request, MOVED_ON)
        return redirect(source)
    if is_carried_out(form, by=request.user, **subject):
        messages.success(request, form.done)
        return redirect(source)
    return render_form(request, form, "escalations/lift.html", source=source)
