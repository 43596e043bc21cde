"""How the outbox is, for the page on how the program runs (sam.health)."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mailing import mailbox
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


def returned():
    """Reports in the mailbox on which the program fails: an address stays wrong unseen."""
    title = _("E-mail that comes back")
    failing, given_up = mailbox.trouble()
    if not failing + given_up:
        return Finding("returned", title)
    words = ngettext(
        "%(number)d report could not be handled.",
        "%(number)d reports could not be handled.",
        failing + given_up,
    ) % {"number": failing + given_up}
    remedy = _(
        "Look in the logs for the cause. They are tried for an hour, and then lie in the"
        " mailbox marked as important."
    )
    return Finding("returned", title, State.WARNING, words, remedy)


def _finding(state, words, remedy):
    title = _("Outgoing e-mail")
    return Finding("outbox", title, state, words, remedy, "organisation:outbox")
