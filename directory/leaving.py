"""A person ends here, or comes back: the account, the roles, and who takes what is left."""

from collections import Counter

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from directory import belonging, sessions
from directory.handing_over import HANDS_OVER, end_places, of_kind, still_held
from directory.models import AccountEvent, HandedOver, Leaving
from incidents.models import ReportingLink
from mailing import outbox
from organisation import roles
from organisation.models import CalendarFeed, User
from sam.dates import today
from sam.nightly import by_itself


@transaction.atomic
def leave(person, *, on, by=None, receiver=None):
    """From the day `on` the person has no account; on that day all goes to others.

    Said again before that day it is another day, or another who takes over.
    """
    gone = Leaving.objects.standing().filter(person=person).exclude(carried_out_at=None)
    if leaving := gone.first():
        return leaving
    leaving, _is_new = Leaving.objects.update_or_create(
        person=person,
        carried_out_at=None,
        returned_at=None,
        defaults={"on": on, "by": by, "receiver": receiver},
    )
    User.objects.filter(pk=person.pk).update(left_on=on)
    AccountEvent.objects.create(person=person, what=AccountEvent.What.LEFT, by=by)
    if on <= today():
        carry_out(leaving)
    return leaving


@transaction.atomic
def carry_out(leaving):
    """Close the account and hand over; what was done once is not done twice."""
    leaving = Leaving.objects.select_for_update(of=["self"]).get(pk=leaving.pk)
    if leaving.carried_out_at or leaving.returned_at:
        return
    person = leaving.person
    _close_account(person)
    ending = Q(valid__endswith=None) | Q(valid__endswith__gt=leaving.on)
    for appointment in person.appointments.filter(ending).select_related("unit"):
        roles.dismiss(appointment, on=leaving.on)
    end_places(person, on=leaving.on)
    leaving.carried_out_at = timezone.now()
    leaving.save(update_fields=["carried_out_at"])
    _hand_over(leaving)


def _close_account(person):
    """Sessions end with the password, also should the account be opened again."""
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    CalendarFeed.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    sessions.end_all(person)
    links = ReportingLink.objects.filter(person=person, revoked_at=None)
    links.update(revoked_at=timezone.now())


def _hand_over(leaving):
    """Each who takes something over is told once, and has a list of it."""
    taken = Counter()
    for room in HANDS_OVER:
        for row in room.held_by(leaving.person):
            to = _taker(room, row, leaving)
            if to is None or room.give(row, to=to):
                HandedOver.objects.create(
                    leaving=leaving,
                    kind=room.kind,
                    object_id=str(row.pk),
                    unit=row.unit,
                    to=to,
                )
                taken[to] += 1
    for person, number in taken.items():
        if person:
            outbox.send(
                person,
                "tasks_taken_over",
                {"number": number, "path": reverse("directory:taken_over")},
                about=f"tasks_taken_over:{leaving.pk}",
            )


def _taker(room, row, leaving):
    named = leaving.receiver
    if named and named.is_active and room.may(row, named):
        return named
    return next(iter(room.takers(row, leaving.person)), None)


@transaction.atomic
def come_back(person, *, by=None):
    """Open the account again. Roles come back with the directory's groups, or are given
    anew; what was handed over stays there.
    """
    returned = Leaving.objects.standing().filter(person=person)
    returned.update(returned_at=timezone.now())
    User.objects.filter(pk=person.pk).update(is_active=True, left_on=None)
    belonging.follow_groups({person.pk})
    AccountEvent.objects.create(person=person, what=AccountEvent.What.CAME_BACK, by=by)


def carry_out_all():
    """Those whose day has come, also where only the account says so."""
    unsaid = User.objects.filter(left_on__lte=today(), is_active=True)
    for person in unsaid.exclude(leavings__returned_at=None, leavings__isnull=False):
        with by_itself(person):
            leave(person, on=person.left_on)
    for leaving in Leaving.objects.due():
        with by_itself(leaving):
            carry_out(leaving)


def offered(user, unit):
    """What a new manager of the unit is offered: [(record, task)] that others still have."""
    records = HandedOver.objects.offered_to(user).filter(unit=unit)
    found = ((record, still_held(record)) for record in records)
    return [
        (record, task)
        for record, task in found
        if task and of_kind(record.kind).may(task, user)
    ]


@transaction.atomic
def take_over(user, unit):
    """How many tasks of the unit were taken from those who had them meanwhile."""
    number = 0
    for record, task in offered(user, unit):
        if of_kind(record.kind).give(task, to=user):
            HandedOver.objects.filter(pk=record.pk).update(taken_by=user)
            number += 1
    return number
