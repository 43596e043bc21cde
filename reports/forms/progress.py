"""What narrows the list of reports that are on their way."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FilterForm(forms.Form):
    mark_optional = False
    first = "late"

    administration = forms.ChoiceField(label=_("Administration"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("late", _("Late")),
            ("awaited", _("Not submitted")),
            ("submitted", _("Submitted")),
        ],
        required=False,
    )

    def __init__(self, administrations, data):
        super().__init__(data, initial={"show": self.first})
        self.fields["administration"].choices = [
            ("", _("All")),
            *((str(unit.pk), unit.name) for unit in administrations),
        ]
