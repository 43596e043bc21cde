from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthServiceConfig(AppConfig):
    name = "healthservice"
    verbose_name = _("Occupational health service")
