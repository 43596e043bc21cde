from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from operations import destroyed
from sam import health


class RetentionConfig(AppConfig):
    name = "retention"
    verbose_name = _("Retention")

    def ready(self):
        # Models can be imported now, and not when this module is.
        health.offer(import_string("retention.condition.destruction"))
        destroyed.again_by(import_string("retention.again.destroy_again_from"))
