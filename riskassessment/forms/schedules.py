from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from organisation.models import Level, Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment.models import Checklist, RoundSchedule
from sam.dates import today
from ui.days import not_past
from ui.forms import SearchField
from ui.widgets import DateInput, RadioCards


def may_schedule(user):
    granted = (
        granted_units(user, permission).units
        for permission in [UnitPermission.HANDLE_ROUNDS, UnitPermission.MANAGE_ROUNDS]
    )
    return any(granted)


def units_to_schedule(user):
    """Where the person may let rounds come back: as manager or for the municipality."""
    units = Unit.objects.permitting(user, UnitPermission.HANDLE_ROUNDS)
    managed = Unit.objects.permitting(user, UnitPermission.MANAGE_ROUNDS)
    return (units | managed).existing()


class ScheduleForm(forms.ModelForm):
    unit = SearchField(
        Unit.objects.none(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("For which unit?"),
    )
    is_for_each_below = forms.TypedChoiceField(
        label=_("Where is it walked?"),
        choices=[("", _("In the unit itself")), ("on", _("In each workplace below"))],
        coerce=bool,
        required=False,
        widget=RadioCards(descriptions={"on": _("Also in those that come later.")}),
    )
    checklist = forms.ModelChoiceField(
        Checklist.objects.none(), label=_("Along which checklist?")
    )

    class Meta:
        model = RoundSchedule
        fields = ["unit", "is_for_each_below", "every_months", "first_on"]
        labels = {"every_months": _("How often?"), "first_on": _("First time?")}
        widgets = {"first_on": DateInput}

    field_order = ["checklist", "unit", "is_for_each_below", "every_months", "first_on"]

    def __init__(self, data=None, *, by):
        super().__init__(data, instance=RoundSchedule(created_by=by))
        self.by = by
        self.fields["unit"].queryset = units_to_schedule(by).select_related("parent")
        self.fields["checklist"].queryset = Checklist.objects.offered()
        if not self._managed_units().exists():
            del self.fields["is_for_each_below"]

    def _managed_units(self):
        units = Unit.objects.permitting(self.by, UnitPermission.MANAGE_ROUNDS)
        return units.exclude(level=Level.UNIT)

    def clean_is_for_each_below(self):
        return bool(self.cleaned_data["is_for_each_below"])

    def clean_first_on(self):
        day = self.cleaned_data["first_on"]
        not_past(day)
        if day > today() + relativedelta(years=5):
            raise ValidationError(_("That is more than five years ahead."), code="far")
        return day

    def clean(self):
        cleaned = super().clean()
        unit, is_for_each = cleaned.get("unit"), cleaned.get("is_for_each_below")
        if unit and is_for_each and not self._managed_units().filter(pk=unit.pk):
            self.add_error(
                "is_for_each_below",
                _("You cannot decide this for each workplace below the unit."),
            )
        if checklist := cleaned.get("checklist"):
            self.instance.checklist_code = checklist.code
            self.instance.area = checklist.area
        return cleaned

    def save(self):
        """Whether it was done; not when the same came from elsewhere in that moment."""
        try:
            with transaction.atomic():
                return super().save()
        except IntegrityError:
            self.add_error(None, _("The round comes back there already."))
        return None
