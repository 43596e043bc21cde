"""The winner is told, and the committee gets it for its knowledge."""

from django.db import transaction
from django.utils.translation import gettext as _

from meetings import mailbox
from meetings.models import Link, MailboxMatter, Topic


@transaction.atomic
def publish(award, *, by, body=None, **what):
    """Publish the winner; `body` gets a reference case in its mailbox."""
    award.publish(by=by, **what)
    if body:
        mailbox.send(
            body,
            by=by,
            unit=award.unit,
            kind=MailboxMatter.Kind.INFORMATION,
            topic=Topic.RECOGNITION,
            subject=_("%(award)s: %(winner)s")
            % {"award": award, "winner": award.winner},
            text=award.winner_motivation,
            link=Link.to(award, award),
        )
