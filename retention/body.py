"""All that is one record: its rows in every table, its files, and the people in it.

What hangs on a row in the database hangs on it here: rows that would be deleted with it,
earlier versions in the audit trail, the plan it was given, its files. So a room that adds
a table to a record has nothing to say.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import pghistory
from django.apps import apps
from django.conf import settings
from django.db.models import (
    CASCADE,
    PROTECT,
    RESTRICT,
    SET_NULL,
    FileField,
    Q,
)

from mailing.models import Message
from sam.keeping import ALL, Figures

# Belong to whoever refers to them: nobody else has the plan, few share a file.
SHARED = "attachments.Attachment"
OWNED = ("actionplans.ActionPlan", SHARED)


@dataclass
class Body:
    """The rows that go, by model, as keys."""

    rows: dict = field(default_factory=lambda: defaultdict(set))
    # Rows of which only figures stay; see sam.keeping.Figures.
    blanked: dict = field(default_factory=dict)
    figures: Figures | None = None
    # (model, field's name, key, what it referred to): rows of others that let it go.
    loosened: list = field(default_factory=list)
    # Labels of models with rows that stay, and would refer to what is gone.
    held_by: set = field(default_factory=set)
    persons: set = field(default_factory=set)
    files: list = field(default_factory=list)

    def keeps_of(self, model):
        """The fields that stay of its rows, or ALL; nothing where they go."""
        return self.figures.keeps.get(model._meta.label, ()) if self.figures else ()

    @property
    def number_of_rows(self):
        return sum(len(keys) for keys in self.rows.values())


def body_of(kind, keys, *, figures=None):
    """What goes with these records of the kind, or with their texts when figures stay."""
    body = Body(figures=figures)
    _gather(body, kind.model, set(keys), kind)
    _gather_messages(body, kind)
    _keep_figures(body)
    _gather_contexts(body)
    _leave_shared(body)
    _find_ties(body, kind)
    _read(body)
    return body


def _gather(body, model, keys, kind):
    """Add the rows, and in turn all that hang on them."""
    new = keys - body.rows[model]
    if not new:
        return
    body.rows[model] |= new
    for relation in _hanging_on(model, kind):
        child = relation.related_model
        found = child._base_manager.filter(**{f"{relation.field.name}__in": new})
        _gather(body, child, set(found.values_list("pk", flat=True)), kind)
    if body.keeps_of(model) == ALL:
        return
    for forward in _owned_by(model):
        rows = model._base_manager.filter(pk__in=new)
        owned = set(rows.values_list(forward.attname, flat=True)) - {None}
        _gather(body, forward.related_model, owned, kind)


def _relations_to(model):
    """Everything that refers to the model, also through tables without a class."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
    ]


def _hanging_on(model, kind):
    # Others that show the file are no part of the record.
    if model._meta.label == SHARED:
        return []
    return [
        relation
        for relation in _relations_to(model)
        if relation.on_delete is CASCADE
        or name_of(relation) in kind.goes_too
        or _is_trail(relation)
    ]


def _is_trail(relation):
    """Whether it is of the earlier versions that the database keeps of each row."""
    return relation.field.name == "pgh_obj"


def name_of(relation):
    return f"{relation.related_model._meta.label}.{relation.field.name}"


def _owned_by(model):
    if _is_trail_model(model):
        return []
    return [
        each
        for each in model._meta.concrete_fields
        if each.related_model and each.related_model._meta.label in OWNED
    ]


def _gather_messages(body, kind):
    """E-mails that led to one of its pages; they quote what it says."""
    paths = set()
    for model, keys in body.rows.items():
        if hasattr(model, "get_absolute_url") and not kind.is_many:
            paths |= _pages_of(model, keys)
    if paths:
        led_here = Q()
        for path in paths:
            led_here |= Q(path__startswith=path)
        keys = Message.objects.filter(led_here).values_list("pk", flat=True)
        body.rows[Message] |= set(keys)


