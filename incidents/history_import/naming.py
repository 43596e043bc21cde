"""Units and codes by what other systems write: a code, or a name of today or of then."""

import re
from collections import defaultdict

from incidents.history_import.fields import CODE_LISTS, Holds, normalised
from incidents.models import Code
from organisation.models import Placement, Unit


class Units:
    """All units by code and by every name that they have had."""

    def __init__(self):
        self.by_code, self.by_name = {}, defaultdict(list)
        for pk, code, name in Unit.objects.values_list("pk", "code", "name"):
            self.by_code[code.casefold()] = pk
            self.by_name[name.casefold()].append((None, pk))
        for pk, name, days in Placement.objects.values_list("unit", "name", "valid"):
            self.by_name[name.casefold()].append((days, pk))

    def knows(self, text):
        return bool(self.find(text))

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
    """A list's codes by code and by their labels in each language."""

    def __init__(self, list):
        self.by_name = {}
        for code in Code.objects.filter(list=list).order_by("is_offered"):
            for words in (code.code, *code.labels.values()):
                self.by_name[normalised(words)] = code.pk
            self.by_name[normalised(f"{code.code} {code}")] = code.pk

    def knows(self, text):
        return bool(self.find(text))

    def find(self, text):
        """Ids of the codes that it can mean: one or none."""
        found = self.by_name.get(normalised(text))
        return [found] if found else []


def names_for(field):
    """Where the names of a field are looked up."""
    return Units() if field.holds == Holds.UNIT else Codes(CODE_LISTS[field.name])
