"""What could not be destroyed, for the page on how the program runs (sam.health)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from retention.models import Item
from sam.health import Finding, State

# So many numbers to look for in the logs are enough to find the cause.
_MOST_NAMED = 3


def destruction():
    title, items = _("Destruction"), Item.objects.in_trouble()
    number = items.count()
    if not number:
        return Finding("destruction", title)
    references = items.exclude(reference="").order_by().values_list("reference")
    named = ", ".join(each for (each,) in references.distinct()[:_MOST_NAMED])
    words = ngettext(
        "%(number)d record could not be destroyed. %(references)s",
        "%(number)d records could not be destroyed. %(references)s",
        number,
    ) % {"number": number, "references": named}
    remedy = _(
        "Look in the logs for these numbers. When the cause is gone, the archivist presses"
        " “Try again” on the page of the destruction."
    )
    return Finding("destruction", title, State.WARNING, words.strip(), remedy)
