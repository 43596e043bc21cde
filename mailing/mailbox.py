"""The mailbox to which e-mails come back (SAM_BOUNCE_URL)."""

import imaplib
import logging
import ssl
from contextlib import contextmanager
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from django.core.cache import cache

from mailing.bounces import LARGEST

logger = logging.getLogger(__name__)

# In seconds.
TIMEOUT = 20
# At a time; the rest waits for the next look.
MOST = 200
# Of a letter on which the program fails, one look apart: about an hour.
MOST_TRIES = 6
_A_WEEK = 7 * 24 * 60 * 60
_FAILING, _GIVEN_UP = "mailbox:failing", "mailbox:given-up"
# What becomes of a letter.
_OURS, _OF_PEOPLE, _FOR_PEOPLE = r"(\Deleted)", r"(\Seen)", r"(\Seen \Flagged)"


def take_each(url, take):
    """Give `take` each letter that nobody has read; returns how many it took.

    What it took is deleted, and what is nothing for it stays for people, marked as read.
    A letter on which it fails stays unread and comes again; after some tries it is
    marked as read and as important.
    """
    flags = []
    with _opened(url) as box:
        _ok, [numbers] = box.search(None, "UNSEEN", "SMALLER", str(LARGEST))
        for number in numbers.split()[:MOST]:
            # Without marking it.
            _ok, answer = box.fetch(number, "(BODY.PEEK[])")
            for letter in [each[1] for each in answer if isinstance(each, tuple)][:1]:
                flags.append(_flags_after(letter, take))
                if flags[-1]:
                    box.store(number, "+FLAGS", flags[-1])
        box.expunge()
    _note(failing=flags.count(""), given_up=flags.count(_FOR_PEOPLE))
    return flags.count(_OURS)


def trouble():
    """How many letters failed at the last look, and were given up within a week or so."""
    return cache.get(_FAILING, 0), cache.get(_GIVEN_UP, 0)


def _flags_after(letter, take):
    try:
        return _OURS if take(letter) else _OF_PEOPLE
    except Exception:
        logger.exception("A letter that came back could not be handled")
        return _FOR_PEOPLE if _tries(letter) >= MOST_TRIES else ""


def _tries(letter):
    key = f"mailbox:tries:{sha256(letter).hexdigest()}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, _A_WEEK)
    return tries


def _note(*, failing, given_up):
    cache.set(_FAILING, failing, None)
    if given_up:
        cache.set(_GIVEN_UP, cache.get(_GIVEN_UP, 0) + given_up, _A_WEEK)


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
