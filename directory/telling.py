"""E-mails to a person about the own account: nobody else may notice in time."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mailing import outbox
from sam.dates import today


class Change(models.TextChoices):
    """What has changed, as the letter's first line says it."""

    PASSWORD = "password", _("Your password has been changed")
    FACTOR_ADDED = "factor_added", _("You have a new second factor")
    FACTOR_REMOVED = "factor_removed", _("A second factor of yours has been taken away")


def changed(person, change):
    """At most once a day of each kind: a key and its recovery codes come together."""
    _send(person, "account_changed", f"{change}:{today()}", what=change.label)


def new_device(person, device):
    _send(person, "account_new_device", str(timezone.now()), device=device)


def many_tries(person):
    """Once a day, however many there were."""
    _send(person, "account_tries", str(today()))


def _send(person, template, fact, **context):
    path = reverse("sessions")
    outbox.send(
        person,
        template,
        {"path": path, "at": timezone.now(), **context},
        about=f"{template}:{fact}",
        urgent=True,
    )
