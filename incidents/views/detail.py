from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from actionplans.models import Measure
from attachments.serving import serve_photo
from incidents import dialogue, following, handling, notices, notifying
from incidents.forms.acts import ACTS, acts_for
from incidents.models import Details, Incident, Reading
from incidents.views.acting import is_over
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import takes_form

VIEW_INCIDENTS = UnitPermission.VIEW_INCIDENTS
# So many earlier ones stand beside an incident.
SIMILAR = 3


@require_safe
def incident_detail(request, pk):
    incidents = Incident.objects.visible_to(request.user).in_full()
    return _render_detail(request, get_object_or_404(incidents, pk=pk))


@takes_form
def incident_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    if request.method != "POST":
        # Who reloads the page after an answer with an error gets the form anew.
        return redirect(f"{reverse('incidents:detail', args=[pk])}?act={name}#act")
    incidents = Incident.objects.in_full()
    incident = get_allowed(
        incidents.handled_by(request.user), incidents.visible_to(request.user), pk=pk
    )
    form = ACTS[name](incident, request.POST)
    if not is_over(request, form, keeps=form.holds_words):
        current = incidents.get(pk=pk)
        return _render_detail(request, current, name=name, form=form, status=422)
    if not request.htmx:
        return redirect(incident)
    return _render_detail(request, incidents.get(pk=pk))


@require_safe
def incident_photo(request, pk, photo, *, thumbnail=False):
    incidents = Incident.objects.visible_to(request.user)
    incident = get_object_or_404(incidents, pk=pk)
    kept = get_object_or_404(incident.photos, pk=photo)
    if not thumbnail:
        what = Reading.What.DOCUMENT
        handling.note_reading(incident, by=request.user, what=what)
    return serve_photo(kept, thumbnail=thumbnail)


# Who may what, beyond what the unit grants


def sees_person(user, incident):
    """The reporter, those who hold it at the very unit, and HR for a stated reason."""
    return (
        incident.reported_by_id == user.pk
        or user.has_perm("organisation.view_persons", incident)
        or _has_broken_glass(user, incident)
    )


def may_break_glass(user, incident):
    """HR, which sees the unit's incidents without the persons in them."""
    return user.has_perm("organisation.view_incidents", incident) and user.has_perm(
        "organisation.edit_reports", incident
    )


def may_read_log(user, incident):
    return user.has_perm("organisation.handle_incidents", incident) or may_break_glass(
        user, incident
    )


def _has_broken_glass(user, incident):
    if not may_break_glass(user, incident):
        return False
    return incident.emergency_accesses.in_force().filter(by=user).exists()


# The page


def _render_detail(request, incident, *, name=None, form=None, status=200):
    user = request.user
    person = incident.affected_person if sees_person(user, incident) else ""
    may = _may(user, incident, sees_name=bool(person))
    what = Reading.What.PERSONS if person else Reading.What.PAGE
    handling.note_reading(incident, by=user, what=what, handles=may["can_handle"])
    context = {
        "incident": incident,
        "affected_person": person,
        "photos": incident.photos.all(),
        **may,
        **_followed(user, incident, **may),
        **_acts(request, incident, name, form, can_handle=may["can_handle"]),
        **notices.shown(user, incident),
        **dialogue.shown(user, incident),
    }
    return render_page_or_partial(
        request, "incidents/detail.html", "incident", context, status=status
    )


def _may(user, incident, *, sees_name):
    """What the buttons of the page depend on."""
    can_handle = user.has_perm("organisation.handle_incidents", incident)
    return {
        # Who reported it and holds no role there sees the report and where it stands.
        "can_follow": user.has_perm("organisation.view_incidents", incident),
        "can_handle": can_handle,
        "can_detail": can_handle or _may_add_details(user, incident),
        "can_comment": _may_comment(user, incident),
        "can_break_glass": bool(incident.affected_person)
        and not sees_name
        and may_break_glass(user, incident),
        "can_read_log": may_read_log(user, incident),
        "can_add_measure": incident.status == Incident.Status.MEASURES
        and user.has_perm("organisation.handle_measures", incident),
    }


def _followed(user, incident, *, can_follow, can_handle, **_may):
    """How far it has come; for who only reported it, without who did what."""
    details = _details(user, incident, can_follow)
    if not can_follow:
        return {"details": details, **following.shown(incident)}
    sees_similar = can_handle and incident.is_before_conclusion
    return {
        "details": details,
        "steps": Incident.Status.labels,
        "step": Incident.Status.values.index(incident.status) + 1,
        "matrix": _matrix(incident),
        "can_see_risk": bool(incident.risk)
        and user.has_perm("organisation.view_rounds", incident.risk.unit),
        "similar": similar_to(user, incident) if sees_similar else [],
        "measures": _measures(user, incident),
        "transitions": incident.transitions.select_related("by"),
        "undelivered": notifying.undelivered(incident) if can_handle else [],
    }


def _acts(request, incident, name, form, *, can_handle):
    """The form that is open, and the buttons of the others."""
    acts = acts_for(incident) if can_handle else {}
    name = name or _chosen(acts, request.GET.get("act"))
    return {
        "form": form,
        "acts": acts,
        "act_name": name,
        "act": form or (acts[name](incident) if name else None),
        "other_acts": {each: acts[each].label for each in acts if each != name},
    }


def _chosen(acts, wanted):
    """The act that was asked for, else the one that takes the incident forward."""
    if wanted in acts:
        return wanted
    return next((name for name in ["start", "conclude", "close"] if name in acts), None)


def _may_add_details(user, incident):
    return incident.is_before_conclusion and incident.reported_by_id == user.pk


def _may_comment(user, incident):
    if incident.status == Incident.Status.CLOSED:
        return False
    investigation = getattr(incident, "investigation", None)
    is_free = not investigation or investigation.takes_comment_of(user)
    return is_free and user.has_perm("organisation.review_rounds", incident)


def _details(user, incident, can_follow):
    """With their codes; what handlers add is not for a reporter who has no role there."""
    is_for_them = can_follow or _may_add_details(user, incident)
    if not is_for_them or not hasattr(incident, "details"):
        return None
    return Details.objects.with_codes().filter(incident=incident).first()


def _matrix(incident):
    investigation = getattr(incident, "investigation", None)
    return investigation and investigation.grid


def _measures(user, incident):
    measures = Measure.objects.visible_to(user).filter(plan=incident.action_plan_id)
    return measures.select_related("responsible")


def similar_to(user, incident):
    """Earlier ones of the same workplace, then of those under the same parent."""
    earlier = Incident.objects.visible_to(user).for_list()
    here = list(earlier.similar_to(incident)[:SIMILAR])
    sees_more = granted_units(user, VIEW_INCIDENTS).units != {incident.unit_id}
    if len(here) == SIMILAR or not sees_more:
        return here
    return here + list(earlier.similar_to(incident, beside=True)[: SIMILAR - len(here)])
