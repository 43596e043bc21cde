"""allauth's forms of logging in, with what is ours."""

from allauth.account import forms as allauth
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from directory import sessions
from directory.passwords import LONGEST


class SharedDeviceForm(forms.Form):
    """What is asked before every log-in, wherever it is."""

    is_shared = forms.BooleanField(
        label=_("Others use this device, too"),
        help_text=_(
            "You are then logged out when the browser is closed, and when you have done nothing for a quarter of an hour."
        ),
        required=False,
    )


class LogInForm(SharedDeviceForm, allauth.LoginForm):
    field_order = ("login", "password", "is_shared")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        # Longer ones are nobody's, and would be work to try.
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST))

    def login(self, request, redirect_url=None):
        """allauth says how long the session lasts when it is done; then we do."""
        is_shared = self.cleaned_data["is_shared"]
        sessions.choose_shared(request, is_shared)
        response = super().login(request, redirect_url)
        if is_shared:
            request.session.set_expiry(0)
        return response
