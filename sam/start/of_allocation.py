from collections.abc import Callable

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from allocation import gaps
from allocation.models import AllocatedUnit, AssignmentKind, TaskAllocation
from organisation.models import Unit
from organisation.roles import MANAGERS
from sam.start.columns import Rest, Todo, first_of, rows_of

Status = TaskAllocation.Status


def allocations(user):
    """To sign, to send, to follow up, and tasks that came back to the person."""
    received = TaskAllocation.objects.filter(receiver=user, status=Status.PROPOSED)
    given = TaskAllocation.objects.filter(allocator=user)
    returned = given.with_returned()
    to_send = given.filter(status=Status.DRAFT)
    to_talk = given.to_follow_up()
    found = TaskAllocation.objects.filter(
        pk__in=received.order_by()
        .values("pk")
        .union(*(rows.order_by().values("pk") for rows in (returned, to_send, to_talk)))
    )
    places = AllocatedUnit.objects.filter(allocation=OuterRef("pk")).order_by()
    names = places.values("allocation").annotate(names=StringAgg("unit__name", ", "))
    return rows_of(
        found,
        "allocation",
        todo=first_of(
            sign=_is_in(received),
            returned=_is_in(returned),
            send=_is_in(to_send),
            default="follow_up",
        ),
        what=Coalesce(
            Cast(F("receiver__name"), TextField()), Value(""), output_field=TextField()
        ),
        unit=Coalesce(Subquery(names.values("names")), Value("")),
        due_on=_day_of_talk(to_talk),
        by=["created_at"],
    )


def _is_in(rows):
    return Q(pk__in=rows.order_by().values("pk"))


def _day_of_talk(to_talk):
    return Case(When(_is_in(to_talk), then=F("follow_up_on")))


def without_allocation(user):
    """Managers directly below the person to whom nobody has allocated anything."""
    led = user.appointments.in_force().filter(role__in=MANAGERS)
    below = gaps.managers().exclude(gaps.has_allocation()).exclude(user=user)
    units = Unit.objects.filter(
        parent__in=led.values("unit"), pk__in=below.order_by().values("unit")
    )
    return rows_of(
        units, "allocation_gap", todo="allocate", what="name", unit="name", by=["name"]
    )


def empty_roles(user):
    """Units that the person leads, in which nobody is what every workplace needs."""
    led = user.appointments.in_force().filter(role__in=MANAGERS)
    kinds = AssignmentKind.objects.missing_in(
        OuterRef(OuterRef("pk")), OuterRef(OuterRef("lineage"))
    )
    names = (
        kinds.order_by()
        .annotate(all=Value(1))
        .values("all")
        .annotate(names=StringAgg("name", ", ", order_by="order"))
    )
    units = Unit.objects.existing().filter(pk__in=led.order_by().values("unit"))
    units = units.annotate(missing=Subquery(names.values("names")))
    return rows_of(
        units.filter(missing__isnull=False),
        "empty_role",
        todo="name",
        what="missing",
        unit="name",
        by=["name"],
    )


KINDS: list[Callable] = [allocations, without_allocation, empty_roles]
TODO: dict[tuple[str, str], Todo] = {
    ("allocation", "sign"): Todo(
        _("Receive tasks of the work environment, and sign"),
        "allocation:allocation_detail",
    ),
    ("allocation", "returned"): Todo(
        _("Tasks have come back to you from %(what)s"),
        "allocation:allocation_detail",
    ),
    ("allocation", "send"): Todo(
        _("Sign the allocation to %(what)s"),
        "allocation:allocation_detail",
    ),
    ("allocation", "follow_up"): Todo(
        _("Talk with %(what)s of how the tasks go"),
        "allocation:allocation_detail",
        _("Follow up an allocation of tasks"),
    ),
    ("allocation_gap", "allocate"): Todo(
        _("The manager has no written allocation: %(what)s"),
        "allocation:holders",
    ),
    ("empty_role", "name"): Todo(
        _("Nobody is named: %(what)s"),
        "allocation:unit_roles",
    ),
}
WAITED_FOR: set[tuple[str, str]] = {("allocation", "sign"), ("allocation", "returned")}
RESTS: dict[str, Rest] = {
    "allocation": Rest(_("Allocations of tasks"), "allocation:allocation_list"),
    "allocation_gap": Rest(
        _("Managers without a written allocation"), "allocation:gap_list"
    ),
    "empty_role": Rest(_("Roles that nobody has"), "allocation:my_unit"),
}
