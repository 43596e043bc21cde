"""How every form of the program is drawn (FORM_RENDERER), and fields beyond Django's."""

from types import ModuleType
from typing import NamedTuple
from zlib import crc32

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.renderers import TemplatesSetting
from django.utils import formats
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from sam.workflow import InvalidTransition, Stale
from ui.comparing import differences
from ui.searching import label_of
from ui.widgets import SearchSelect


class Renderer(TemplatesSetting):
    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class SearchField(forms.ModelChoiceField):
    """One row of a queryset that can be searched; `url` answers with render_matches.

    Without scripts the typed text is sent with the form: what it can only mean one row
    of is taken, else the form comes back with what was found to choose among.
    """

    default_error_messages = {
        "several": _("Several have that name. Choose one of them."),
        "nothing": _("Nothing has that name. Try a shorter part of it."),
    }

    def __init__(self, queryset, *, url, **kwargs):
        super().__init__(queryset, widget=SearchSelect(url), **kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, tuple) else super().prepare_value(value)

    def has_changed(self, initial, data):
        return super().has_changed(initial, data[0])

    def clean(self, value):
        chosen, typed = value if isinstance(value, tuple) else (value, "")
        if typed and not self._is_found(chosen, typed):
            chosen = self._meant_by(typed)
        return super().clean(chosen)

    def _is_found(self, chosen, typed):
        """A choice from before the text was typed does not answer the text."""
        try:
            return (
                bool(chosen) and self.queryset.search(typed).filter(pk=chosen).exists()
            )
        except (ValueError, ValidationError):
            return False

    def _meant_by(self, typed):
        found = list(self.queryset.search(typed)[:20])
        named = [row for row in found if label_of(row).casefold() == typed.casefold()]
        if len(only := named or found) == 1:
            return only[0].pk
        raise ValidationError(
            self.error_messages["several" if found else "nothing"],
            code="several" if found else "nothing",
        )


class WordsField(forms.CharField):
    """Words by which a list is searched."""

    def __init__(self, *, label, max_length=200):
        widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
        super().__init__(
            label=label, required=False, max_length=max_length, widget=widget
        )


class Constrained(forms.ModelForm):
    """Holds the row to all its constraints, also to those of fields that it has not."""

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error.messages)


class PlainForm(forms.Form):
    """Nothing but the button that confirms."""


class Difference(NamedTuple):
    """A field in which two people want different things; `words` only for long texts."""

    label: str
    saved: object
    yours: object
    words: list


class Conflict(NamedTuple):
    by: object
    differences: list


class VersionField(forms.IntegerField):
    """The version that the writer has seen and, where told, a trace of each value in it."""

    widget = forms.HiddenInput

    def to_python(self, value):
        return super().to_python(str(value or "").partition(" ")[0])


