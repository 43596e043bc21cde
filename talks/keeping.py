"""That talks were held, early action and sick leave: dates and codes, no words."""

from django.utils.translation import gettext_lazy as _

from sam.keeping import (
    ONLY_FIGURES,
    SET_UP,
    RecordKind,
    destroy,
    everywhere,
)
from talks.models import EarlySupport, SickLeave, Talk

_BETWEEN_TWO = _("Between the two, who set the day on which it is deleted.")

KEPT = [
    RecordKind(
        "talks",
        _("That talks were held"),
        lambda: Talk.objects.all(),
        closed="held_on",
        persons=("employee", "leader"),
        proposed=everywhere(destroy(years=2)),
    ),
    RecordKind(
        "early_support",
        _("Early action and support"),
        lambda: EarlySupport.objects.all(),
        closed="closed_on",
        dated="opened_on",
        persons=("employee", "opened_by", "hr_contact"),
        proposed=everywhere(destroy(years=2)),
    ),
    RecordKind(
        "sick_leave",
        _("Logs of sick leave"),
        lambda: SickLeave.objects.all(),
        closed="ended_on",
        dated="first_day",
        persons=("employee", "registered_by"),
        proposed={
            "SE": destroy(years=2),
            "NO": destroy(years=3),
            "DK": destroy(years=5),
        },
    ),
]
STAYS = {
    "talks.Preparation": _BETWEEN_TWO,
    "talks.AgreedGoal": _BETWEEN_TWO,
    "talks.TalkSettings": SET_UP,
    "talks.TalkTemplate": SET_UP,
    "talks.SupportLink": SET_UP,
    "talks.OpinionCount": ONLY_FIGURES,
    "talks.TalkCount": ONLY_FIGURES,
}
