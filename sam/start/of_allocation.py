from collections.abc import Callable

from dateutil.relativedelta import relativedelta
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from allocation import gaps
from allocation.models import (
    AllocatedTask,
    AllocatedUnit,
    AllocationTask,
    AssignmentKind,
    TaskAllocation,
)
from organisation.models import Unit
from organisation.roles import MANAGERS
from sam.dates import today
from sam.start.columns import Rest, Todo, first_of, rows_of

Status = TaskAllocation.Status


def allocations(user):
    """To sign, to send, to follow up, and tasks that came back to the person."""
    given = Q(allocator=user)
    sign = Q(receiver=user, status=Status.PROPOSED)
    returned = given & Q(Exists(_returned()))
    send = given & Q(status=Status.DRAFT)
    soon = today() + relativedelta(months=1)
    talk = given & Q(
        Exists(AllocatedUnit.objects.in_force().filter(allocation=OuterRef("pk"))),
        status=Status.SIGNED,
        follow_up_on__lte=soon,
    )
    found = TaskAllocation.objects.filter(sign | returned | send | talk)
    places = AllocatedUnit.objects.filter(allocation=OuterRef("pk")).order_by()
    names = places.values("allocation").annotate(names=StringAgg("unit__name", ", "))
    return rows_of(
        found,
        "allocation",
        todo=first_of(
            sign=sign,
            returned=returned,
            send=send,
            default="follow_up",
        ),
        what=Coalesce(
            Cast(F("receiver__name"), TextField()), Value(""), output_field=TextField()
        ),
        unit=Coalesce(Subquery(names.values("names")), Value("")),
        due_on=Case(When(talk & ~returned, then=F("follow_up_on"))),
        by=["created_at"],
    )


def _returned():
    """Tasks of the allocation around it that came back, with nothing said of them yet."""
    waiting = AllocatedTask.objects.returned().filter(return_seen_on=None)
    return waiting.filter(allocation=OuterRef("pk"))


def without_allocation(user):
    """Managers directly below the person to whom nobody has allocated anything.

    None is told before the municipality has begun with a list of tasks.
    """
    led = user.appointments.in_force().filter(role__in=MANAGERS)
    below = gaps.managers().exclude(gaps.has_allocation()).exclude(user=user)
    units = Unit.objects.filter(
        Exists(AllocationTask.objects.in_force()),
        parent__in=led.values("unit"),
        pk__in=below.order_by().values("unit"),
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
