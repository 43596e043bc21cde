"""Words cut to fit where there is little room."""

import textwrap


def shortened(text, length=80):
    """Whole words up to the length, with a sign that there is more."""
    words = " ".join(text.split())
    # Most fit, and are not to be wrapped for it: a list has hundreds.
    if len(words) <= length:
        return words
    return textwrap.shorten(words, length, placeholder="\N{NO-BREAK SPACE}…")
