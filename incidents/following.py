"""What came of a report, for whoever made it; also without an account.

Who has come in by number and words is remembered in the browser alone: nothing on the
server ties a session, which may be somebody's account, to a report without a name.
"""

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.models import Measure
from incidents import codewords
from incidents.limits import address, is_within
from incidents.models import Incident

# In seconds: how long the case lies open, and how long its receipt shows the words.
STAYS_OPEN = 60 * 60
SHOWS_WORDS = 15 * 60
_CASE, _WORDS, _PATH = "followed_case", "followed_words", "/follow/"
_SALT = "incidents.following"

STEPS = [
    gettext_lazy("Received"),
    gettext_lazy("Being investigated"),
    gettext_lazy("Being put right"),
    gettext_lazy("Closed"),
]


def shown(incident):
    """What incidents/public/progress.html needs: no names, only what was done."""
    measures = Measure.objects.filter(plan=incident.action_plan_id)
    return {
        "progress_steps": STEPS,
        "progress_step": Incident.Status.values.index(incident.status) + 1,
        "progress_text": _text(incident),
        "progress_measures": measures if incident.action_plan_id else [],
    }


def _text(incident):
    texts = {
        Incident.Status.REPORTED: _(
            "Your report has come in. Nobody has begun to look into it yet."
        ),
        Incident.Status.INVESTIGATING: _(
            "The manager is finding out, together with the safety representative, why "
            "it happened."
        ),
        Incident.Status.MEASURES: _(
            "It is clear why it happened. What is to be done is listed here."
        ),
        Incident.Status.CLOSED: _(
            "It has been investigated, and what was decided has been done."
        ),
    }
    return texts[incident.status]


class TriedTooOften(Exception):
    """Somebody may be guessing words."""


def find(request, number, words):
    """The report, or None when number or words are wrong; raises TriedTooOften."""
    may_try = is_within(request, "follow", address(request)) and is_within(
        request, "follow_number", str(number), counts=False
    )
    if not may_try:
        raise TriedTooOften
    incidents = Incident.objects.in_full().exclude(code_hash=None)
    incident = incidents.filter(number=number).first()
    # As much work for a number that nobody has: which are reports is not to be found out.
    if codewords.opens(incident or Incident(number=number), words):
        return incident
    is_within(request, "follow_number", str(number))
    return None


def may_answer(request, incident):
    return is_within(request, "answer", str(incident.number))


def open_case(response, incident, words=()):
    """Let this browser in, for a while; with the words it also shows the receipt."""
    _remember(response, _CASE, signing.dumps(str(incident.pk), salt=_SALT), STAYS_OPEN)
    if words:
        _remember(response, _WORDS, codewords.sealed(words), SHOWS_WORDS)
    return response


def close_case(response):
    for name in [_CASE, _WORDS]:
        response.delete_cookie(name, path=_PATH)
    return response


def followed(request):
    """The report that this browser has been let in to."""
    try:
        pk = signing.loads(
            request.COOKIES.get(_CASE, ""), salt=_SALT, max_age=STAYS_OPEN
        )
    except signing.BadSignature:
        return None
    incidents = Incident.objects.in_full().exclude(code_hash=None)
    return incidents.filter(pk=pk).first()


def words_of(request, incident):
    """The words, only just after the report was sent and only where it was."""
    words = codewords.unsealed(request.COOKIES.get(_WORDS, ""), max_age=SHOWS_WORDS)
    return words if words and codewords.opens(incident, words) else None


def _remember(response, name, value, seconds):
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
