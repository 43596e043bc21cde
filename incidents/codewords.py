"""Four words that open a report to whoever made it, easy to say aloud and to write down."""

import random
import re
import unicodedata
from functools import cache
from pathlib import Path

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

NUMBER_OF_WORDS = 4
_WORDS = Path(__file__).parent / "words" / "words.txt"
_SALT = "incidents.codewords"


@cache
def words():
    return tuple(_WORDS.read_text().split())


def drawn():
    """No word twice: whoever hears one again would take it for a slip."""
    return random.SystemRandom().sample(words(), NUMBER_OF_WORDS)


def hashed(number, chosen):
    """All that is kept of the words: nobody reads them out of the database."""
    text = f"{number} {' '.join(chosen)}"
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()


def opens(incident, chosen):
    return constant_time_compare(
        incident.code_hash or "", hashed(incident.number, chosen)
    )


def read(typed):
    """The words in what somebody typed or was told, however they are parted."""
    plain = unicodedata.normalize("NFC", typed).casefold()
    return re.findall(r"[^\W\d_]+", plain)


def sealed(chosen):
    """The words to travel with a form, so that two clicks on its button give the same."""
    return signing.dumps(chosen, salt=_SALT)


def unsealed(text, *, max_age=None):
    """None when the seal is broken, or older than may be."""
    try:
        return signing.loads(text, salt=_SALT, max_age=max_age)
    except signing.BadSignature:
        return None
