from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from ui.persons import hide_persons


@login_not_required
@require_safe
def help_page(request):
    return render(request, "ui/help.html")


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "ui/accessibility.html")


@require_POST
def persons(request):
    """Hide personal data on the pages of this session, or show it again."""
    hide_persons(request, request.POST.get("hide") == "yes")
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(page if is_ours else "start")
