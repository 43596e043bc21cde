"""E-mails that came back: what a mail server says of one that it could not hand over.

A report (RFC 3464) carries the head of our e-mail, whose Message-ID is the row in the
outbox. What else it says of people is not looked at, and whoever writes such a report
without having got the e-mail does not know its id.
"""

import re
from email import message_from_bytes, policy
from email.errors import MessageError
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from mailing.models import Message

# In bytes: reports are small, and larger ones hold what is not for us.
LARGEST = 1024 * 1024
_LONGEST_WORDS = 500
# As deliver() writes it: the row, and when it was due.
_ID = re.compile(
    r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,12})@([^>\s]+)>"
)


class Bounce(NamedTuple):
    message_pk: UUID
    # In seconds since 1970.
    due: int
    # In the mail server's own words.
    words: str


@transaction.atomic
def take(report):
    """The message that did not arrive, now marked so; None when the report says no such
    thing, or of an e-mail that has gone again since."""
    bounce = read(report)
    if bounce is None:
        return None
    rows = Message.objects.select_for_update(of=["self"])
    sent = rows.filter(pk=bounce.message_pk, status=Message.Status.SENT).first()
    if sent is None or int(sent.due_at.timestamp()) != bounce.due:
        return None
    sent.record_bounce(bounce.words)
    return sent


def read(report):
    """What the bytes report of an e-mail of ours that will never arrive, or None."""
    if len(report) > LARGEST:
        return None
    try:
        parts = list(message_from_bytes(report, policy=policy.compat32).walk())
        words, found = _failure(parts), _our_id(parts)
    except (MessageError, ValueError, LookupError, AttributeError, TypeError):
        # The parser stumbles over some of what is sent to break it.
        return None
    if not (words and found):
        return None
    return Bounce(UUID(found[1]), int(found[2]), words)


def _failure(parts):
    """Status and words for the one it was for; a delay is no failure."""
    for part in parts:
        # Each recipient has a group of fields; ours have one each.
        if str(part.get("Action", "")).strip().lower() == "failed":
            fields = [str(part.get(each, "")) for each in ("Status", "Diagnostic-Code")]
            words = " ".join(" ".join(fields).split())
            return Truncator(words.replace("\0", "")).chars(_LONGEST_WORDS) or "failed"
    return ""


def _our_id(parts):
    """From the head that the report brings back, whole or as a text."""
    host = urlsplit(settings.SITE_ADDRESS).hostname
    for part in parts[1:]:
        texts = [str(part.get("Message-ID", ""))]
        if part.get_content_type() == "text/rfc822-headers":
            texts.append(str(part.get_payload()))
        for text in texts:
            found = _ID.search(text)
            if found and found[3] == host:
                return found
    return None
