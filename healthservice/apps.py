from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class HealthServiceConfig(AppConfig):
    name = "healthservice"
    verbose_name = _("Occupational health service")

    def ready(self):
        # The list of kinds is there as soon as its table is. Models can be imported now,
        # and not when this module is.
        load_kinds = import_string("healthservice.shipped.load_kinds")
        post_migrate.connect(load_kinds, sender=self)
