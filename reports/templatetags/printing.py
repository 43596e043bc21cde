"""What only printed documents need."""

from django import template

from reports import printing

register = template.Library()

register.filter("days", printing.days)


@register.filter
def in_pieces(items, length):
    """Numbered from one, and cut into tables that fit on a page."""
    numbered = list(enumerate(items, start=1))
    for start in range(0, len(numbered), length):
        piece = numbered[start : start + length]
        yield {"first": piece[0][0], "last": piece[-1][0], "items": piece}


@register.filter
def nth(items, place):
    """Counted from one."""
    return items[place - 1]
