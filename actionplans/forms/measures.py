from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.forms.days import not_past
from actionplans.models import Measure
from organisation.models import User
from ui.forms import SearchField
from ui.widgets import DateInput


class MeasureForm(forms.ModelForm):
    class Meta:
        model = Measure
        fields = ["activity", "goal", "control", "responsible", "due_on"]
        labels = {
            "activity": _("What is to be done?"),
            "goal": _("What shall it lead to?"),
            "responsible": _("Who answers for it?"),
            "due_on": _("When shall it be done?"),
        }
        help_texts = {
            "control": _("Measures higher up in the list usually work better."),
        }
        widgets = {"due_on": DateInput, "control": forms.RadioSelect}

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["control"].choices = Measure.Control.choices
        self.fields["responsible"] = SearchField(
            User.objects.working_for(unit).select_related("unit"),
            url=reverse("actionplans:responsible_options", args=[unit.pk]),
            label=self._meta.labels["responsible"],
        )
        self.fields["due_on"].validators.append(not_past)
