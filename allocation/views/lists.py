"""What HR keeps: the list of tasks and the kinds of assignments."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from allocation.forms.lists import KindForm, TaskForm
from allocation.loading import load_lists
from allocation.models import AllocationTask, AssignmentKind
from allocation.rights import allocates, manages, require
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.forms import is_carried_out


@require_safe
def task_list(request):
    require(allocates(request.user))
    context = {
        "tasks": AllocationTask.objects.in_force(),
        "kinds": AssignmentKind.objects.all(),
        "manages": manages(request.user),
    }
    return render(request, "allocation/task_list.html", context)


@require_POST
def load(request):
    """Begin with the country's lists."""
    require(manages(request.user))
    load_lists()
    messages.success(request, _("The lists are there. Change what you want."))
    return redirect("allocation:task_list")


@takes_form
def task_form(request, pk=None):
    require(manages(request.user))
    tasks = AllocationTask.objects.in_force()
    task = get_object_or_404(tasks, pk=pk) if pk else None
    form = TaskForm(task, sent(request))
    if is_carried_out(form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("allocation:task_list")
    context = {"form": form, "task": task}
    status = 422 if form.is_bound else 200
    return render(request, "allocation/task_form.html", context, status=status)


@takes_form
def task_withdraw(request, pk):
    require(manages(request.user))
    task = get_object_or_404(AllocationTask.objects.in_force(), pk=pk)
    if request.method == "POST":
        try:
            task.withdraw()
        except InvalidTransition as error:
            messages.error(request, error)
        else:
            messages.success(request, _("The task is offered no more."))
        return redirect("allocation:task_list")
    return render(request, "allocation/task_withdraw.html", {"task": task})


@takes_form
def kind_form(request, pk=None):
    require(manages(request.user))
    kind = get_object_or_404(AssignmentKind, pk=pk) if pk else None
    form = KindForm(sent(request), instance=kind)
    if is_carried_out(form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("allocation:task_list")
    context = {"form": form, "kind": kind}
    status = 422 if form.is_bound else 200
    return render(request, "allocation/kind_form.html", context, status=status)
