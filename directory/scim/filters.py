"""Filters as directories send them: `userName eq "x" and active eq true` (RFC 7644, 3.4.2.2).

Only what a directory needs to find one of its own: eq, and, or, parentheses.
"""

import json
import re

from django.db.models import Q

from directory.scim.errors import ScimError

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\()|(?P<close>\))
        |(?P<word>(?:and|or|not)\b)
        |(?P<attribute>[A-Za-z$][\w.:$-]*(?:\[[^\]]*\](?:\.\w+)?)?)
            \s+(?P<operator>\w+)
            (?:\s+(?P<value>"(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?))?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# Longer ones no directory sends.
_LONGEST = 1_000


def parse(text, lookups):
    """A condition; `lookups` are {attribute in small letters: value → Q}.

    Raises ScimError for what is no filter, or asks for what is not found by.
    """
    if len(text) > _LONGEST:
        raise _refused("The filter is too long.")
    tokens = _tokens(text)
    found = _any_of(tokens, lookups)
    if tokens:
        raise _refused("The filter goes on after its end.")
    return found


def _tokens(text):
    tokens, place = [], 0
    text = text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if not match:
            raise _refused(f"The filter cannot be read from character {place + 1}.")
        tokens.append(match)
        place = match.end()
    return tokens


def _any_of(tokens, lookups):
    found = _all_of(tokens, lookups)
    while _is_next(tokens, "or"):
        tokens.pop(0)
        found |= _all_of(tokens, lookups)
    return found


def _all_of(tokens, lookups):
    found = _one(tokens, lookups)
    while _is_next(tokens, "and"):
        tokens.pop(0)
        found &= _one(tokens, lookups)
    return found


def _one(tokens, lookups):
    if not tokens:
        raise _refused("The filter ends too early.")
    token = tokens.pop(0)
    if token["open"]:
        found = _any_of(tokens, lookups)
        if not tokens or not tokens.pop(0)["close"]:
            raise _refused("A parenthesis is not closed.")
        return found
    if not token["attribute"]:
        raise _refused("The filter is not understood.")
    return _compared(token, lookups)


def _compared(token, lookups):
    attribute = plain(token["attribute"])
    if token["operator"].lower() != "eq" or token["value"] is None:
        raise _refused("Filters compare by eq alone.")
    if attribute not in lookups:
        raise _refused(f"Nothing is found by {token['attribute']}.")
    try:
        return lookups[attribute](json.loads(token["value"].strip()))
    except (ValueError, TypeError):
        raise _refused("The value is not understood.") from None


def plain(attribute):
    """Without the schema before it, and without which of several is meant."""
    attribute = re.sub(r"\[[^\]]*\]", "", attribute)
    return re.sub(r"^urn:.*:", "", attribute, flags=re.IGNORECASE).lower()


def _is_next(tokens, word):
    return bool(tokens and (tokens[0]["word"] or "").lower() == word)


def _refused(detail):
    return ScimError(400, detail, "invalidFilter")


def nothing():
    return Q(pk__in=[])
