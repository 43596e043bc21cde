from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from governing.forms.documents import units_written_for
from governing.models import LocalAddition
from organisation.models import Unit
from sam.workflow import InvalidTransition
from ui.days import not_future
from ui.forms import SearchField, Versioned
from ui.widgets import DateInput


class _SaidForm(forms.Form):
    body = forms.CharField(
        label=_("What holds here?"),
        help_text=_(
            "What the document means for you: how you do it, whom one turns to. It "
            "adds to the document and does not change it."
        ),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    discussed_in = forms.CharField(
        label=_("Where was it discussed?"),
        help_text=_("Such as: the cooperation group, ForvaltningsMED."),
        max_length=200,
    )
    discussed_on = forms.DateField(
        label=_("On which day?"), widget=DateInput, validators=[not_future]
    )
    case_number = forms.CharField(label=_("Case number"), max_length=50, required=False)

    def clean_body(self):
        return self.cleaned_data["body"].replace("\r\n", "\n")


class AdditionForm(_SaidForm):
    unit = SearchField(
        Unit.objects.none(),
        label=_("For which unit?"),
        help_text=_("It holds for the units below too."),
        url=reverse_lazy("organisation:unit_options"),
    )
    field_order = ["unit"]

    def __init__(self, document, data=None, *, by):
        super().__init__(data, initial={"unit": by.unit_id})
        self.document = document
        # A document's own unit says what it means in the document itself.
        self.fields["unit"].queryset = units_below(document, by=by)

    def carry_out(self, *, by):
        try:
            with transaction.atomic():
                return LocalAddition.objects.create(
                    document=self.document, written_by=by, **self.cleaned_data
                )
        except IntegrityError as error:
            raise InvalidTransition(
                _("The unit has an addition already. Change that one.")
            ) from error


class AdditionChangeForm(_SaidForm, Versioned):
    def __init__(self, addition, data=None):
        self.instance = addition
        names = ["body", "discussed_in", "discussed_on", "case_number"]
        initial = {name: getattr(addition, name) for name in names}
        super().__init__(data, initial=initial)

    def saved_by(self, current):
        return current.written_by

    def carry_out(self, *, by):
        self.instance.change(by=by, **self.cleaned_data)


def units_below(document, *, by):
    """Units that the person writes for, below the one for which the document holds."""
    units = units_written_for(by).filter(lineage__contains=[document.unit_id])
    return units.exclude(pk=document.unit_id)
