from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings import overview
from meetings.access import is_hr, may_plan, sees_units, units_led_by
from meetings.forms.meetings import (
    ACTS,
    AttendeeForm,
    ChangeForm,
    MeetingFilterForm,
    PlanForm,
)
from meetings.models import GroupAgreement, Kind, Meeting
from organisation.models import User
from sam.access import get_allowed
from sam.dates import today
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import form_page, is_done, render_form
from ui.paging import page_of
from ui.searching import render_matches


@require_safe
def meeting_list(request):
    user = request.user
    form = MeetingFilterForm(request.GET, user=user)
    meetings = form.filter(Meeting.objects.visible_to(user), user=user)
    context = {
        "filter_form": form,
        "page": page_of(meetings.in_full(), request.GET, by="-meets_on"),
        "can_plan": may_plan(user),
        "sees_units": sees_units(user),
        "own": overview.of_workplace(user),
        "agreements": GroupAgreement.objects.in_force().filter(unit=user.unit_id),
    }
    template = "meetings/meeting_list.html"
    return render_page_or_partial(request, template, "results", context)


@takes_form
def meeting_plan(request):
    if not may_plan(request.user):
        raise PermissionDenied
    form = PlanForm(sent(request), by=request.user, initial=_proposed(request))
    if is_done(request, form, _("The meetings are planned.")):
        return redirect("meetings:meeting_list")
    return render_form(request, form, "meetings/meeting_plan.html")


def _proposed(request):
    """What the address asks for, as from the page of a body."""
    names = ["body", "unit", "kind"]
    return {name: request.GET[name] for name in names if request.GET.get(name)}


@require_safe
def meeting_detail(request, pk):
    user = request.user
    meetings = Meeting.objects.visible_to(user).in_full().with_agreements()
    handled = Exists(Meeting.objects.handled_by(user).filter(pk=OuterRef("pk")))
    meeting = get_object_or_404(meetings.annotate(handles=handled), pk=pk)
    handles = meeting.handles
    attendances = list(meeting.attendances.select_related("person"))
    adjusts = _adjusts(attendances, user)
    items = meeting.agenda(user).with_files().select_related("action_plan")
    items = items.prefetch_related("action_plan__measures")
    context = {
        "meeting": meeting,
        "items": items,
        "handles": handles,
        "attendances": attendances,
        "present": [each for each in attendances if each.is_present],
        "acts": {
            name: act.label
            for name, act in ACTS.items()
            if meeting.status in act.fits
            and (handles or (name == "approve" and adjusts))
        },
        "agreements": meeting.agreed_there,
        "transitions": meeting.transitions.select_related("by"),
    }
    if meeting.kind == Kind.DISCUSSION:
        context["discussion"] = meeting.discussion
        context["goals"] = meeting.discussion.goals.all()
    return render(request, "meetings/meeting_detail.html", context)


def _adjusts(attendances, user):
    return any(
        each.is_adjuster and each.person == user and not each.approved_at
        for each in attendances
    )


@takes_form
def meeting_change(request, pk):
    meeting = handled(request, pk)
    return form_page(
        request,
        ChangeForm(meeting, sent(request)),
        title=_("Change the meeting"),
        button=_("Save"),
        back=meeting.get_absolute_url(),
        back_words=meeting,
        done=_("Saved."),
    )


@takes_form
def meeting_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    meeting = _to_act_on(request, pk, name)
    form = ACTS[name](meeting, sent(request))
    if not form.is_bound and meeting.status not in form.fits:
        messages.error(request, MOVED_ON)
        return redirect(meeting)
    return form_page(
        request,
        form,
        title=form.label,
        button=form.label,
        back=meeting.get_absolute_url(),
        back_words=meeting,
        done=form.done,
        lead=form.help,
        tone=form.tone,
    )


def _to_act_on(request, pk, name):
    """Who approves beside those who lead the meeting is named on it."""
    visible = Meeting.objects.visible_to(request.user).in_full()
    allowed = Meeting.objects.handled_by(request.user).in_full()
    if name == "approve":
        asked = visible.filter(
            attendances__person=request.user, attendances__is_adjuster=True
        )
        if found := asked.filter(pk=pk).first():
            return found
    return get_allowed(allowed, visible, pk=pk)


@takes_form
def attendee_add(request, pk):
    meeting = handled(request, pk)
    return form_page(
        request,
        AttendeeForm(meeting, sent(request)),
        title=_("One more who is to come"),
        button=_("Add"),
        back=meeting.get_absolute_url(),
        back_words=meeting,
        done=_("Added."),
    )


@require_safe
def matrix(request):
    """For the level above: how many meetings each unit has held this year."""
    if not sees_units(request.user):
        raise PermissionDenied
    form = overview.MatrixForm(request.GET, user=request.user)
    context = {"filter_form": form, "page": form.page(request.GET), "today": today()}
    return render_page_or_partial(request, "meetings/matrix.html", "results", context)


@require_safe
def unit_options(request):
    """Units whose meetings the person plans, by typed name."""
    return render_matches(request, units_led_by(request.user))


@require_safe
def people_options(request):
    """Everyone who may log in, for whoever calls to meetings or says who sits in a body."""
    if not (may_plan(request.user) or is_hr(request.user)):
        raise PermissionDenied
    return render_matches(request, User.objects.known_to_all())


def handled(request, pk):
    visible = Meeting.objects.visible_to(request.user).in_full()
    allowed = Meeting.objects.handled_by(request.user).in_full()
    return get_allowed(allowed, visible, pk=pk)
