from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.translation import gettext_lazy as _

from sam.dates import today
from ui.forms import WordsField
from ui.widgets import DateInput


class UsageForm(forms.Form):
    """Which workplaces, in which period: twelve months until today unless it is said."""

    mark_optional = False

    q = WordsField(label=_("Search workplace"), max_length=100)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            ("out", _("Those that stand out")),
            ("silent", _("Nothing reported for long")),
            ("slow", _("Slow to close")),
        ],
    )
    since = forms.DateField(label=_("From"), required=False, widget=DateInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput)

    def __init__(self, data):
        super().__init__(data)
        self.is_valid()

    @property
    def period(self):
        """First and last day; what makes no sense gives way to the twelve months."""
        last = min(self._day("until") or today(), today())
        first = self._day("since")
        in_order = first and first <= last
        return first if in_order else last - relativedelta(years=1), last

    def _day(self, name):
        day = self.cleaned_data.get(name)
        return day if day and 2000 <= day.year <= 2100 else None
