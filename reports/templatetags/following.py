"""Figures as links to what they were made of, for those who may follow them."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

from reports.drawing import figure
from reports.following import as_amount
from reports.metrics import SUPPRESSED
from reports.models import Report
from reports.printing import days
from reports.rights import produces

register = template.Library()

register.filter("amount", as_amount)


@register.simple_tag(takes_context=True)
def followed(context, section, row, column, text):
    """The figure in a row and a column, counted from one; plain in documents and previews,
    and where there is nothing to follow."""
    report, user = context.get("report"), context.get("user")
    is_read = isinstance(report, Report) and not report._state.adding
    if not text or not is_read or (text == SUPPRESSED and not produces(user)):
        return figure(text)
    url = reverse("reports:figure", args=[report.pk, section["code"], row, column])
    return format_html('<a class="ds-link" href="{}">{}</a>', url, figure(text))


@register.filter
def cell_name(cell):
    """What a figure is of: the row with the heading it stands under, and the column."""
    return ", ".join(filter(None, [cell.group, cell.label, cell.heading]))


@register.filter
def period_days(column):
    return days(column["period"])
