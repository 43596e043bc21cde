"""Four words that open a report to whoever made it, easy to say aloud and to write down."""

import random
import re
import unicodedata
from functools import cache
from pathlib import Path

from django.core import signing
from django.utils.crypto import constant_time_compare

from sam import keys

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
    return _codes(number, chosen)[0]


def opens(incident, chosen):
    kept = incident.code_hash or ""
    return any(
        constant_time_compare(kept, code) for code in _codes(incident.number, chosen)
    )


def _codes(number, chosen):
    return keys.codes(_SALT, f"{number} {' '.join(chosen)}")


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
