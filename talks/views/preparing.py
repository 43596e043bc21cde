"""What an employee and the manager have between themselves before and after a talk."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organisation.leading import leaders_of
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from talks.forms.preparing import (
    ChangeGoalForm,
    GoalForm,
    PreparationForm,
    ShareForm,
    SupportLinkForm,
    TemplateForm,
)
from talks.forms.talks import SettingsForm
from talks.models import (
    AgreedGoal,
    Preparation,
    SupportLink,
    TalkSettings,
    TalkTemplate,
)
from talks.reach import manages_talks, own_people
from ui.acting import is_done, render_form
from ui.forms import is_carried_out


@require_POST
def preparation_begin(request):
    try:
        preparation = Preparation.objects.begin(request.user)
    except InvalidTransition as error:
        messages.error(request, str(error))
        return redirect("talks:mine")
    return redirect("talks:preparation_edit", preparation.pk)


@require_safe
def preparation(request, pk):
    """To read and to print: the own, or what is shared with the reader."""
    visible = Preparation.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("employee", "leader"), pk=pk)
    context = {"preparation": found, "is_own": found.employee == request.user}
    return render(request, "talks/preparation.html", context)


@takes_form
def preparation_edit(request, pk):
    found = _own(request.user, pk)
    form = PreparationForm(found, sent(request))
    if is_done(request, form, _("Saved.")):
        return redirect(found)
    return render_form(request, form, "talks/preparation_edit.html", preparation=found)


@takes_form
def preparation_share(request, pk):
    """Let the manager who holds the talk read it."""
    found = _own(request.user, pk)
    form = ShareForm(found, sent(request))
    if is_done(request, form, _("It is shared with your manager.")):
        return redirect(found)
    return render_form(request, form, "talks/preparation_share.html", preparation=found)


@require_POST
def preparation_unshare(request, pk):
    found = _own(request.user, pk)
    found.unshare(by=request.user)
    messages.success(request, _("Only you can read it again."))
    return redirect(found)


@takes_form
def preparation_remove(request, pk):
    found = _own(request.user, pk)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("It is deleted."))
        return redirect("talks:mine")
    return render(request, "talks/preparation_remove.html", {"preparation": found})


def _own(user, pk):
    """The employee writes; the manager with whom it is shared only reads."""
    visible = Preparation.objects.visible_to(user).select_related("employee__unit")
    found = get_object_or_404(visible, pk=pk)
    if found.employee_id != user.pk:
        raise PermissionDenied
    return found


@takes_form
def goal_add(request, pk):
    """Agreed between an employee, whose key it is, and the nearest manager."""
    employee, leader, back = _the_two(request.user, pk)
    form = GoalForm(sent(request))
    if form.is_valid():
        AgreedGoal.objects.create(
            employee=employee,
            leader=leader,
            unit=employee.unit,
            delete_on=TalkSettings.objects.current().keep_until,
            **form.cleaned_data,
        )
        messages.success(request, _("Saved."))
        return redirect(*back)
    return render_form(request, form, "talks/goal.html", employee=employee)


def _the_two(user, pk):
    """(employee, manager, where to go back): the user is one of the two."""
    if user.pk != pk:
        employee = get_object_or_404(own_people(user), pk=pk)
        return employee, user, ["talks:person", pk]
    leaders = leaders_of(user)
    if not leaders:
        raise PermissionDenied
    return user, leaders[0], ["talks:mine"]


@takes_form
def goal_edit(request, pk):
    goal = _goal(request.user, pk)
    form = ChangeGoalForm(sent(request), instance=goal)
    if is_done(request, form, _("Saved.")):
        return redirect(*_back_from(request.user, goal))
    return render_form(
        request, form, "talks/goal.html", goal=goal, employee=goal.employee
    )


@takes_form
def goal_remove(request, pk):
    goal = _goal(request.user, pk)
    if request.method == "POST":
        goal.delete()
        messages.success(request, _("It is deleted."))
        return redirect(*_back_from(request.user, goal))
    return render(request, "talks/goal_remove.html", {"goal": goal})


def _goal(user, pk):
    goals = AgreedGoal.objects.visible_to(user).select_related("employee")
    return get_object_or_404(goals, pk=pk)


def _back_from(user, goal):
    if goal.employee_id == user.pk:
        return ["talks:mine"]
    return ["talks:person", goal.employee_id]


@takes_form
def template_edit(request):
    """HR's sections of what to prepare."""
    _require_hr(request.user)
    form = TemplateForm(TalkTemplate.objects.current(), sent(request))
    return _saved(request, form, "talks/template.html")


@takes_form
def talk_settings(request):
    _require_hr(request.user)
    form = SettingsForm(sent(request), instance=TalkSettings.objects.current())
    return _saved(request, form, "talks/settings.html")


def _saved(request, form, template):
    if is_carried_out(form):
        messages.success(request, _("Saved."))
        return redirect("talks:support")
    return render_form(request, form, template)


@takes_form
def link_add(request):
    _require_hr(request.user)
    return _link(request, SupportLinkForm(sent(request)))


@takes_form
def link_edit(request, pk):
    _require_hr(request.user)
    link = get_object_or_404(SupportLink, pk=pk)
    return _link(request, SupportLinkForm(sent(request), instance=link), link=link)


def _link(request, form, *, link=None):
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("talks:support")
    return render_form(request, form, "talks/link.html", link=link)


@require_POST
def link_remove(request, pk):
    _require_hr(request.user)
    get_object_or_404(SupportLink, pk=pk).delete()
    messages.success(request, _("It is deleted."))
    return redirect("talks:support")


def _require_hr(user):
    if not manages_talks(user):
        raise PermissionDenied
