from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplans.forms.measures import MeasureForm
from actionplans.models import Measure
from actionplans.views.measures import render_measure_form
from sam.access import get_allowed
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON, InvalidTransition
from surveys import matters
from surveys.forms.matters import DecideForm, MatterForm, SendForm
from surveys.models import Matter
from surveys.views.lists import managed
from ui.forms import is_carried_out


@require_POST
def matter_draft(request, pk, kind):
    survey = managed(request.user, pk)
    if kind not in Matter.Kind.values or not survey.has_results:
        raise Http404
    return redirect(matters.draft(survey, kind, by=request.user))


@require_safe
def matter(request, pk, kind):
    """The matter with its figures, also to print or to copy into a document."""
    found = _visible(request.user, pk, kind)
    facts, case = matters.facts(found.survey), matters.case_of(found)
    context = {
        "matter": found,
        **facts,
        "chart": matters.chart(facts["themes"]),
        "case": case,
        "case_measures": Measure.objects.filter(
            plan=case.action_plan_id
        ).select_related("responsible")
        if case
        else [],
        "proposed": found.proposed.select_related("measure__unit"),
        "measures": found.measures() if found.action_plan_id else [],
        "manages": Matter.objects.managed_by(request.user).filter(pk=found.pk).exists(),
        "transitions": found.transitions.select_related("by"),
    }
    return render(request, "surveys/matter.html", context)


@takes_form
def matter_edit(request, pk, kind):
    found = _managed(request.user, pk, kind)
    if not found.is_draft:
        messages.error(request, MOVED_ON)
        return redirect(found)
    form = MatterForm(found, sent(request))
    if is_carried_out(form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(found)
    return _render_form(request, found, form, _("Write the matter"), _("Save"))


@takes_form
def matter_send(request, pk, kind):
    found = _managed(request.user, pk, kind)
    form = SendForm(found, sent(request), by=request.user)
    if is_carried_out(form, by=request.user):
        messages.success(request, _("It lies in the mailbox of the body."))
        return redirect(found)
    return _render_form(
        request, found, form, _("Send to the mailbox of a body"), _("Send")
    )


@takes_form
def matter_decide(request, pk, kind):
    found = _managed(request.user, pk, kind)
    if found.is_decided:
        messages.error(request, MOVED_ON)
        return redirect(found)
    form = DecideForm(found, sent(request), case=matters.case_of(found))
    if is_carried_out(form, by=request.user):
        messages.success(
            request, _("The decision is noted: this is done for the year.")
        )
        return redirect(found)
    return _render_form(request, found, form, _("Note the decision"), _("Note it"))


@takes_form
def matter_measure(request, pk, kind):
    """What the body decided shall be done, with whoever answers for it."""
    found = _managed(request.user, pk, kind)
    form = MeasureForm(sent(request), unit=found.unit, by=request.user)
    if form.is_valid():
        try:
            plan = found.plan_of_measures()
            plan.add_measure(by=request.user, origin="survey", **form.cleaned_data)
        except InvalidTransition as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The measure is added."))
            return redirect(found)
    return render_measure_form(request, form, found)


def _visible(user, pk, kind):
    found = Matter.objects.visible_to(user).select_related("survey__unit", "unit")
    return get_object_or_404(found, survey=pk, kind=kind)


def _managed(user, pk, kind):
    found = Matter.objects.select_related("survey", "unit")
    return get_allowed(
        found.managed_by(user), found.visible_to(user), survey=pk, kind=kind
    )


def _render_form(request, found, form, title, button):
    context = {"form": form, "matter": found, "title": title, "button": button}
    status = 422 if form.is_bound else 200
    return render(request, "surveys/matter_form.html", context, status=status)
