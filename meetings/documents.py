"""Minutes and statements as tagged PDF documents."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from meetings import stating
from meetings.models import Kind, Meeting, YearlyStatement
from organisation.models import Municipality
from sam.dates import today
from ui.kept import KeptDocument
from ui.pdf import document

KEPT = {
    "minutes": KeptDocument("meetings.minutes", waits=120),
    "statement": KeptDocument("meetings.statement", waits=120),
}


def make(kind, pk, language):
    template, context = _CONTENT[kind](pk)
    with override(language):
        pdf = document(
            template,
            context
            | {"municipality": Municipality.objects.current(), "today": today()},
            identifier=f"{kind}-{pk}-{language}",
            language=language,
        )
    KEPT[kind].keep(pk, language, pdf)


def name_of(kind, row):
    if kind == "statement":
        return _("statement-%(year)s.pdf") % {"year": row.year}
    return _("minutes-%(day)s.pdf") % {"day": row.meets_on.isoformat()}


def minutes_of(pk):
    """What is closed is left out, but for its number: the document goes to all."""
    meeting = Meeting.objects.in_full().get(pk=pk)
    items = meeting.agenda().prefetch_related("action_plan__measures__responsible")
    is_discussion = meeting.kind == Kind.DISCUSSION
    context = {
        "meeting": meeting,
        "items": items,
        "attendances": meeting.attendances.select_related("person"),
        "discussion": meeting.discussion if is_discussion else None,
        "goals": meeting.discussion.goals.all() if is_discussion else (),
    }
    name = "discussion" if is_discussion else "minutes"
    return f"meetings/documents/{name}.html", context


def statement_of(pk):
    statement = YearlyStatement.objects.select_related("body__unit", "item").get(pk=pk)
    context = {
        "statement": statement,
        "sections": stating.records_of(statement),
        "deliveries": statement.deliveries.all(),
    }
    return "meetings/documents/statement.html", context


_CONTENT = {"minutes": minutes_of, "statement": statement_of}
