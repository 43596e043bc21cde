"""How the outbox is, for the page on how the program runs (sam.health)."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mailing.models import Message
from sam.health import Finding, State

# What has been due for longer is not being sent.
STUCK = timedelta(minutes=30)
LATELY = timedelta(days=7)


def outbox():
    """E-mail that nobody sends is bad; that some was refused for good is to be looked at."""
    now = timezone.now()
    stuck = Message.objects.waiting().filter(due_at__lt=now - STUCK).count()
    failed = Message.objects.failed().filter(created_at__gt=now - LATELY).count()
    if stuck:
        return _finding(
            State.BAD,
            ngettext(
                "%(number)d e-mail has waited for more than half an hour.",
                "%(number)d e-mails have waited for more than half an hour.",
                stuck,
            )
            % {"number": stuck},
            _("See whether the workers work, and whether the mail server answers."),
        )
    if failed:
        return _finding(
            State.WARNING,
            ngettext(
                "%(number)d e-mail of the last week did not arrive.",
                "%(number)d e-mails of the last week did not arrive.",
                failed,
            )
            % {"number": failed},
            _("Look at them, put the address right, and send them again."),
        )
    return _finding(State.WELL, "", "")


def _finding(state, words, remedy):
    title = _("Outgoing e-mail")
    return Finding("outbox", title, state, words, remedy, "organisation:outbox")
