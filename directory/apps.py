from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("accounts and the municipality's directory")

    def ready(self):
        # Models can be imported now, and not when this module is.
        import_string("directory.sessions.begin")


class SessionsConfig(UserSessionsConfig):
    """allauth's table of sessions; when rows come and go is ours (directory.sessions)."""

    def ready(self):
        pass
