from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplans.models import Audience, Feedback
from sam.dates import today
from ui.days import not_future
from ui.widgets import DateInput


class FeedbackForm(forms.ModelForm):
    """To whom it was told what became of a measure, and when."""

    class Meta:
        model = Feedback
        fields = ["audience", "told_on", "where", "case_number", "note"]
        labels = {
            "audience": _("Who was told?"),
            "told_on": _("When?"),
            "where": _("At which meeting?"),
            "note": _("What was said?"),
        }
        widgets = {
            "told_on": DateInput,
            "audience": forms.RadioSelect,
            "case_number": forms.TextInput(attrs={"class": "short"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, measure, data=None):
        super().__init__(data)
        self.measure = measure
        self.fields["audience"].choices = Audience.choices
        self.fields["told_on"].validators.append(not_future)
        self.initial = {"audience": Audience.EMPLOYEES, "told_on": today()}

    def clean_told_on(self):
        told_on = self.cleaned_data["told_on"]
        done_on = self.measure.done_on
        begun_on = timezone.localdate(self.measure.created_at)
        if told_on < min(filter(None, [begun_on, done_on])):
            raise ValidationError(
                _("That is before there was anything to tell of the measure.")
            )
        return told_on

    def carry_out(self, *, by):
        self.measure.feedback.create(by=by, **self.cleaned_data)
