"""How incidents are named and shown in tables."""

from datetime import date

from django import template

from incidents import kinds
from ui import persons
from ui.templatetags.ui import day, status_tag

register = template.Library()


@register.filter
def kind_label(incident, country):
    """`{{ incident|kind_label:municipality.country }}`: “Allvarligt tillbud”."""
    return kinds.label_of(incident, country)


@register.simple_tag(takes_context=True)
def cell(context, incident, column):
    """What a list shows of the incident in the column."""
    if column.name == "status":
        return status_tag(incident.phase, incident.tone)
    value = column.value(incident, context["municipality"].country)
    if isinstance(value, date):
        return day(value)
    if column.is_person:
        return persons.personal(context.get("request"), value)
    return value or ""
