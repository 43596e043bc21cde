from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class Remark(models.Model):
    """A question to the reporter or an answer, also with one who has given no name."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="dialogue")
    # Nobody when the reporter, whoever it is, wrote it without an account.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    is_from_reporter = models.BooleanField(_("from the reporter"))
    text = models.TextField(_("text"), max_length=5_000)
    # The form's key, so that two clicks on one button say it once.
    form_key = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.incident}: {self.at}"