def _pages_of(model, keys):
    """Addresses with the key in them: only these lead to this row and no other."""
    found = set()
    for row in model._base_manager.filter(pk__in=keys):
        try:
            path = row.get_absolute_url().split("#")[0].split("?")[0]
        # A page of what it belongs to, which has none any more.
        except (AttributeError, ValueError):
            continue
        if str(row.pk) in path.split("/"):
            found.add(path)
    return found


def _keep_figures(body):
    for model in [each for each in body.rows if body.keeps_of(each)]:
        keys = body.rows.pop(model)
        if body.keeps_of(model) != ALL:
            body.blanked[model] = keys


def _gather_contexts(body):
    """Who changed it and from which page, unless the same request changed more."""
    trails = [each for each in apps.get_models() if _is_trail_model(each)]
    contexts: set = set()
    for model in trails:
        if keys := body.rows.get(model):
            rows = model._base_manager.filter(pk__in=keys)
            contexts |= set(rows.values_list("pgh_context_id", flat=True))
    contexts.discard(None)
    if contexts:
        first, *others = [
            model._base_manager.filter(pgh_context__in=contexts)
            .exclude(pk__in=body.rows.get(model, ()))
            .values_list("pgh_context_id", flat=True)
            for model in trails
        ]
        body.rows[pghistory.models.Context] |= contexts - set(first.union(*others))


def _is_trail_model(model):
    is_event = issubclass(model, pghistory.models.Event)
    return is_event and hasattr(model, "pgh_tracked_model")


def _leave_shared(body):
    """A file that others show too stays."""
    attachment = apps.get_model(SHARED)
    for relation in _relations_to(attachment):
        if body.rows[attachment] and not _is_trail(relation):
            others = _outside(body, relation)
            shown = others.values_list(relation.field.attname, flat=True)
            body.rows[attachment] -= set(shown)


def _outside(body, relation):
    """Rows that refer to the record and are no part of it."""
    name, child = relation.field.name, relation.related_model
    rows = child._base_manager.filter(**{f"{name}__in": body.rows[relation.model]})
    inside = set(body.rows.get(child, ()))
    if name not in body.keeps_of(child):
        inside |= body.blanked.get(child, set())
    return rows.exclude(pk__in=inside)


def _find_ties(body, kind):
    """Rows of others that refer to it: let go where they may, else they hold it fast."""
    for model in [each for each, keys in body.rows.items() if keys]:
        for relation in _relations_to(model):
            if relation.on_delete is SET_NULL or name_of(relation) in kind.lets_go:
                _loosen(body, relation)
            elif _protects(relation) and _outside(body, relation).exists():
                body.held_by.add(relation.related_model._meta.label)


def _protects(relation):
    return relation.on_delete in (PROTECT, RESTRICT)


def _loosen(body, relation):
    rows = _outside(body, relation)
    name, attname = relation.field.name, relation.field.attname
    body.loosened += [
        (relation.related_model, name, key, referred)
        for key, referred in rows.values_list("pk", attname)
    ]


def _read(body):
    """The files that go, and the people whom the rows name."""
    for model, keys in [*body.rows.items(), *body.blanked.items()]:
        if keys and not _is_trail_model(model):
            rows = model._base_manager.filter(pk__in=keys)
            stay = body.keeps_of(model)
            files = [each for each in _files_of(model) if each not in stay]
            people = _people_of(model)
            for row in rows.values_list(*files, *people) if files or people else ():
                body.files += filter(None, row[: len(files)])
                body.persons |= set(row[len(files) :]) - {None}


def _files_of(model):
    fields = model._meta.concrete_fields
    return [each.name for each in fields if isinstance(each, FileField)]


def _people_of(model):
    return [
        each.attname
        for each in model._meta.concrete_fields
        if each.related_model
        and each.related_model._meta.label == settings.AUTH_USER_MODEL
    ]


def models_of(kind):
    """Every model of which a record of the kind may have rows; asks no rows."""
    found: set = {Message}
    todo = [kind.model]
    while todo:
        model = todo.pop()
        if model in found:
            continue
        found.add(model)
        todo += [relation.related_model for relation in _hanging_on(model, kind)]
        todo += [forward.related_model for forward in _owned_by(model)]
    return found
