"""Names as they may be shown: a switch hides them all while a screen is shown to others,
and those of people whose identity is protected are for few readers."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

_KEY = "hides_persons"
# What an account has in place of a name that is protected; every language has words for it.
PROTECTED = "Protected identity"


def in_words(name):
    """Any name as it stands; in place of a protected one what that is called."""
    return _("Protected identity") if name == PROTECTED else name


def name_of(user, reader):
    """What a reader may call the person; who is not known reads no protected name."""
    if hasattr(user, "name_for"):
        return user.name_for(reader)
    return str(user) if user else ""


def hides_persons(request):
    """False where there is no session, as in e-mail and printed documents."""
    return bool(getattr(request, "session", {}).get(_KEY))


def hide_persons(request, is_hidden):
    request.session[_KEY] = is_hidden


def personal(request, text):
    """A name or other personal text as this reader's page may show it now."""
    if not text or not hides_persons(request):
        return in_words(text or "")
    return format_html(
        '<span class="hidden-person" title="{}">{}</span>',
        _("Personal data is hidden"),
        _("Hidden"),
    )
