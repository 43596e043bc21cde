from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("accounts and the municipality's directory")

    def ready(self):
        # Models can be imported now, and not when this module is.
        import_string("directory.sessions.note_log_in")
