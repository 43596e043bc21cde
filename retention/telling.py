"""A record in words: all its rows with their fields, for the e-archive and for paper."""

import re
from dataclasses import dataclass

import pghistory
from django.db import models
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from mailing.models import Message
from retention.body import body_of
from sam.dates import zone

# What XML has no sign for, and no font a letter.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Told:
    """One field of one row; `shown` is for people, `plain` for programs."""

    name: str
    label: str
    plain: str
    shown: str


@dataclass(frozen=True)
class ToldRow:
    model: type
    key: str
    fields: list

    @property
    def table(self):
        return self.model._meta.label

    @property
    def label(self):
        name = str(self.model._meta.verbose_name)
        return name[:1].upper() + name[1:]


class ToldRecord:
    """All that is kept of one record, but its trail and the e-mails about it."""

    def __init__(self, kind, row):
        self.kind, self.row = kind, row
        self.name = kind.name_of(row)
        self.closed_on = row.kept_closed

    @cached_property
    def body(self):
        return body_of(self.kind, [self.row.pk])

    @cached_property
    def rows(self):
        """The record itself first, then table by table."""
        own = self.kind.model
        tables = sorted(
            (model for model in self.body.rows if _is_told(model)),
            key=lambda model: (model is not own, model._meta.label),
        )
        return [
            _told_row(row)
            for model in tables
            for row in model._base_manager.filter(
                pk__in=self.body.rows[model]
            ).order_by("pk")
        ]

    @property
    def sections(self):
        """(label, rows) of each table, for paper."""
        found: dict = {}
        for row in self.rows:
            found.setdefault(row.table, (row.label, []))[1].append(row)
        return list(found.values())

    @property
    def files(self):
        """Names in the storage, in a lasting order."""
        return sorted(set(self.body.files))


def _is_told(model):
    return not (
        model._meta.auto_created
        or model in (Message, pghistory.models.Context)
        or issubclass(model, pghistory.models.Event)
    )


def _told_row(row):
    fields = [
        _told(row, each)
        for each in row._meta.concrete_fields
        if not isinstance(each, models.GeneratedField | models.FileField)
    ]
    said = [each for each in fields if each.plain != ""]
    return ToldRow(type(row), str(row.pk), said)


def _told(row, field):
    value = getattr(row, field.attname)
    label = str(field.verbose_name)
    return Told(
        field.name,
        label[:1].upper() + label[1:],
        printable(_plain(value)),
        printable(_shown(row, field, value)),
    )


def printable(text):
    return _UNPRINTABLE.sub("", text)


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


def _shown(row, field, value):
    if value in (None, ""):
        return ""
    if field.is_relation:
        return str(getattr(row, field.name))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, models.DateTimeField):
        return formats.date_format(value.astimezone(zone()), "DATETIME_FORMAT")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(formats.localize(value))
