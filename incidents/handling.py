"""What is done with an incident that others are told about, or that more than it keeps.

Whatever may change a duty to notify an authority goes through here.
"""

from django.db import transaction
from django.forms import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import alerts, notices, notifying, raising
from incidents.models import Details, EmergencyAccess, Incident, Investigation, Reading
from organisation.roles import in_charge, level_of
from riskassessment.models import Risk
from riskassessment.raising import tell_above
from sam.workflow import InvalidTransition


@transaction.atomic
def start(incident, *, by, severity=""):
    incident.start_investigation(by=by, responsible=incident.responsible)
    if severity:
        judge(incident, by=by, severity=severity, version=incident.version)


@transaction.atomic
def judge(incident, *, by, severity, version):
    incident.judge_severity(by=by, severity=severity, version=version)
    notices.raise_for(incident)


@transaction.atomic
def edit(incident, *, version, **changes):
    if Incident.objects.filter(pk=incident.pk, **changes).exists():
        return
    if incident.manager_part and _moves(incident, changes.get("unit")):
        there = {person.pk for person in in_charge(changes["unit"])}
        changes["barred"] = [*incident.barred, *(there - set(incident.barred))]
    incident.edit(version=version, **changes)
    if incident.responsible and incident.status != incident.Status.CLOSED:
        raising.keep_answered(incident)
        incident.move_plan()
    notices.raise_for(incident)


def _moves(incident, unit):
    """Asked of the database: the form has put the unit into `incident` already."""
    here = Incident.objects.filter(pk=incident.pk, unit=unit)
    return bool(unit) and not here.exists()


@transaction.atomic
def save_details(details, *, version):
    """Keep the details as they have been filled in; raises Stale, see `Incident.edit`."""
    kept = Details.objects.filter(pk=details.pk).first()
    if _are_alike(details, kept or Details(incident=details.incident)):
        return
    details.incident.edit(version=version)
    details.save()
    notices.raise_for(details.incident)


@transaction.atomic
def investigate(incident, *, version, findings, cause, **what):
    kept = Investigation.objects.filter(incident=incident).first() or Investigation()
    found = Incident.objects.filter(pk=incident.pk, findings=findings, cause=cause)
    if found.exists() and _are_alike(Investigation(**what), kept, fields=what):
        return
    incident.investigate(version=version, findings=findings, cause=cause)
    Investigation.objects.update_or_create(incident=incident, defaults=what)
    notices.raise_for(incident)


def _are_alike(row, kept, fields=None):
    """Whether saving the row would change nothing, which nobody else need know of."""
    return model_to_dict(row, fields) == model_to_dict(kept, fields)


@transaction.atomic
def conclude(incident, *, by, **conclusion):
    incident.conclude_investigation(by=by, **conclusion)
    notices.raise_for(incident)


@transaction.atomic
def comment(incident, *, by, text):
    """The safety representative's own words; earlier ones stay in the change log."""
    Investigation.objects.get_or_create(incident=incident)
    investigation = Investigation.objects.select_for_update().get(incident=incident)
    if not investigation.takes_comment_of(by):
        raise InvalidTransition(_("Another safety representative has commented."))
    investigation.representative_comment = text
    investigation.representative_commented_at = timezone.now()
    investigation.representative = by
    investigation.save(
        update_fields=[
            "representative",
            "representative_comment",
            "representative_commented_at",
        ]
    )
    notifying.representative_commented(investigation)


@transaction.atomic
def hand_over(incident, *, by, responsible):
    transition = incident.hand_over(by=by, responsible=responsible)
    notifying.incident_handed_over(incident, transition)


@transaction.atomic
def lift(incident, *, by, reason, also_to=()):
    """Give it to the level above, which then answers for it; the reporter is told where.

    `also_to` names bodies that get it too. Raises InvalidTransition where nobody is above.
    """
    people = raising.next_level(incident, besides=[by.pk])
    if not people:
        raise InvalidTransition(_("Nobody above the unit can take it over."))
    level = level_of(people[0], incident.unit)
    lifted_to = ", ".join(map(str, [level, *also_to]))
    before = incident.responsible
    transition = incident.lift(
        by=by, responsible=people[0], lifted_to=lifted_to, reason=reason
    )
    alerts.incident_lifted(incident, transition, before=before)


@transaction.atomic
def close(incident, *, by, risk_after=None, **feedback):
    incident.close(by=by, **feedback)
    if risk_after:
        likelihood, consequence = risk_after
        Investigation.objects.filter(incident=incident).update(
            likelihood_after=likelihood, consequence_after=consequence
        )
    notifying.incident_closed(incident)


@transaction.atomic
def put_in_register(incident, *, by, **what):
    """Let what it has shown stand as a risk of the unit, with the measures there are."""
    risk = Risk.objects.bring_up(unit=incident.unit, by=by, **what)
    incident.put_in_register(risk, by=by)
    tell_above(risk)


@transaction.atomic
def open_persons(incident, *, by, reason):
    """“Break the glass”: see who was affected for a day, and let the manager know."""
    access = EmergencyAccess.objects.create(incident=incident, by=by, reason=reason)
    notifying.persons_opened(access)


def note_reading(incident, *, by, what, handles=False):
    """Write down who has opened it; the first handler who does now knows of it."""
    Reading.objects.create(incident=incident, by=by, what=what)
    becomes_known = handles and not incident.known_at and incident.become_known()
    # What an older system handed over was notified from there.
    if becomes_known and not incident.external_id:
        notices.raise_for(incident)
