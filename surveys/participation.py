"""How many are asked and have taken part, without who."""

from django.db.models import Count


def count(survey, parts):
    """Write on each part how many were asked and took part in it with all below.

    `parts`: {unit: part}, all of the survey. While it is open it is so far.
    """
    rows = survey.recipients.filter(has_answered=True).order_by().values("unit")
    answered = dict(rows.annotate(number=Count("pk")).values_list("unit", "number"))
    for part in parts.values():
        part.asked = part.answered = 0
    for pk, part in parts.items():
        number = answered.get(pk, 0) + part.answered_by_code
        for above in part.lineage:
            if above in parts:
                parts[above].asked += part.number_asked
                parts[above].answered += number


def so_far(survey, page):
    """The same for the rows of a page, while the survey is open."""
    if survey.is_open:
        counted = {part.unit_id: part for part in survey.parts.all()}
        count(survey, counted)
        for part in page:
            part.asked = counted[part.unit_id].asked
            part.answered = counted[part.unit_id].answered
    return page
