"""The change log of an incident in readable lines: which field, from what to what, by whom.

The database keeps a row as it was each time that it changes. A change is the difference
between what was kept and what came after it: the next kept row, or the row as it is.
"""

from collections import defaultdict
from typing import NamedTuple

from django.db import models
from django.utils import formats, timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from incidents.duty_rules import load_rules
from incidents.models import Details, Incident, Investigation, Notice
from organisation.models import Municipality, User
from ui.paging import SIZE

# Counters and keys of the program, and what stands elsewhere on the page.
UNSHOWN = {
    "barred",
    "code_hash",
    "external_id",
    "form_key",
    "history_import",
    "id",
    "incident",
    "number",
    "representative_commented_at",
    "search",
    "version",
}
# What only those read who may see who was affected.
PERSONAL = {"affected_person", "reporter_email", "reporter_name"}


class Change(NamedTuple):
    at: object
    # Nobody when the program did it, or someone without an account.
    by: object
    subject: str
    field: str
    old: str
    new: str
    is_personal: bool


def changes_of(incident, *, sees_persons):
    """All changes of the incident and what belongs to it, the newest first."""
    steps = [
        step
        for model, rows in [
            (Incident, [incident]),
            (Details, _belonging(incident, "details")),
            (Investigation, _belonging(incident, "investigation")),
            (Notice, incident.notices.all()),
        ]
        for step in _steps(model, rows)
    ]
    people = User.objects.in_bulk({user for _old, _new, user in steps if user})
    pairs = [
        (old, new, user, field)
        for old, new, user in steps
        for field in _fields(type(new))
        if _value(old, field) != _value(new, field)
    ]
    words, authorities = _Words(pairs), SimpleLazyObject(_authorities)
    changes = [
        Change(
            old.pgh_created_at,
            people.get(_key(user)),
            _subject(new, authorities),
            capfirst(field.verbose_name),
            *(
                words.of(row, field)
                if sees_persons or field.name not in PERSONAL
                else _("Hidden")
                for row in (old, new)
            ),
            field.name in PERSONAL or field.related_model is User,
        )
        for old, new, user, field in pairs
    ]
    return sorted(changes, key=lambda change: change.at, reverse=True)


def older_than(changes, place, *, size=SIZE):
    """A page of changes, and the place where the next one begins, if there is more.

    The place counts from the oldest, so that it stays when something is changed again.
    """
    place = min(int(place), len(changes)) if place.isdecimal() else len(changes)
    start = len(changes) - place
    rest = place - size
    return changes[start : start + size], rest if rest > 0 else None


def _belonging(incident, name):
    row = getattr(incident, name, None)
    return [row] if row else []


def _steps(model, rows):
    """(as it was, as it became, id of who did it) for each kept version of the rows."""
    following = {row.pk: row for row in rows}
    kept = model.pgh_event_model.objects.filter(pgh_obj__in=list(following))
    for event in kept.select_related("pgh_context").order_by("-pgh_id"):
        user = event.pgh_context.metadata.get("user") if event.pgh_context else None
        yield event, following[event.pgh_obj_id], user
        following[event.pgh_obj_id] = event


def _fields(model):
    tracked = getattr(model, "pgh_tracked_model", model)
    return [field for field in tracked._meta.fields if field.name not in UNSHOWN]


def _value(row, field):
    return getattr(row, field.attname)


def _key(user):
    return User._meta.pk.to_python(user) if user else None


def _authorities():
    """Whom each of the country's rules has told, by its code."""
    rules = load_rules(Municipality.objects.country())
    return {rule.code: rule.authority for rule in rules}


def _subject(row, authorities):
    model = getattr(row, "pgh_tracked_model", type(row))
    label = capfirst(model._meta.verbose_name)
    if model is not Notice:
        return label
    return f"{label}: {authorities.get(row.rule, row.rule)}"


class _Words:
    """Values in words, with a query for each kind of row that they point to."""

    def __init__(self, pairs):
        keys = defaultdict(set)
        for old, new, _user, field in pairs:
            if field.related_model:
                keys[field.related_model] |= {_value(old, field), _value(new, field)}
        self.rows = {
            model: model._base_manager.in_bulk(found - {None})
            for model, found in keys.items()
        }

    def of(self, row, field):
        value = _value(row, field)
        if value is None or value in ("", []):
            return ""
        if field.related_model:
            return str(self.rows[field.related_model].get(value, ""))
        if isinstance(value, list):
            return "\n".join(self._label(field.base_field, each) for each in value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(field, models.DateTimeField):
            return formats.date_format(
                timezone.localtime(value), "SHORT_DATETIME_FORMAT"
            )
        return self._label(field, value)

    def _label(self, field, value):
        labels = dict(field.flatchoices)
        return str(labels.get(value) or formats.localize(value))
