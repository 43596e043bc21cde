from django.conf import settings
from django.contrib.auth import middleware as auth
from django.contrib.auth.views import redirect_to_login
from django.middleware import locale
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from sam.languages import EVERYWHERE, speaks_all


class LocaleMiddleware(locale.LocaleMiddleware):
    """Speak a language that only some pages have on those alone, elsewhere the default.

    So that no page is half in one language and half in another.
    """

    def process_request(self, request):
        super().process_request(request)
        request.wanted_language = request.LANGUAGE_CODE
        if request.wanted_language not in EVERYWHERE:
            _speak(request, settings.LANGUAGE_CODE)

    def process_view(self, request, view, _arguments, _named):
        if speaks_all(view):
            _speak(request, request.wanted_language)


def _speak(request, language):
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()


class LoginRequiredMiddleware(auth.LoginRequiredMiddleware):
    """Keep htmx from swapping the login page into a corner of the page."""

    def handle_no_permission(self, request, view_func):
        if not request.htmx:
            return super().handle_no_permission(request, view_func)
        page = request.htmx.current_url_abs_path or "/"
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
