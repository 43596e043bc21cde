"""Destroys what a run covers: each record whole, in a transaction of its own.

A process that ends in the middle leaves records that are there and records that are gone,
never half of one; the next one goes on with what waits.
"""

import logging
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial

import pgtrigger
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from retention import parcels
from retention.body import body_of
from retention.due import Decided
from retention.identity import to_keep
from retention.models import (
    Action,
    Entry,
    Hold,
    Item,
    Leftover,
    Run,
    Thinned,
    Warning,
)
from sam import references
from sam.dates import today
from sam.keeping import ALL
from sam.workflow import InvalidTransition

logger = logging.getLogger(__name__)

Event, Status, Why = Entry.Event, Item.Status, Item.Why
# So often it is tried by itself, ten minutes apart: a full disk is not full for ever.
MOST_ATTEMPTS = 12


def carry_out(run):
    """All that waits; then it can be restored for some time."""
    for item in run.items.waiting().values_list("pk", flat=True):
        _one(item)
    _let_rest(run)


@transaction.atomic
def _let_rest(run):
    """Nothing of it waits any more, and nobody makes it wait again at this moment."""
    Run.objects.select_for_update().get(pk=run.pk)
    if not run.items.waiting().exists():
        until = today() + timedelta(days=settings.RETENTION_RESTORE_DAYS)
        _move_on(run, Run.Status.RESTORABLE, restorable_until=until)


def _move_on(run, status, **changes):
    """Whoever came to the last one first has said it."""
    with suppress(InvalidTransition):
        run._move_to(status, by=run.confirmed_by, **changes)


def _one(pk):
    """What cannot be destroyed is left and says why; it keeps no other back."""
    try:
        with transaction.atomic():
            _destroy(pk)
    except IntegrityError:
        logger.exception("Item %s was left", pk)
        _note_failure(pk, most=1)
    except Exception:
        # As a full disk: nothing of it has happened, and it waits for the next time.
        logger.exception("Item %s waits", pk)
        _note_failure(pk, most=MOST_ATTEMPTS)


def _note_failure(pk, *, most):
    """Where its cause stands in the logs; after so many times it is left."""
    item = Item.objects.waiting().filter(pk=pk)
    item.update(attempts=F("attempts") + 1, reference=references.current())
    item.filter(attempts__gte=most).update(status=Status.LEFT, why=Why.FAILED)


def _destroy(pk):
    waiting = Item.objects.waiting().select_related("rule", "run", "unit")
    # Another process has it, or has done it.
    locked = waiting.select_for_update(skip_locked=True, of=["self"])
    if not (item := locked.filter(pk=pk).first()):
        return
    _let_no_hold_in()
    rows = _still_ready(item)
    if len(rows) < len(item.keys):
        _leave(pk, _why(item))
        return
    figures = item.of_kind.figures if _keeps_figures(item) else None
    body = body_of(item.of_kind, [row.pk for row in rows], figures=figures)
    if Hold.objects.standing().filter(person__in=body.persons).exists():
        _leave(pk, Why.HELD)
    elif body.held_by:
        _leave(pk, Why.REFERRED_TO, held_by=", ".join(sorted(body.held_by))[:100])
    else:
        _put_away(item, rows, body)


def _let_no_hold_in():
    """A hold is placed before this record goes, or finds that it is gone."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE retention_hold IN SHARE MODE")


def _keeps_figures(item):
    return item.rule.action == Action.DESTROY_TEXTS


def _still_ready(item):
    """The records, locked, as far as they may go by what holds at this moment."""
    kind, decided = item.of_kind, Decided(item.run.on)
    if kind is None:
        return []
    ready = decided.ready(kind).filter(pk__in=item.keys, kept_rule=item.rule_id)
    keys = list(ready.values_list("pk", flat=True))
    return list(kind.model._base_manager.select_for_update().filter(pk__in=keys))


def _why(item):
    kind = item.of_kind
    if kind is None:
        return Why.NOT_DUE
    records = Decided(item.run.on).records(kind).filter(pk__in=item.keys)
    return Why.HELD if records.filter(is_held=True).exists() else Why.NOT_DUE


def _leave(pk, why, held_by=""):
    Item.objects.waiting().filter(pk=pk).update(
        status=Status.LEFT, why=why, held_by=held_by
    )


def _put_away(item, rows, body):
    """The parcel, the log, the item, and then the rows themselves."""
    kind, keeps_figures = item.of_kind, _keeps_figures(item)
    item.parcel_key = parcels.pack(
        item,
        body.rows | body.blanked,
        files=body.files,
        loosened=body.loosened,
    )
    item.persons = sorted(body.persons, key=str)
    item.rows, item.files = body.number_of_rows, len(body.files)
    item.status = Status.GONE
    event = Event.TEXTS_DESTROYED if keeps_figures else Event.DESTROYED
    note(item, event, identities=to_keep(kind, rows), by=item.run.confirmed_by_id)
    item.save()
    if keeps_figures:
        _remember_thinned(item)
    Warning.objects.filter(kind=item.kind, record_key__in=item.keys).delete()
    take_away(body, kind, case_number=item.rule.case_number)


def note(item, event, *, by, identities=()):
    """An entry of the log about the item."""
    rule = item.rule
    return Entry.objects.add(
        at=timezone.now(),
        event=event,
        run=item.run_id,
        item=item.pk,
        kind=item.kind,
        rule_version=f"{rule.kind}/{rule.variant}/{rule.number}",
        basis=" ".join([rule.basis, rule.case_number]).strip(),
        records=item.records,
        rows=item.rows,
        files=item.files,
        unit=item.unit_id,
        unit_name=item.unit.name if item.unit else "",
        first_on=item.first_on,
        last_on=item.last_on,
        identities=list(identities),
        by=by,
    )


def _remember_thinned(item):
    Thinned.objects.bulk_create(
        [Thinned(kind=item.kind, record_key=key, on=today()) for key in item.keys],
        ignore_conflicts=True,
    )


def take_away(body, kind, *, case_number=""):
    """Delete the rows, empty those that stay for their figures, and let the files go."""
    with untracked([*body.rows, *body.blanked, *(each[0] for each in body.loosened)]):
        for model, field, key, _referred in body.loosened:
            model._base_manager.filter(pk=key).update(**{field: None})
        for model, keys in body.blanked.items():
            told = _told(kind, model, case_number)
            empty = empty_values(model, kind.figures.keeps[model._meta.label])
            model._base_manager.filter(pk__in=keys).update(**empty | told)
        for model, keys in body.rows.items():
            rows = model._base_manager.filter(pk__in=keys)
            rows._raw_delete(rows.db)
        _check_what_refers()
    _let_go_of_files(body.files)


@contextmanager
def untracked(touched):
    """No trail of what is to be gone, and nothing that is signed keeps its row.

    What holds it fast instead are the hold, the rule and the log (`retention.models`).
    """
    of_them = set(touched)
    uris = [
        trigger.get_uri(model)
        for model, trigger in pgtrigger.registered()
        if model in of_them and model._meta.app_label != "retention"
    ]
    if not uris:
        yield
        return
    with pgtrigger.ignore(*uris):
        yield


def empty_values(model, kept):
    """{field: nothing} for the fields that are not kept."""
    if kept == ALL:
        return {}
    return {
        each.attname: None if each.null else _nothing(each)
        for each in model._meta.concrete_fields
        if each.name not in kept
        and not each.primary_key
        and not isinstance(each, models.GeneratedField)
    }


def _nothing(field):
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        return ""
    return field.get_default()


def _told(kind, model, case_number):
    """What stands in the record where its text was."""
    field = kind.figures.told_in
    if model is not kind.model or not field:
        return {}
    with override(settings.LANGUAGE_CODE):
        words = _("The texts were destroyed on %(day)s.") % {"day": today().isoformat()}
        if case_number:
            words += " " + _("Decision: %(number)s.") % {"number": case_number}
    return {field: words}


def _check_what_refers():
    """Now, while it can be left as it was, and not when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _let_go_of_files(names):
    Leftover.objects.bulk_create(
        [Leftover(name=name) for name in set(names)], ignore_conflicts=True
    )
    for name in set(names):
        transaction.on_commit(partial(_delete_file, name))


