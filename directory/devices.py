"""What device a session is on, in words; and browsers from which a person has logged in.

A signed cookie of the browser's own holds a code for each of its people, and outlives the
log-out: nothing about it is kept here.
"""

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _
from ua_parser import parse

from sam import keys

_COOKIE, _PATH, _SALT = "known_device", "/account/", "directory.devices"
_LASTS = 400 * 24 * 60 * 60
# On a ward's computer; those who came last.
_MOST = 40


def in_words(agent):
    """A browser's name for itself as people say it; without the versions."""
    known = parse(agent)
    browser = known.user_agent and known.user_agent.family.replace("Mobile", "").strip()
    system = known.os and known.os.family
    device = known.device and known.device.family
    on = device if device in ("iPhone", "iPad") else system
    if browser and on:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": on}
    return browser or on or _("An unknown device")


def knows(request, person):
    """Whether the person has logged in from this browser before."""
    return not set(_codes_of(person)).isdisjoint(_codes(request))


def remember(request, response, person):
    """Let the browser know the person from now on."""
    own = _codes_of(person)
    codes = [each for each in _codes(request) if each not in own]
    response.set_cookie(
        _COOKIE,
        signing.dumps([*codes, own[0]][-_MOST:], salt=_SALT),
        max_age=_LASTS,
        path=_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _codes(request):
    cookie = request.COOKIES.get(_COOKIE, "")
    try:
        return signing.loads(cookie, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return []


def _codes_of(person):
    """Of the account and its password: who has chosen a new one is told of each anew."""
    text = f"{person.pk}{person.password}"
    return [code[:24] for code in keys.codes(_SALT, text, algorithm="sha1")]
