"""Rounds, changes and risks."""

from django.db.models import Case, Exists, OuterRef, When
from django.utils.translation import gettext_lazy as _

from riskassessment.models import (
    ChangeAssessment,
    ChangeTransition,
    InspectionRound,
    Risk,
    RiskTransition,
    RoundTransition,
)
from sam.keeping import (
    SET_UP,
    RecordKind,
    destroy,
    everywhere,
    moved_to,
    preserve,
)


def _once_no_risk_is_open(of, closed):
    """What a round or a change has found is worked with until its risks are closed."""
    open_risks = Risk.objects.filter(**{of: OuterRef("pk")}, status=Risk.Status.OPEN)
    return Case(When(~Exists(open_risks), then=closed))


KEPT = [
    RecordKind(
        "rounds",
        _("Protocols of safety rounds"),
        lambda: InspectionRound.objects.all(),
        closed=_once_no_risk_is_open(
            "answer__round",
            moved_to(RoundTransition, "round", "closed", "cancelled"),
        ),
        dated="planned_on",
        persons=("planned_by",),
        goes_too=("riskassessment.Signature.round",),
        proposed={
            "SE": destroy(years=10),
            "NO": destroy(years=10),
            "DK": destroy(years=6),
        },
    ),
    RecordKind(
        "changes",
        _("Risk assessments before changes"),
        lambda: ChangeAssessment.objects.all(),
        closed=_once_no_risk_is_open(
            "change", moved_to(ChangeTransition, "change", "followed_up", "cancelled")
        ),
        dated="starts_on",
        persons=("created_by",),
        goes_too=("riskassessment.Signature.change", "riskassessment.Risk.change"),
        proposed=everywhere(preserve()),
    ),
    RecordKind(
        "risks",
        _("Risks of the register"),
        # The others go with the round or the change that found them.
        lambda: Risk.objects.filter(answer=None, change=None),
        closed=moved_to(RiskTransition, "risk", "closed", "withdrawn"),
        dated="rated_on",
        proposed=everywhere(destroy(years=10)),
    ),
]
STAYS = {
    "riskassessment.Checklist": SET_UP,
    "riskassessment.RoundSchedule": SET_UP,
}
