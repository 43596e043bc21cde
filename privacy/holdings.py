"""Where personal data lie, as all rooms say it of their own; see sam.personal."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from pghistory.models import Event

from sam.personal import (
    USUAL_CODES,
    USUAL_PEOPLE,
    USUAL_TEXTS,
    Held,
    Part,
    Purpose,
    Reason,
)

_TELLING = (models.CharField, models.TextField, models.FileField, models.JSONField)


class Holding(NamedTuple):
    """What one model holds of persons: the fields by name, those named as usual too."""

    model: type[models.Model]
    purpose: Purpose
    people: dict[str, Part]
    names: dict[str, Part]
    texts: list[str]
    health: list[str]
    files: list[str]
    without: dict[str, Reason]
    within: str

    @property
    def is_personal(self):
        return bool(self.people or self.names or self.texts or self.files)

    @property
    def label(self):
        return self.model._meta.label

    @property
    def parts(self):
        """What people are in it."""
        found = [*self.people.values(), *self.names.values()]
        return list(dict.fromkeys(found))

    @property
    def classified(self):
        return {
            *self.people,
            *self.names,
            *self.texts,
            *self.files,
            *self.without,
        }

    @property
    def events(self):
        """The model of its earlier versions, if they are kept."""
        return getattr(self.model, "pgh_event_model", None)


@cache
def holdings():
    """{model: Holding} of all rooms."""
    found = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.personal"
        # That of `sam` itself is the vocabulary.
        if find_spec(config.name) and find_spec(name):
            module = import_module(name)
            for held in module.HELD:
                model = _model_of(held, config.label)
                found[model] = _holding(model, held, module.PURPOSE)
    return found


@cache
def purposes():
    """{code: (Purpose, its holdings)}, those of which somebody is told."""
    found: dict = {}
    for holding in holdings().values():
        if holding.is_personal:
            _purpose, those = found.setdefault(
                holding.purpose.code, (holding.purpose, [])
            )
            those.append(holding)
    return found


def parts_of(holding):
    """Holdings whose rows are parts of its rows."""
    return [
        each
        for each in holdings().values()
        if each.within
        and each.model._meta.get_field(each.within).related_model is holding.model
    ]


def _model_of(held, label):
    """The room's own, or that of a library."""
    path = held.model if "." in held.model else f"{label}.{held.model}"
    return apps.get_model(path)


def _holding(model, held: Held, purpose):
    without = {
        name: reason for reason, names in held.without.items() for name in names.split()
    }
    said = {*held.people, *held.names, *held.texts.split(), *held.files.split()}
    said |= without.keys()
    usual = [field for field in telling(model) if field.name not in said]
    people = {
        field.name: USUAL_PEOPLE[field.name]
        for field in usual
        if _is_link(field) and field.name in USUAL_PEOPLE
    }
    texts = [
        field.name
        for field in usual
        if not _is_link(field) and field.name in USUAL_TEXTS
    ]
    codes = {
        field.name: Reason.CODE
        for field in usual
        if not _is_link(field)
        and (field.name in USUAL_CODES or isinstance(field, models.SlugField))
    }
    return Holding(
        model=model,
        purpose=held.purpose or purpose,
        people={**held.people, **people},
        names=dict(held.names),
        texts=[*held.texts.split(), *texts],
        health=held.health.split(),
        files=held.files.split(),
        without={**without, **codes},
        within=held.within,
    )


def telling(model):
    """Fields that can tell of a person: links to accounts, texts, e-mails, files, lists."""
    return [
        field
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if (_is_link(field) or _is_text(field)) and not field.auto_created
    ]


def models_kept():
    """All tables but earlier versions, which are what their model is, and plain links."""
    return [
        model
        for model in apps.get_models()
        if not issubclass(model, Event)
        and model._meta.managed
        and not model._meta.proxy
    ]


def unsaid():
    """Fields that can tell of a person and that no room has said anything of."""
    known = holdings()
    return [
        f"{model._meta.label}.{field.name}"
        for model in models_kept()
        for field in telling(model)
        if model not in known or field.name not in known[model].classified
    ]


def _is_link(field):
    return field.is_relation and field.related_model is _account()


def _account():
    return apps.get_model(settings.AUTH_USER_MODEL)


def _is_text(field):
    if isinstance(field, ArrayField):
        return isinstance(field.base_field, (models.CharField, models.TextField))
    return isinstance(field, _TELLING) and not field.choices
