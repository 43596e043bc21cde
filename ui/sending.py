"""One form that is sent twice is carried out once, in every room.

By a double click, or once more because the line broke before the answer came: the person
cannot know whether it was done. Each page that Django shows has a CSRF token with a mask of
its own. The same token with the same content, by the same person to the same address, is
the same form of the same page. (docs/decisions/reliability.md)
"""

from hashlib import sha256

from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection, transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ui.models import SentForm

_ACCOUNT = "/account/"
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of the field)


class OnceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Carry the view out here, so that what it did and that it was sent stand or fall
        together. What swaps a part of a page (htmx) leaves its token in it: not so known."""
        if request.htmx or not _is_form_of_person(request) or _is_non_atomic(view):
            return None
        return _once(request, lambda: view(request, *args, **kwargs))


def _is_form_of_person(request):
    return (
        request.method == "POST"
        and _TOKEN in request.POST
        and request.user.is_authenticated
    )


def _is_non_atomic(view):
    return bool(getattr(view, "_non_atomic_requests", None))


@transaction.atomic
def _once(request, act):
    key = _key_of(request)
    _await_the_other(key)
    if before := SentForm.objects.filter(pk=key).first():
        messages.info(request, _("It was sent twice, and is done once."))
        return redirect(before.led_to)
    response = act()
    if _is_carried_out(request, response):
        SentForm.objects.create(pk=key, led_to=response["Location"])
    return response


def _is_carried_out(request, response):
    """Not a form that comes back to be put right, or one that leads to an error or to
    somebody's being asked who they are: sent again it is tried again."""
    return (
        response.status_code == 302
        # A longer address, of a list with many filters, is made up by whoever asks for it.
        and len(response["Location"]) <= SentForm.LONGEST
        and not transaction.get_rollback()
        and not messages.get_messages(request).tell_of_errors
        and not response["Location"].startswith(_ACCOUNT)
    )


class Messages(FallbackStorage):
    """What people are told on the next page (MESSAGE_STORAGE)."""

    @property
    def tell_of_errors(self):
        """Whether this request has told of one. To go through them would count as shown."""
        return any(each.level >= messages.ERROR for each in self._queued_messages)


def _key_of(request):
    """Nobody can make a key of another's: the token is known to whom the page was shown."""
    files = [
        (name, file.name, file.size)
        for name in sorted(request.FILES)
        for file in request.FILES.getlist(name)
    ]
    content = sorted(request.POST.lists())
    said = repr((str(request.user.pk), request.get_full_path(), content, files))
    return sha256(said.encode()).hexdigest()


def _await_the_other(key):
    """The second of two waits until the first is done, and ends with the transaction."""
    number = int.from_bytes(bytes.fromhex(key)[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
