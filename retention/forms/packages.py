from django import forms
from django.db import transaction
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit
from retention import tasks
from retention.models import Package
from sam.dates import today
from sam.keeping import kinds
from ui.forms import Constrained, SearchField
from ui.widgets import DateInput


class PackageForm(Constrained):
    kind = forms.ChoiceField(label=_("Kind of record"))
    unit = SearchField(
        Unit.objects.all(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Unit, with those below it"),
        help_text=_("Empty: all units."),
        required=False,
    )

    class Meta:
        model = Package
        fields = ["kind", "unit", "first_on", "last_on"]
        widgets = {"first_on": DateInput, "last_on": DateInput}

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["kind"].choices = [
            (kind.code, kind.label) for kind in kinds().values()
        ]

    @transaction.atomic
    def carry_out(self, *, by):
        self.instance.made_by = by
        package = self.save()
        tasks.make_package.delay_on_commit(str(package.pk), get_language())
        return package


class ReceiptForm(forms.Form):
    """What the e-archive has answered."""

    receipt = forms.CharField(label=_("The archive's own number"), max_length=100)
    received_on = forms.DateField(label=_("Received on"), widget=DateInput)

    def __init__(self, package, data=None):
        super().__init__(data, initial={"received_on": today()})
        self.package = package

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > today():
            raise forms.ValidationError(_("The day has not come yet."))
        return day

    def carry_out(self, *, by):
        self.package.confirm(by=by, **self.cleaned_data)
