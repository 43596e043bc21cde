"""Allocations: the list, one of them, and what one does with it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from allocation import document, preparing
from allocation.forms.acts import ACTS
from allocation.forms.allocations import (
    AllocationFilterForm,
    ChangeForm,
    PrepareForm,
    ReceiverForm,
    ToCommitteeForm,
    people_to_choose,
)
from allocation.forms.preparing import PrepareAllForm
from allocation.models import AllocationTask, TaskAllocation
from allocation.rights import allocates, manages, require, tops_of
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import is_done, render_form
from ui.forms import is_carried_out
from ui.kept import as_download
from ui.paging import page_of
from ui.searching import render_matches


@require_safe
def allocation_list(request):
    user = request.user
    form = AllocationFilterForm(request.GET, user=user)
    rows = form.filter(TaskAllocation.objects.visible_to(user)).for_list()
    oldest = request.GET.get("sort") == "created_at"
    page = page_of(rows, request.GET, by="created_at" if oldest else "-created_at")
    context = {
        "filter_form": form,
        "page": page,
        "may_add": allocates(user),
        "may_add_many": tops_of(user).exists(),
        "manages": manages(user),
        "has_tasks": AllocationTask.objects.exists(),
        "to_sign": _to_sign(user).count() if allocates(user) else 0,
    }
    template = "allocation/allocation_list.html"
    return render_page_or_partial(request, template, "results", context)


@require_safe
def people_options(request):
    require(allocates(request.user))
    return render_matches(request, people_to_choose())


@takes_form
def allocation_add(request):
    """Who receives them is said first: it decides in which units."""
    user = request.user
    require(allocates(user))
    chosen = ReceiverForm(request.GET if "receiver" in request.GET else None, by=user)
    if not chosen.is_valid():
        context = {"form": chosen, "has_tasks": AllocationTask.objects.exists()}
        status = 422 if chosen.is_bound or request.method == "POST" else 200
        template = "allocation/receiver_form.html"
        return render(request, template, context, status=status)
    form = PrepareForm(chosen.cleaned_data["receiver"], sent(request), by=user)
    if form.is_valid():
        allocation = form.carry_out(by=user)
        messages.success(
            request, _("The draft is saved. It is sent when it is signed.")
        )
        return redirect(allocation)
    return _render_form(request, form)


@takes_form
def to_committee_add(request):
    require(manages(request.user))
    form = ToCommitteeForm(sent(request))
    if form.is_valid():
        messages.success(request, _("The council's decision is registered."))
        return redirect(form.carry_out(by=request.user))
    return _render_form(request, form)


@takes_form
def prepare_all(request):
    require(allocates(request.user))
    form = PrepareAllForm(sent(request), by=request.user)
    if is_carried_out(form, by=request.user):
        came = form.came_of_it
        number = len(came.drafts)
        messages.success(
            request,
            ngettext(
                "%(number)s draft is prepared.",
                "%(number)s drafts are prepared.",
                number,
            )
            % {"number": number},
        )
        if came.without_giver:
            names = ", ".join(str(each) for each in came.without_giver)
            messages.warning(
                request, _("Nobody above can allocate to: %(names)s") % {"names": names}
            )
        return redirect("allocation:sign_all")
    may_add_many = tops_of(request.user).exists()
    template = "allocation/prepare_all.html"
    return render_form(request, form, template, may_add_many=may_add_many)


@takes_form
def sign_all(request):
    """All drafts that wait for the person's own signature, signed at once."""
    require(allocates(request.user))
    drafts = _to_sign(request.user)
    refused = []
    if request.method == "POST":
        sent_, refused = preparing.sign_all(list(drafts), by=request.user)
        messages.success(
            request,
            ngettext(
                "%(number)s allocation is signed and sent.",
                "%(number)s allocations are signed and sent.",
                sent_,
            )
            % {"number": sent_},
        )
        if not refused:
            return redirect("allocation:allocation_list")
    others = TaskAllocation.objects.drafted_by(request.user).exclude(
        pk__in=drafts.order_by().values("pk")
    )
    context = {
        "drafts": _to_sign(request.user).for_list(),
        "number_of_others": others.count(),
        "refused": refused,
    }
    return render(request, "allocation/sign_all.html", context)


def _to_sign(user):
    drafts = TaskAllocation.objects.filter(status=TaskAllocation.Status.DRAFT)
    return drafts.filter(allocator=user)


@require_safe
def allocation_detail(request, pk):
    visible = TaskAllocation.objects.visible_to(request.user)
    allocation = get_object_or_404(visible.with_standing().in_full(), pk=pk)
    context = {
        "allocation": allocation,
        "acts": _acts(allocation, request.user),
        "may_change": _may(request.user, "drafted_by", allocation),
        **document.context_of(allocation),
    }
    return render(request, "allocation/allocation_detail.html", context)


def _acts(allocation, user):
    """[(name, label, tone)] of what this person can do now; one query for each method."""
    offered = {name: act for name, act in ACTS.items() if act.is_offered(allocation)}
    allowed = {
        actors: _may(user, actors, allocation)
        for actors in {act.actors for act in offered.values()}
    }
    return [
        (name, act.label, act.tone)
        for name, act in offered.items()
        if allowed[act.actors]
    ]


def _may(user, actors, allocation):
    rows = getattr(TaskAllocation.objects, actors)(user)
    return rows.filter(pk=allocation.pk).exists()


@takes_form
def allocation_edit(request, pk):
    user = request.user
    allocation = get_allowed(
        TaskAllocation.objects.drafted_by(user)
        .filter(receiver__isnull=False)
        .select_related("receiver", "allocator", "committee"),
        TaskAllocation.objects.visible_to(user),
        pk=pk,
    )
    form = ChangeForm(allocation, sent(request), by=user)
    if is_done(request, form, _("Saved.")):
        return redirect(allocation)
    return _render_form(request, form, allocation)


@takes_form
def allocation_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    act, user = ACTS[name], request.user
    allocation = get_allowed(
        getattr(TaskAllocation.objects, act.actors)(user).in_full(),
        TaskAllocation.objects.visible_to(user),
        pk=pk,
    )
    if not act.is_offered(allocation):
        messages.error(request, MOVED_ON)
        return redirect(allocation)
    form = act(allocation, sent(request))
    if is_done(request, form):
        is_gone = name == "discard"
        return redirect("allocation:allocation_list" if is_gone else allocation)
    return render_form(
        request, form, "allocation/allocation_act.html", allocation=allocation
    )


@require_safe
def allocation_paper(request, pk):
    visible = TaskAllocation.objects.visible_to(request.user).in_full()
    context = document.context_of(get_object_or_404(visible, pk=pk))
    return render(request, "allocation/paper.html", context)


@require_safe
def allocation_document(request, pk):
    visible = TaskAllocation.objects.visible_to(request.user).in_full()
    allocation = get_object_or_404(visible, pk=pk)
    name = _("allocation of tasks") + ".pdf"
    return as_download(document.made(allocation), name)


def _render_form(request, form, allocation=None):
    return render_form(
        request, form, "allocation/allocation_form.html", allocation=allocation
    )
