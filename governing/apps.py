from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoverningConfig(AppConfig):
    name = "governing"
    verbose_name = _("Policies and routines")
