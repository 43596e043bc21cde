"""Words cut to fit where there is little room."""

import textwrap


def shortened(text, length=80):
    """Whole words up to the length, with a sign that there is more."""
    return textwrap.shorten(text, length, placeholder="\N{NO-BREAK SPACE}…")
