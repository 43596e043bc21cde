from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountEvent(models.Model):
    """What an administrator did with somebody's account; never why, nor what it held."""

    class What(models.TextChoices):
        LEFT = "left", _("Leaves")
        CAME_BACK = "came_back", _("Came back")
        PROTECTED = "protected", _("Identity protected")
        UNPROTECTED = "unprotected", _("Identity no longer protected")
        LOGGED_OUT = "logged_out", _("Logged out everywhere")
        FACTOR_RESET = "factor_reset", _("Second factor reset")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="account_events"
    )
    what = models.CharField(max_length=20, choices=What)
    # Nobody when the directory or the calendar did it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_what_display()
