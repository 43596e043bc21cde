from django import forms
from django.utils.translation import gettext_lazy as _

from attachments.spreadsheets import Unreadable
from knowledge import importing


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet (xlsx or CSV)"),
        help_text=_(
            "One row for each certificate: who, which course and when. People are known by"
            " their e-mail address or their number."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def carry_out(self, *, by):
        """Whether it could be read; `source` is then the import."""
        try:
            self.source = importing.receive(self.cleaned_data["file"], by=by)
        except Unreadable as error:
            self.add_error("file", str(error))


class ColumnsForm(forms.Form):
    def __init__(self, source, data=None):
        self.source = source
        super().__init__(data)
        headings = list(enumerate(source.sheet["headings"]))
        for name, field in importing.FIELDS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=field.label,
                choices=[("", _("No column")), *headings],
                coerce=int,
                empty_value=None,
                required=field.is_required,
                initial=source.columns.get(name, ""),
            )

    def clean(self):
        said = super().clean()
        chosen = [place for place in said.values() if place is not None]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("One column cannot hold two things."))
        return said

    def carry_out(self, *, by):
        columns = {
            name: place
            for name, place in self.cleaned_data.items()
            if place is not None
        }
        importing.name_columns(self.source, columns)


class TakeInForm(forms.Form):
    leave_out_refused = forms.BooleanField(
        label=_("Leave out the refused rows"), required=False
    )

    def __init__(self, source, data=None, *, people, has_refused):
        self.source, self.people = source, people
        super().__init__(data)
        if not has_refused:
            del self.fields["leave_out_refused"]

    def carry_out(self, *, by):
        importing.take_in(
            self.source,
            people=self.people,
            leave_out_refused=self.cleaned_data.get("leave_out_refused", False),
        )
