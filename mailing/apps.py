from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from sam import health


class MailingConfig(AppConfig):
    name = "mailing"
    verbose_name = _("E-mail")

    def ready(self):
        # Models can be imported now, and not when this module is.
        parts = "outbox", "returned"
        health.offer(*(import_string(f"mailing.condition.{part}") for part in parts))
