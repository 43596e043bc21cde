"""What one person has to do, of each kind, as rows alike: read together in one query.

A kind is a function that gives a queryset of its tasks, the most urgent first. What each
row says, and where it leads, stands in `words`.
"""

from datetime import timedelta

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate
from django.utils import timezone

from actionplans.models import ActionPlan, Escalation, Measure
from incidents.models import Incident, Notice, Remark
from incidents.models.incident import UNINVESTIGATED_DAYS
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from reports.models import Report
from representatives.models import RepRequest, StopWork
from riskassessment.models import ChangeAssessment, InspectionRound, Risk
from sam.dates import today
from sam.start import rooms
from sam.start.columns import Row, answering, first_of, manager, rows_of


def rows(user, *, most):
    """At most so many of each kind."""
    first, *others = (kind(user)[:most] for kind in KINDS)
    return [Row(*row) for row in first.union(*others, all=True)]


# Incidents


def notices(user):
    """Duties to notify an authority, until they are done, also of what is closed."""
    incidents = _incidents_of(user).values("pk")
    return rows_of(
        Notice.objects.outstanding().filter(incident__in=incidents),
        "notice",
        # The country's rules know the authority.
        todo=F("rule"),
        id="incident",
        what="incident__description",
        unit="incident__unit__name",
        number=F("incident__number"),
        due_on=TruncDate("due_at"),
        is_late=Q(due_at__lt=timezone.now()),
        on_behalf_of=manager(user, "incident__responsible"),
        by=["due_at"],
    )


def incidents(user):
    newest = Remark.objects.filter(incident=OuterRef("pk")).order_by("-at", "-pk")
    begin_by = TruncDate(F("reported_at") + timedelta(days=UNINVESTIGATED_DAYS))
    found = _incidents_of(user).open().with_measures()
    return rows_of(
        found.annotate(
            reporter_spoke_last=Coalesce(
                Subquery(newest.values("is_from_reporter")[:1]), False
            )
        ),
        "incident",
        todo=first_of(
            reporter=Q(reporter_spoke_last=True),
            begin=Q(status="reported"),
            investigate=Q(status="investigating"),
            measures=Q(has_open_measures=True),
            effect=Q(has_unjudged_measures=True),
            default="close",
        ),
        what="description",
        number=F("number"),
        due_on=Case(When(status="reported", then=begin_by)),
        waits=~Q(reporter_spoke_last=True)
        & (Q(has_open_measures=True) | Q(has_unjudged_measures=True)),
        on_behalf_of=manager(user, "responsible"),
        by=["reported_at"],
    )


def _incidents_of(user):
    rights = (UnitPermission.HANDLE_INCIDENTS, UnitPermission.MANAGE_YEAR)
    if not any(granted_units(user, right).units for right in rights):
        return Incident.objects.none()
    return Incident.objects.handled_by(user).filter(responsible__in=answering(user))


# Measures and what is lifted


def measures(user):
    """To be carried out, or to be judged for their effect."""
    is_done = Q(status=Measure.Status.DONE)
    has_day = is_done | Q(timing__in=Measure.Timing.with_deadline)
    day = Case(When(is_done, then=F("effect_due_on")), default=F("due_on"))
    return rows_of(
        Measure.objects.filter(responsible=user).unfinished(),
        "measure",
        todo=first_of(
            judge=is_done,
            carry_out=has_day,
            go_on=Q(timing=Measure.Timing.CONTINUOUS),
            default="when_it_happens",
        ),
        what="activity",
        due_on=Case(When(has_day, then=day)),
        waits=~has_day,
        by=[day],
    )


def lifted(user):
    """What others have lifted to the person, and what came back with an answer."""
    status = Escalation.Status
    return rows_of(
        Escalation.objects.to_do_for(user),
        "lifted",
        todo=first_of(
            receive=Q(status=status.SENT),
            answer=Q(status=status.ACCEPTED),
            act_on_return=Q(status=status.RETURNED),
            default="act_on_answer",
        ),
        what="matter",
        unit="from_unit__name",
        by=["sent_on"],
    )


# Rounds, risks and changes


