"""A plan as a spreadsheet, however many rows, in a little memory."""

from django.utils.translation import gettext as _

from actionplans import planning
from attachments.spreadsheets import workbook
from organisation.models import Municipality

CHUNK = 500


def as_file(plan):
    return workbook(_("Plan"), _rows(plan))


def _rows(plan):
    terms = planning.TERMS[Municipality.objects.country()]
    yield [
        *map(str, terms.columns),
        _("Status"),
        _("Last day"),
        _("Cost"),
        _("Hours of work"),
        _("What was done"),
        _("What effect it had"),
    ]
    for row in plan.rows().iterator(chunk_size=CHUNK):
        yield [
            row.number,
            row.focus_area,
            row.goal,
            row.activity,
            row.when_in_words,
            row.responsible_in_words or str(row.responsible),
            row.report_to,
            row.get_status_display(),
            row.due_on,
            row.cost,
            row.hours,
            row.done_note,
            row.effect_note,
        ]
