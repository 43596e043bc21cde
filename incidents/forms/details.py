"""To correct a report, and to fill in what the short form did not ask for."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents import handling
from incidents.forms.happening import HappeningForm, unit_field
from incidents.models import Code, Details, Incident
from ui.forms import Versioned
from ui.widgets import DateInput, TimeInput


class EditForm(Versioned, HappeningForm):
    """The report as it should be; the reporter's own words stay as they were written."""

    done = _("The report is changed.")

    unit = unit_field(_("Where did it happen?"))

    class Meta:
        model = Incident
        fields = [
            "kind",
            "is_violence",
            "unit",
            "employed_unit",
            "occurred_on",
            "occurred_time",
            "place",
            "affected",
            "affected_person",
            "immediate_action",
        ]
        labels = {
            "is_violence": _("Threats or violence were part of it"),
            "occurred_on": _("Which day?"),
            "occurred_time": _("What time?"),
            "place": _("Where there?"),
            "affected": _("Who was affected?"),
            "affected_person": _("Name of the person affected"),
            "immediate_action": _("What was done at once?"),
        }
        help_texts = {
            "affected_person": _(
                "Seen only by the reporter and by the manager of the workplace."
            ),
        }
        widgets = {
            "affected": forms.RadioSelect(attrs={"class": "side-by-side"}),
            "affected_person": forms.TextInput(attrs={"data-private": True}),
            "immediate_action": forms.Textarea(attrs={"rows": 3}),
            "occurred_on": DateInput,
            "occurred_time": TimeInput,
        }

    def __init__(self, data=None, *, incident, sees_person):
        super().__init__(data, instance=incident)
        self.fields["affected"].label = _("Who was affected, seen from the reporter?")
        if not sees_person:
            del self.fields["affected_person"]

    def carry_out(self, *, by):
        handling.edit(self.instance, **self.cleaned_data)


PERSON = ["employment_form", "occupation", "age_group", "sex", "seniority"]
EVENT = ["activity", "agent", "was_alone", "part_of_day", "several_injured"]
VIOLENCE = ["violence", "perpetrator", "had_weapon", "police_report", "police_number"]
CONSEQUENCE = [
    "injury_type",
    "body_part",
    "absence_days",
    "absence",
    "first_absence_on",
    "crisis_support",
    "claim_expected",
]
YES_OR_NO = [("", _("Not stated")), ("true", _("Yes")), ("false", _("No"))]


class DetailsForm(Versioned, forms.ModelForm):
    done = _("The details are saved.")
    mark_optional = False

    class Meta:
        model = Details
        fields = [*PERSON, *EVENT, *VIOLENCE, *CONSEQUENCE]
        help_texts = {
            "absence": _("Leave it when you know the number of days."),
            "absence_days": _("Whole days, also weekends, after the day it happened."),
        }
        widgets = {"first_absence_on": DateInput}

    def __init__(self, data=None, *, incident):
        details = getattr(incident, "details", None) or Details(incident=incident)
        super().__init__(data, instance=details)
        if not incident.is_violence:
            for name in VIOLENCE:
                del self.fields[name]
        self._offer_codes()
        for field in self.fields.values():
            if isinstance(field, forms.NullBooleanField):
                field.widget.choices = YES_OR_NO
            elif isinstance(field, forms.TypedChoiceField):
                field.choices = [YES_OR_NO[0], *field.choices[1:]]

    def _offer_codes(self):
        """All lists in one query; a code that is no longer offered stays where it is."""
        fields = {
            self._meta.model._meta.get_field(name).get_limit_choices_to()["list"]: name
            for name, field in self.fields.items()
            if isinstance(field, forms.ModelChoiceField)
        }
        lists = groupby(Code.objects.filter(list__in=fields), lambda code: code.list)
        for list_name, codes in lists:
            name = fields[list_name]
            kept = getattr(self.instance, f"{name}_id")
            self.fields[name].choices = [
                ("", _("Not stated")),
                *(
                    (code.pk, code.label)
                    for code in codes
                    if code.is_offered or code.pk == kept
                ),
            ]

    @property
    def sections(self):
        """[(heading, fields)], of violence only where there was any."""
        sections = [
            (_("The person"), PERSON),
            (_("The event"), EVENT),
            (_("Threats and violence"), VIOLENCE),
            (_("What it led to"), CONSEQUENCE),
        ]
        return [
            (heading, [self[name] for name in names])
            for heading, names in sections
            if names[0] in self.fields
        ]

    def saved_values(self, current):
        details = Details.objects.filter(pk=current.pk).first()
        return super().saved_values(details or Details(incident=current))

    def clean_first_absence_on(self):
        day = self.cleaned_data["first_absence_on"]
        if day and day < self.instance.incident.occurred_on:
            raise ValidationError(_("The absence cannot begin before it happened."))
        return day

    def clean(self):
        cleaned = super().clean()
        days = cleaned.get("absence_days")
        if days is not None:
            cleaned["absence"] = Details.Absence.of(days)
        return cleaned

    def carry_out(self, *, by):
        handling.save_details(self.instance, version=self.cleaned_data["version"])
