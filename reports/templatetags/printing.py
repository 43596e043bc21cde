"""What only printed documents need."""

from math import ceil

from django import template

from reports import printing

register = template.Library()

register.filter("days", printing.days)


@register.filter
def in_pieces(items, most):
    """Numbered from one, and cut into tables about as long as each other."""
    numbered = list(enumerate(items, start=1))
    number = ceil(len(numbered) / most)
    length = ceil(len(numbered) / number) if number else 1
    for start in range(0, len(numbered), length):
        piece = numbered[start : start + length]
        yield {"first": piece[0][0], "last": piece[-1][0], "items": piece}


@register.filter
def nth(items, place):
    """Counted from one."""
    return items[place - 1]