def rounds(user):
    status = InspectionRound.Status
    lacks_a_time = Q(
        status=status.PLANNED,
        schedule__isnull=False,
        starts_at=None,
        planned_on__gt=today(),
    )
    in_review = Q(status=status.IN_REVIEW)
    reviews = in_review & _reviews(InspectionRound, user)
    return rows_of(
        InspectionRound.objects.to_do_for(user),
        "round",
        todo=first_of(
            review=reviews,
            with_representative=in_review,
            close=Q(status=status.SIGNED),
            choose_time=lacks_a_time,
            default="walk",
        ),
        what="title",
        due_on=Case(When(status__in=status.walked, then=F("planned_on"))),
        waits=in_review & ~reviews,
        by=["planned_on"],
    )


def changes(user):
    status = ChangeAssessment.Status
    in_review = Q(status=status.IN_REVIEW)
    is_theirs = _reviews(ChangeAssessment, user)
    reviews = in_review & is_theirs
    return rows_of(
        ChangeAssessment.objects.to_do_for(user),
        "change",
        todo=first_of(
            review=reviews,
            undiscussed=is_theirs,
            assess=Q(status=status.DRAFT),
            with_representative=in_review,
            decide=Q(status__in=status.undecided),
            default="follow_up",
        ),
        what="title",
        due_on=Case(
            When(status__in=status.undecided, then=F("decision_due_on")),
            default=F("follow_up_on"),
        ),
        waits=in_review & ~reviews | ~in_review & is_theirs,
        by=["decision_due_on"],
    )


def _reviews(model, user):
    """Whether it is the person's to sign."""
    if not granted_units(user, UnitPermission.REVIEW_ROUNDS).units:
        return Q(pk=None)
    return Q(Exists(model.objects.reviewed_by(user).filter(pk=OuterRef("pk"))))


def risks(user):
    return rows_of(
        Risk.objects.weighed_by(user),
        "risk",
        todo="weigh",
        what="description",
        by=["-weight"],
    )


def left_risks(user):
    return _closed_units(Risk.objects.left_to(user), "left_risks")


def left_measures(user):
    return _closed_units(ActionPlan.objects.left_to(user), "left_measures")


def _closed_units(left, kind):
    """Those that have any: one task for all that is to be moved."""
    units = Unit.objects.filter(pk__in=left.values("unit"))
    return rows_of(units, kind, todo="move", what=Value(""), unit="name", by=["name"])


# Safety representatives


def requests(user):
    is_draft = Q(status=RepRequest.Status.DRAFT)
    return rows_of(
        RepRequest.objects.to_do_for(user),
        "request",
        todo=first_of(send=is_draft, read=Q(representative=user), default="answer"),
        what="problem",
        number=_register_number(),
        due_on=Case(When(~is_draft & Q(answered_at=None), then=F("answer_due_on"))),
        by=["answer_due_on"],
    )


def stops(user):
    return rows_of(
        StopWork.objects.to_do_for(user),
        "stop",
        todo=first_of(lift=Q(representative=user), default="remove"),
        what="scope",
        number=_register_number(),
        by=["stopped_at"],
    )


def reports(user):
    """Parts of reports to write, and those of others to approve or send back."""
    status = Report.Status
    names = ["unit__name", "committee__name"]
    return rows_of(
        Report.objects.to_do_for(user).with_day(),
        "report",
        todo=first_of(
            decide=Q(status=status.SUBMITTED),
            put_right=Q(status=status.RETURNED),
            default="write",
        ),
        what=Concat(
            "reporting_year__template__title",
            Value(" "),
            Cast("reporting_year__year", TextField()),
            output_field=TextField(),
        ),
        unit=Coalesce(*names, Value("")),
        due_on=Case(When(~Q(status=status.SUBMITTED), then=F("day"))),
        by=["day"],
    )


def _register_number():
    """“2026-3”; nothing while it has none."""
    number = Concat("year", Value("-"), "number", output_field=CharField())
    return Case(When(number__isnull=False, then=number), default=Value(""))


KINDS = [
    notices,
    stops,
    incidents,
    measures,
    lifted,
    rounds,
    changes,
    risks,
    left_risks,
    left_measures,
    requests,
    reports,
    *rooms.KINDS,
]
