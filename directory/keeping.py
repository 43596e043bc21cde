"""Accounts opened and closed, and the directory's runs."""

from django.utils.translation import gettext_lazy as _

from directory.models import AccountEvent, Leaving, Run
from sam.keeping import DELETED_BY_ITSELF, SET_UP, RecordKind, destroy, everywhere

KEPT = [
    RecordKind(
        "account_events",
        _("What was done with accounts"),
        lambda: AccountEvent.objects.all(),
        closed="at",
        unit="",
        persons=("person", "by"),
        is_many=True,
        proposed=everywhere(destroy(years=2)),
    ),
    RecordKind(
        "directory_runs",
        _("Runs of the directory"),
        lambda: Run.objects.all(),
        closed="last_at",
        unit="",
        proposed=everywhere(destroy(months=6)),
    ),
    RecordKind(
        "leavings",
        _("Those who left, and who took over"),
        lambda: Leaving.objects.all(),
        closed="carried_out_at",
        unit="person__unit",
        dated="on",
        persons=("person", "receiver", "by"),
        proposed=everywhere(destroy(years=2)),
    ),
]
STAYS = {
    "directory.Group": SET_UP,
    "directory.GroupRole": SET_UP,
    "directory.Given": SET_UP,
    "directory.Token": SET_UP,
    "directory.Removal": DELETED_BY_ITSELF,
}
