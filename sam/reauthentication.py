"""That somebody has shown lately that it is they who sit there, before what cannot be undone
and what opens much (docs/decisions/reauthentication.md)."""

import time
from functools import wraps

from django.conf import settings
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from sam.htmx import page_asked_from

_SHOWN_AT = "shown_at"
_KEPT = "kept_request"
# A form of many fields with long texts; more is not kept in the session.
_MOST_KEPT = 100_000


def recently_logged_in(view=None, *, when=None):
    """A view for who has logged in, or shown it anew, in the last quarter of an hour.

    Others are asked first and come back. What they sent is kept meanwhile, and done when
    they say so once more; files are not kept. With `when`, a function of the request and
    the address's arguments, only where that is true. It stands below what says who may.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            is_asked = when is None or when(request, *args, **kwargs)
            if is_asked and not has_shown_recently(request):
                return _to_show(request)
            if is_asked and request.method == "POST":
                forget_kept(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate(view) if view else decorate


def acts(*names):
    """For `when`: only these of a view's acts, which its address calls `name`."""

    def is_one_of_them(request, *args, name, **kwargs):
        return name in names

    return is_one_of_them


def is_sent(request, *args, **kwargs):
    """For `when`: not who only looks."""
    return request.method == "POST"


def note_shown(request):
    """From now on it is recent: after a log-in, or the password or factor once more."""
    request.session[_SHOWN_AT] = time.time()


def has_shown_recently(request):
    age = time.time() - request.session.get(_SHOWN_AT, 0)
    return 0 <= age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def kept_request(request):
    """(address, fields) of what was sent and waits, or none."""
    kept = request.session.get(_KEPT)
    return kept and (kept["path"], QueryDict(kept["fields"]))


def forget_kept(request):
    if _KEPT in request.session:
        del request.session[_KEPT]


def _to_show(request):
    page = request.get_full_path()
    if request.method == "POST":
        page = _kept(request) or page
    elif request.htmx:
        page = page_asked_from(request)
    way = f"{reverse('show_again')}?{urlencode({'next': page})}"
    return HttpResponseClientRedirect(way) if request.htmx else redirect(way)


def _kept(request):
    """Where it goes on, with what was sent; nothing when it cannot be kept."""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    sent = fields.urlencode()
    if request.FILES or len(sent) > _MOST_KEPT:
        return None
    request.session[_KEPT] = {"path": request.get_full_path(), "fields": sent}
    return reverse("go_on")
