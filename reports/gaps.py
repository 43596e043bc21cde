"""What is still to be written in a report; it can be submitted all the same."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.contents import titled
from reports.models import Section

Kind = Section.Kind


def gaps(content):
    """[(code of the section, what is lacking in it)]."""
    found = []
    for section, title in titled(content["sections"]):
        if words := _lacking(section):
            found.append((section["code"], f"{title}: {words}"))
    return found


def _lacking(section):
    match section["kind"]:
        case Kind.NARRATIVE if not section["text"]:
            return _("no text")
        case Kind.COVER_REPORT if not section["proposal"]:
            return _("no proposal for a decision")
        case Kind.QUESTION_BLOCK:
            return _unanswered(section["questions"], "answer")
        case Kind.SELF_ASSESSMENT:
            return _unanswered(section["requirements"], "score")
        case Kind.INDICATOR_TABLE:
            return _unwritten(section["rows"])
    return ""


def _unanswered(asked, said):
    number = sum(not each[said] for each in asked)
    words = ngettext(
        "%(number)s question is not answered",
        "%(number)s questions are not answered",
        number,
    )
    return words % {"number": number} if number else ""


def _unwritten(rows):
    number = sum(row.get("text") == "" for row in rows)
    words = ngettext(
        "%(number)s indicator has no text", "%(number)s indicators have no text", number
    )
    return words % {"number": number} if number else ""
