"""allauth's pages, without those that are not used here."""

from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn, edit_webauthn, remove_webauthn
from django.http import Http404
from django.urls import include, path
from django.views.defaults import page_not_found

from directory.views import again
from sam.reauthentication import recently_logged_in

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

# allauth asks nobody who has neither password nor factor; who comes by single sign-on is
# to show it there.
_ASKED = {
    "mfa_activate_totp": ("totp/activate/", activate_totp),
    "mfa_deactivate_totp": ("totp/deactivate/", deactivate_totp),
    "mfa_generate_recovery_codes": (
        "recovery-codes/generate/",
        generate_recovery_codes,
    ),
    "mfa_add_webauthn": ("webauthn/add/", add_webauthn),
    "mfa_edit_webauthn": ("webauthn/keys/<int:pk>/edit/", edit_webauthn),
    "mfa_remove_webauthn": ("webauthn/keys/<int:pk>/remove/", remove_webauthn),
}


def _closed(request, **_path):
    return page_not_found(request, Http404())


urlpatterns = [
    path("again/", again.show_again, name="show_again"),
    path("again/sign-on/", again.show_by_sign_on, name="show_by_sign_on"),
    path("again/go-on/", again.go_on, name="go_on"),
    *(path(each, _closed) for each in _CLOSED),
    *(
        path(f"2fa/{way}", recently_logged_in(view), name=name)
        for name, (way, view) in _ASKED.items()
    ),
    path("", include("allauth.urls")),
]