def _delete_file(name):
    default_storage.delete(name)
    Leftover.objects.filter(pk=name).delete()


def clear_files():
    """Files whose rows are gone, of a process that ended before it came to them."""
    for name in Leftover.objects.values_list("name", flat=True):
        _delete_file(name)
    known = Item.objects.exclude(parcel_key=b"").values_list("pk", flat=True)
    known = {str(pk) for pk in known}
    for item in parcels.strays():
        if item not in known and parcels.is_old(item, than=timedelta(days=1)):
            parcels.shred(item)


class CannotRestore(Exception):
    """Something stands where it stood."""


def restore(item, *, by):
    """Put it back whole; raises CannotRestore, and then nothing has changed."""
    try:
        with transaction.atomic():
            return _restore(item, by=by)
    except (InvalidToken, FileNotFoundError) as error:
        logger.exception("The parcel of item %s cannot be opened", item.pk)
        raise CannotRestore(
            _("Its parcel cannot be opened. Whoever runs the program finds the cause.")
        ) from error
    except IntegrityError as error:
        raise CannotRestore(
            _("It cannot be put back: what it belongs to has changed since.")
        ) from error


def _restore(item, *, by):
    gone = Item.objects.gone().select_for_update(of=["self"])
    item = gone.select_related("rule", "unit").filter(pk=item.pk).first()
    if item is None:
        raise CannotRestore(_("It is not there to be restored any more."))
    with untracked(parcels.models_in(item)):
        names = parcels.unpack(item)
        _check_what_refers()
    Leftover.objects.filter(name__in=names).delete()
    Thinned.objects.filter(kind=item.kind, record_key__in=item.keys).delete()
    note(item, Event.RESTORED, by=by.pk)
    _forget(item, Status.RESTORED)
    return item


def _forget(item, status):
    Item.objects.filter(pk=item.pk).update(
        status=status, keys=[], persons=[], parcel_key=b""
    )
    transaction.on_commit(partial(parcels.shred, item.pk))


def finish(run):
    """The time to restore is over: nothing of it can be read any more.

    What somebody has placed a hold on since stays in its parcel until that is lifted.
    """
    for item in run.items.gone().select_related("rule", "unit", "run"):
        try:
            with transaction.atomic():
                _destroy_for_good(item)
        except IntegrityError:
            logger.info("Item %s is under hold and stays in its parcel", item.pk)
    if not run.items.gone().exists():
        _move_on(run, Run.Status.FINISHED)


def _destroy_for_good(item):
    locked = Item.objects.gone().select_for_update(skip_locked=True)
    if not locked.filter(pk=item.pk).exists():
        return
    _let_no_hold_in()
    # The trigger looks for holds before the keys are forgotten.
    Item.objects.filter(pk=item.pk).update(status=Status.GONE)
    note(item, Event.FOR_GOOD, by=item.run.confirmed_by_id)
    _forget(item, Status.FOR_GOOD)


def go_on():
    """Every now and then: what was broken off, what is over, what was left on the disk."""
    for run in Run.objects.filter(status=Run.Status.CONFIRMED):
        carry_out(run)
    over = Run.objects.filter(
        status=Run.Status.RESTORABLE, restorable_until__lt=today()
    )
    for run in over:
        finish(run)
    clear_files()
