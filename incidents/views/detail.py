from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from actionplans.models import Measure
from attachments.serving import serve_photo
from incidents import notifying
from incidents.forms.acts import ACTS, acts_for
from incidents.models import Incident
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.workflow import InvalidTransition


@require_safe
def incident_detail(request, pk):
    incidents = Incident.objects.visible_to(request.user).in_full()
    return _render_detail(request, get_object_or_404(incidents, pk=pk))


@require_POST
def incident_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    incidents = Incident.objects.in_full()
    incident = get_allowed(
        incidents.handled_by(request.user), incidents.visible_to(request.user), pk=pk
    )
    form = ACTS[name](incident, request.POST)
    if not form.is_valid():
        return _render_detail(request, incident, name=name, form=form, status=422)
    try:
        form.carry_out(by=request.user)
    except InvalidTransition as error:
        messages.error(request, error)
    else:
        messages.success(request, form.done)
    if not request.htmx:
        return redirect(incident)
    return _render_detail(request, incidents.get(pk=pk))


@require_safe
def incident_photo(request, pk, photo, *, thumbnail=False):
    incidents = Incident.objects.visible_to(request.user)
    incident = get_object_or_404(incidents, pk=pk)
    kept = get_object_or_404(incident.photos, pk=photo)
    return serve_photo(kept, thumbnail=thumbnail)


def _render_detail(request, incident, *, name=None, form=None, status=200):
    can_handle = request.user.has_perm("organisation.handle_incidents", incident)
    # Who reported it and holds no role there sees the report and where it stands.
    can_follow = request.user.has_perm("organisation.view_incidents", incident)
    acts = acts_for(incident) if can_handle else {}
    name = name or _chosen(acts, request.GET.get("act"))
    context = {
        "incident": incident,
        "steps": Incident.Status.labels,
        "step": Incident.Status.values.index(incident.status) + 1,
        "affected_person": _affected_person(request.user, incident),
        "photos": incident.photos.all(),
        "can_follow": can_follow,
        "form": form,
        "acts": acts,
        "act_name": name,
        "act": form or (acts[name](incident) if name else None),
        "other_acts": {each: acts[each].label for each in acts if each != name},
        "similar": _similar(request.user, incident) if name == "conclude" else [],
        "measures": _measures(request.user, incident),
        "can_add_measure": incident.status == Incident.Status.MEASURES
        and request.user.has_perm("organisation.handle_measures", incident),
        "transitions": incident.transitions.select_related("by") if can_follow else [],
        "undelivered": notifying.undelivered(incident) if can_handle else [],
    }
    return render_page_or_partial(
        request, "incidents/detail.html", "incident", context, status=status
    )


def _chosen(acts, wanted):
    """The act that was asked for, else the one that takes the incident forward."""
    if wanted in acts:
        return wanted
    return next((name for name in ["start", "conclude", "close"] if name in acts), None)


def _affected_person(user, incident):
    may_see = incident.reported_by_id == user.pk or user.has_perm(
        "organisation.view_persons", incident
    )
    return incident.affected_person if may_see else ""


def _measures(user, incident):
    measures = Measure.objects.visible_to(user).filter(plan=incident.action_plan_id)
    return measures.select_related("responsible")


def _similar(user, incident):
    earlier = Incident.objects.visible_to(user).for_list().similar_to(incident)
    return earlier[:3]
