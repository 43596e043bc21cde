"""Protecting a person's identity, also in what the program itself wrote before."""

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Replace

from directory import sessions
from directory.models import AccountEvent, Call
from incidents.models import IncidentTransition
from organisation.models import User
from ui.persons import PROTECTED, in_words


@transaction.atomic
def protect(person, *, by=None):
    """Whether it was not protected before."""
    name = person.name
    open_ones = User.objects.filter(pk=person.pk, is_protected=False)
    if not open_ones.update(is_protected=True):
        return False
    notes = IncidentTransition.objects.filter(
        note__contains=name, from_status=F("to_status")
    )
    notes.update(note=Replace("note", Value(name), Value(in_words(PROTECTED))))
    Call.objects.filter(person=person).update(changes=[], label="")
    # What another has open in the person's name, and what this one's pages still show.
    sessions.end_all(person)
    _log(person, AccountEvent.What.PROTECTED, by)
    return True


@transaction.atomic
def unprotect(person, *, by=None):
    """Whether it was protected until now."""
    rows = User.objects.filter(pk=person.pk, is_protected=True)
    if not rows.update(is_protected=False):
        return False
    _log(person, AccountEvent.What.UNPROTECTED, by)
    return True


def _log(person, what, by):
    AccountEvent.objects.create(person=person, what=what, by=by)
