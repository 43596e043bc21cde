"""allauth's forms of the second factor, in our words."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _


def _code():
    return forms.CharField(
        label=_("Code"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


def _name(**kwargs):
    return forms.CharField(
        label=_("What do you call the key?"), max_length=100, **kwargs
    )


class AuthenticateForm(base.AuthenticateForm):
    code = _code()


class ReauthenticateForm(base.ReauthenticateForm):
    code = _code()


class ActivateForm(totp.ActivateTOTPForm):
    code = _code()


class AddKeyForm(webauthn.AddWebAuthnForm):
    name = _name(required=False)


class NameKeyForm(webauthn.EditWebAuthnForm):
    name = _name()
