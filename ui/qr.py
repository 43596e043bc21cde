"""QR codes as SVG, for posters and receipts.

Drawn with attributes alone, like the charts: the same drawing serves the page, whose
security policy allows no inline style, and the PDF.
"""

from itertools import groupby

import segno
from django.utils.html import format_html

# The white that a reader needs around the code, in modules.
_QUIET = 4


def qr_code(url, message):
    """A code that leads to the address; the message says so to those who do not see it.

    Six centimetres square unless a style sheet says otherwise. A quarter of it may be
    dirty or torn, as happens to posters.
    """
    rows = [bytes(row) for row in segno.make_qr(url, error="q").matrix]
    side = len(rows) + 2 * _QUIET
    return format_html(
        '<svg class="qr" role="img" viewBox="0 0 {0} {0}" width="6cm" height="6cm" '
        'shape-rendering="crispEdges"><title>{1}</title>'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
        side,
        message,
        "".join(_run(x, y, length) for x, y, length in _runs(rows)),
    )


def _runs(rows):
    """The dark stretches of each row: where they begin and how long they are."""
    for y, row in enumerate(rows):
        x = 0
        for is_dark, modules in groupby(row):
            length = len(list(modules))
            if is_dark:
                yield x + _QUIET, y + _QUIET, length
            x += length


def _run(x, y, length):
    return f"M{x} {y}h{length}v1h-{length}z"
