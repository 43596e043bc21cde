"""A code of which record it was: whoever can name the record finds it in the log, and
nobody can read the record's name from there."""

from django.utils.crypto import salted_hmac

# 128 bits: no two records ever share one.
_LENGTH = 32


def code_of_key(kind, key):
    return _code(kind, "key", key)


def code_of_name(kind, name):
    """By what people call it, as a number in a register."""
    return _code(kind, "name", name.strip().casefold())


def codes_of(kind, rows):
    """Of all that the rows can be asked for by."""
    codes = {code_of_key(kind.code, row.pk) for row in rows}
    if kind.known_as:
        codes |= {code_of_name(kind.code, kind.name_of(row)) for row in rows}
    return sorted(codes)


def _code(kind, what, value):
    hashed = salted_hmac(
        "retention.identity", f"{kind}:{what}:{value}", algorithm="sha256"
    )
    return hashed.hexdigest()[:_LENGTH]
