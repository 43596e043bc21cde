"""Measures left in a unit that is closed: they go to the units that have taken over."""

from django.conf import settings
from django.db import transaction
from django.db.models import F, Prefetch, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.handing_over import answering
from actionplans.models import ActionPlan, Measure, MeasureTransition
from mailing import outbox
from organisation.models import Unit, UnitPermission, User
from organisation.roles import responsible_for
from sam.workflow import MOVED_ON, InvalidTransition

# So many plans are shown at a time, and of each so many measures.
MOST_PLANS, MOST_OF_A_PLAN = 200, 5
_BATCH = 1_000
_LIST = reverse_lazy("actionplans:measure_list")


def units_moved_from(user):
    """Closed units whose measures the person may move: who handles them there or above,
    and HR."""
    units = Unit.objects.exclude(closed_on=None)
    handled = units.permitting(user, UnitPermission.HANDLE_MEASURES)
    managed = units.permitting(user, UnitPermission.MANAGE_ROUNDS)
    return units.filter(Q(pk__in=handled.values("pk")) | Q(pk__in=managed.values("pk")))


def left_in(unit):
    """The plans of the unit with something unfinished, the oldest first."""
    plans = ActionPlan.objects.unfinished().filter(unit=unit)
    return plans.with_source().order_by("created_at", "pk")


def shown(plans):
    """So many of the plans as a page bears, with `number_left` and the `first_left`."""
    place = Window(RowNumber(), partition_by="plan", order_by=[F("due_on"), F("pk")])
    measures = Measure.objects.unfinished().annotate(place=place)
    first = measures.filter(place__lte=MOST_OF_A_PLAN).order_by("due_on", "pk")
    first = first.select_related("responsible")
    plans = plans.with_number_left()
    return plans.prefetch_related(Prefetch("measures", first, "first_left"))[
        :MOST_PLANS
    ]


@transaction.atomic
def move_plans(plans, *, to, by, reason):
    """Give the plans, as they were read, to another unit, all or none of them.

    Their measures follow, done or not; who answers stays where that person works there.
    Raises InvalidTransition when somebody has moved one of them meanwhile, or when its
    source does not let it go there. Gives the unfinished measures.
    """
    _hold(plans)
    for plan in plans:
        if to.pk == plan.unit_id or not plan.may_move_to(to):
            raise InvalidTransition(
                _("%(plan)s cannot be moved to %(unit)s. Choose another unit for it.")
                % {"plan": plan.source or plan, "unit": to}
            )
    pks = [plan.pk for plan in plans]
    # The database lets the measures follow.
    ActionPlan.objects.filter(pk__in=pks).update(unit=to)
    names = {plan.pk: plan.unit.name for plan in plans}
    measures = list(Measure.objects.unfinished().filter(plan__in=pks))
    _let_answer(measures, to)
    with override(settings.LANGUAGE_CODE):
        note = _("Moved from %(before)s to %(after)s: %(reason)s")
    MeasureTransition.objects.bulk_create(
        [
            MeasureTransition(
                measure=measure,
                from_status=measure.status,
                to_status=measure.status,
                by=by,
                note=note
                % {"before": names[measure.plan_id], "after": to, "reason": reason},
            )
            for measure in measures
        ],
        _BATCH,
    )
    return measures


def _hold(plans):
    """Keep others from moving them until the transaction ends."""
    units = dict(
        ActionPlan.objects.select_for_update()
        .filter(pk__in=[plan.pk for plan in plans])
        .order_by("pk")
        .values_list("pk", "unit")
    )
    if any(units.get(plan.pk) != plan.unit_id for plan in plans):
        raise InvalidTransition(MOVED_ON)


def _let_answer(measures, to):
    """Hand over what somebody answers for who does not work there, or by a role."""
    held = {measure.responsible_id for measure in measures}
    staying = User.objects.working_for(to).filter(pk__in=held)
    staying = set(staying.values_list("pk", flat=True))
    successors = {}
    for measure in measures:
        role = measure.responsible_role
        if role or measure.responsible_id not in staying:
            successors.setdefault(role, []).append(measure.pk)
    for role, pks in successors.items():
        if people := answering(to, role):
            Measure.objects.filter(pk__in=pks).update(responsible=people[0])


@transaction.atomic
def move(plans, *, to, by, reason):
    """Move what is left of a closed unit, and tell who leads the unit that it comes to."""
    measures = move_plans(plans, to=to, by=by, reason=reason)
    if not measures:
        return measures
    context = {"unit": to, "number": len(measures), "path": f"{_LIST}?unit={to.pk}"}
    about = f"measures_moved:{measures[0].transitions.last().pk}"
    for person in responsible_for(to):
        if person != by:
            outbox.send(person, "measures_moved", context, about=about)
    return measures
