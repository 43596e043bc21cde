"""What a record says, field by field: facts, and texts in which others may be named."""

import re
from datetime import date, datetime, time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organisation.models import Unit, User
from privacy.holdings import holdings
from privacy.masking import Kind, occurrences
from privacy.models import Passage
from sam.personal import Part, Reason
from sam.workflow import Transition

# Of what tells of nobody: what stands in a document all the same.
_SAID_CODES = {"case_number", "registry_number", "paragraph", "external_id"}
# The day on which a record happened, the first of these that it has.
_DAYS = [
    "occurred_on",
    "held_on",
    "carried_out_on",
    "first_day",
    "opened_on",
    "received_on",
    "sent_at",
    "at",
    "reported_at",
    "created_at",
    "added_at",
    "logged_at",
    "date_joined",
]
_NUMBERS = ("reference", "number")


class Writer:
    """Writes records out for one extract, with the same letters for the same people."""

    def __init__(self, known, letters, *, own=None, is_public=False):
        self.known, self.letters = known, letters
        self.own, self.is_public = own, is_public

    def facts(self, row, holding):
        """[label, value] of what tells of nobody else."""
        found = []
        for field in _said(row, holding):
            if field.name in (*holding.people, *holding.names, *holding.texts):
                continue
            value = _shown(row, field)
            if value not in (None, ""):
                found.append([_label(field), str(value)])
        return found

    def passages(self, row, holding, *, only=None):
        """Names and texts; `only` some of the texts, where the rest is not asked for."""
        found = []
        for field in _said(row, holding):
            if field.name in holding.people and only is None:
                found += self._people(row, field, holding.people[field.name])
            elif field.name in holding.names and only is None:
                part = holding.names[field.name]
                found.append(self._name(field, getattr(row, field.name), part))
            elif field.name in (holding.texts if only is None else only):
                found.append(self.text(_text_label(field), getattr(row, field.name)))
        return [each for each in found if each and each.text.strip()]

    def text(self, label, value):
        text = plain_text(value)
        return Passage(label=label, text=text, spans=self.spans(text))

    def spans(self, text):
        return [self.span(found) for found in self.known.find(text)]

    def span(self, found):
        letter = self.letters.of(found.who) if found.who else ""
        return {
            "start": found.start,
            "end": found.end,
            "kind": found.kind,
            "letter": letter if found.kind != Kind.OWN else "",
        }

    def _people(self, row, field, part):
        if field.many_to_many:
            people = getattr(row, field.name).all()
        else:
            people = filter(None, [getattr(row, field.name)])
        return [self._person(field, person, part) for person in people]

    def _person(self, field, person, part):
        text = str(person)
        is_own = self.own is not None and person.pk == self.own.pk
        # A protected person has no name here that could be masked.
        spans = [] if is_own or person.is_protected else self._whole(text, part, person)
        return Passage(
            label=_label(field, part), text=text, spans=spans, kind=Passage.Kind.PERSON
        )

    def _whole(self, text, part, person):
        span = {
            "start": 0,
            "end": len(text),
            "kind": Kind.PERSON,
            "letter": self.letters.of(f"user:{person.pk}"),
        }
        if self.is_public and part in Part.official:
            span |= {"shown": True, "why": ""}
        return [span]

    def _name(self, field, value, part):
        text = str(value or "")
        spans = self.spans(text)
        if self.is_public and part not in Part.official and text and not spans:
            spans = [{"start": 0, "end": len(text), "kind": Kind.TYPED, "letter": ""}]
        return Passage(
            label=_label(field, part), text=text, spans=spans, kind=Passage.Kind.PERSON
        )


def heading_of(row):
    """What it is called, without a title that may name somebody."""
    name = name_of_kind(type(row))
    number = next(
        (getattr(row, each) for each in _NUMBERS if getattr(row, each, None)), ""
    )
    return f"{name} {number}".strip()


