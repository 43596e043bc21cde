from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from sam.version import VERSION
from ui import guiding
from ui.persons import hide_persons


@login_not_required
@require_safe
def help_page(request):
    context = {"guides": guiding.guides(), "written_in": guiding.LANGUAGE}
    return render(request, "ui/help.html", context)


@login_not_required
@require_safe
def guide(request, name):
    if name not in guiding.NAMES:
        raise Http404
    context = {"guide": guiding.read(name), "written_in": guiding.LANGUAGE}
    return render(request, "ui/guide.html", context)


@login_not_required
@require_safe
def accessibility(request):
    context = {"version": VERSION, "contact": settings.CONTACT}
    return render(request, "ui/accessibility.html", context)


@require_POST
def persons(request):
    """Hide personal data on the pages of this session, or show it again."""
    hide_persons(request, request.POST.get("hide") == "yes")
    page = request.POST.get("next", "")
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(page if is_ours else "start")
