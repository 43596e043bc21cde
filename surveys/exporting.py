"""The figures that may be shown, as a spreadsheet or as text."""

from django.utils.translation import gettext as _

from attachments.serving import serve_csv, serve_workbook
from attachments.spreadsheets import workbook
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
    if as_csv:
        return serve_csv(rows(parts), f"{name}.csv")
    return serve_workbook(workbook(_("Results"), rows(parts)), f"{name}.xlsx")


def _number(value):
    return None if value is None else float(value)
