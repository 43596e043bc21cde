"""Requests to answer, questions about what one has read, and the month to look through."""

from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit
from privacy.asking import is_reviewed, last_month
from privacy.models import DataRequest, Finding
from privacy.models.oversight import oversees
from sam.start.columns import Rest, Todo, rows_of


def data_requests(user):
    """Those that one has taken on, and those that nobody has."""
    found = DataRequest.objects.handled_by(user).open()
    return rows_of(
        found.filter(Q(handler=user) | Q(handler=None)),
        "data_request",
        todo="answer",
        what=Value(""),
        unit=Value(""),
        due_on=F("due_on"),
        by=["due_on"],
    )


def questions(user):
    return rows_of(
        Finding.objects.asked_of(user).unanswered(),
        "reading_question",
        todo="answer",
        what=Value(""),
        unit=Value(""),
        by=["asked_at"],
    )


def month(user):
    """One task, until the month before is marked as reviewed."""
    is_due = oversees(user) and not is_reviewed(last_month())
    root = Unit.objects.filter(parent=None) if is_due else Unit.objects.none()
    return rows_of(
        root,
        "readings_of_month",
        todo="review",
        what=Value(""),
        unit=Value(""),
        by=["name"],
    )


KINDS = [data_requests, questions, month]
TODO = {
    ("data_request", "answer"): Todo(
        _("Answer a request about personal data or a document"),
        "privacy:request",
        _("Answer a request"),
    ),
    ("reading_question", "answer"): Todo(
        _("Answer a question about what you have read"), "privacy:asked"
    ),
    ("readings_of_month", "review"): Todo(
        _("Review who has read what in the last month"), "privacy:month_review"
    ),
}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS = {
    "data_request": Rest(_("Requests to answer"), "privacy:request_list?status=open"),
    "reading_question": Rest(_("Questions about what you have read"), "start"),
    "readings_of_month": Rest(_("Readings to review"), "privacy:finding_list"),
}
