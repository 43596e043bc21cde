"""Pages of a long list without counting it: each page begins where the last one ended."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.core.exceptions import ValidationError
from django.db.models import Q

SIZE = 50


class Page:
    """One page of rows; `previous` and `next` are empty where there is nothing more."""

    def __init__(self, rows, previous, next):
        self.rows = rows
        self.previous = previous
        self.next = next

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def page_of(queryset, query, *, by, size=SIZE):
    """The page that `?after=` or `?before=` in the query asks for.

    `by` is a field that is never null, as "-reported_at", or one of a row that is fetched
    along, as "unit__name"; the key decides between equals.
    """
    sign, field = ("-", by[1:]) if by.startswith("-") else ("", by)
    after = _place(queryset, field, query.get("after"))
    before = _place(queryset, field, query.get("before"))
    backwards = bool(before and not after)
    if after or before:
        falling = bool(sign) != backwards
        queryset = queryset.filter(_beyond(field, after or before, falling))
    order = [f"{sign}{field}", f"{sign}pk"]
    queryset = queryset.order_by(*order)
    if backwards:
        queryset = queryset.reverse()
    rows = list(queryset[: size + 1])
    more = len(rows) > size
    rows = rows[:size][:: -1 if backwards else 1]
    has_previous, has_next = (more, True) if backwards else (bool(after), more)
    return Page(
        rows,
        previous=_cursor(rows[0], field) if rows and has_previous else "",
        next=_cursor(rows[-1], field) if rows and has_next else "",
    )


def _beyond(field, place, falling):
    """Rows past the place. The first condition repeats the second for the index's sake."""
    value, key = place
    side = "lt" if falling else "gt"
    return Q(**{f"{field}__{side}e": value}) & (
        Q(**{f"{field}__{side}": value}) | Q(**{field: value, f"pk__{side}": key})
    )


def _cursor(row, field):
    *path, name = field.split("__")
    holder = row
    for step in path:
        holder = getattr(holder, step)
    value = holder._meta.get_field(name).value_to_string(holder)
    return urlsafe_b64encode(json.dumps([value, str(row.pk)]).encode()).decode()


def _place(queryset, field, cursor):
    """Where a cursor points, or nothing when it is none: then the list begins anew."""
    if not cursor:
        return None
    try:
        value, key = json.loads(urlsafe_b64decode(cursor))
        options = queryset.model._meta
        *path, name = field.split("__")
        holder = queryset.model
        for step in path:
            holder = holder._meta.get_field(step).related_model
        place = (
            holder._meta.get_field(name).to_python(value),
            options.pk.to_python(key),
        )
    except (ValueError, TypeError, RecursionError, ValidationError):
        return None
    return place if all(map(_is_kept, place)) else None


def _is_kept(value):
    """Whether the database can hold it, and so be asked for what comes after it."""
    if not isinstance(value, str):
        return value is not None
    # Halves of pairs, which JSON can name and no text has.
    is_text = value == value.encode(errors="ignore").decode()
    return is_text and "\x00" not in value
