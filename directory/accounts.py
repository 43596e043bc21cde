"""Logging in: whose account an e-mail address is, who may use a password, what comes after
it; and whose account it is that another program has let in."""

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse

from directory import sign_on
from organisation.models import User
from sam.reauthentication import has_shown_recently


def may_use_password(address):
    """Everyone, or those alone who get in when single sign-on is down."""
    named = settings.PASSWORDS_FOR
    return "all" in named or address.strip().lower() in named


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts come from HR's directory; nobody makes one by themselves."""
        return False

    def authenticate(self, request, **credentials):
        """Also by an address that is kept apart from its account."""
        address = credentials.get("email") or ""
        if not may_use_password(address):
            return None
        if person := User.objects.reached_at(address).first():
            credentials["email"] = person.email
        return super().authenticate(request, **credentials)

    def get_login_stages(self):
        """The second factor as this municipality wants it."""
        stages = super().get_login_stages()
        asked = "allauth.mfa.stages.AuthenticateStage"
        ours = "directory.second_factor.AuthenticateStage"
        return [ours if each == asked else each for each in stages]

    def is_reauthentication_required(self, *, app, **kwargs):
        """By our own word for it: who has just logged in has shown it."""
        return not has_shown_recently(self.request)

    def get_reauthentication_methods(self, user):
        """Not a password that lets nobody in; and the log-in of the municipality."""
        ways = super().get_reauthentication_methods(user)
        if not (user.is_authenticated and may_use_password(user.address)):
            ways = [each for each in ways if each["id"] != "reauthenticate"]
        if sign_on.linked_providers(self.request):
            way = {
                "id": "single_sign_on",
                "description": "",
                "url": reverse("show_by_sign_on"),
            }
            ways.append(way)
        return ways

    def send_notification_mail(self, *args, **kwargs):
        """None: what was done with an account stands in the account."""


class ResetPasswordForm(forms.ResetPasswordForm):
    def clean_email(self):
        """Also by an address that is kept apart; the letter goes to what was typed."""
        email = super().clean_email()
        active = User.objects.reached_at(email).filter(is_active=True)
        self.users = list(active) if may_use_password(email) else []
        return email


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Let in whom the municipality knows already; the others are told to ask HR.

        Of what the other program tells nothing is kept but who it is there.
        """
        told, app = sociallogin.account.extra_data, _settings_of(sociallogin)
        sociallogin.account.extra_data = {}
        if sign_on.is_no_log_in(sociallogin):
            sign_on.note_came_back(request, sociallogin, told)
            return
        if sociallogin.is_existing:
            SocialAccount.objects.filter(pk=sociallogin.account.pk).update(
                extra_data={}
            )
            person = sociallogin.user
        else:
            person = _known(sociallogin, told, app) or _made(sociallogin, told, app)
        if person is None:
            raise ImmediateHttpResponse(
                render(request, "account/signup_closed.html", status=403)
            )
        if not person.is_active:
            raise ImmediateHttpResponse(redirect("account_inactive"))
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)


def _settings_of(sociallogin):
    return sociallogin.account.get_provider().app.settings


def _known(sociallogin, told, app):
    """Whom the directory's id names, else the address if that is to be trusted.

    Not somebody who is known there by another account already.
    """
    found = None
    if key := _told_id(told, app):
        found = User.objects.filter(external_id=key).first()
    if not found and (address := _address(sociallogin, app)):
        found = User.objects.reached_at(address).first()
    others = SocialAccount.objects.filter(
        user=found, provider=sociallogin.account.provider
    )
    return None if found and others.exists() else found


def _told_id(told, app):
    value = told.get(app["id_claim"]) if app.get("id_claim") else None
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    return str(value) if value else None


def _address(sociallogin, app):
    """One that the other program vouches for, or whose every address is its own."""
    for each in sociallogin.email_addresses:
        if each.verified is True or app.get("trusts_email"):
            return each.email
    return None


def _made(sociallogin, told, app):
    """A new account without any role, where the municipality wants that."""
    address = _address(sociallogin, app)
    if not (settings.SSO_CREATES_ACCOUNTS and address):
        return None
    if User.objects.reached_at(address).exists():
        return None
    return User.objects.create_user(address, name=told.get("name") or address)
