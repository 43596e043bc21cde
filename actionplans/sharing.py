"""Good examples: what they are about, what of a measure is proposed to be told, and what must
not be told. A topic is a text as "cause:50"; what has some answers to `topics()`, and the
modules in settings.TOPIC_NAMES know what they are called.
"""

import re
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from actionplans.models import Example
from organisation.models import User
from ui.text import shortened

# So many are proposed where a measure is decided.
MOST_PROPOSED = 3
# Of these the most telling are chosen.
_MOST_READ = 100

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
# Six digits of a date of birth and four or five more, as in Sweden, Norway and Denmark.
_IDENTITY = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+\s]?\d{4,5}(?!\d)")
# With a nought or a plus first, or eight digits in pairs or threes as in Norway and Denmark;
# but not 05-12-2026.
_TELEPHONE = re.compile(
    r"(?<![\d.,])(?!\d\d?-\d\d?-(?:19|20)\d\d)(?:"
    r"(?:\+|00?)[1-9](?:[\s()-]{0,2}\d){6,13}"
    r"|\d{2}(?:\s\d{2}){3}|\d{3}\s\d{2}\s\d{3}|\d{8}"
    r")(?!\d)"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# A shorter part of a name is as often a word or a letter.
_SHORTEST_NAME = 3


def topics_of(measure):
    """What the source of its plan and its risks have in common with others."""
    about = [measure.plan.source, *measure.decided_for()]
    return list(dict.fromkeys(topic for each in about for topic in topics(each)))


def topics(source):
    return source.topics() if hasattr(source, "topics") else []


def about(source):
    """Good examples of measures against the same, those with most in common first."""
    if not (wanted := topics(source)):
        return []
    found = Example.objects.about(wanted)[:_MOST_READ]
    shared = {each.pk: len(set(each.topics) & set(wanted)) for each in found}
    return sorted(found, key=lambda each: -shared[each.pk])[:MOST_PROPOSED]


def named(wanted):
    """{topic: its name}, in the order of the names."""
    modules = (import_module(each) for each in settings.TOPIC_NAMES)
    found = {
        topic: name for each in modules for topic, name in each.names_of(wanted).items()
    }
    return dict(sorted(found.items(), key=lambda each: each[1].casefold()))


def measure_like(pk):
    """What the example of that id proposes for a measure; nothing when there is none."""
    try:
        example = Example.objects.offered().filter(pk=pk).first() if pk else None
    except ValidationError:
        return {}
    if not example:
        return {}
    return {"activity": shortened(example.done, 2_000), "control": example.control}


def example_of(measure):
    """What of the measure is proposed to be told."""
    risks = measure.decided_for()
    return {
        "title": shortened(measure.activity, 200),
        "problem": str(risks[0]) if risks else measure.goal,
        "done": "\n\n".join(filter(None, [measure.activity, measure.done_note])),
        "effect": measure.effect_note,
        "control": measure.control,
    }


def refuse_persons(text, names):
    """Raise ValidationError for what tells of a person; `names` are of those known."""
    for pattern, what in [
        (_EMAIL, _("an e-mail address")),
        (_IDENTITY, _("a personal identity number")),
        (_TELEPHONE, _("a telephone number")),
    ]:
        if found := pattern.search(text):
            raise ValidationError(
                _(
                    "Everyone can read this, and it has %(what)s: %(text)s. Take it away."
                ),
                params={"what": what, "text": found[0].strip()},
            )
    if name := _name_in(text, names):
        raise ValidationError(
            _(
                "Everyone can read this, and somebody at the workplace is called %(name)s. Write it without names."
            ),
            params={"name": name},
        )


def names_at(unit):
    """Of all who work in the unit, below it or lead it, also those who are protected."""
    names = Coalesce("identity__name", "name")
    return list(User.objects.working_for(unit).values_list(names, flat=True))


def _name_in(text, names):
    """A whole name however it is written, or a part of one where it has a capital."""
    folded = f" {' '.join(_WORD.findall(text))} ".casefold()
    words = {word for word in _WORD.findall(text) if word[0].isupper()}
    # “Annas”: a name that owns something.
    words |= {word.removesuffix("s").rstrip("'’") for word in words}
    for name in names:
        if f" {name} ".casefold() in folded:
            return name
        parts = [part for part in name.split() if len(part) >= _SHORTEST_NAME]
        if found := next((part for part in parts if part in words), ""):
            return found
    return ""
