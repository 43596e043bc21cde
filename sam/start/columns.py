"""What tasks of every kind have in common: their columns, and the shape of their words."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Left
from django.utils.functional import Promise

from organisation.models import Appointment, Role, User
from organisation.roles import MANAGERS

# Longer than any title is shown.
LONGEST = 200


class Row(NamedTuple):
    kind: str
    # What is to be done with it: a key of `words.TODO`.
    todo: str
    id: UUID
    what: str
    unit: str
    # Its number in a register.
    number: str
    # Nothing that a date is set for is to be done as soon as possible.
    due_on: object
    # Where the clock counts hours, a day says too little.
    is_late: bool
    waits_for_others: bool
    # The name of the manager for whom one stands in.
    on_behalf_of: str
    # How many there are of the kind.
    total: int


class Todo(NamedTuple):
    words: str | Promise
    # A URL's name, and what follows its path; the address takes the row's id.
    place: str
    # What a calendar says on its day: nothing of what people have written.
    in_calendar: str | Promise = ""


class Rest(NamedTuple):
    """Of a kind of which there are more than are shown: what it is called, and its list."""

    words: str | Promise
    place: str


def rows_of(
    found,
    kind,
    *,
    todo,
    what,
    by,
    id="pk",
    unit="unit__name",
    number="",
    due_on=None,
    is_late=None,
    waits=None,
    on_behalf_of="",
):
    """The columns of `Row`; conditions are Q, words Value or an expression."""
    return found.order_by(*by, "pk").values_list(
        Value(kind),
        text(todo),
        F(id),
        Left(what, LONGEST),
        text(F(unit) if isinstance(unit, str) else unit),
        text(number),
        Cast(due_on, DateField()),
        whether(is_late),
        whether(waits),
        text(on_behalf_of),
        Window(Count("pk")),
    )


def text(value):
    return Cast(
        value if hasattr(value, "resolve_expression") else Value(value), TextField()
    )


def whether(condition):
    return (
        Case(When(condition, then=True), default=False) if condition else Value(False)
    )


def answering(user):
    """The person, and the managers of the units where they stand in by calendar today."""
    appointments = Appointment.objects.in_force()
    units = appointments.filter(
        user=user, role=Role.SUBSTITUTE, valid__endswith__isnull=False
    )
    managers = appointments.filter(unit__in=units.values("unit"), role__in=MANAGERS)
    own = User.objects.filter(pk=user.pk).order_by()
    return own.values("pk").union(managers.order_by().values("user"))


def manager(user, path):
    """The name of another than the person themselves."""
    return Case(When(**{path: user}, then=Value("")), default=F(f"{path}__name"))


def first_of(*, default, **conditions):
    """The name of the first condition that holds."""
    return Case(
        *(When(condition, then=Value(name)) for name, condition in conditions.items()),
        default=Value(default),
        output_field=TextField(),
    )
