"""Showing once more that it is you, and going on with what you were about to do."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import sign_on
from sam.reauthentication import has_shown_recently, kept_request
from sam.sent import takes_form


@require_safe
def show_again(request):
    """To the way that the person has; who has none, or none any more, logs in anew."""
    if has_shown_recently(request):
        return redirect(get_next_redirect_url(request) or "start")
    ways = get_adapter().get_reauthentication_methods(request.user)
    if ways:
        return redirect(passthrough_next_redirect_url(request, ways[0]["url"], "next"))
    context = {"next": get_next_redirect_url(request) or ""}
    return render(request, "account/log_in_anew.html", context)


@takes_form
def show_by_sign_on(request):
    """Where the municipality's own log-in is asked to ask once more."""
    providers = {each.app.name: each for each in sign_on.linked_providers(request)}
    if not providers:
        raise Http404
    next_page = get_next_redirect_url(request) or ""
    if request.method == "POST":
        provider = providers.get(request.POST.get("with"))
        if provider is None:
            raise Http404
        try:
            return sign_on.ask_again(request, provider, next_page)
        except ImmediateHttpResponse as answer:
            return answer.response
    context = {"names": list(providers), "next": next_page}
    return render(request, "account/reauthenticate_by_sign_on.html", context)


@require_safe
def go_on(request):
    """What was sent before it was asked who sits there: sent again, by one button."""
    kept = kept_request(request)
    if not kept:
        return redirect("start")
    path, fields = kept
    context = {
        "path": path,
        "fields": [
            (name, value) for name, values in fields.lists() for value in values
        ],
        "title": _("Go on with what you were doing"),
    }
    return render(request, "account/go_on.html", context)
