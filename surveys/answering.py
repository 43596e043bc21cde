"""What somebody answers: kept by itself, apart from that they have answered."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sam.workflow import InvalidTransition
from surveys.models import (
    AnswerLink,
    AnswerSheet,
    FreeText,
    Recipient,
    Survey,
    SurveyUnit,
    fingerprint,
)

ANSWERED = _("This link has been used: the answers have come in.")
CODE_USED_UP = _(
    "As many have answered with this code as were to use it. Ask your manager."
)
NOT_OPEN = _("The survey is closed. It takes no more answers.")


class Way:
    """By which somebody may answer: their own link, their account, or a workplace's code."""

    def __init__(self, survey, *, recipient=None, part=None):
        self.survey, self.recipient, self.part = survey, recipient, part

    @property
    def unit_id(self):
        return (self.recipient or self.part).unit_id

    @property
    def hindrance(self):
        """Why it leads to no questions, in words, or nothing."""
        if not self.survey.takes_answers:
            return NOT_OPEN
        if self.recipient and self.recipient.has_answered:
            return ANSWERED
        if self.part and self.part.answered_by_code >= self.part.by_code:
            return CODE_USED_UP
        return ""

    def part_of_unit(self):
        return self.part or self.survey.parts.get(unit=self.unit_id)

    def use_up(self):
        """Whether it was left to be used, by this one alone of those who try at once."""
        if self.recipient:
            rows = Recipient.objects.filter(pk=self.recipient.pk, has_answered=False)
            return rows.update(has_answered=True)
        rows = SurveyUnit.objects.filter(
            pk=self.part.pk, answered_by_code__lt=F("by_code")
        )
        return rows.update(answered_by_code=F("answered_by_code") + 1)


def way_of(token):
    """What the link or the code opens, or None when it is none."""
    links = AnswerLink.objects.filter(token_hash=fingerprint(token))
    if link := links.select_related("survey__questionnaire", "recipient").first():
        return Way(link.survey, recipient=link.recipient)
    parts = SurveyUnit.objects.filter(code=token.lower())
    if part := parts.select_related("survey__questionnaire").first():
        return Way(part.survey, part=part)
    return None


def way_for(survey, person):
    """For who is logged in and is asked, or None."""
    recipient = survey.recipients.filter(person=person).first()
    return Way(survey, recipient=recipient) if recipient else None


@transaction.atomic
def submit(way, *, answers, texts):
    """Keep the answers once. Raises InvalidTransition in words.

    `answers`: {id of the question: value}; `texts`: {id of the question: words}.
    """
    # Whoever closes the survey waits until this is counted, or comes first.
    surveys = Survey.objects.select_for_update(no_key=True)
    if not surveys.get(pk=way.survey.pk).takes_answers:
        raise InvalidTransition(NOT_OPEN)
    if not way.use_up():
        raise InvalidTransition(ANSWERED if way.recipient else CODE_USED_UP)
    where = {"survey": way.survey, "unit_id": way.unit_id}
    AnswerSheet.objects.create(**where, answers=answers)
    FreeText.objects.bulk_create(
        FreeText(**where, question_id=question, text=text)
        for question, text in texts.items()
    )
