from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reports.importing import take_in


class ImportForm(forms.Form):
    """A file with something wrong in it raises ImportRefused when it is taken in."""

    file = forms.FileField(
        label=_("Spreadsheet with HR's figures"), help_text=_("An xlsx file.")
    )

    def carry_out(self, *, by):
        file = self.cleaned_data["file"]
        source = take_in(file, name=file.name, by=by)
        self.done = ngettext(
            "%(number)s row was imported.",
            "%(number)s rows were imported.",
            source.rows,
        ) % {"number": source.rows}
