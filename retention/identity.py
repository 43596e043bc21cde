"""A code of which record it was: whoever can name the record finds it in the log, and
nobody can read the record's name from there.

A record has one code for each secret that the program has had; the first is today's, which
new entries keep."""

from sam import keys

# 128 bits: no two records ever share one.
_LENGTH = 32


def codes_of_key(kind, key):
    return _codes(kind, "key", key)


def codes_of_name(kind, name):
    """By what people call it, as a number in a register."""
    return _codes(kind, "name", name.strip().casefold())


def to_keep(kind, rows):
    """Codes of all that the rows can be asked for by."""
    codes = {codes_of_key(kind.code, row.pk)[0] for row in rows}
    if kind.known_as:
        codes |= {codes_of_name(kind.code, kind.name_of(row))[0] for row in rows}
    return sorted(codes)


def _codes(kind, what, value):
    found = keys.codes("retention.identity", f"{kind}:{what}:{value}")
    return [code[:_LENGTH] for code in found]
