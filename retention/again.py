"""After a restore from an old backup: what was destroyed since is destroyed again."""

import logging
from pathlib import Path
from typing import NamedTuple

from django.core.management import CommandError
from django.db import transaction
from django.utils import timezone

from retention import chain
from retention.body import body_of
from retention.destroying import take_away
from retention.identity import codes_of_key
from retention.models import Entry, Thinned
from sam.dates import today
from sam.keeping import kinds

logger = logging.getLogger(__name__)

Event = Entry.Event


class Again(NamedTuple):
    """How many records went, and how many could not be destroyed and are still there."""

    destroyed: int = 0
    failed: int = 0

    def __str__(self):
        words = f"{self.destroyed} records were destroyed again."
        if self.failed:
            words += (
                f" {self.failed} could not be destroyed and ARE STILL THERE: the log says"
                " why. Mend the cause and run destroy_again with the same file."
            )
        return words


def destroy_again(file):
    """Destroy what the log says is gone, and go on with that log; returns an Again.

    What cannot be destroyed keeps nothing else back.

    `file` is an open log, as `chain.as_json` writes it: the newest that there is, from
    outside the backup. Run again it finds nothing more. Raises chain.NotALog for a file
    that is none, was changed, or does not go on where this database's own log ends.
    """
    entries = chain.entries_in(file)
    _take_over(entries)
    done = [_destroy_of(*gone) for gone in gone_by(entries)]
    return Again(*map(sum, zip((0, 0), *done, strict=True)))


def destroy_again_from(path):
    """The same in words, with a file that whoever runs a command has named.

    Raises CommandError, also when something could not be destroyed.
    """
    try:
        with Path(path).open(encoding="utf-8") as lines:
            done = destroy_again(lines)
    except (chain.NotALog, OSError) as error:
        raise CommandError(str(error)) from error
    if done.failed:
        raise CommandError(str(done), returncode=2)
    return str(done)


@transaction.atomic
def _take_over(entries):
    """The log of the backup is the beginning of the file's."""
    own = list(Entry.objects.order_by("number").values_list("number", "seal"))
    seals = {entry.number: entry.seal for entry in entries}
    # Of an earlier time that it was done again, or of runs since.
    shared = [(number, seal) for number, seal in own if number in seals]
    if any(seals[number] != seal for number, seal in shared):
        raise chain.NotALog("The file is not of this municipality's log.")
    if len(own) < len(entries):
        Entry.objects.bulk_create(entries[len(own) :])


def gone_by(entries):
    """(kind, codes of the gone, whether only texts went), without what was restored."""
    gone: dict = {}
    for entry in entries:
        if entry.event in (Event.DESTROYED, Event.TEXTS_DESTROYED, Event.AGAIN):
            # Of many in one item each that was destroyed again has an entry of its own.
            gone.setdefault(entry.item, {}).update(
                dict.fromkeys(entry.identities, entry)
            )
        elif entry.event == Event.RESTORED:
            gone.pop(entry.item, None)
    for code, kind in kinds().items():
        for texts_only in (False, True):
            codes = {
                identity: entry
                for of_item in gone.values()
                for identity, entry in of_item.items()
                if entry.kind == code
                and (entry.event == Event.TEXTS_DESTROYED) == texts_only
            }
            if codes:
                yield kind, codes, texts_only


def _destroy_of(kind, codes, texts_only):
    destroyed = failed = 0
    thinned = Thinned.objects.filter(kind=kind.code).values_list(
        "record_key", flat=True
    )
    done = set(thinned) if texts_only else set()
    for key in list(kind.rows().order_by().values_list("pk", flat=True).iterator()):
        of_key = codes_of_key(kind.code, key)
        entry = next((codes[code] for code in of_key if code in codes), None)
        if entry and str(key) not in done:
            try:
                _destroy(kind, key, entry, texts_only)
                destroyed += 1
            except Exception:
                # Which one the log does not say: it is a person's.
                logger.exception("One of the kind %s is still there", kind.code)
                failed += 1
    return destroyed, failed


@transaction.atomic
def _destroy(kind, key, entry, texts_only):
    body = body_of(kind, [key], figures=kind.figures if texts_only else None)
    if texts_only:
        Thinned.objects.get_or_create(
            kind=kind.code, record_key=str(key), defaults={"on": today()}
        )
    Entry.objects.add(
        at=timezone.now(),
        event=Event.TEXTS_DESTROYED if texts_only else Event.AGAIN,
        run=entry.run,
        item=entry.item,
        kind=kind.code,
        rule_version=entry.rule_version,
        basis=entry.basis,
        records=1,
        rows=body.number_of_rows,
        files=len(body.files),
        unit=entry.unit,
        unit_name=entry.unit_name,
        first_on=entry.first_on,
        last_on=entry.last_on,
        identities=codes_of_key(kind.code, key)[:1],
        by=entry.by,
    )
    take_away(body, kind)
