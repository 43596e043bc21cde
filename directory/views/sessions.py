"""Where I am logged in."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import devices, sessions


@require_safe
def session_list(request):
    rows = list(sessions.of(request.user))
    for row in rows:
        row.device = devices.in_words(row.user_agent)
        row.is_this = row.pk == sessions.row_of(request)
    return render(request, "directory/sessions.html", {"rows": rows})


@require_POST
def session_end(request, pk):
    row = get_object_or_404(sessions.of(request.user), pk=pk)
    if row.pk == sessions.row_of(request):
        return redirect("account_logout")
    sessions.end(sessions.of(request.user).filter(pk=pk))
    messages.success(request, _("You are logged out there."))
    return redirect("sessions")


@require_POST
def session_end_others(request):
    sessions.end_others(request, request.user)
    messages.success(request, _("You are logged out everywhere but here."))
    return redirect("sessions")
