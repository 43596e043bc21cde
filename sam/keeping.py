"""Kinds of records: what a room keeps, and what of it may be destroyed one day.

Each room says it in a module `keeping` with a list KEPT; nothing else has to be done for
a kind to have rules, to be destroyed whole and to go to the e-archive (`retention`).
What no kind covers, and why it stays, the room names in STAYS.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import (
    DateField,
    DateTimeField,
    F,
    OuterRef,
    Subquery,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, TruncDate
from django.utils.translation import gettext_lazy as _

# Of a row that keeps all of its fields when texts go.
ALL = "*"


@dataclass(frozen=True)
class Proposal:
    """What a municipality of the country often decides; never in force by itself."""

    # preserve, destroy or destroy_texts: see retention.models.Rule.
    action: str
    # So long after it was closed.
    months: int = 0


def preserve():
    return Proposal("preserve")


def destroy(*, years=0, months=0):
    return Proposal("destroy", 12 * years + months)


def destroy_texts(*, years):
    return Proposal("destroy_texts", 12 * years)


def everywhere(proposal):
    return {"SE": proposal, "NO": proposal, "DK": proposal}


@dataclass(frozen=True)
class Figures:
    """What stays of a record when its texts go: enough to count it, nothing to read.

    `keeps` has by model the fields that stay, or ALL; other fields of these rows become
    empty, and every other row of the record goes.
    """

    keeps: dict
    # The text field of the record that says instead what has become of the texts.
    told_in: str = ""


@dataclass(frozen=True)
class RecordKind:
    """One kind of records: which rows they are and when one of them is closed."""

    # Kept with rules, runs and the log: never give one another name.
    code: str
    # In the plural.
    label: Any
    # A queryset of all of them.
    rows: Callable
    # A field or an expression: the day or time when it was closed; null while it is not.
    closed: Any
    # The path to the unit whose manager is warned; empty where no unit has them.
    unit: str = "unit"
    # The day that a record is about, by which a hold on a period finds it; else `closed`.
    dated: Any = None
    # What people call one of them, as a number in a register; else the key.
    known_as: str = ""
    # Paths to the people whom it is about, by which a hold on a person finds it.
    persons: tuple = ()
    # A field with choices, each of which may have a rule of its own.
    variants: str = ""
    # "app.Model.field" of rows that refer to a record, protect it, and are part of it.
    goes_too: tuple = ()
    # "app.Model.field" of such rows of others, which then refer to nothing.
    lets_go: tuple = ()
    # What stays when texts go; without it a record goes whole or not at all.
    figures: Figures | None = None
    # Small and many, as e-mails: destroyed and told in one go.
    is_many: bool = False
    # By country.
    proposed: dict = field(default_factory=dict)

    @property
    def model(self):
        return self.rows().model

    def records(self):
        """The rows with `kept_key`, `kept_closed`, `kept_dated` and `kept_unit`."""
        closed = as_day(self.closed, self.model)
        rows = self.rows().order_by().annotate(kept_closed=closed)
        dated = as_day(self.dated, self.model) if self.dated else F("kept_closed")
        unit = F(self.unit) if self.unit else Value(None, UUIDField())
        return rows.annotate(
            kept_dated=dated, kept_key=Cast("pk", TextField()), kept_unit=unit
        )

    def name_of(self, row):
        """How people call the record, for whoever asks whether it was destroyed."""
        if not self.known_as:
            return str(row.pk)
        return "/".join(str(getattr(row, name)) for name in self.known_as.split("/"))

    def called(self, name):
        """The rows of which people say this name; keys are taken, too."""
        words = name.strip().split("/")
        fields = self.known_as.split("/")
        try:
            if self.known_as and len(words) == len(fields):
                found = self.rows().filter(**dict(zip(fields, words, strict=True)))
                if found.exists():
                    return found
            return self.rows().filter(pk=name.strip())
        except (ValueError, ValidationError):
            return self.rows().none()

    def choices(self):
        """(value, label) of its variants."""
        if not self.variants:
            return []
        choices = self.model._meta.get_field(self.variants).flatchoices
        there = self.rows().order_by().values_list(self.variants, flat=True).distinct()
        found = set(there)
        return [each for each in choices if each[0] in found]


def as_day(value, model):
    """A field's name or an expression as a date."""
    if not isinstance(value, str):
        return value
    *path, name = value.split("__")
    for step in path:
        model = model._meta.get_field(step).related_model
    is_time = isinstance(model._meta.get_field(name), DateTimeField)
    return TruncDate(value) if is_time else F(value)


def moved_to(log, of, *statuses):
    """The last day on which a row moved to one of the states, by its log of transitions."""
    moves = log._base_manager.filter(**{of: OuterRef("pk")}, to_status__in=statuses)
    last = moves.order_by("-at").annotate(day=TruncDate("at"))
    return Subquery(last.values("day")[:1], output_field=DateField())


def _found(name):
    """The lists or dicts of that name in the modules of all rooms."""
    for config in apps.get_app_configs():
        module = f"{config.name}.keeping"
        if find_spec(module) and hasattr(found := import_module(module), name):
            yield getattr(found, name)


@cache
def kinds():
    """Those of all rooms, as they stand in the lists."""
    return {kind.code: kind for room in _found("KEPT") for kind in room}


@cache
def stays():
    """{"app.Model": why it is no record}, of all rooms."""
    return {label: why for room in _found("STAYS") for label, why in room.items()}


# Why something is no record of its own.
SET_UP = _("The program's own set-up: it says how to work, not what happened.")
OWN_CHOICE = _("A person's own choice, which that person deletes.")
DELETED_BY_ITSELF = _("Deleted by the program itself within days.")
ONLY_FIGURES = _("Figures of a unit, of nobody in particular.")
WHO_IS_WHO = _("Who works where, and was what: other records name them.")
