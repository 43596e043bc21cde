"""Lists of measures as spreadsheets, of any length in a little memory."""

from django.utils.translation import gettext as _

from attachments.spreadsheets import workbook
from ui.persons import hides_persons

CHUNK = 2_000


def as_file(measures, columns, *, request):
    """The measures with the columns that the page shows, in its order."""
    return workbook(_("Measures"), _rows(measures, columns, request))


def _rows(measures, columns, request):
    yield [_("Measure"), *(str(column.label) for column in columns)]
    is_hidden = hides_persons(request)
    for measure in measures.iterator(chunk_size=CHUNK):
        yield [
            measure.activity,
            *(_value(column, measure, is_hidden) for column in columns),
        ]


def _value(column, measure, is_hidden):
    """What the page hides is not in the file either."""
    if column.is_personal and is_hidden:
        return _("Hidden")
    return column.value(measure)
