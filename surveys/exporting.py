"""The figures that may be shown, as a spreadsheet or as text."""

import csv
from io import StringIO

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from attachments.spreadsheets import XLSX, harmless, workbook
from surveys.models import Value


def rows(parts):
    """A heading, then each figure of the parts: nothing that the pages hide."""
    yield [
        _("Survey"),
        _("Year"),
        _("Unit"),
        _("Code"),
        _("Theme or question"),
        _("Answers"),
        _("Index"),
        _("Per cent who agree"),
    ]
    values = Value.objects.filter(part__in=parts).select_related(
        "part__unit", "part__survey", "theme", "question"
    )
    for each in values.order_by(
        "part__name", "part", "theme__order", "question__order"
    ):
        yield [
            each.part.survey.name,
            each.part.survey.year,
            each.part.name,
            each.part.unit.code,
            str(each.theme or each.question),
            each.answers,
            _number(each.index),
            _number(each.agreeing),
        ]


def as_file(parts, *, name, as_csv):
    """An answer with the figures of the parts."""
    if not as_csv:
        return FileResponse(
            workbook(_("Results"), rows(parts)),
            as_attachment=True,
            filename=f"{name}.xlsx",
            content_type=XLSX,
        )
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    for row in rows(parts):
        writer.writerow([harmless(str("" if cell is None else cell)) for cell in row])
    response = HttpResponse(
        "\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _number(value):
    return None if value is None else float(value)
