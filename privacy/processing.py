"""The register of processing (GDPR art. 30), made from what the models say of themselves."""

from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.holdings import purposes
from privacy.models import Addition
from retention.models import Rule
from sam.keeping import kinds
from sam.personal import Purpose

# What the program does for every purpose alike.
SECURITY = [
    gettext_lazy(
        "Who may read what follows from the person's role in a unit, in each query."
    ),
    gettext_lazy("Log-in with a second factor or the municipality's own log-in."),
    gettext_lazy("Each change is kept by the database with who made it and when."),
    gettext_lazy("Who opens an event or an early action is logged and overseen."),
    gettext_lazy("Protected identities lie apart and are shown to few."),
    gettext_lazy("Figures of small groups are not shown."),
    gettext_lazy("Traffic is encrypted; e-mail names no persons in its subject."),
]


class Entry(NamedTuple):
    """One purpose, as the register shows it."""

    purpose: Purpose
    kinds: list
    people: list
    data: list
    basis: list
    recipients: list
    kept: list
    addition: Addition


def register():
    """All purposes by title, with the municipality's additions."""
    additions = {each.purpose: each for each in Addition.objects.all()}
    rules = _rules()
    entries = [
        _entry(purpose, holdings, additions.get(code) or Addition(purpose=code), rules)
        for code, (purpose, holdings) in purposes().items()
    ]
    return sorted(entries, key=lambda entry: str(entry.purpose.title))


def entry_of(code):
    """None for a purpose that no room has."""
    return next((each for each in register() if each.purpose.code == code), None)


def _entry(purpose, holdings, addition, rules):
    parts = [str(part.label) for held in holdings for part in held.parts]
    return Entry(
        purpose=purpose,
        kinds=_unique(
            capfirst(str(h.model._meta.verbose_name_plural))
            for h in holdings
            if _is_named(h)
        ),
        people=_unique(parts),
        data=_data(holdings),
        basis=[str(each.label) for each in purpose.basis],
        recipients=[str(each.label) for each in purpose.recipients],
        kept=_kept(holdings, rules),
        addition=addition,
    )


def _is_named(holding):
    """Whether people have a word for it: a part of a record goes with that."""
    return "verbose_name_plural" in holding.model._meta.original_attrs


def _data(holdings):
    """Categories of data, in words."""
    found = []
    if any(held.people for held in holdings):
        found.append(_("Who did or was what, as a link to an account"))
    if any(held.names for held in holdings):
        found.append(_("Names, e-mail addresses or telephone numbers"))
    if any(held.texts for held in holdings):
        found.append(_("Free text in which people may be named"))
    if any(held.files for held in holdings):
        found.append(_("Photos and files on which people may be seen"))
    if any(held.health for held in holdings):
        found.append(_("Data on health (special category, GDPR art. 9)"))
    return found


def _kept(holdings, rules):
    """What each kind of record is called, and the rule that is in force for it."""
    models = {held.model for held in holdings}
    undecided = [_("no rule is decided")]
    return [
        f"{kind.label}: {'; '.join(rules.get(kind.code, undecided))}"
        for kind in kinds().values()
        if kind.model in models
    ]


def _rules():
    """{kind: its rules in words}, of the kind as a whole and of its variants."""
    found: dict = {}
    for rule in Rule.objects.in_force().order_by("kind", "variant"):
        only = f" ({rule.variant_label})" if rule.variant else ""
        found.setdefault(rule.kind, []).append(f"{rule}{only}")
    return found


def _unique(values):
    return list(dict.fromkeys(values))
