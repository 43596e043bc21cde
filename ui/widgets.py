"""Inputs beyond Django's own."""

from django import forms
from django.core.exceptions import ValidationError

from ui.searching import FEW, matches, options_of, typed_in


class DateInput(forms.DateInput):
    """The browser's own date field, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class _Described:
    """Options that say in a second line what they mean: descriptions={value: text}."""

    def __init__(self, attrs=None, choices=(), descriptions=None):
        super().__init__(attrs, choices)
        self.descriptions = descriptions or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"description": self.descriptions.get(str(value), "")}


class RadioCards(_Described, forms.RadioSelect):
    pass


class CheckboxCards(_Described, forms.CheckboxSelectMultiple):
    pass


class SearchSelect(forms.Widget):
    """One of very many: type part of a name and choose among what is found.

    It sends NAME, the chosen row, and NAME_search, what was typed. Where there are few
    to choose among they are shown at once, without a search.
    """

    template_name = "ui/forms/search_select.html"
    use_fieldset = True
    # Set by the field whose widget this is.
    choices = ()
    # Read once; also set by a form in which several fields choose among the same rows.
    first = None

    def __init__(self, url, attrs=None):
        super().__init__(attrs)
        self.url = url

    def value_from_datadict(self, data, files, name):
        return data.get(name, ""), typed_in(data, name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_search" not in data

    @property
    def few(self):
        """All that there is to choose, where that is little, or one row more than that."""
        if self.first is None:
            self.first = first_of(self.choices.queryset)
        return self.first

    def get_context(self, name, value, attrs):
        chosen, typed = value if isinstance(value, tuple) else (value, "")
        rows = self.choices.queryset
        has_few = len(self.few) <= FEW
        if has_few:
            found, status = self.few, ""
        elif typed:
            found, status = matches(rows, typed)
        else:
            found, status = _rows_with(chosen, rows) if chosen else [], ""
        context = super().get_context(name, None, attrs)
        context["widget"] |= {
            "url": self.url,
            "typed": typed,
            "has_few": has_few,
            "options": options_of(found, chosen),
            "status": status,
        }
        return context


def first_of(rows):
    """So many as show whether there are few."""
    return list(rows[: FEW + 1])


def _rows_with(key, rows):
    """None when the key, which may come from an address, is none."""
    try:
        return list(rows.filter(pk=key))
    except (ValueError, ValidationError):
        return []
