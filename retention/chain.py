"""The log of destruction as a whole: whether it is unbroken, and as a file."""

import json
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from retention.identity import codes_of_key, codes_of_name
from retention.models import BEGINNING, Entry

FORMAT = "sam-destruction-log-1"


@dataclass
class Verdict:
    """How many entries were read, and the number of the first that does not fit."""

    entries: int
    broken_at: int | None = None
    last_seal: str = BEGINNING

    @property
    def is_whole(self):
        return self.broken_at is None


def verify(entries=None):
    """Read them all in their order; each must seal the one before."""
    if entries is None:
        entries = Entry.objects.order_by("number").iterator()
    verdict = Verdict(0)
    for entry in entries:
        fits = (
            entry.number == verdict.entries + 1
            and entry.previous == verdict.last_seal
            and entry.seal == entry.worked_out_seal()
        )
        if not fits:
            verdict.broken_at = entry.number
            return verdict
        verdict.entries, verdict.last_seal = entry.number, entry.seal
    return verdict


def as_json():
    """The whole log, in pieces: it may be long."""
    yield json.dumps({"format": FORMAT, "made_at": timezone.now().isoformat()}) + "\n"
    for entry in Entry.objects.order_by("number").iterator():
        yield json.dumps(entry.as_said() | {"seal": entry.seal}) + "\n"


class NotALog(Exception):
    """The file is none, or somebody has changed it."""


def entries_in(lines):
    """The entries of a file, unsaved; raises NotALog unless the chain is whole."""
    try:
        head, *rows = [json.loads(line) for line in lines if line.strip()]
        entries = [_entry(row) for row in rows] if head["format"] == FORMAT else None
    except (ValueError, TypeError, KeyError) as error:
        raise NotALog("The file is no destruction log.") from error
    if entries is None:
        raise NotALog("The file is of another version of the program.")
    verdict = verify(entries)
    if not verdict.is_whole:
        raise NotALog(f"Entry {verdict.broken_at} does not fit the one before it.")
    return entries


def _entry(row):
    row = row | {
        "at": parse_datetime(row["at"]),
        "first_on": parse_date(row["first_on"]),
        "last_on": parse_date(row["last_on"]),
    }
    return Entry(**row)


def about(kind, name):
    """Entries on the record that people call so, or that has this key, the newest first."""
    codes = codes_of_name(kind, name) + codes_of_key(kind, name.strip())
    return Entry.objects.filter(kind=kind, identities__overlap=codes)


def story_of(entries):
    """All that has become of them: also that they were restored, or are gone for good."""
    items = entries.values("item")
    return Entry.objects.filter(item__in=items).order_by("number")
