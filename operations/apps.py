from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from sam import health


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = _("Running the program")

    def ready(self):
        # Models can be imported now, and not when this module is.
        import_module("sam.checks")
        health.offer(import_string("operations.condition.last_backup"))
