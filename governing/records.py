"""Records of this room and those below it that show how a unit meets its duties."""

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure, PlanGoal, WorkEnvironmentPlan
from governing.models import (
    Acknowledgement,
    ControlReview,
    DocumentVersion,
    GoneThrough,
    Kind,
)
from incidents.models import Incident
from organisation.models import Appointment
from organisation.records import Record, within
from representatives.models import RepRequest
from riskassessment.models import ChangeAssessment, InspectionRound, Risk


def _documents(*kinds):
    def find(unit):
        in_force = DocumentVersion.objects.in_force().values("pk")
        versions = DocumentVersion.objects.filter(pk__in=in_force)
        return versions.filter(
            document__kind__in=kinds, document__unit__in=unit.lineage
        )

    return find


def _documents_about(words, place, *kinds):
    return Record(words, place, _documents(*kinds), F("decided_on"))


def _rounds(unit):
    return within(InspectionRound.objects.filter(carried_out_on__isnull=False), unit)


def _active_measures(unit):
    return _rounds(unit).filter(checklists__area="active_measures").distinct()


def _plans(unit):
    plans = WorkEnvironmentPlan.objects.exclude(status="draft")
    return plans.filter(Q(unit__lineage__contains=[unit.pk]) | Q(unit__in=unit.lineage))


def _goals(unit):
    return PlanGoal.objects.filter(plan__in=_plans(unit).order_by().values("pk"))


def _incidents(unit):
    """Without what concerns the unit's own manager, who opens the page too."""
    return within(Incident.objects.exclude(manager_part="involved"), unit)


def _appointments(unit):
    return within(Appointment.objects.in_force(), unit)


RECORDS = {
    "laws": _documents_about(
        _("Overviews of laws"), "governing:document_list?kind=laws", Kind.LAWS
    ),
    "policies": _documents_about(
        _("Policies"),
        "governing:document_list?kind=policy",
        Kind.POLICY,
        Kind.SUB_POLICY,
    ),
    "routines": _documents_about(
        _("Routines and guidelines"),
        "governing:document_list?kind=routine",
        Kind.ROUTINE,
        Kind.GUIDELINE,
    ),
    "instructions": _documents_about(
        _("Instructions at risks"),
        "governing:document_list?kind=instruction",
        Kind.INSTRUCTION,
    ),
    "roles": _documents_about(
        _("Descriptions of roles"), "governing:document_list?kind=role", Kind.ROLE
    ),
    "acknowledgements": Record(
        _("Confirmations that documents are read"),
        "governing:document_list",
        lambda unit: within(Acknowledgement.objects, unit, path="person__unit"),
        F("confirmed_on"),
    ),
    "gone_through": Record(
        _("Documents gone through with the group"),
        "governing:matrix",
        lambda unit: within(GoneThrough.objects.standing(), unit),
        F("held_on"),
    ),
    "reviews": Record(
        _("Yearly reviews"),
        "governing:control",
        lambda unit: within(ControlReview.objects, unit),
        F("held_on"),
    ),
    "goals": Record(
        _("Goals in work environment plans"),
        "plans:plan_list",
        _goals,
        F("plan__decided_on"),
    ),
    "plans": Record(
        _("Work environment plans"), "plans:plan_list", _plans, F("decided_on")
    ),
    "measures": Record(
        _("Measures"),
        "actionplans:measure_list",
        lambda unit: within(Measure.objects, unit),
        TruncDate("created_at"),
    ),
    "effects": Record(
        _("Measures whose effect is judged"),
        "actionplans:measure_list",
        lambda unit: within(
            Measure.objects.filter(effect_judged_on__isnull=False), unit
        ),
        F("effect_judged_on"),
    ),
    "rounds": Record(
        _("Rounds carried out"),
        "riskassessment:round_list",
        _rounds,
        F("carried_out_on"),
    ),
    "active_measures": Record(
        _("Rounds about active measures"),
        "riskassessment:round_list",
        _active_measures,
        F("carried_out_on"),
    ),
    "risks": Record(
        _("Risks assessed"),
        "riskassessment:risk_list",
        lambda unit: within(Risk.objects.standing(), unit),
        F("rated_on"),
    ),
    "changes": Record(
        _("Risk assessments before changes"),
        "riskassessment:change_list",
        lambda unit: within(ChangeAssessment.objects, unit),
        TruncDate("created_at"),
    ),
    "incidents": Record(
        _("Incidents reported"),
        "incidents:list",
        _incidents,
        TruncDate("reported_at"),
    ),
    "requests": Record(
        _("Requests of safety representatives"),
        "representatives:request_list",
        lambda unit: within(RepRequest.objects.exclude(status="draft"), unit),
        TruncDate("sent_at"),
    ),
    "appointments": Record(
        _("Managers and safety representatives"),
        "",
        _appointments,
        F("valid__startswith"),
    ),
}
