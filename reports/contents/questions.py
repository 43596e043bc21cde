"""What was asked, what each level answered, and who answered otherwise than most.

A level that has others below it takes its answer from theirs, unless it departs from
that with a reason. Of workplaces and administrations only what is submitted counts, and
those who have answered are enough; of committees all are waited for.
"""

from collections import Counter

from reports.contents.parts import counts, groups_of, parts_with
from reports.contents.scores import SCORES, mean_of
from reports.models import ReportLevel
from reports.proposing import propose


def block(year, report, section):
    return {
        "questions": [
            _question(year, report, section, question)
            for question in year.questions[section.pk]
        ]
    }


def answer_of(year, report, section, question):
    """What a report says; of one put together from others, what is proposed unless it
    departs from that."""
    own = year.answers.get((report.pk, question.pk))
    if own and own.value:
        return own.value
    parts = parts_with(year, report, section)
    return _proposed(year, parts, section, question) if parts else ""


def _proposed(year, parts, section, question):
    return propose(question.rule, _heard(_answers(year, parts, section, question)))


def _answers(year, parts, section, question):
    """[(part, its answer)]; empty of who has not submitted it."""
    return [
        (
            part,
            answer_of(year, part, section, question) if counts(part) else "",
        )
        for part in parts
    ]


def _heard(answers):
    """The answers that a proposal is made from."""
    return [
        value for part, value in answers if value or part.level == ReportLevel.COMMITTEE
    ]


def _question(year, report, section, question):
    own = year.answers.get((report.pk, question.pk))
    content = {
        "code": question.code,
        "text": question.text,
        "answer": own.value if own else "",
        "comment": own.comment if own else "",
    }
    parts = parts_with(year, report, section)
    if parts or report.is_summary:
        answers = _answers(year, parts, section, question)
        content |= _of_parts(question.rule, answers, content["answer"])
    return content


def _of_parts(rule, answers, departure):
    proposed = propose(rule, _heard(answers))
    counted = Counter(value for _part, value in answers)
    return {
        "proposed": proposed,
        "answer": departure or proposed,
        "answered": len(answers) - counted[""],
        "asked": len(answers),
        "counts": {value: counted[value] for value in sorted(filter(None, counted))},
        # Of hundreds of workplaces the page of the answers tells each one's.
        "parts": [
            _named(part, value) | {"is_submitted": not part.is_written}
            for part, value in answers
            if part.level != ReportLevel.UNIT
        ],
    } | _deviation(answers)


def _named(part, value):
    place = "committee" if part.level == ReportLevel.COMMITTEE else "unit"
    return {place: str(part.name), "answer": value}


def _deviation(answers):
    """Who answered otherwise than most; of two halves the first name speaks for most."""
    common = Counter(value for _part, value in _said(answers)).most_common(1)
    majority = common[0][0] if common else ""
    return {
        "majority": majority,
        "deviators": [
            _named(part, value) for part, value in _said(answers) if value != majority
        ],
    }


def _said(answers):
    """Without the workplaces that have said nothing: so many have not that N of M tells it."""
    return [
        (part, value)
        for part, value in answers
        if value or part.level == ReportLevel.COMMITTEE
    ]


# Requirements that are judged from 1 to 5


def self_assessment(year, report, section):
    return {
        "requirements": [
            _requirement(year, report, section, question)
            for question in year.questions[section.pk]
        ]
    }


def score_of(year, report, section, question):
    """The level's own judgement, else the mean of the groups below it."""
    own = year.answers.get((report.pk, question.pk))
    if own and own.score:
        return str(own.score)
    return mean_of(_scores(year, groups_of(year, report, section), question))


def _scores(year, groups, question):
    answers = [
        year.answers.get((group.pk, question.pk)) for group in groups if counts(group)
    ]
    return [answer.score for answer in answers if answer and answer.score]


def _requirement(year, report, section, question):
    own = year.answers.get((report.pk, question.pk))
    groups = groups_of(year, report, section)
    scores = _scores(year, groups, question)
    content = {
        "code": question.code,
        "text": question.text,
        "score": score_of(year, report, section, question),
        "before": year.before.of(report, question),
        "answered": len(scores),
        "asked": len(groups),
        "spread": [scores.count(score) for score in SCORES] if groups else [],
        "comment": own.comment if own else "",
    }
    return content | ({"proposed": mean_of(scores)} if groups else {})
