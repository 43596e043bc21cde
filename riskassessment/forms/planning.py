from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from organisation import roles
from organisation.forms import InUnitForm
from organisation.models import Role, Unit, UnitPermission, User
from riskassessment.models import Checklist, InspectionRound, Participant
from ui.forms import SearchField
from ui.widgets import DateInput


class RoundFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_ROUNDS

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), *InspectionRound.Status.choices],
        required=False,
    )
    field_order = ["status", "unit"]

    def filter(self, rounds):
        if status := self.cleaned_data.get("status"):
            rounds = rounds.filter(status=status)
        return self.in_unit(rounds)


class UnitForm(forms.Form):
    """Where the round is to be: asked first, because it decides whom to invite."""

    unit = SearchField(
        Unit.objects.none(),
        label=_("Which workplace?"),
        url=reverse_lazy("organisation:unit_options"),
    )

    def __init__(self, data, *, units):
        super().__init__(data)
        self.fields["unit"].queryset = units.select_related("parent")


class RoundForm(forms.Form):
    checklists = forms.ModelMultipleChoiceField(
        Checklist.objects.none(),
        label=_("Which checklists?"),
        widget=forms.CheckboxSelectMultiple,
    )
    planned_on = forms.DateField(label=_("When?"), widget=DateInput)
    invited = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Safety representatives to invite"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data=None, *, unit):
        super().__init__(data)
        self.fields["checklists"].queryset = Checklist.objects.offered()
        holders = roles.holders(Role.SAFETY_REPRESENTATIVE, unit)
        nearest = roles.nearest([Role.SAFETY_REPRESENTATIVE], unit)
        invited = self.fields["invited"]
        invited.queryset = User.objects.filter(pk__in=[each.pk for each in holders])
        invited.initial = [each.pk for each in nearest]
        if not holders:
            invited.help_text = _(
                "The workplace has no safety representative in the program. "
                "Ask the chief safety representative."
            )

    def clean_invited(self):
        part = Participant.Part.SAFETY_REPRESENTATIVE
        return [(person, part) for person in self.cleaned_data["invited"]]
