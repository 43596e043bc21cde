"""Forms that have a page of their own: what more there is to tell of an incident."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from incidents import handling
from incidents.forms.details import DetailsForm, EditForm
from incidents.forms.investigation import CommentForm, InvestigationForm, PersonsForm
from incidents.models import Incident, Reading
from incidents.views.detail import may_break_glass, sees_person, similar_to
from sam.access import get_allowed
from sam.reauthentication import recently_logged_in
from sam.sent import sent, takes_form
from ui.acting import is_done, render_form

PAGE = Reading.What.PAGE


@takes_form
def incident_edit(request, pk):
    incident = _get(request, Incident.objects.handled_by(request.user), pk)
    sees = sees_person(request.user, incident)
    is_named = sees and incident.affected_person
    _note_opened(request, incident, Reading.What.PERSONS if is_named else PAGE)
    form = EditForm(sent(request), incident=incident, sees_person=sees)
    return _answer(request, incident, form, "incidents/edit.html")


@takes_form
def incident_details(request, pk):
    incident = _get(request, Incident.objects.detailed_by(request.user), pk)
    _note_opened(request, incident, PAGE)
    form = DetailsForm(sent(request), incident=incident)
    return _answer(request, incident, form, "incidents/details.html")


@takes_form
def incident_investigation(request, pk):
    under_way = Incident.objects.handled_by(request.user).filter(
        status=Incident.Status.INVESTIGATING
    )
    incident = _get(request, under_way, pk)
    _note_opened(request, incident, PAGE)
    form = InvestigationForm(sent(request), incident=incident)
    context = {"similar": similar_to(request.user, incident)}
    return _answer(request, incident, form, "incidents/investigation.html", context)


@takes_form
def incident_comment(request, pk):
    incident = _get(request, Incident.objects.commented_by(request.user), pk)
    form = CommentForm(sent(request), incident=incident)
    return _answer(request, incident, form, "incidents/comment.html")


@takes_form
@recently_logged_in
def incident_persons(request, pk):
    visible = Incident.objects.visible_to(request.user).in_full()
    incident = get_object_or_404(visible, pk=pk)
    if not may_break_glass(request.user, incident):
        raise PermissionDenied
    form = PersonsForm(sent(request), incident=incident)
    return _answer(request, incident, form, "incidents/persons.html")


def _get(request, allowed, pk):
    visible = Incident.objects.visible_to(request.user)
    return get_allowed(allowed.in_full(), visible, pk=pk)


def _note_opened(request, incident, what):
    if request.method != "POST":
        handling.note_reading(incident, by=request.user, what=what)


def _answer(request, incident, form, template, context=None):
    """Save and go back to the incident, or show the form with what was typed."""
    if is_done(request, form):
        # A report may have been moved to where its editor sees nothing.
        visible = Incident.objects.visible_to(request.user).filter(pk=incident.pk)
        return redirect(incident if visible.exists() else "incidents:list")
    return render_form(request, form, template, incident=incident, **(context or {}))
