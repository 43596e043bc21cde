"""Introductions: who is new, how far each has come, and what is ticked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from introductions.forms.introductions import (
    BeginForm,
    CancelForm,
    ChangeForm,
    IntroductionFilterForm,
    PersonForm,
    SkipForm,
    TalkForm,
)
from introductions.models import Introduction, SurveyInvitation
from introductions.newcomers import (
    followed_newcomers,
    led_newcomers,
    people_to_introduce,
    shares,
)
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import is_done, render_form
from ui.paging import page_of
from ui.searching import render_matches

# So many new people without an introduction are shown at once.
_SHOWN = 50


@require_safe
def introduction_list(request):
    """One's own, those that one leads or supervises, and the new who have none."""
    user = request.user
    form = IntroductionFilterForm(request.GET, user=user)
    rows = form.filter(Introduction.objects.visible_to(user)).with_progress()
    rows = rows.select_related("unit", "person", "template")
    context = {
        "filter_form": form,
        "page": page_of(rows, request.GET, by="-starts_on"),
        "leads": leads(user),
        "sees_year": sees_year(user),
        "newcomers": led_newcomers(user).select_related("unit")[:_SHOWN],
    }
    return render_page_or_partial(
        request, "introductions/introduction_list.html", "results", context
    )


@require_safe
def overview(request):
    """Shares by unit, and who has no introduction: for HR and those above."""
    if not sees_year(request.user):
        raise PermissionDenied
    units = shares(request.user).select_related("parent")
    followed = followed_newcomers(request.user).select_related("unit")
    context = {
        "page": page_of(units, request.GET, by="name"),
        "newcomers": followed.order_by("employed_on", "pk")[:_SHOWN],
    }
    return render(request, "introductions/overview.html", context)


@require_safe
def introduction(request, pk):
    """The same page for the new employee, the supervisor and the manager."""
    found = _visible(request.user, pk)
    steps = list(found.shown_steps())
    introduces = _introduces(request.user, found)
    context = {
        "introduction": found,
        "steps": steps,
        "number_done": sum(step.is_done for step in steps),
        "is_own": found.person_id == request.user.pk,
        "introduces": introduces,
        "leads": _led(request.user).filter(pk=pk).exists(),
        "invitation": _invitation(found, request.user),
        "transitions": found.transitions.select_related("by"),
    }
    return render(request, "introductions/introduction.html", context)


@takes_form
def introduction_add(request):
    """Choose who is new; the next page asks the rest."""
    if not leads(request.user):
        raise PermissionDenied
    form = PersonForm(sent(request), by=request.user)
    if form.is_valid():
        return redirect("introductions:begin", form.cleaned_data["person"].pk)
    return render_form(request, form, "introductions/add.html")


@takes_form
def begin(request, pk):
    person = get_object_or_404(people_to_introduce(request.user), pk=pk)
    form = BeginForm(sent(request), by=request.user, person=person)
    if is_done(request, form, _("The introduction is begun, and both see it.")):
        return redirect(form.begun)
    return render_form(request, form, "introductions/begin.html", person=person)


@takes_form
def introduction_edit(request, pk):
    found = _led_or_403(request.user, pk)
    form = ChangeForm(found, sent(request), by=request.user)
    if is_done(request, form, _("Saved.")):
        return redirect(found)
    return _render_act(
        request, form, found, _("Change dates and supervisor"), _("Save")
    )


@takes_form
def cancel(request, pk):
    found = _led_or_403(request.user, pk)
    form = CancelForm(found, sent(request))
    if is_done(request, form, _("The introduction has ended.")):
        return redirect(found)
    title = _("End the introduction early")
    return _render_act(request, form, found, title, title)


@takes_form
def talk(request, pk):
    found = _led_or_403(request.user, pk)
    form = TalkForm(found, sent(request))
    if is_done(request, form, _("The talk is registered.")):
        return redirect(found)
    title = _("Register the talk about the probation")
    return _render_act(request, form, found, title, _("Register the talk"))


@require_POST
def tick(request, pk, step):
    """The new employee confirms; whoever introduces says that it is shown."""
    found, step = _step(request, pk, step)
    act = step.confirm if found.person_id == request.user.pk else step.show
    return _ticked(request, found, step, act)


@require_POST
def untick(request, pk, step):
    found, step = _step(request, pk, step)
    return _ticked(request, found, step, step.take_back)


@takes_form
def skip(request, pk, step):
    found, step = _step(request, pk, step)
    if not _introduces(request.user, found):
        raise PermissionDenied
    form = SkipForm(step, sent(request))
    if is_done(request, form, _("The step does not concern the person.")):
        return redirect(found)
    return _render_act(request, form, found, str(step), _("Leave the step out"))


@require_safe
def people_options(request):
    """People of the units that one leads, by part of their name."""
    if not leads(request.user):
        raise PermissionDenied
    return render_matches(request, people_to_introduce(request.user))


def leads(user):
    return bool(granted_units(user, UnitPermission.HANDLE_YEAR).units)


def sees_year(user):
    return bool(granted_units(user, UnitPermission.VIEW_YEAR).units)


def _ticked(request, found, step, act):
    try:
        act(by=request.user)
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect(f"{found.get_absolute_url()}#step-{step.pk}")


def _visible(user, pk):
    found = Introduction.objects.select_related(
        "unit", "person", "supervisor", "template"
    )
    return get_object_or_404(found.visible_to(user), pk=pk)


def _led(user):
    return Introduction.objects.led_by(user).exclude(person=user)


def _led_or_403(user, pk):
    rows = ("unit", "person", "supervisor")
    visible = Introduction.objects.visible_to(user)
    return get_allowed(_led(user).select_related(*rows), visible, pk=pk)


def _introduces(user, found):
    """The supervisor, and whoever leads the unit; nobody their own."""
    if found.person_id == user.pk:
        return False
    return found.supervisor_id == user.pk or _led(user).filter(pk=found.pk).exists()


def _step(request, pk, step):
    found = _visible(request.user, pk)
    steps = found.steps.select_related("introduction", "template_step")
    return found, get_object_or_404(steps, pk=step)


def _invitation(found, user):
    """The survey that waits for the person's answer."""
    if found.person_id != user.pk:
        return None
    return SurveyInvitation.objects.waiting().filter(introduction=found).first()


def _render_act(request, form, found, title, button):
    return render_form(
        request,
        form,
        "introductions/act.html",
        introduction=found,
        title=title,
        button=button,
    )
