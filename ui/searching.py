"""Finding one row among thousands by typing part of its name.

A queryset that can be searched has a method `search(text)`, and its rows may have a
`search_hint`: a second line that tells two of the same name apart.
"""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# So many are shown at once; with more, one searches.
FEW = 7
SHOWN = 8


def matches(queryset, text):
    """What to show for a typed text, and what to say of it."""
    found = list(queryset.search(text)[: SHOWN + 1])
    if len(found) > SHOWN:
        return found[:SHOWN], _("There are more. Type more of the name.")
    if not found:
        return [], _("Nothing with that name.")
    number = len(found)
    return found, ngettext("%(number)s match", "%(number)s matches", number) % {
        "number": number
    }


def typed_in(data, name):
    """What was typed in a SearchSelect, without what no database keeps in a text."""
    return data.get(f"{name}_search", "").replace("\x00", "").strip()


def label_of(row):
    """What a row is called for whoever reads it now."""
    return getattr(row, "shown_name", "") or str(row)


def options_of(rows, chosen=None):
    return [
        {
            "value": str(row.pk),
            "label": label_of(row),
            "hint": getattr(row, "search_hint", ""),
            "chosen": str(row.pk) == str(chosen),
        }
        for row in rows
    ]


def render_matches(request, queryset):
    """The answer to a SearchSelect's request: ?field=NAME&id=ID&NAME_search=TEXT."""
    name = request.GET.get("field", "")
    text = typed_in(request.GET, name)
    found, status = matches(queryset, text) if text else ([], "")
    context = {
        "name": name,
        "id": request.GET.get("id", ""),
        "options": options_of(found),
        "status": status,
    }
    return render(request, "ui/forms/search_matches.html", context)
