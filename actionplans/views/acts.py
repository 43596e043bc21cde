"""The page of a measure, and what one does with it there."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from actionplans.forms.acts import ACTS, acts_for
from actionplans.models import Measure
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.workflow import InvalidTransition


@require_safe
def measure_detail(request, pk):
    measures = Measure.objects.visible_to(request.user).with_source()
    measure = get_object_or_404(measures, pk=pk)
    return _render_measure(request, measure, chosen=request.GET.get("act"))


@require_POST
def measure_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    measures = Measure.objects.with_source()
    measure = get_allowed(
        measures.handled_by(request.user), measures.visible_to(request.user), pk=pk
    )
    form = ACTS[name](measure, request.POST)
    if not form.is_valid():
        return _render_measure(request, measure, chosen=name, form=form, status=422)
    try:
        form.carry_out(by=request.user)
    except InvalidTransition as error:
        messages.error(request, error)
    else:
        messages.success(request, _("Saved."))
        if page := measure.next_page(request.user):
            return HttpResponseClientRedirect(page) if request.htmx else redirect(page)
    if not request.htmx:
        return redirect(measure)
    return _render_measure(request, measures.get(pk=pk))


def _render_measure(request, measure, *, chosen=None, form=None, status=200):
    handled = Measure.objects.handled_by(request.user)
    acts = acts_for(measure) if handled.filter(pk=measure.pk).exists() else {}
    if form is None and acts:
        chosen = chosen if chosen in acts else next(iter(acts))
        form = acts[chosen](measure)
    source = measure.plan.source
    context = {
        "measure": measure,
        "source": source,
        "can_see_source": bool(source) and _is_visible(source, request.user),
        "can_add": measure.plan.takes_measures
        and request.user.has_perm("organisation.handle_measures", measure),
        "transitions": measure.transitions.select_related("by"),
        "acts": acts,
        "chosen": chosen,
        "form": form,
    }
    return render_page_or_partial(
        request, "actionplans/measure_detail.html", "measure", context, status=status
    )


def _is_visible(source, user):
    return type(source).objects.visible_to(user).filter(pk=source.pk).exists()
