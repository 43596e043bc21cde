"""The steps of an import from an older system: the file, its columns, its values."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from incidents.history_import import tasks
from incidents.history_import.fields import (
    DECIDED,
    FIELDS,
    LEAVE_OUT,
    MOST_VALUES,
    Holds,
    choices,
    guessed_choice,
    guessed_columns,
    kind_choices,
)
from incidents.history_import.naming import is_named, names_for
from incidents.models import HistoryImport

Status = HistoryImport.Status
MEGABYTES = settings.HISTORY_MAX_BYTES // 1024**2
# So many unknown names are asked about; the others are named among the refused rows.
MOST_NAMES = 100
LANGUAGES = [
    ("sv", _("Swedish")),
    ("nn", _("Norwegian Nynorsk")),
    ("nb", _("Norwegian Bokmål")),
    ("da", _("Danish")),
    ("en", _("English")),
]
_LANGUAGE_OF = {"SE": "sv", "NO": "nb", "DK": "da"}


class HistoryFileForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet with incidents"),
        help_text=format_lazy(
            _(
                "An xlsx or CSV file of at most {megabytes} MB, with headings in the first"
                " row and one incident in each row below."
            ),
            megabytes=MEGABYTES,
        ),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.HISTORY_MAX_BYTES:
            message = _("The file is larger than %(number)s MB.")
            raise ValidationError(message, "large", {"number": MEGABYTES})
        return file

    def carry_out(self, *, by):
        file = self.cleaned_data["file"]
        name = Path(file.name).name[:200]
        history_import = HistoryImport.objects.create(by=by, name=name, file=file)
        queue(history_import)
        return history_import


def queue(history_import):
    """Let a worker do what the status calls for."""
    tasks.go_on.delay_on_commit(str(history_import.pk), get_language())


def remembered(history_import):
    """The mapping that was last used for a file with the same headings, or nothing."""
    earlier = HistoryImport.objects.filter(headers=history_import.headers)
    mapped = earlier.exclude(mapping={}).exclude(pk=history_import.pk).first()
    return history_import.mapping or (mapped.mapping if mapped else {})


class ColumnsForm(forms.Form):
    """Which column holds what; guessed from the headings, or as the last time."""

    def __init__(self, history_import, country, data=None):
        super().__init__(data)
        self.history_import = history_import
        known = remembered(history_import)
        columns = known.get("columns") or guessed_columns(history_import.headers)
        offered = [("", _("No column")), *self._offered(history_import.headers)]
        for field in FIELDS.values():
            self.fields[field.name] = forms.ChoiceField(
                label=field.label,
                choices=offered,
                required=field.is_required,
                initial=str(columns.get(field.name, "")),
            )
        self.fields["all_kinds"] = forms.ChoiceField(
            label=_("Kind of all rows, when no column says it"),
            choices=[("", _("A column says it")), *kind_choices(country)],
            required=False,
            initial=known.get("kind", ""),
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the texts"),
            choices=LANGUAGES,
            initial=known.get("language") or _LANGUAGE_OF[country],
        )

        self.fields["all_closed"] = forms.BooleanField(
            label=_("All of it is closed"),
            help_text=_(
                "Where the file tells no closing day, take the day of the report or of the"
                " event. What the file says is open stays open."
            ),
            required=False,
            initial=known.get("all_closed", False),
        )

    @staticmethod
    def _offered(headers):
        unnamed = _("Column {number}")
        return [
            (str(place), header or format_lazy(unnamed, number=place + 1))
            for place, header in enumerate(headers)
        ]

    def clean(self):
        chosen = self.cleaned_data
        if not chosen.get("kind") and not chosen.get("all_kinds"):
            self.add_error("kind", _("Choose a column, or a kind for all rows."))
        for name, field in FIELDS.items():
            place = chosen.get(name)
            if (
                place
                and field.holds == Holds.CHOICE
                and self._has_too_many(name, place)
            ):
                self.add_error(name, _("The column has too many different values."))
        return chosen

    def _has_too_many(self, name, place):
        values = self.history_import.contents["values"].get(place)
        return values is None or len(_asked(name, values)) > MOST_VALUES

    def carry_out(self):
        chosen = self.cleaned_data
        columns = {name: int(chosen[name]) for name in FIELDS if chosen.get(name)}
        mapping = {
            "columns": columns,
            "kind": chosen["all_kinds"],
            "language": chosen["language"],
            "all_closed": chosen["all_closed"],
            "values": remembered(self.history_import).get("values", {}),
        }
        return self.history_import.move_to(Status.READ, mapping=mapping)


def _asked(name, values):
    """Values of a column that somebody must say the meaning of; an age says it itself."""
    if name != "age_group":
        return list(values)
    return [value for value in values if not (value.isdecimal() and len(value) < 4)]


class ValuesForm(forms.Form):
    """What each value of the file is among ours; guessed, or as the last time."""

    def __init__(self, history_import, country, data=None):
        super().__init__(data)
        self.history_import = history_import
        self.mapping = history_import.mapping
        self.asked: dict[str, dict[str, str]] = {}
        # Names that were looked up without anybody's help, by field.
        self.recognised: dict[str, int] = {}
        self.more: dict[str, int] = {}
        self.names = names_for(filter(is_named, self.mapping["columns"]))
        for name, place in self.mapping["columns"].items():
            field = FIELDS[name]
            values = history_import.contents["values"].get(str(place), {})
            if field.holds == Holds.CHOICE:
                self._add_choices(name, values, country)
            elif name in self.names:
                self._add_names(field, values)

    def _add_choices(self, name, values, country):
        known = self.mapping["values"].get(name, {})
        empty = _("Choose") if name in DECIDED else _("Leave the field empty")
        offered = [
            ("", empty),
            *choices(name, country),
            (LEAVE_OUT, _("Leave these rows out")),
        ]
        for value in _asked(name, values):
            self._add(
                name,
                value,
                forms.ChoiceField(
                    label=_label(value, values[value]),
                    choices=offered,
                    required=name in DECIDED,
                    initial=known.get(value, guessed_choice(name, value)),
                ),
            )

    def _add_names(self, field, values):
        known = self.mapping["values"].get(field.name, {})
        names = self.names[field.name]
        unknown = [value for value in values if not names.knows(value)]
        self.recognised[field.name] = len(values) - len(unknown)
        self.more[field.name] = max(len(unknown) - MOST_NAMES, 0)
        for value in unknown[:MOST_NAMES]:
            self._add(
                field.name,
                value,
                forms.CharField(
                    label=_label(value, values[value]),
                    max_length=200,
                    required=False,
                    initial=names.name_of(known.get(value)),
                    widget=forms.TextInput(attrs={"list": f"names-{field.name}"}),
                ),
            )

    def _add(self, name, value, form_field):
        key = f"{name}-{len(self.asked.setdefault(name, {}))}"
        self.asked[name][key] = value
        self.fields[key] = form_field

    @property
    def groups(self):
        """Our fields with what is asked about each, for the page."""
        return [
            {
                "name": name,
                "label": FIELDS[name].label,
                "fields": [self[key] for key in self.asked.get(name, {})],
                "holds": FIELDS[name].holds.value,
                "recognised": self.recognised.get(name, 0),
                "more": self.more.get(name, 0),
                "names": self.names[name].offered() if name in self.names else [],
            }
            for name in FIELDS
            if name in self.asked or name in self.recognised
        ]

    def clean(self):
        for name in self.names:
            for key in self.asked.get(name, {}):
                self._look_up(name, key)
        return self.cleaned_data

    def _look_up(self, name, key):
        text = self.cleaned_data.get(key)
        found = self.names[name].find(text) if text else []
        if text and not found:
            self.add_error(key, _("Nothing has that name or code."))
        elif len(found) > 1:
            self.add_error(key, _("Several have that name. Write the code."))
        else:
            self.cleaned_data[key] = found[0] if found else _nothing(name)

    def carry_out(self):
        """Keep what was chosen, and begin the dry run."""
        values = {
            name: {
                value: self._kept(self.cleaned_data[key])
                for key, value in asked.items()
            }
            for name, asked in self.asked.items()
        }
        mapping = self.mapping | {"values": self.mapping["values"] | values}
        if self.history_import.start_check(mapping):
            queue(self.history_import)

    @staticmethod
    def _kept(choice):
        return choice if isinstance(choice, int | str) else str(choice)


def _nothing(name):
    """Without a unit the rows are left out; without a code the field is left empty."""
    return LEAVE_OUT if name == "unit" else ""


def _label(value, number):
    return f"{value} ({number})"
