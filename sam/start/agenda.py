"""What one person has to do, from incidents, measures and rounds, in one list by date."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplans.models import Measure
from incidents.models import Incident, Notice
from incidents.models.incident import UNINVESTIGATED_DAYS
from incidents.notices import with_duties
from organisation.models import Appointment, Role, UnitPermission, User
from organisation.permissions import granted_units
from organisation.roles import MANAGERS
from representatives.models import RepRequest, StopWork
from riskassessment.models import ChangeAssessment, InspectionRound, Risk
from sam.dates import today
from ui.text import shortened

SOON = timedelta(days=14)
# Of each kind; whoever has more reaches the rest from the lists.
MOST = 50


class Task(NamedTuple):
    title: str
    url: str
    detail: str
    # Nothing that a date is set for is to be done as soon as possible.
    due_on: date | None = None
    waits_for_others: bool = False
    # The name of the manager for whom one stands in.
    on_behalf_of: str = ""
    # What the law counts by the hour comes before all else.
    is_notice: bool = False
    is_late: bool = False

    @property
    def group(self):
        if self.is_late:
            return "overdue"
        if self.waits_for_others:
            return "later"
        if self.due_on and self.due_on < today():
            return "overdue"
        return "soon" if not self.due_on or self.due_on <= today() + SOON else "later"

    @property
    def status(self):
        if self.group == "overdue":
            return _("Overdue")
        return _("Waiting") if self.waits_for_others else ""

    @property
    def tone(self):
        return "danger" if self.group == "overdue" else "neutral"


def agenda(user):
    """The person's tasks in three groups, each with the most urgent first."""
    tasks = [
        *_of_incidents(user),
        *_measures(user),
        *_rounds(user),
        *_risks(user),
        *_changes(user),
        *_requests(user),
        *_stops(user),
    ]
    tasks.sort(
        key=lambda task: (
            task.waits_for_others,
            not task.is_notice,
            task.due_on or today(),
        )
    )
    return {
        group: [task for task in tasks if task.group == group]
        for group in ["overdue", "soon", "later"]
    }


def _of_incidents(user):
    if not granted_units(user, UnitPermission.HANDLE_INCIDENTS).units:
        return []
    handled = Incident.objects.handled_by(user).filter(responsible__in=_answers(user))
    return [*_notices(user, handled), *_incidents(user, handled)]


def _answers(user):
    """The person, and the managers of the units where they stand in by calendar today."""
    appointments = Appointment.objects.in_force()
    units = appointments.filter(
        user=user, role=Role.SUBSTITUTE, valid__endswith__isnull=False
    )
    managers = appointments.filter(unit__in=units.values("unit"), role__in=MANAGERS)
    own = User.objects.filter(pk=user.pk).order_by()
    return own.values("pk").union(managers.order_by().values("user"))


def _notices(user, incidents):
    """Duties to notify an authority, until they are done, also of what is closed."""
    notices = Notice.objects.outstanding().filter(incident__in=incidents.values("pk"))
    notices = notices.select_related(
        "incident__unit", "incident__details", "incident__responsible"
    )
    for incident, duty in with_duties(notices.order_by("due_at", "pk")[:MOST]):
        is_own = incident.responsible_id == user.pk
        yield Task(
            title=_("Notify %(authority)s: %(what)s")
            % {
                "authority": duty.authority,
                "what": shortened(incident.description),
            },
            url=duty.get_absolute_url(),
            detail=f"{incident.unit} · {incident}",
            due_on=duty.due_at and timezone.localdate(duty.due_at),
            on_behalf_of="" if is_own else incident.responsible.name,
            is_notice=True,
            is_late=duty.is_late,
        )


def _incidents(user, incidents):
    incidents = incidents.open().for_list()
    incidents = incidents.annotate(
        answers=F("responsible"), answers_name=F("responsible__name")
    )
    for incident in incidents.order_by("reported_at", "pk")[:MOST]:
        is_new = incident.status == Incident.Status.REPORTED
        days = timedelta(days=UNINVESTIGATED_DAYS)
        yield Task(
            title=_todo(incident) % {"what": shortened(incident.beginning)},
            url=incident.get_absolute_url(),
            detail=f"{incident.unit} · {incident}",
            due_on=timezone.localdate(incident.reported_at) + days if is_new else None,
            waits_for_others=incident.has_open_measures
            or incident.has_unjudged_measures,
            on_behalf_of="" if incident.answers == user.pk else incident.answers_name,
        )


def _todo(incident):
    if incident.status == Incident.Status.REPORTED:
        return _("Begin the investigation: %(what)s")
    if incident.status == Incident.Status.INVESTIGATING:
        return _("Investigate: %(what)s")
    if incident.has_open_measures:
        return _("Measures going on: %(what)s")
    if incident.has_unjudged_measures:
        return _("Awaiting effect: %(what)s")
    return _("Close: %(what)s")


