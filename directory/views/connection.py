"""How the municipality's directory is connected: tokens, groups, and what it has sent."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import belonging
from directory.forms.connection import GroupRoleForm, TokenForm
from directory.models import Call, Group, GroupRole, Run, Token
from directory.views.access import administrator_required, gives_power
from sam.reauthentication import recently_logged_in
from sam.sent import sent, takes_form
from ui.acting import render_form
from ui.paging import page_of


@require_safe
@administrator_required
def token_list(request):
    address = request.build_absolute_uri("/scim/v2")
    context = {"tokens": Token.objects.all(), "address": address}
    return render(request, "directory/tokens.html", context)


@takes_form
@administrator_required
@recently_logged_in
def token_add(request):
    """What is made is shown on this one page: it is kept nowhere, not even for a redirect."""
    form = TokenForm(sent(request))
    if form.is_valid():
        token, secret = Token.objects.make(by=request.user, **form.cleaned_data)
        context = {"token": token, "secret": secret}
        return render(request, "directory/token_made.html", context)
    return render_form(request, form, "directory/token_add.html")


@takes_form
@administrator_required
@recently_logged_in
def token_begin(request, pk):
    """From recording only to changing."""
    token = get_object_or_404(Token, pk=pk, revoked_at=None)
    if request.method == "POST":
        if token.put_in_force():
            messages.success(
                request, _("What the directory sends is done from now on.")
            )
        return redirect("directory:token_list")
    return render(request, "directory/token_begin.html", {"token": token})


@require_POST
@administrator_required
def token_revoke(request, pk):
    if get_object_or_404(Token, pk=pk).revoke():
        messages.success(request, _("The token is revoked. Nobody gets in by it."))
    else:
        messages.info(request, _("It was revoked already."))
    return redirect("directory:token_list")


@require_safe
@administrator_required
def group_list(request):
    rows = Group.objects.prefetch_related("roles__unit").annotate(
        number=Count("members", distinct=True)
    )
    context = {"page": page_of(rows, request.GET, by="name")}
    return render(request, "directory/groups.html", context)


@takes_form
@administrator_required
@recently_logged_in(when=gives_power)
def group_detail(request, pk):
    group = get_object_or_404(Group, pk=pk)
    form = GroupRoleForm(group, sent(request))
    if form.is_valid() and form.carry_out():
        messages.success(request, _("Saved. The members have it from now on."))
        return redirect(group)
    return render_form(
        request,
        form,
        "directory/group.html",
        group=group,
        roles=group.roles.select_related("unit"),
        number=group.members.count(),
    )


@require_POST
@administrator_required
def group_role_remove(request, pk, role_pk):
    role = get_object_or_404(GroupRole, group=pk, pk=role_pk)
    group = role.group
    role.delete()
    belonging.follow_all(group)
    messages.success(request, _("It is taken back. Roles that came by it have ended."))
    return redirect(group)


@require_safe
@administrator_required
def run_list(request):
    did = Call.Did
    numbers = {
        "changed": Count("calls", filter=~Q(calls__did__in=[did.NOTHING, did.REFUSED])),
        "refused": Count("calls", filter=Q(calls__did=did.REFUSED)),
    }
    runs = Run.objects.select_related("token").annotate(**numbers)
    context = {"page": page_of(runs, request.GET, by="-began_at")}
    return render(request, "directory/runs.html", context)


@require_safe
@administrator_required
def run_detail(request, pk):
    run = get_object_or_404(Run.objects.select_related("token"), pk=pk)
    calls = run.calls.select_related("person", "group")
    if "all" not in request.GET:
        calls = calls.exclude(did=Call.Did.NOTHING, remarks=[])
    page = page_of(calls, request.GET, by="at")
    context = {"run": run, "page": page, "shows_all": "all" in request.GET}
    return render(request, "directory/run.html", context)
