"""What is kept of what happened, and of those who looked at it."""

from django.utils.translation import gettext_lazy as _

from incidents.models import (
    EmergencyAccess,
    Export,
    HistoryImport,
    Incident,
    Reading,
    ReportingLink,
    ResearchExport,
)
from sam.keeping import (
    OWN_CHOICE,
    SET_UP,
    Figures,
    RecordKind,
    destroy,
    destroy_texts,
    everywhere,
    preserve,
)

# What the annual reports and the authority's statistics count.
_COUNTED = Figures(
    {
        "incidents.Incident": (
            "number",
            "kind",
            "is_violence",
            "severity",
            "unit",
            "employed_unit",
            "occurred_on",
            "affected",
            "is_anonymous",
            "language",
            "reported_at",
            "form_key",
            "status",
            "cause",
            "known_at",
            "raised_at",
            "investigated_on",
            "feedback_on",
            "closed_at",
            "version",
            "external_id",
        ),
        "incidents.Details": (
            "age_group",
            "sex",
            "activity",
            "agent",
            "was_alone",
            "violence",
            "injury_type",
            "body_part",
            "absence",
            "absence_days",
        ),
        "incidents.Notice": (
            "incident",
            "rule",
            "raised_at",
            "due_at",
            "is_called_for",
            "sent_at",
            "waived_at",
        ),
        "incidents.Investigation": ("factors",),
    },
    told_in="description",
)
_PERSONS = ("reported_by", "responsible")


def _incidents(code, label, kinds, proposed, *, variants=""):
    return RecordKind(
        code,
        label,
        lambda: Incident.objects.filter(kind__in=kinds),
        closed="closed_at",
        dated="occurred_on",
        known_as="number",
        persons=_PERSONS,
        variants=variants,
        figures=_COUNTED,
        proposed=proposed,
    )


_Kind = Incident.Kind
_AFTER_TEN_YEARS = {
    "SE": destroy_texts(years=10),
    "NO": destroy_texts(years=10),
    "DK": destroy_texts(years=5),
}

KEPT = [
    _incidents(
        "injuries",
        _("Injury reports"),
        _Kind.injuries,
        everywhere(preserve()),
        variants="kind",
    ),
    _incidents(
        "victimisation",
        _("Reports of victimisation"),
        [_Kind.VICTIMISATION],
        everywhere(destroy_texts(years=10)),
    ),
    _incidents("near_misses", _("Near misses"), [_Kind.NEAR_MISS], _AFTER_TEN_YEARS),
    _incidents(
        "observations",
        _("Risk observations and suggestions"),
        [_Kind.RISK_OBSERVATION, _Kind.IMPROVEMENT],
        everywhere(destroy(years=5)),
        variants="kind",
    ),
    RecordKind(
        "reporting_links",
        _("Revoked reporting links"),
        lambda: ReportingLink.objects.all(),
        closed="revoked_at",
        persons=("person",),
        proposed=everywhere(destroy(years=1)),
    ),
    RecordKind(
        "incident_readings",
        _("Who has read incidents"),
        lambda: Reading.objects.all(),
        closed="at",
        unit="incident__unit",
        persons=("by",),
        is_many=True,
        proposed=everywhere(destroy(years=2)),
    ),
    RecordKind(
        "emergency_access",
        _("Names opened in an emergency"),
        lambda: EmergencyAccess.objects.all(),
        closed="opened_at",
        unit="incident__unit",
        persons=("by",),
        proposed=everywhere(destroy(years=10)),
    ),
    RecordKind(
        "incident_exports",
        _("Lists of incidents taken out"),
        lambda: Export.objects.all(),
        closed="created_at",
        unit="",
        persons=("user",),
        is_many=True,
        proposed=everywhere(destroy(years=2)),
    ),
    RecordKind(
        "research_exports",
        _("Extracts for research"),
        lambda: ResearchExport.objects.all(),
        closed="created_at",
        unit="",
        known_as="case_number",
        persons=("user",),
        proposed=everywhere(preserve()),
    ),
    RecordKind(
        "incident_imports",
        _("Imports of incidents from older systems"),
        lambda: HistoryImport.objects.all(),
        closed="created_at",
        unit="",
        persons=("by",),
        lets_go=("incidents.Incident.history_import",),
        proposed=everywhere(destroy(years=1)),
    ),
]
STAYS = {
    "incidents.Code": SET_UP,
    "incidents.DutySetting": SET_UP,
    "incidents.SavedFilter": OWN_CHOICE,
    "incidents.ChosenColumns": OWN_CHOICE,
}
