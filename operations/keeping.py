"""That backups have been made."""

from django.utils.translation import gettext_lazy as _

STAYS = {
    "operations.Backup": _("It says that a backup was made, and when, and of nobody.")
}
