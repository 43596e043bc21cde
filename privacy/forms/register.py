from django import forms

from privacy.models import Addition
from ui.forms import Versioned


class AdditionForm(Versioned):
    """The municipality's own words on one purpose."""

    text = forms.CharField(
        label=Addition._meta.get_field("text").verbose_name,
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    processors = forms.CharField(
        label=Addition._meta.get_field("processors").verbose_name,
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    security = forms.CharField(
        label=Addition._meta.get_field("security").verbose_name,
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, addition, data=None):
        self.instance = addition
        names = ("text", "processors", "security")
        super().__init__(
            data, initial={each: getattr(addition, each) for each in names}
        )

    def saved_by(self, current):
        return current.changed_by

    def carry_out(self, *, by):
        self.instance.write(by=by, **self.cleaned_data)
