"""How what was gathered stands on the page of whoever goes through it."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from privacy.forms.review import PassageForm
from privacy.models import Passage
from privacy.models.extracts import UNSEEN
from privacy.packing import mask_words

_SHOWS = {
    "": _("To be read"),
    "all": _("All"),
    "withheld": _("Withheld"),
}


class Choice:
    """Which records are shown: by default those with a text that nobody has read."""

    def __init__(self, query):
        shows = query.get("show", "")
        self.shows = shows if shows in _SHOWS else ""

    @property
    def query(self):
        return f"show={self.shows}" if self.shows else ""

    @property
    def links(self):
        return [
            {
                "query": f"?show={code}" if code else "?",
                "label": label,
                "is_on": code == self.shows,
            }
            for code, label in _SHOWS.items()
        ]

    def of(self, items):
        if self.shows == "all":
            return items
        if self.shows == "withheld":
            return items.exclude(withheld_because="")
        unread = Passage.objects.filter(
            item=OuterRef("pk"), kind=Passage.Kind.TEXT, reviewed_at=None
        )
        return items.filter(Exists(unread), withheld_because="")


class Piece(NamedTuple):
    """A stretch of a text: plain, or one that a proposal would mask."""

    text: str
    is_proposal: bool = False
    is_shown: bool = False
    start: int = 0
    # What stands there instead, in the document.
    mask: str = ""
    why: str = ""
    # Nobody who goes through it reads it or can show it.
    is_unseen: bool = False


class Text(NamedTuple):
    passage: Passage
    pieces: list
    form: PassageForm

    @property
    def is_text(self):
        return self.passage.kind == Passage.Kind.TEXT

    @property
    def proposals(self):
        return [each for each in self.pieces if each.is_proposal and not each.is_unseen]


def texts_of(passage, form=None):
    pieces = [_piece(each) for each in passage.pieces(to_reviewer=True)]
    return Text(passage, pieces, form or PassageForm(passage))


def _piece(said):
    span = said["span"]
    if not span:
        return Piece(said["text"])
    return Piece(
        said["text"],
        is_proposal=True,
        is_shown=bool(span.get("shown")),
        start=span["start"],
        mask=mask_words(span),
        why=span.get("why", ""),
        is_unseen=span["kind"] in UNSEEN,
    )
