"""How old the last backup is, for the page on how the program runs (sam.health)."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from operations.models import Backup
from sam.health import Finding, State

# Made each night; one that failed is made the night after.
OLD, TOO_OLD = timedelta(days=2), timedelta(days=7)


def last_backup():
    last = Backup.objects.first()
    if last is None:
        return _finding(State.WARNING, _("No backup has been made."))
    made = timezone.localtime(last.made_at)
    words = _("Made %(time)s.") % {"time": date_format(made, "SHORT_DATETIME_FORMAT")}
    age = timezone.now() - last.made_at
    if age < OLD:
        return _finding(State.WELL, words)
    return _finding(State.BAD if age > TOO_OLD else State.WARNING, words)


def _finding(state, words):
    remedy = "" if state == State.WELL else _("Run “manage.py back_up” each night.")
    return Finding("backup", _("Last backup"), state, words, remedy)
