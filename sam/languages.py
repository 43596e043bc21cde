"""Which pages speak which languages.

All of the program speaks Swedish and English. The pages for those who report without an
account speak every language of the settings, and say so by a decorator.
"""

from django.conf import settings
from django.utils.translation import get_language_info

EVERYWHERE = ("sv", "en")


def all_languages(view):
    """Marks a view whose page, with its forms and messages, is whole in all languages."""
    view.speaks_all_languages = True
    return view


def languages_of(request):
    """The languages that the page can be read in; those of all pages when none is known."""
    match = getattr(request, "resolver_match", None)
    if speaks_all(match and match.func):
        return [code for code, _name in settings.LANGUAGES]
    return list(EVERYWHERE)


def speaks_all(view):
    return getattr(view, "speaks_all_languages", False)


def menu_of(request, language):
    """The other languages that the reader may choose, each by its own name."""
    return [
        get_language_info(code) for code in languages_of(request) if code != language
    ]
