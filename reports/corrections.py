"""What a report says otherwise than before, in words: between two editions, or between
what was submitted and what is approved."""

from decimal import Decimal
from difflib import SequenceMatcher

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.models import Escalation, Measure, Outcome
from reports.contents import titled
from reports.layouts import of_today
from reports.metrics import SUPPRESSED
from reports.models import Answer
from ui.text import shortened

# The words for the codes in them.
_WORDS = {
    ("matters", "theme"): Escalation.Theme,
    ("matters", "status"): Escalation.Status,
    ("matters", "decision"): Escalation.Decision,
    ("measures", "status"): Measure.Status,
    ("goals", "outcome"): Outcome,
}
# Of a text that was changed so much is told.
_LONGEST = 600
# Lists, each with what an entry of it is called.
_LISTS = {
    "matters": "matter",
    "risks": "what",
    "measures": "activity",
    "inspections": "subject",
    "goals": "goal",
}


def changes(before, after):
    """[{"where", "before", "after"}], from one content of a report to another."""
    old = {section["code"]: section for section in before["sections"]}
    new = {section["code"]: section for section in after["sections"]}
    titles = {
        section["code"]: title
        for content in (before, after)
        for section, title in titled(content["sections"])
    }
    found = []
    for code in [*new, *(code for code in old if code not in new)]:
        found += _of_section(old.get(code, {}), new.get(code, {}), titles[code])
    return found


def edition_of(report, content):
    """What the content of a report says of its edition; of a corrected one also why and
    what is corrected, in the municipality's language like all that is kept."""
    number = report.next_edition
    said = {"edition": number}
    if number > 1:
        before = report.editions.select_related("snapshot").last().snapshot.content
        with override(settings.LANGUAGE_CODE):
            said["correction"] = {
                "reason": report.correction_reason,
                "changes": changes(of_today(before), content),
            }
    return said


def _of_section(before, after, title):
    """What of one section is other: whatever its kind, it has only some of these."""
    found = _pairs(title, _texts(before, title), _texts(after, title), _passages)
    for read in (_figures, _answers, _scores):
        found += _pairs(title, read(before), read(after))
    for name, called in _LISTS.items():
        found += _pairs(
            title, *(_entries(each, name, called) for each in (before, after))
        )
    return found


def _pairs(title, before, after, shorten=None):
    """Of two {place: words} what differs, in the order of the later."""
    found = []
    for place in [*after, *(each for each in before if each not in after)]:
        was, became = before.get(place, ""), after.get(place, "")
        if was == became:
            continue
        if shorten:
            was, became = shorten(was, became)
        where = f"{title}: {place}" if place else title
        found.append({"where": where, "before": was, "after": became})
    return found


def _texts(section, title):
    """{place: text} of a text, of a cover report, and of each indicator."""
    texts = {"": section.get("text", "")}
    if section.get("kind") == "cover_report":
        texts |= {
            _("Summary"): section["summary"],
            _("Proposal for a decision"): section["proposal"],
        }
    texts |= {
        row["label"]: row["text"] for row in section.get("rows", []) if "text" in row
    }
    return texts


def _figures(section):
    """{row, column: figure as it is printed}."""
    group, found = "", {}
    for row in section.get("rows", []):
        if row["is_heading"]:
            group = row["label"]
            continue
        label = f"{group}, {row['label']}" if group else row["label"]
        for column, text in zip(section["columns"], row["figures"], strict=True):
            found[f"{label}, {column['heading']}"] = _figure(text)
    return found


def _figure(text):
    if not text or text == SUPPRESSED:
        return text or "–"
    return number_format(Decimal(text), force_grouping=False)


def _answers(section):
    return {
        question["text"]: _with_comment(_answer(question["answer"]), question)
        for question in section.get("questions", [])
    }


def _answer(value):
    return str(Answer.Value(value).label) if value else _("Not answered")


def _scores(section):
    return {
        each["text"]: _with_comment(_figure(each["score"]), each)
        for each in section.get("requirements", [])
    }


def _with_comment(words, said):
    return f"{words}. {said['comment']}" if said["comment"] else words


def _entries(section, name, called):
    """{entry: what else is said of it}, as far as it is in words."""
    found = {}
    for entry in section.get(name, []):
        said = [
            str(_WORDS[name, key](value).label) if (name, key) in _WORDS else value
            for key, value in entry.items()
            if key != called and isinstance(value, str) and value
        ]
        title = shortened(str(entry.get(called, "")), 120)
        found[title] = "; ".join(said) or title
    return found


def _passages(before, after):
    """The paragraphs that differ, of each text."""
    old, new = before.split("\n"), after.split("\n")
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    other = [block for block in blocks if block[0] != "equal"]
    return (
        _joined(old[first:last] for _tag, first, last, *_new in other),
        _joined(new[first:last] for *_old, first, last in other),
    )


def _joined(passages):
    lines = (line.strip() for passage in passages for line in passage)
    return shortened(" … ".join(filter(None, lines)), _LONGEST)
