import re

from django.contrib.auth import middleware as auth
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from sam import references
from sam.htmx import page_asked_from


class ReferenceMiddleware:
    """Each request has a number of its own, for the logs and for whoever meets a fault."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = references.begin()
        # For what is logged when this is over: the web server's log.
        request.META["sam.reference"] = references.current()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = references.current()
        finally:
            references.end(before)
        return response


# Characters that no text has.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class PlainAddressMiddleware:
    """Nothing stands at an address that no text in the database can be asked for by."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _CONTROL.search(request.path_info):
            raise Http404
        return self.get_response(request)


class LoginRequiredMiddleware(auth.LoginRequiredMiddleware):
    """Keep htmx from swapping the login page into a corner of the page."""

    def handle_no_permission(self, request, view_func):
        if not request.htmx:
            return super().handle_no_permission(request, view_func)
        page = page_asked_from(request)
        return HttpResponseClientRedirect(redirect_to_login(page).url)


class PrivateCacheMiddleware:
    """No page of a logged-in person stays in a cache on a shared computer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response
