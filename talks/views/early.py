"""Early action and the milestones of sick leave: for the two, and one person of HR."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sam.access import get_allowed
from sam.sent import sent, takes_form
from talks.forms.early import (
    ACTS,
    EndForm,
    LeaveForm,
    MilestoneDoneForm,
    OpenForm,
    StepDoneForm,
    StepForm,
)
from talks.models import EarlyStep, EarlySupport, LeaveMilestone, SickLeave
from talks.reach import leads, manages_talks
from talks.support_figures import figures
from talks.views.talks import reading
from ui.acting import act_page, render_form
from ui.paging import page_of


@require_safe
def early_list(request):
    """Those that the person handles, and the sick leaves of those whom they lead."""
    user = request.user
    supports = EarlySupport.objects.handled_by(user).with_next_day()
    leaves = SickLeave.objects.led_by(user).going_on().with_next_day()
    context = {
        "page": page_of(
            supports.select_related("employee", "unit"), request.GET, by="-opened_on"
        ),
        "leaves": leaves.select_related("employee")[:50],
        **reading(user),
    }
    return render(request, "talks/early_list.html", context)


@takes_form
def early_add(request):
    form = OpenForm(
        sent(request),
        by=_leader_or_403(request.user),
        employee=_asked(request),
    )
    if form.is_valid():
        support = form.carry_out(by=request.user)
        messages.success(request, _("The early action is opened."))
        return redirect(support)
    return render_form(request, form, "talks/early_form.html")


def _leader_or_403(user):
    if not leads(user):
        raise PermissionDenied
    return user


def _asked(request):
    """Whom the page was opened for; what is none of the own is not chosen by the form."""
    return request.GET.get("employee")


@require_safe
def early(request, pk):
    """The page; that somebody has opened it is logged for all who may read it."""
    handled = EarlySupport.objects.handled_by(request.user).filter(pk=OuterRef("pk"))
    visible = EarlySupport.objects.visible_to(request.user)
    related = visible.select_related("employee", "unit", "hr_contact", "opened_by")
    support = get_object_or_404(related.annotate(is_handled=Exists(handled)), pk=pk)
    support.note_reading(request.user)
    context = {
        "support": support,
        "handles": support.is_handled,
        "is_own": support.employee_id == request.user.pk,
        "acts": {
            name: act.label
            for name, act in ACTS.items()
            if act.starts in ("", support.status)
        },
        "steps": support.steps.all(),
        "transitions": support.transitions.select_related("by"),
        "readings": support.readings.select_related("by")[:20],
    }
    return render(request, "talks/early.html", context)


@takes_form
def step_add(request, pk):
    support = _handled(request.user, pk)
    return _act_on_support(request, support, StepForm(support, sent(request)))


@takes_form
def step_done(request, pk, step):
    support = _handled(request.user, pk)
    found = get_object_or_404(EarlyStep, support=support, pk=step)
    return _act_on_support(request, support, StepDoneForm(found, sent(request)))


@takes_form
def early_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    support = _handled(request.user, pk)
    page = _act_on_support(request, support, ACTS[name](support, sent(request)))
    # Whoever has handed it over may not read it any longer.
    visible = EarlySupport.objects.visible_to(request.user).filter(pk=pk)
    return page if visible.exists() else redirect("talks:early_list")


def _act_on_support(request, support, form):
    template = "talks/early_act.html"
    return act_page(request, form, support, template=template, name="support")


@require_POST
def consent(request, pk, answer):
    """The employee lets the safety representative read it, or does not any longer."""
    if answer not in ("give", "withdraw"):
        raise Http404
    own = EarlySupport.objects.filter(employee=request.user)
    support = get_allowed(own, EarlySupport.objects.visible_to(request.user), pk=pk)
    support.let_representative_read(by=request.user, allowed=answer == "give")
    messages.success(request, _("Saved."))
    return redirect(support)


def _handled(user, pk):
    supports = EarlySupport.objects
    handled = supports.handled_by(user).select_related("unit", "employee")
    return get_allowed(handled, supports.visible_to(user), pk=pk)


@takes_form
def leave_add(request):
    """A sick leave, with the milestones of the country's law."""
    form = LeaveForm(
        sent(request),
        by=_leader_or_403(request.user),
        employee=_asked(request),
    )
    if form.is_valid():
        leave = form.carry_out(by=request.user)
        messages.success(request, _("The sick leave is registered."))
        return redirect(leave)
    return render_form(request, form, "talks/leave_form.html")


@require_safe
def leave(request, pk):
    leaves = SickLeave.objects
    visible = leaves.visible_to(request.user).select_related("employee", "unit")
    found = get_object_or_404(visible, pk=pk)
    context = {
        "leave": found,
        "milestones": found.milestones.all(),
        "handles": leaves.led_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "talks/leave.html", context)


@takes_form
def milestone_done(request, pk, milestone):
    found = _led_leave(request.user, pk)
    row = get_object_or_404(LeaveMilestone, leave=found, pk=milestone)
    return _act_on_leave(request, found, MilestoneDoneForm(row, sent(request)))


@takes_form
def leave_end(request, pk):
    found = _led_leave(request.user, pk)
    return _act_on_leave(request, found, EndForm(found, sent(request)))


def _act_on_leave(request, found, form):
    template = "talks/leave_act.html"
    return act_page(request, form, found, template=template, name="leave")


def _led_leave(user, pk):
    leaves = SickLeave.objects
    return get_allowed(leaves.led_by(user), leaves.visible_to(user), pk=pk)


@require_safe
def early_figures(request):
    """For HR: how many, in groups so large that nobody is known by them."""
    if not manages_talks(request.user):
        raise PermissionDenied
    context = {**figures(request.user), **reading(request.user)}
    return render(request, "talks/early_figures.html", context)
