"""The second factor: of whom it is demanded, when it has been shown, and how its secret is
kept."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals, stages
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from directory import sessions, telling
from directory.models import AccountEvent
from organisation.models import Appointment
from sam import keys

# Pages that one needs to get a second factor, or to leave.
_OPEN = ("/account/", "/static/", "/language/")
_SHOWN = "second_factor_shown"


class MfaAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user):
        """The own address, on the own telephone."""
        return user.address

    def can_delete_authenticator(self, authenticator):
        """Not the last one of who must have any; another can be added first."""
        others = Authenticator.objects.filter(user=authenticator.user)
        others = others.exclude(pk=authenticator.pk).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        return others.exists() or not is_demanded_of(authenticator.user)


def _cipher():
    """With a key of its own, from the secret that the database does not have."""
    return keys.cipher("second factor")


class AuthenticateStage(stages.AuthenticateStage):
    """Asks who has a second factor, unless single sign-on has asked already."""

    def _should_handle(self, request):
        by_sso = "sociallogin" in (self.login.signal_kwargs or {})
        if by_sso and settings.SSO_HAS_SECOND_FACTOR:
            return False
        return super()._should_handle(request)


@receiver(signals.authenticator_added)
def note_that_it_was_shown(request, user, authenticator, **_details):
    """Who has just made one has shown it; allauth has no other word for that moment."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session[_SHOWN] = str(user.pk)
        # It comes when the transaction is done: the answer may be on its way.
        request.session.save()


class SecondFactorMiddleware:
    """Whoever must have a second factor gets one before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SECOND_FACTOR_FOR and _is_missing(request):
            return _way_to_one(request)
        return self.get_response(request)


def _way_to_one(request):
    """To make one; to show it, for who has one but came in before it was made."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    if Authenticator.objects.filter(user=request.user, type__in=types).exists():
        page = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('mfa_reauthenticate')}?{page}")
    messages.info(request, _("You must have a second factor here. Choose one."))
    return redirect("mfa_index")


def _is_missing(request):
    if not request.user.is_authenticated or request.path.startswith(_OPEN):
        return False
    if request.session.get(_SHOWN) == str(request.user.pk):
        return False
    if _has_shown(request):
        request.session[_SHOWN] = str(request.user.pk)
        return False
    return is_demanded_of(request.user)


def _has_shown(request):
    records = get_authentication_records(request, request.user)
    methods = {each["method"] for each in records}
    return "mfa" in methods or (
        settings.SSO_HAS_SECOND_FACTOR and "socialaccount" in methods
    )


def is_demanded_of(user):
    """By the roles that the person has today."""
    if "all" in settings.SECOND_FACTOR_FOR:
        return True
    roles = Appointment.objects.in_force().filter(
        user=user, role__in=settings.SECOND_FACTOR_FOR
    )
    return roles.exists()


@transaction.atomic
def reset(person, *, by):
    """How many were taken away; the person makes new ones at the next log-in."""
    number, _models = Authenticator.objects.filter(user=person).delete()
    if number:
        sessions.end_all(person)
        telling.changed(person, telling.Change.FACTOR_REMOVED)
        AccountEvent.objects.create(
            person=person, what=AccountEvent.What.FACTOR_RESET, by=by
        )
    return number
