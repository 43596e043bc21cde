"""Asking the municipality's own log-in once more who sits there."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from allauth.socialaccount.providers.saml.utils import build_auth
from django.conf import settings
from django.shortcuts import redirect, render

# Those who are known there already are to be asked all the same.
_ASK_AGAIN = {"prompt": "login", "max_age": "0"}


def linked_providers(request):
    """Those of the municipality's log-ins by which the person has come in once."""
    if not request.user.is_authenticated:
        return []
    names = SocialAccount.objects.filter(user=request.user).values_list(
        "provider", flat=True
    )
    providers = get_adapter().list_providers(request)
    return [each for each in providers if each.app.provider_id in set(names)]


def ask_again(request, provider, next_page):
    """The way there; back it comes to `came_back`."""
    if isinstance(provider, SAMLProvider):
        return _ask_by_saml(request, provider, next_page)
    return provider.redirect(
        request,
        AuthProcess.REDIRECT,
        next_url=next_page,
        auth_params=dict(_ASK_AGAIN),
        is_asked_again=True,
    )


def _ask_by_saml(request, provider, next_page):
    """As allauth does it, which cannot be told to demand a new log-in."""
    auth = build_auth(request, provider)
    way = auth.login(return_to="", force_authn=True)
    provider.stash_redirect_state(
        request,
        AuthProcess.REDIRECT,
        next_page,
        state_id=auth.get_last_request_id(),
        is_asked_again=True,
    )
    return redirect(way)


def is_no_log_in(sociallogin):
    return sociallogin.state.get("process") == AuthProcess.REDIRECT


def note_came_back(request, sociallogin, told):
    """That the one who is logged in here has shown it there just now, and nobody else.

    Not who went there by an address of their own making: nobody was asked then.
    """
    is_same = sociallogin.is_existing and sociallogin.user == request.user
    was_asked = sociallogin.state.get("is_asked_again")
    if not (is_same and was_asked and _is_new(told.get("auth_time"))):
        raise ImmediateHttpResponse(
            render(request, "socialaccount/authentication_error.html", status=403)
        )
    record_authentication(
        request,
        request.user,
        "socialaccount",
        provider=sociallogin.account.provider,
        uid=sociallogin.account.uid,
        reauthenticated=True,
    )


def _is_new(shown_at):
    """Not every log-in tells when it was; one that tells is held to it."""
    if shown_at is None:
        return True
    try:
        age = time.time() - float(shown_at)
    except (TypeError, ValueError):
        return False
    return age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