def name_of_kind(model, *, plural=False):
    """As people call it; what they have no word for is a log, or a part of something."""
    # Of an earlier version the model itself.
    model = getattr(model, "pgh_tracked_model", model)
    said = model._meta.original_attrs
    if "verbose_name" not in said:
        return _("Log") if issubclass(model, Transition) else _("Part of a record")
    name = model._meta.verbose_name_plural if plural else model._meta.verbose_name
    return capfirst(str(name))


def day_of(row):
    for name in _DAYS:
        value = getattr(row, name, None)
        if isinstance(value, datetime):
            return timezone.localdate(value)
        if isinstance(value, date):
            return value
    return None


def with_typed(spans, text, words, kind=Kind.TYPED):
    """New spans with all of the typed words masked: also where one was to be shown, and what
    stands between those that are there."""
    for found in occurrences(text, words):
        within = [span for span in spans if _overlaps(span, found)]
        others = [span for span in spans if not _overlaps(span, found)]
        more = [
            {"start": start, "end": end, "kind": kind, "letter": ""}
            for start, end in _gaps(within, found)
            if text[start:end].strip()
        ]
        spans = sorted(
            [*others, *map(_not_shown, within), *more], key=lambda span: span["start"]
        )
    return spans


def _overlaps(span, found):
    return span["start"] < found.end and found.start < span["end"]


def _not_shown(span):
    return {key: value for key, value in span.items() if key not in ("shown", "why")}


def _gaps(spans, found):
    place = found.start
    for span in spans:
        if span["start"] > place:
            yield place, span["start"]
        place = span["end"]
    if place < found.end:
        yield place, found.end


def plain_text(value):
    """A text, a list of texts or data, as lines."""
    if isinstance(value, dict):
        value = [plain_text(each) for each in value.values()]
    if isinstance(value, (list, tuple)):
        return "\n".join(filter(None, (plain_text(each) for each in value)))
    # Text from an older system may end its lines in any way.
    return re.sub(r"\r\n?", "\n", str(value)) if value not in (None, "") else ""


def _said(row, holding):
    """Fields that mean something to a reader, in their order."""
    model = holding.model
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return [field for field in fields if _is_said(field, holding)]


def _is_said(field, holding):
    if field.primary_key or field.name in (holding.within, "version", "form_key"):
        return False
    if isinstance(field, (models.UUIDField, models.GeneratedField, models.FileField)):
        return False
    reason = holding.without.get(field.name)
    if reason == Reason.WORDS or field.name in _SAID_CODES:
        return True
    is_telling = field.name in (*holding.people, *holding.names, *holding.texts)
    return is_telling or (not reason and _has_words(field))


def _has_words(field):
    """Whether somebody has written what it is called, for people to read."""
    return bool(field._verbose_name) or field.name in _DAYS


def _shown(row, field):
    if field.many_to_many:
        number = getattr(row, field.name).count()
        return number or None
    if field.is_relation:
        return _related(getattr(row, field.name))
    value = getattr(row, field.name)
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, (ArrayField, models.JSONField)):
        return plain_text(value)
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, (date, time)):
        return formats.localize(value)
    return value


def _related(row):
    """A unit or a code by its name; another record by its number: a title may name people."""
    if row is None:
        return None
    holding = holdings().get(type(row))
    is_plain = isinstance(row, Unit) or not (holding and holding.is_personal)
    return str(row) if is_plain else heading_of(row)


def _label(field, part=None):
    if field._verbose_name:
        return capfirst(str(field.verbose_name))
    if part:
        return str(Part(part).label)
    return _("Time") if field.name in _DAYS else capfirst(str(field.verbose_name))


def _text_label(field):
    return capfirst(str(field.verbose_name)) if field._verbose_name else _("Text")


def name_of(user: User):
    """The real one, for who looks for it in texts: never for showing."""
    return user.identity.name if user.is_protected else user.name
