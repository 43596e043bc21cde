"""The risks of a change that is assessed, and who takes part."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riskassessment.forms.changes import RepresentativesForm, RiskForm
from riskassessment.forms.planning import InviteForm
from riskassessment.views.changes import change_to
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON, InvalidTransition
from ui.acting import is_done, render_form


@takes_form
def risk_add(request, pk):
    change = change_to("handle", request, pk)
    form = RiskForm(change, sent(request))
    return _answer_risk(request, change, form, fits=change.takes_risks)


@takes_form
def risk_edit(request, pk, risk):
    change = change_to("handle", request, pk)
    risk = get_object_or_404(_its_risks(change).select_related("matrix"), pk=risk)
    form = RiskForm(change, sent(request), instance=risk)
    return _answer_risk(request, change, form, fits=change.is_draft)


def _its_risks(change):
    """Those that have moved to another unit are for that one to say."""
    return change.risks.standing().filter(unit=change.unit_id)


def _answer_risk(request, change, form, *, fits):
    if not (fits or form.is_bound):
        messages.error(request, MOVED_ON)
        return redirect(change)
    if is_done(request, form):
        if "another" in request.POST:
            return redirect("riskassessment:change_risk_add", change.pk)
        return redirect(f"{change.get_absolute_url()}#risks")
    return render_form(
        request,
        form,
        "riskassessment/change_risk.html",
        change=change,
        risk=form.standing,
    )


@require_POST
def risk_drop(request, pk, risk):
    change = change_to("handle", request, pk)
    risk = get_object_or_404(_its_risks(change), pk=risk)
    try:
        change.drop(risk, by=request.user)
    except InvalidTransition as error:
        messages.error(request, error)
    else:
        messages.success(request, _("The risk is taken away."))
    return redirect(f"{change.get_absolute_url()}#risks")


@takes_form
def participants(request, pk):
    """Whoever takes part; what is sent says which safety representatives do."""
    change = change_to("handle", request, pk)
    people = list(change.participants.select_related("person"))
    form = RepresentativesForm(sent(request), change=change, participants=people)
    if is_done(request, form):
        return redirect("riskassessment:change_participants", change.pk)
    return _render_participants(request, change, people, form=form)


@require_POST
def participant_add(request, pk):
    change = change_to("handle", request, pk)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            change.ask(**asked_as(form))
        except InvalidTransition as error:
            messages.error(request, error)
        return redirect("riskassessment:change_participants", change.pk)
    people = list(change.participants.select_related("person"))
    return _render_participants(request, change, people, invite_form=form)


def asked_as(form):
    chosen = form.cleaned_data
    return {name: chosen[name] for name in ["person", "name", "part"]}


@require_POST
def participant_remove(request, pk, participant):
    change = change_to("handle", request, pk)
    try:
        change.excuse(get_object_or_404(change.participants, pk=participant))
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect("riskassessment:change_participants", change.pk)


def _render_participants(request, change, people, *, form=None, invite_form=None):
    bound = [each for each in (form, invite_form) if each and each.is_bound]
    context = {
        "change": change,
        "participants": people,
        "representatives_form": form
        or RepresentativesForm(change=change, participants=people),
        "invite_form": invite_form or InviteForm(),
        # Says "Error" before the title.
        "form": bound[0] if bound else None,
    }
    template = "riskassessment/change_participants.html"
    return render(request, template, context, status=422 if bound else 200)
