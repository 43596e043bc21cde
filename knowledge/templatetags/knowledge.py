from django import template

register = template.Library()


@register.filter
def of(rows, key):
    """What a dictionary has for the key, or nothing."""
    return rows.get(key)
