from django import template

from privacy.contents import day_of, heading_of

register = template.Library()


@register.filter
def record_key(row):
    """What a form sends of a record."""
    return f"{row._meta.label} {row.pk}"


@register.filter
def record_name(row):
    """Its kind, number, unit and day: a title may name somebody."""
    unit = getattr(row, "unit", None)
    day = day_of(row)
    return ", ".join(str(part) for part in (heading_of(row), unit, day) if part)
