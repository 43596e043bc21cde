"""What proves how records were kept stays as long as the municipality has the program."""

from django.utils.translation import gettext_lazy as _

from retention.models import Package
from sam.keeping import RecordKind, everywhere, preserve

_PROOF = _("It proves what was decided and destroyed, and does not say what it was.")

KEPT = [
    RecordKind(
        "packages",
        _("Packages for the e-archive"),
        lambda: Package.objects.all(),
        closed="received_on",
        dated="made_at",
        persons=("made_by",),
        proposed=everywhere(preserve()),
    )
]
STAYS = dict.fromkeys(
    [
        "retention.Rule",
        "retention.Hold",
        "retention.Warning",
        "retention.Thinned",
        "retention.Run",
        "retention.RunTransition",
        "retention.Item",
        "retention.Leftover",
        "retention.Entry",
    ],
    _PROOF,
)
