from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from organisation.forms import InUnitForm
from organisation.models import UnitPermission
from riskassessment.models import Area
from sam.dates import today

# So many years back can be chosen.
YEARS = 5


class CoverageForm(InUnitForm):
    permission = UnitPermission.VIEW_ROUNDS

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    area = forms.ChoiceField(
        label=_("What is surveyed"),
        choices=[("", _("All")), *Area.choices],
        required=False,
    )
    field_order = ["year", "unit", "area"]

    def __init__(self, data, *, user):
        super().__init__(data, user=user)
        years = range(today().year, today().year - YEARS, -1)
        self.fields["year"].choices = [(year, year) for year in years]
        self.full_clean()

    @property
    def chosen_year(self):
        return self.cleaned_data.get("year") or today().year

    @property
    def until(self):
        """The last day of the year, also of one that has not ended."""
        return date(self.chosen_year, 12, 31)
