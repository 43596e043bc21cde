"""Addresses for machines that watch over the program: without log-in, without persons.

Each tells yes or no to everybody, by its status; what is the matter it tells who asks from
this machine itself, or has the token of SAM_MONITORING_TOKEN (docs/decisions/health.md).
"""

from importlib import import_module
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sam import health


def _for_machines(view):
    """Open to all, and without a transaction, which would need the database."""
    for decorate in (
        require_safe,
        never_cache,
        login_not_required,
        transaction.non_atomic_requests,
    ):
        view = decorate(view)
    return view


@_for_machines
def live(request):
    """The process answers. Asks nothing else: one that is started anew because the
    database is away does not bring it back."""
    return JsonResponse({"status": "ok"})


@_for_machines
def ready(request):
    """This host can answer people, so that a proxy may send them here."""
    return _answer(request, health.ready)


@_for_machines
def whole(request):
    """Everything works, also what people do not see: for an alarm."""
    return _answer(request, health.whole)


@_for_machines
def metrics(request):
    if not (settings.METRICS and _may_look(request)):
        raise Http404
    # Only where it is asked for: it begins to count when it is imported.
    content, content_type = import_module("sam.metrics").exposition()
    return HttpResponse(content, content_type=content_type)


def _answer(request, check):
    with translation.override("en"):
        findings = check()
        is_well = not any(finding.is_bad for finding in findings)
        content = {"status": "ok" if is_well else "unavailable"}
        if _may_look(request):
            content["checks"] = {
                each.name: {"state": str(each.state), "words": str(each.words)}
                for each in findings
            }
        return JsonResponse(content, status=200 if is_well else 503)


def _may_look(request):
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.MONITORING_TOKEN
    if wanted and kind.lower() == "bearer":
        return constant_time_compare(token, wanted)
    return _is_of_this_machine(request)


def _is_of_this_machine(request):
    """A proxy on it asks for others, and says so."""
    for_others = {"X-Forwarded-For", "Forwarded"} & set(request.headers)
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and not for_others
