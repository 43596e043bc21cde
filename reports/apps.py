from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Annual reports")

    def ready(self):
        """Offer its figures to goals, and to the wheel that a part is sent in."""
        import_module("reports.offering")
