"""Logging in: whose account an e-mail address is, and what allauth asks us of it."""

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter

from organisation.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts come from HR's directory; nobody makes one by themselves."""
        return False

    def authenticate(self, request, **credentials):
        """Also by an address that is kept apart from its account."""
        person = User.objects.reached_at(credentials.get("email") or "").first()
        if person:
            credentials["email"] = person.email
        return super().authenticate(request, **credentials)


class ResetPasswordForm(forms.ResetPasswordForm):
    def clean_email(self):
        """Also by an address that is kept apart; the letter goes to what was typed."""
        email = super().clean_email()
        active = User.objects.reached_at(email).filter(is_active=True)
        self.users = self.users or list(active)
        return email
