"""Changes as directories send them, made plain: [(act, attribute, value)] (RFC 7644, 3.5.2).

An attribute comes in small letters, without schema: "active", "name.familyname",
"department". Directories differ in how they write one and the same:

    {"op": "Replace", "path": "active", "value": "False"}
    {"op": "replace", "value": {"active": false}}
    {"op": "add", "value": {"urn:…:enterprise:2.0:User:department": "1234"}}
    {"op": "remove", "path": "members[value eq \\"…\\"]"}
"""

import re

from directory.scim.errors import ScimError, bad_syntax
from directory.scim.filters import plain

_ACTS = ("add", "replace", "remove")
_PICKED = re.compile(r'\[\s*value\s+eq\s+"([^"]*)"\s*\]', re.IGNORECASE)
_SCHEMA = re.compile(r"^urn:[\w.:-]+:(?:User|Group)$", re.IGNORECASE)
# Attributes that have parts; of the others a directory sends the whole.
_WITH_PARTS = ("name",)


def changes_of(body):
    """Raises ScimError when it is no such request."""
    operations = next(
        (value for key, value in body.items() if key.lower() == "operations"), None
    )
    if not isinstance(operations, list) or not operations:
        raise bad_syntax("There are no operations.")
    return [change for each in operations for change in _changes(each)]


def _changes(operation):
    if not isinstance(operation, dict):
        raise bad_syntax("An operation is an object.")
    act = str(operation.get("op", "")).lower()
    if act not in _ACTS:
        raise bad_syntax("An operation is add, replace or remove.")
    path, value = operation.get("path"), operation.get("value")
    if path:
        yield from _at(act, str(path), value)
    elif act == "remove":
        raise ScimError(400, "What is to be removed?", "noTarget")
    elif not isinstance(value, dict):
        raise bad_syntax("Without a path the value is an object.")
    else:
        yield from of_object(value, act)


def of_object(value, act="replace"):
    """Each attribute of a whole resource, or of a part of one."""
    for path, each in value.items():
        yield from _at(act, path, each)


def _at(act, path, value):
    if _SCHEMA.match(path):
        if isinstance(value, dict):
            yield from of_object(value, act)
        return
    attribute = plain(path)
    if picked := _PICKED.search(path):
        yield act, attribute, [{"value": picked[1]}]
    elif attribute in _WITH_PARTS and isinstance(value, dict):
        for part, each in value.items():
            yield act, f"{attribute}.{part.lower()}", each
    else:
        yield act, attribute, None if act == "remove" and not value else value


def truth(value):
    """A yes or no, also where it is written as a text: "False" is no."""
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text not in ("true", "false"):
        raise ScimError(400, "The value is true or false.", "invalidValue")
    return text == "true"


def words(value):
    """A text; empty for nothing."""
    if value is None:
        return ""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise ScimError(400, "The value is a text.", "invalidValue")
    return str(value).strip()


def first_value(value):
    """Of several, such as telephone numbers, the primary one or the first."""
    if not isinstance(value, list):
        return words(value)
    rows = [each for each in value if isinstance(each, dict)]
    rows.sort(key=lambda each: not each.get("primary"))
    return words(rows[0].get("value")) if rows else ""
