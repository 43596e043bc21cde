"""allauth's pages, without those that are not used here."""

from django.http import Http404
from django.urls import include, path
from django.views.defaults import page_not_found

# HR's directory says which address an account has and who is known where: nobody changes
# that by themselves. Who comes by single sign-on has no password.
_CLOSED = [
    "email/",
    "confirm-email/",
    "confirm-email/<path:rest>",
    "login/code/confirm/",
    "password/set/",
    "3rdparty/",
    "3rdparty/signup/",
    "social/<path:rest>",
    "saml/<slug:organization_slug>/sls/",
]


def _closed(request, **_path):
    return page_not_found(request, Http404())


urlpatterns = [
    *(path(each, _closed) for each in _CLOSED),
    path("", include("allauth.urls")),
]
