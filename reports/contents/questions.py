"""What was asked, what each level answered, and who answered otherwise than most."""

from collections import Counter

from reports.proposing import propose


def block(year, report, section):
    return {
        "questions": [
            _question(year, report, question) for question in year.questions[section.pk]
        ]
    }


def answer_of(year, report, question):
    """What a report says; of one put together from others, what is proposed unless it
    departs from that."""
    own = year.answers.get((report.pk, question.pk))
    return own.value if own else ""


def _question(year, report, question):
    own = year.answers.get((report.pk, question.pk))
    content = {
        "code": question.code,
        "text": question.text,
        "answer": own.value if own else "",
        "comment": own.comment if own else "",
    }
    if report.is_summary:
        content |= _of_parts(year, report, question, content["answer"])
    return content


def _of_parts(year, report, question, departure):
    parts = [
        {"committee": part.name, "answer": answer_of(year, part, question)}
        for part in year.parts_of(report)
    ]
    proposed = propose(question.rule, [part["answer"] for part in parts])
    return {
        "proposed": proposed,
        "answer": departure or proposed,
        "parts": parts,
    } | _deviation(parts)


def _deviation(parts):
    """Who answered otherwise than most; of two halves the first name speaks for most."""
    common = Counter(part["answer"] for part in parts).most_common(1)
    majority = common[0][0] if common else ""
    return {
        "majority": majority,
        "deviators": [part for part in parts if part["answer"] != majority],
    }
