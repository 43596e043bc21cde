"""The texts of a row by our fields; what cannot be read becomes a reason."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from attachments.importing.words import as_moment
from reorganisation.importing.fields import field as field_of
from reorganisation.importing.fields import truth_of


@dataclass
class Row:
    number: int
    cells: list[str]
    reasons: list[str] = field(default_factory=list)
    is_protected: bool = False

    def refuse(self, reason):
        if reason not in self.reasons:
            self.reasons.append(reason)


class Cells:
    def __init__(self, sheet, row):
        self.holds, self.columns, self.row = sheet.holds, sheet.columns, row

    def refuse(self, name, reason):
        self.row.refuse(f"{field_of(self.holds, name).label}: {reason}")

    def text(self, name):
        place = self.columns.get(name)
        has = place is not None and place < len(self.row.cells)
        text = self.row.cells[place].strip() if has else ""
        known = field_of(self.holds, name)
        if not text and known.is_required:
            self.refuse(name, _("The cell is empty."))
        if len(text) > known.most:
            message = _(
                "The text has %(length)s characters; at most %(most)s are kept."
            )
            self.refuse(name, message % {"length": len(text), "most": known.most})
            return text[: known.most]
        return text

    def day(self, name):
        if not (text := self.text(name)):
            return None
        if moment := as_moment(text):
            return moment.date()
        self.refuse(name, _("“%(text)s” is not a day.") % {"text": text[:100]})
        return None

    def truth(self, name):
        """An empty cell is no."""
        if not (text := self.text(name)):
            return False
        truth = truth_of(text)
        if truth is None:
            message = _("“%(text)s” is neither yes nor no.")
            self.refuse(name, message % {"text": text[:100]})
        return bool(truth)

    def codes(self, name):
        """Several in one cell, each once."""
        texts = re.split(r"[,;|\n]+", self.text(name))
        return list(dict.fromkeys(text.strip() for text in texts if text.strip()))
