"""How every form of the program is drawn (FORM_RENDERER), and fields beyond Django's."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

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
        named = [row for row in found if str(row).casefold() == typed.casefold()]
        if len(only := named or found) == 1:
            return only[0].pk
        raise ValidationError(
            self.error_messages["several" if found else "nothing"],
            code="several" if found else "nothing",
        )
