"""Introductions of new employees."""

from django.utils.translation import gettext_lazy as _

from introductions.models import Introduction, IntroductionTransition
from sam.keeping import ONLY_FIGURES, SET_UP, RecordKind, destroy, everywhere, moved_to

KEPT = [
    RecordKind(
        "introductions",
        _("Introductions of new employees"),
        lambda: Introduction.objects.all(),
        closed=moved_to(IntroductionTransition, "introduction", "done", "cancelled"),
        dated="starts_on",
        persons=("person", "supervisor"),
        proposed=everywhere(destroy(years=2)),
    )
]
STAYS = {
    "introductions.SurveyAnswer": ONLY_FIGURES,
    "introductions.IntroductionTemplate": SET_UP,
    "introductions.TemplateStep": SET_UP,
}
