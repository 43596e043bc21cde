"""Reminders: agreements to go through again, proposals that wait too long for an answer."""

from mailing import outbox
from meetings.models import GroupAgreement, MailboxMatter
from organisation.roles import responsible_for
from sam.nightly import by_itself


def remind_all():
    """Each fact is told once, also when the nights before were missed."""
    for agreement in GroupAgreement.objects.to_review().select_related("unit"):
        with by_itself(agreement):
            _tell_of_agreement(agreement)
    for matter in MailboxMatter.objects.overdue().in_full():
        with by_itself(matter):
            _tell_of_late_answer(matter)


def _tell_of_agreement(agreement):
    for person in responsible_for(agreement.unit):
        outbox.send(
            person,
            "agreement_to_review",
            {"agreement": agreement, "path": agreement.get_absolute_url()},
            about=f"agreement_to_review:{agreement.pk.hex}:{agreement.review_on}",
        )


def _tell_of_late_answer(matter):
    """The sender too: that the time is passed is an answer of a kind."""
    for person in {*matter.body.secretaries, matter.sender}:
        if person.is_active:
            outbox.send(
                person,
                "matter_late",
                {"matter": matter, "path": matter.get_absolute_url()},
                about=f"matter_late:{matter.pk.hex}:{matter.answer_due_on}",
            )