class Versioned(forms.Form):
    """A form for what others may change meanwhile (sam.workflow.Versioned).

    It sends the version that its writer has seen. When the model's verb raises Stale,
    `came_of` lets it `meet` what is there, and the view shows it again: what the writer
    has left alone is as the other has saved it, of what both have changed the writer sees
    both, and what is sent then replaces the other knowingly.
    """

    version = VersionField(min_value=0)

    conflict = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if instance := getattr(self, "instance", None):
            self.initial.setdefault("version", self.version_of(instance))

    def version_of(self, row):
        """What tells how the row stands; for a row that counts its versions otherwise."""
        return row.version

    def get_initial_for_field(self, field, field_name):
        value = super().get_initial_for_field(field, field_name)
        if field_name != "version":
            return value
        seen = {
            name: self.get_initial_for_field(self.fields[name], name)
            for name in self.fields
            if name != "version"
        }
        return _with_traces(value, seen)

    def saved_values(self, current):
        """What the row has now, by field; for a form whose fields are named otherwise."""
        names = set(self.fields) - {"version"}
        return {
            name: getattr(current, name) for name in names if hasattr(current, name)
        }

    def saved_by(self, current):
        """Who has saved what stands there now, where the row or its history tells."""
        return _last_editor(current)

    def meet(self, current):
        """Show the valid form anew beside what is saved now."""
        saved = self.saved_values(current)
        self.data = self.data.copy()
        for name in self._left_alone() & saved.keys():
            self._take_over(name, saved[name])
            self.cleaned_data[name] = saved[name]
        self.conflict = Conflict(
            self.saved_by(current),
            [
                self._difference(name, _plain(saved[name]), _plain(yours))
                for name, yours in self.cleaned_data.items()
                if name in saved and _plain(saved[name]) != _plain(yours)
            ],
        )
        self.data[self.add_prefix("version")] = _with_traces(
            self.version_of(current), saved
        )

    def _left_alone(self):
        """Fields with the value that they had when the form was opened."""
        _version, *traces = str(self.data[self.add_prefix("version")]).split()
        seen = dict(trace.split("=", 1) for trace in traces if "=" in trace)
        return {
            name
            for name, value in self.cleaned_data.items()
            if seen.get(name) == _trace(value)
        }

    def _take_over(self, name, value):
        """Let the field say what is saved, as if it had been typed."""
        field, key = self.fields[name], self.add_prefix(name)
        widget, value = field.widget, field.prepare_value(value)
        self.data.pop(f"{key}_search", None)
        if hasattr(widget, "typed_as"):
            self.data.update(widget.typed_as(key, value))
        elif isinstance(widget, forms.CheckboxInput):
            self.data.setlist(key, ["on"] if value else [])
        else:
            typed = widget.format_value(value)
            several = isinstance(typed, (list, tuple))
            self.data.setlist(key, typed if several else [typed or ""])

    def _difference(self, name, saved, yours):
        field = self.fields[name]
        is_text = isinstance(field.widget, forms.Textarea) and saved and yours
        return Difference(
            self[name].label,
            _shown(field, saved),
            _shown(field, yours),
            differences(yours, saved) if is_text else [],
        )


class DraftPart(Versioned):
    """Of a draft or one of its rows: tells by its content whether it has changed.

    `editing` is the module in which the draft's verbs stand; see ui.drafting.
    """

    editing: ModuleType

    def version_of(self, row):
        return self.editing.stamp(row)

    def saved_by(self, current):
        return self.draft.changed_by

    def carry_out(self, *, draft, by):
        self.draft, version = draft, self.cleaned_data["version"]
        return self.editing.change(
            draft, self.instance, by=by, version=version, **self.said
        )

    @property
    def said(self):
        """What is written, without what only tells how it stood before."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version"
        }


def is_carried_out(form, **how):
    """Whether it is over; what is not is shown again, so that nothing typed is lost."""
    return bool(came_of(form, **how))


def came_of(form, act=None, **how):
    """What the act (else the form's own, `carry_out`) has made, or True; nothing when the
    form must be shown again, with all that is typed."""
    if not form.is_valid():
        return None
    try:
        made = (act or form.carry_out)(**how)
    except (InvalidTransition, Stale) as error:
        if isinstance(error, Stale) and hasattr(form, "meet"):
            form.meet(error.current)
            return None
        form.add_error(None, str(error))
    # The act itself may have found an error.
    return (made or True) if form.is_valid() else None


def _last_editor(row):
    """Who last changed a row whose history is kept, if it was a person with an account."""
    if not hasattr(row, "events"):
        return None
    kept = row.events.order_by("-pgh_id")
    user = kept.values_list("pgh_context__metadata__user", flat=True).first()
    return get_user_model().objects.filter(pk=user).first() if user else None


def _plain(value):
    """A value as it can be compared, whether it comes from a row or from a form."""
    if hasattr(value, "all"):
        value = value.all()
    if isinstance(value, (QuerySet, list, tuple)):
        return sorted(value, key=str)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return "" if value is None else value


def _with_traces(version, values):
    traces = (f"{name}={_trace(value)}" for name, value in values.items())
    return " ".join([str(version), *traces])


def _trace(value):
    """Tells whether a value is another one, without saying what it is."""
    value = _plain(value)
    keys = [
        each.pk if isinstance(each, Model) else each
        for each in (value if isinstance(value, list) else [value])
    ]
    return format(crc32(repr([str(key) for key in keys]).encode()), "x")


def _shown(field, value):
    """A value in the words of its field."""
    if isinstance(value, list):
        return ", ".join(str(_shown(field, each)) for each in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value == "":
        return value
    # Of a field with rows the choices are keys, and a row says itself what it is.
    if isinstance(field, forms.ChoiceField) and not isinstance(value, Model):
        labels = {str(key): label for key, label in flatten_choices(field.choices)}
        return labels.get(str(value), value)
    return formats.localize(value)
