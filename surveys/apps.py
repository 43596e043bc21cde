from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = _("Employee surveys")

    def ready(self):
        """Offer its indices to goals."""
        import_module("surveys.offering")
