"""Where people are logged in, how long that lasts, and how it ends
(docs/decisions/sessions.md).

Each log-in has a row, allauth's `UserSession`, and knows in itself which: a session's key
changes, as it must, when its person shows anew who sits there.
"""

import time
from functools import wraps

from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_reset,
)
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa import signals as factors
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.utils import timezone

from directory import devices, telling
from directory.models import AccountEvent
from directory.tries import Tries
from organisation.models import Appointment
from organisation.roles import POWERFUL
from sam.reauthentication import note_shown

_LOG_IN = "log_in"
_SHARED = "is_on_shared_device"
# In seconds. Those who reach people or records of the whole municipality: a working day,
# and an hour in which nothing is done.
POWERFUL_LASTS, POWERFUL_IDLE = 10 * 60 * 60, 60 * 60
# On a device that others use after one.
SHARED_IDLE = 15 * 60
# That it is used is written down so often, and no more.
_NOTED_EVERY = 60
_NO_ADDRESS = "0.0.0.0"  # noqa: S104, no address to listen on


# How long


def limits_of(user, *, is_shared):
    """(seconds altogether, seconds in which nothing is done) of the person's sessions."""
    lasts = idle = settings.SESSION_COOKIE_AGE
    held = Appointment.objects.in_force().filter(user=user, role__in=POWERFUL)
    if held.exists():
        lasts, idle = min(lasts, POWERFUL_LASTS), POWERFUL_IDLE
    return lasts, min(idle, SHARED_IDLE) if is_shared else idle


def is_over(request):
    """Whether the session is too old, was left alone too long, or was ended elsewhere."""
    log_in = request.session.get(_LOG_IN)
    if log_in is None:
        return True
    now = time.time()
    if now - log_in["at"] > log_in["lasts"] or now - log_in["seen"] > log_in["idle"]:
        return True
    return now - log_in["seen"] > _NOTED_EVERY and not _note_seen(request, now)


def _note_seen(request, now):
    """Whether the row is still there; with the limits of the roles held by now."""
    rows = UserSession.objects.filter(pk=row_of(request), user=request.user)
    if not rows.update(last_seen_at=timezone.now()):
        return False
    log_in = request.session[_LOG_IN]
    lasts, idle = limits_of(request.user, is_shared=is_shared(request))
    request.session[_LOG_IN] = log_in | {"seen": now, "lasts": lasts, "idle": idle}
    return True


# Which


def row_of(request):
    """The key of the session's row."""
    return request.session.get(_LOG_IN, {}).get("row")


def is_shared(request):
    return bool(request.session.get(_SHARED))


def device_of(request):
    return devices.in_words(request.META.get("HTTP_USER_AGENT", ""))


def choose_shared(request, chosen):
    """Before the log-in: whether others use the device after it."""
    if chosen:
        request.session[_SHARED] = True
    else:
        request.session.pop(_SHARED, None)


def asking_whether_shared(view):
    """A view that begins a log-in elsewhere, with our own question beside its button."""

    @wraps(view)
    def begun(request, *args, **kwargs):
        if request.method == "POST":
            choose_shared(request, "is_shared" in request.POST)
        return view(request, *args, **kwargs)

    return begun


def of(user):
    """The person's sessions that have not run out, the one last used first."""
    standing = Session.objects.filter(expire_date__gt=timezone.now())
    keys = standing.values("session_key")
    rows = UserSession.objects.filter(user=user, session_key__in=keys)
    return rows.order_by("-last_seen_at")


# How it begins


@receiver(user_logged_in)
def begin(request, user, **_details):
    UserSession.objects.filter(pk=row_of(request)).delete()
    if not request.session.session_key:
        request.session.save()
    agent = request.META.get("HTTP_USER_AGENT", "")
    row = UserSession.objects.create(
        user=user,
        session_key=request.session.session_key,
        ip=get_client_ip(request) or _NO_ADDRESS,
        user_agent=agent[: UserSession._meta.get_field("user_agent").max_length],
    )
    now = time.time()
    lasts, idle = limits_of(user, is_shared=is_shared(request))
    request.session[_LOG_IN] = {
        "row": row.pk,
        "at": now,
        "seen": now,
        "lasts": lasts,
        "idle": idle,
    }
    if is_shared(request):
        # The browser forgets it when it is closed.
        request.session.set_expiry(0)
    note_shown(request)


@receiver(authentication_step_completed)
def note_shown_again(request, reauthenticated=False, **_details):
    """With a new key, as after a log-in; a step of a log-in alone is none."""
    if reauthenticated:
        request.session.cycle_key()
        _follow_key(request)
        note_shown(request)


def _follow_key(request):
    rows = UserSession.objects.filter(pk=row_of(request))
    rows.update(session_key=request.session.session_key)


# How it ends


def end(rows):
    """At once: who is in the middle of something is asked to log in by the next page."""
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()


def end_all(person):
    end(UserSession.objects.filter(user=person))


def end_others(request, person):
    """All but the one that asks."""
    end(UserSession.objects.filter(user=person).exclude(pk=row_of(request)))


def log_out(person, *, by):
    """By whoever runs the program."""
    end_all(person)
    AccountEvent.objects.create(person=person, what=AccountEvent.What.LOGGED_OUT, by=by)


@receiver(user_logged_out)
def forget(request, **_details):
    UserSession.objects.filter(pk=row_of(request)).delete()


@receiver(password_changed)
def end_those_with_the_old_password(request, user, **_details):
    _follow_key(request)
    end_others(request, user)
    telling.changed(user, telling.Change.PASSWORD)


@receiver(password_reset)
def end_those_before_the_reset(request, user, **_details):
    end_all(user)
    Tries(request, user.email).forgive()
    telling.changed(user, telling.Change.PASSWORD)


@receiver(factors.authenticator_added)
def end_those_without_the_factor(request, user, **_details):
    end_others(request, user)
    telling.changed(user, telling.Change.FACTOR_ADDED)


@receiver(factors.authenticator_removed)
def end_those_with_the_old_factor(request, user, **_details):
    end_others(request, user)
    telling.changed(user, telling.Change.FACTOR_REMOVED)
