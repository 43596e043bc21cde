"""The switch that hides people's names while a screen is shown to others."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

_KEY = "hides_persons"


def hides_persons(request):
    """False where there is no session, as in e-mail and printed documents."""
    return bool(getattr(request, "session", {}).get(_KEY))


def hide_persons(request, is_hidden):
    request.session[_KEY] = is_hidden


def personal(request, text):
    """A name or other personal text as this reader's page may show it now."""
    if not text or not hides_persons(request):
        return text or ""
    return format_html(
        '<span class="hidden-person" title="{}">{}</span>',
        _("Personal data is hidden"),
        _("Hidden"),
    )
