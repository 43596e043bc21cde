"""What the form of the report and the one that corrects it have in common."""

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.forms.dates import NotInFuture
from incidents.models import Incident
from organisation.models import Unit
from sam.dates import today
from ui.forms import SearchField

# Only these may have a name that is not the reporter's own.
OTHERS = [Incident.Affected.EMPLOYEE, Incident.Affected.HIRED]


def unit_field(label, **kwargs):
    return SearchField(
        Unit.objects.existing().select_related("parent"),
        url=reverse_lazy("organisation:unit_options"),
        label=label,
        **kwargs,
    )


class HappeningForm(NotInFuture, forms.ModelForm):
    """When something happened, and who was affected."""

    employed_unit = unit_field(
        _("Where is the person affected employed, if elsewhere?"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["affected"].choices = Incident.Affected.choices

    def clean_occurred_on(self):
        return self.refuse_future("occurred_on")

    def clean(self):
        cleaned = super().clean()
        day, time = cleaned.get("occurred_on"), cleaned.get("occurred_time")
        if time and day == today() and time > timezone.localtime().time():
            self.add_error("occurred_time", _("The time has not come yet."))
        if cleaned.get("employed_unit") == cleaned.get("unit"):
            cleaned["employed_unit"] = None
        # A name typed before the choice was changed is not kept.
        if "affected_person" in self.fields and cleaned.get("affected") not in OTHERS:
            cleaned["affected_person"] = ""
        return cleaned
