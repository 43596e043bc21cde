from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import ResearchExport
from sam.dates import today


class ResearchForm(forms.ModelForm):
    """Which years, for whom, and whether somebody has approved the free text."""

    class Meta:
        model = ResearchExport
        fields = [
            "first_year",
            "last_year",
            "partner",
            "purpose",
            "has_texts",
            "approved_by",
            "case_number",
        ]
        labels = {
            "partner": _("To which external partner?"),
            "purpose": _("What is it for?"),
            "has_texts": _("With what people have written"),
            "approved_by": _("Who has approved that the texts are handed over?"),
            "case_number": _("Case number of the decision"),
        }
        help_texts = {
            "has_texts": _(
                "Texts may tell of whom they are. Only when it is approved; read them "
                "through before you hand them over."
            ),
        }
        widgets = {
            "first_year": forms.NumberInput(attrs={"class": "short"}),
            "last_year": forms.NumberInput(attrs={"class": "short"}),
        }

    def __init__(self, data=None, *, by):
        super().__init__(data, instance=ResearchExport(user=by))
        year = today().year
        self.initial |= {"first_year": year - 3, "last_year": year - 1}

    def clean(self):
        said = super().clean()
        for name in ("first_year", "last_year"):
            if (year := said.get(name)) is not None and not 1990 <= year <= 2100:
                self.add_error(name, _("Choose a year between 1990 and 2100."))
        return said
