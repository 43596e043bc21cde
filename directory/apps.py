from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("accounts and the municipality's directory")

    def ready(self):
        # Only now are the models there that it asks.
        from directory import sessions  # noqa: F401
