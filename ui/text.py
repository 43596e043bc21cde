"""Words cut to fit where there is little room, and put together."""

import textwrap

from django.utils.translation import gettext as _


def shortened(text, length=80):
    """Whole words up to the length, with a sign that there is more."""
    words = " ".join(text.split())
    # Most fit, and are not to be wrapped for it: a list has hundreds.
    if len(words) <= length:
        return words
    return textwrap.shorten(words, length, placeholder="\N{NO-BREAK SPACE}…")


def listed(items):
    """In one sentence: a, b and c."""
    *before, last = map(str, items)
    if not before:
        return last
    return _("%(items)s and %(last)s") % {"items": ", ".join(before), "last": last}