def _measures(user):
    measures = Measure.objects.filter(responsible=user).unfinished()
    for measure in measures.select_related("unit")[:MOST]:
        todo = _("Carry out: %(what)s") if measure.is_open else _("Judge: %(what)s")
        yield Task(
            title=todo % {"what": measure.activity},
            url=f"{measure.get_absolute_url()}#act",
            detail=str(measure.unit),
            due_on=measure.due_on if measure.is_open else measure.effect_due_on,
        )


def _rounds(user):
    rounds = InspectionRound.objects.to_do_for(user).select_related("unit")
    for round in rounds.order_by("planned_on", "pk")[:MOST]:
        reviews = round.is_in_review and user.has_perm(
            "organisation.review_rounds", round
        )
        yield Task(
            title=_todo_of(round, reviews) % {"what": round.title},
            url=_page_of(round),
            detail=str(round.unit),
            due_on=round.planned_on if round.is_walked else None,
            waits_for_others=round.is_in_review and not reviews,
        )


def _risks(user):
    """To weigh anew, and of each unit that is closed that there are any to move."""
    risks = Risk.objects.to_do_for(user).select_related("unit")
    closed_units = set()
    for risk in risks.order_by("-weight", "pk")[:MOST]:
        if not risk.unit.closed_on:
            yield Task(
                title=_("Weigh anew: %(what)s") % {"what": shortened(risk.description)},
                url=f"{risk.get_absolute_url()}?act=weigh#act",
                detail=str(risk.unit),
            )
        elif risk.unit not in closed_units:
            closed_units.add(risk.unit)
            yield Task(
                title=_("Move the risks of a unit that is closed"),
                url=reverse("riskassessment:closed_unit", args=[risk.unit_id]),
                detail=str(risk.unit),
            )


def _todo_of(round, reviews):
    if reviews:
        return _("Review and sign: %(what)s")
    if round.is_in_review:
        return _("With the safety representative: %(what)s")
    if round.is_signed:
        return _("Decide on the risks and close: %(what)s")
    if round.lacks_a_time:
        return _("Choose a time and invite: %(what)s")
    return _("Walk the round: %(what)s")


def _page_of(round):
    """Where that is done."""
    if round.lacks_a_time:
        return reverse("riskassessment:round_change", args=[round.pk])
    return round.get_absolute_url()


def _requests(user):
    requests = RepRequest.objects.to_do_for(user).select_related("unit")
    for request in requests.order_by("answer_due_on", "pk")[:MOST]:
        if request.is_draft:
            todo = _("Send the request: %(what)s")
        elif request.representative_id == user.pk:
            todo = _("Read the answer: %(what)s")
        else:
            todo = _("Answer the request: %(what)s")
        waits_for_answer = not request.is_draft and not request.is_answered
        yield Task(
            title=todo % {"what": shortened(request.problem)},
            url=request.get_absolute_url(),
            detail=str(request),
            due_on=request.answer_due_on if waits_for_answer else None,
        )


def _stops(user):
    """Nothing comes before them but what is counted by the hour."""
    stops = StopWork.objects.to_do_for(user).select_related("unit")
    for stop in stops.order_by("stopped_at", "pk")[:MOST]:
        if stop.representative_id == user.pk:
            todo = _("Lift the stop when the danger is gone: %(what)s")
        else:
            todo = _("Remove the danger: %(what)s")
        yield Task(
            title=todo % {"what": shortened(stop.scope)},
            url=stop.get_absolute_url(),
            detail=str(stop),
            is_notice=True,
        )


def _changes(user):
    changes = ChangeAssessment.objects.to_do_for(user).select_related("unit")
    for change in changes.order_by("decision_due_on", "pk")[:MOST]:
        reviews = change.is_in_review and user.has_perm(
            "organisation.review_rounds", change
        )
        yield Task(
            title=_todo_before(change, reviews) % {"what": change.title},
            url=change.get_absolute_url(),
            detail=str(change.unit),
            due_on=change.decision_due_on
            if change.is_undecided
            else change.follow_up_on,
            waits_for_others=change.is_in_review and not reviews,
        )


def _todo_before(change, reviews):
    if reviews:
        return _("Review the risk assessment: %(what)s")
    if change.is_draft:
        return _("Assess the risks before the decision: %(what)s")
    if change.is_in_review:
        return _("With the safety representative: %(what)s")
    if change.is_undecided:
        return _("Decide on the change: %(what)s")
    return _("Follow up the change: %(what)s")
