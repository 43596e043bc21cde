"""The mailbox to which e-mails come back (SAM_BOUNCE_URL)."""

import imaplib
import ssl
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from mailing.bounces import LARGEST

# In seconds.
TIMEOUT = 20
# At a time; the rest waits for the next look.
MOST = 200


def unread(url):
    """Each letter that nobody has read, as (bytes, forget): `forget` deletes it.

    What is not deleted stays for people, marked as read.
    """
    with _opened(url) as box:
        _ok, [numbers] = box.search(None, "UNSEEN", "SMALLER", str(LARGEST))
        for number in numbers.split()[:MOST]:
            _ok, answer = box.fetch(number, "(RFC822)")
            letters = [each[1] for each in answer if isinstance(each, tuple)]
            if letters:
                yield letters[0], lambda number=number: _forget(box, number)
        box.expunge()


def _forget(box, number):
    box.store(number, "+FLAGS", r"(\Deleted)")


@contextmanager
def _opened(url):
    """Never without TLS: the password goes over the line."""
    parts, context = urlsplit(url), ssl.create_default_context()
    if parts.scheme == "imaps":
        box = imaplib.IMAP4_SSL(
            parts.hostname, parts.port or 993, ssl_context=context, timeout=TIMEOUT
        )
    else:
        box = imaplib.IMAP4(parts.hostname, parts.port or 143, timeout=TIMEOUT)
        box.starttls(context)
    try:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        box.select(f'"{folder}"')
        yield box
    finally:
        box.logout()
