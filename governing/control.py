"""The page that an inspector is shown: each duty of the law with its living records."""

from datetime import date
from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, DateField, Max, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import override

from governing.duties import LAWS, Duty
from governing.models import ControlReview
from organisation.models import Country, Municipality, Unit
from sam.dates import today
from ui.kept import KeptDocument
from ui.pdf import document

KEPT = KeptDocument("governing.control", waits=120)


class Shown(NamedTuple):
    """How many there are in the unit, and the day of the latest."""

    words: str | Promise
    url: str
    number: int
    latest: date | None


class Met(NamedTuple):
    duty: Duty
    records: list

    @property
    def is_shown(self):
        return any(record.number for record in self.records)


def records():
    """{code: Record} of all rooms; see organisation.records."""
    modules = [import_module(name) for name in settings.LIVING_RECORDS]
    return {code: each for module in modules for code, each in module.RECORDS.items()}


def law_of(country):
    return LAWS[Country(country)]


def duties_of(unit, duties):
    """Each duty with the unit's records of today; one query for all of them."""
    known = records()
    wanted = {code for duty in duties for code in duty.records if code in known}
    found = _count(unit, {code: known[code] for code in sorted(wanted)})
    return [
        Met(duty, [found[code] for code in duty.records if code in found])
        for duty in duties
    ]


def last_reviews(unit):
    """Of the unit itself and of those above that it is part of, the newest first."""
    reviews = ControlReview.objects.filter(unit__in=unit.lineage)
    return list(reviews.select_related("unit")[:5])


def make(unit_pk, language):
    unit = Unit.objects.get(pk=unit_pk)
    with override(language):
        pdf = document(
            "governing/documents/control.html",
            context_of(unit),
            identifier=f"control-{unit_pk}-{language}-{today()}",
            language=language,
        )
    KEPT.keep(unit_pk, language, pdf)


def context_of(unit):
    municipality = Municipality.objects.current()
    law, reviews = law_of(municipality.country), last_reviews(unit)
    return {
        "unit": unit,
        "law": law,
        "duties": duties_of(unit, law.duties),
        "review": reviews[0] if reviews else None,
        "reviews": reviews,
        "municipality": municipality,
        "today": today(),
    }


def _count(unit, wanted):
    first, *others = (
        each.find(unit)
        .order_by()
        .values_list(Value(code))
        .annotate(
            number=Count("pk", distinct=True), latest=Cast(Max(each.day), DateField())
        )
        for code, each in wanted.items()
    )
    counted = {code: numbers for code, *numbers in first.union(*others, all=True)}
    return {
        code: Shown(each.words, _address(each.place), *counted.get(code, (0, None)))
        for code, each in wanted.items()
    }


def _address(place):
    """“app:name?query” as an address."""
    name, mark, query = place.partition("?")
    return f"{reverse(name)}{mark}{query}" if name else ""
