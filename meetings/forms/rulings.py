from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Meeting, Ruling
from sam.dates import today
from ui.days import not_future
from ui.widgets import DateInput

# Cases of so long ago are said in words.
_RECENT = timedelta(days=3 * 365)


class RulingForm(forms.ModelForm):
    """What a body made of the row: by a case here, or by the words for one elsewhere."""

    class Meta:
        model = Ruling
        fields = ["item", "body", "case_number", "decided_on", "outcome", "note"]
        labels = {
            "item": _("Which case?"),
            "body": _("Or which body, when it does not meet here?"),
            "case_number": _("Its case number there"),
            "decided_on": _("On which day?"),
            "outcome": _("What came of it?"),
            "note": _("What was said"),
        }
        help_texts = {"decided_on": _("Of a case here it is the day of the meeting.")}
        widgets = {
            "decided_on": DateInput,
            "outcome": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, row, *data, by, unit):
        super().__init__(*data)
        self.row = row
        items = AgendaItem.objects.visible_to(by).filter(
            body__unit__in=unit.lineage,
            meeting__status__in=Meeting.Status.held_states,
            meeting__meets_on__gte=today() - _RECENT,
        )
        self.fields["item"].queryset = items.in_full().order_by("-meeting__meets_on")
        self.fields["item"].label_from_instance = lambda item: (
            f"{item.meeting.name}: {item}"
        )
        self.fields["decided_on"].required = False
        self.fields["decided_on"].validators.append(not_future)
        self.fields["outcome"].choices = Ruling.Outcome.choices

    def clean(self):
        said = super().clean()
        if item := said.get("item"):
            said["body"] = said["case_number"] = ""
            said["decided_on"] = item.meeting.meets_on
            if Ruling.objects.on(self.row).filter(item=item).exists():
                self.add_error("item", _("That case stands there already."))
        elif not said.get("body") and "item" not in self.errors:
            self.add_error("item", _("Choose a case, or say which body it was."))
        elif not said.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Say on which day."))
        return said

    def carry_out(self, *, by):
        return Ruling.objects.add(self.row, by=by, **self.cleaned_data)
