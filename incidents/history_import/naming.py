"""Units and codes by what other systems write: a code, or a name of today or of then."""

import re
from collections import defaultdict

from attachments.importing.words import normalised
from incidents.history_import.fields import CODE_LISTS, FIELDS, Holds
from incidents.models import Code
from organisation.models import Placement, Unit

# More names than these would make the page heavy; any other can still be written.
MOST_OFFERED = 400


class Units:
    """All units by code and by every name that they have had."""

    def __init__(self):
        self.by_code, self.by_name, self.names = {}, defaultdict(list), {}
        for pk, code, name in Unit.objects.values_list("pk", "code", "name"):
            self.names[str(pk)] = name
            self.by_code[code.casefold()] = pk
            self.by_name[name.casefold()].append((None, pk))
        for pk, name, days in Placement.objects.values_list("unit", "name", "valid"):
            self.by_name[name.casefold()].append((days, pk))

    def knows(self, text):
        return bool(self.find(text))

    def offered(self):
        """Names to propose to the one who writes."""
        return sorted(self.names.values())[:MOST_OFFERED]

    def name_of(self, key):
        return self.names.get(str(key), "")

    def find(self, text, on=None):
        """Ids of the units that it can mean; those that were called so on the day first.

        “School / North school” is looked for as a whole, then by its last part.
        """
        for words in (text, re.split(r"\s*[>/\\|]\s*", text)[-1]):
            key = words.strip().casefold()
            if code := self.by_code.get(key):
                return [code]
            if named := self.by_name.get(key):
                then = {pk for days, pk in named if days and on and on in days}
                return list(then or {pk for _days, pk in named})
        return []


class Codes:
    """The codes of a list by code and by their labels in each language."""

    def __init__(self, codes):
        self.by_name, self.names = {}, {}
        for code in codes:
            for words in (code.code, *code.labels.values()):
                self.by_name[normalised(words)] = code.pk
            self.names[str(code.pk)] = code.label
            self.by_name[normalised(f"{code.code} {code}")] = code.pk

    def knows(self, text):
        return bool(self.find(text))

    def offered(self):
        return sorted(self.names.values())

    def name_of(self, key):
        return self.names.get(str(key), "")

    def find(self, text):
        """Ids of the codes that it can mean: one or none."""
        found = self.by_name.get(normalised(text))
        return [found] if found else []


def names_for(names):
    """Where the names of each of our fields are looked up; all codes are read at once."""
    names = list(names)
    lists = [CODE_LISTS[name] for name in names if name in CODE_LISTS]
    # Where two have one name, the one that is offered counts.
    codes = list(Code.objects.filter(list__in=lists).order_by("is_offered", "code"))
    return {
        name: Units()
        if FIELDS[name].holds == Holds.UNIT
        else Codes(code for code in codes if code.list == CODE_LISTS[name])
        for name in names
    }


def is_named(name):
    return FIELDS[name].holds in {Holds.UNIT, Holds.CODE}
