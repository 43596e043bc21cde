"""Keys of their own for what the database keeps sealed or as a code, made from the program's
secret. What was made under a secret before it (SAM_SECRET_KEY_FALLBACKS) still opens."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def cipher(purpose):
    """Seals with today's secret, and opens with any."""
    keys = [sha256(f"{purpose}:{each}".encode()).digest() for each in _secrets()]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


def codes(salt, text, *, algorithm="sha256"):
    """The text's code by each secret, today's first: to look for one that was kept."""
    return [
        salted_hmac(salt, text, each, algorithm=algorithm).hexdigest()
        for each in _secrets()
    ]


def _secrets():
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
