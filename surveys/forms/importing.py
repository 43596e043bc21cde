"""The steps of an import of results: the file, its columns, taking it in."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from attachments.spreadsheets import Unreadable
from organisation.models import Unit
from surveys import importing
from surveys.forms.surveys import units_managed_by
from surveys.importing import Holds, Scale
from ui.forms import SearchField


class FileForm(forms.Form):
    name = forms.CharField(
        label=_("What is the survey called?"),
        help_text=_("Results of other years under the same name are shown beside it."),
        max_length=200,
    )
    unit = SearchField(
        Unit.objects.none(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Of which unit, with all below it?"),
    )
    file = forms.FileField(
        label=_("File with the results"),
        help_text=_(
            "An xlsx or CSV file with a row for each unit and theme: unit, theme, value, "
            "number of answers, year."
        ),
    )

    def __init__(self, data=None, files=None, *, by):
        super().__init__(data, files)
        units = units_managed_by(by)
        self.fields["unit"].queryset = units
        whole = units.filter(parent=None).first()
        self.initial["unit"] = whole.pk if whole else None

    def clean_file(self):
        try:
            self.sheet = importing.opened(self.cleaned_data["file"])
        except Unreadable as error:
            raise ValidationError(str(error), code="unreadable") from error
        return self.cleaned_data["file"]

    def carry_out(self, *, by):
        self.source = importing.receive(self.sheet, by=by, **self.cleaned_data)


class ColumnsForm(forms.Form):
    """What each column holds; as the last time, or guessed from the headings."""

    mark_optional = False

    scale = forms.ChoiceField(
        label=_("How are the values written?"),
        choices=Scale.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, source, data=None):
        super().__init__(data, initial={"scale": source.scale})
        self.source = source
        for place, heading in enumerate(source.sheet["headings"]):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading,
                choices=[("", _("Not taken in")), *Holds.choices],
                initial=source.columns.get(heading, ""),
                required=False,
            )
        self.order_fields([*(name for name in self.fields if name != "scale"), "scale"])

    def clean(self):
        given = super().clean()
        self.columns = {
            heading: held
            for place, heading in enumerate(self.source.sheet["headings"])
            if (held := given.get(f"column_{place}"))
        }
        if len(set(self.columns.values())) < len(self.columns):
            raise ValidationError(_("Two columns hold the same."), code="twice")
        if lacking := importing.lacking(self.columns):
            names = ", ".join(str(each.label) for each in lacking)
            raise ValidationError(
                _("No column holds: %(names)s."), "lacking", {"names": names}
            )
        return given

    def carry_out(self, *, by):
        importing.mean(
            self.source, columns=self.columns, scale=self.cleaned_data["scale"]
        )


class TakeInForm(forms.Form):
    def __init__(self, source, data=None):
        super().__init__(data)
        self.source = source

    def carry_out(self, *, by):
        self.surveys = importing.take_in(self.source, by=by)
