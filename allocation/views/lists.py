"""What HR keeps: the list of tasks and the kinds of assignments."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from allocation.forms.lists import KindForm, TaskForm
from allocation.loading import load_lists
from allocation.models import AllocationTask, AssignmentKind
from allocation.rights import allocates, manages, require
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import form_page

# What the forms of rows in the lists have in common.
_IN_LIST = {
    "button": gettext_lazy("Save"),
    "back": reverse_lazy("allocation:task_list"),
    "back_words": gettext_lazy("The list of tasks"),
    "done": gettext_lazy("Saved."),
}


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
    lead = _("What is signed keeps its words. The new wording is offered from now on.")
    return form_page(
        request,
        TaskForm(task, sent(request)),
        title=_("Change the task") if task else _("Add a task"),
        lead=lead if task else "",
        **_IN_LIST,
    )


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
    return form_page(
        request,
        KindForm(sent(request), instance=kind),
        title=kind or _("Add an assignment"),
        **_IN_LIST,
    )
