"""Opening the reports of a year, or a part of it, and what can be set once they are open."""

from datetime import timedelta
from itertools import pairwise

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reports.models import ReportingYear, ReportTemplate, levels_of
from reports.models.years import DUE_ON
from reports.periods import Cadence, Part, last_day, usual_periods
from sam.dates import today
from ui.forms import Versioned
from ui.widgets import DateInput

_LONGEST = relativedelta(years=5)
_FIRST_YEAR = 2000
# What anyone may fetch tells of no fewer people.
LEAST_OPEN_GROUP = 5


class ChoiceForm(forms.Form):
    """What is to be reported, before the periods can be proposed."""

    what = forms.ChoiceField(label=_("Which report?"), widget=forms.RadioSelect)
    year = forms.IntegerField(
        label=_("Year"),
        help_text=_("The year in which the reports are written."),
        min_value=_FIRST_YEAR,
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.templates = {
            str(template.pk): template for template in ReportTemplate.objects.in_use()
        }
        self.fields["what"].choices = [
            (f"{pk}:{part}", _named(template, part))
            for pk, template in self.templates.items()
            for part in Cadence(template.cadence).parts
        ]
        self.fields["year"].max_value = today().year + 1
        self.initial = {"year": today().year, "what": self._used_last()}

    def _used_last(self):
        template = ReportTemplate.objects.for_new_year()
        return template and f"{template.pk}:{Cadence(template.cadence).parts[0]}"

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > today().year + 1:
            raise ValidationError(
                _("Open the reports at most one year ahead."), code="ahead"
            )
        return year

    def clean(self):
        if "what" not in self.cleaned_data or "year" not in self.cleaned_data:
            return
        pk, _colon, part = self.cleaned_data["what"].partition(":")
        self.template, self.part = self.templates[pk], Part(part)
        opened = ReportingYear.objects.filter(
            year=self.cleaned_data["year"],
            part=self.part,
            template__code=self.template.code,
        )
        if opened.exists():
            raise ValidationError(_("These reports are open already."), code="open")


def _named(template, part):
    name = template.name or template.title or template.code
    return f"{name}: {Part(part).label}" if part else name


class _DueDates(forms.Form):
    """The last day of each level that writes something of its own."""

    def _add_due_dates(self, template, initial=None):
        self.levels = levels_of(template)
        for level in self.levels:
            name = DUE_ON[level]
            field = ReportingYear._meta.get_field(name).formfield(widget=DateInput)
            field.initial = getattr(initial, name, None)
            self.fields[name] = field

    def clean(self):
        """Whoever puts together does so after those below."""
        super().clean()
        days = [
            (name, self.cleaned_data[name])
            for name in (DUE_ON[level] for level in self.levels)
            if self.cleaned_data.get(name)
        ]
        for (_below, before), (name, day) in pairwise(days):
            if day < before:
                self.add_error(
                    name,
                    _("This level comes after the one below it: choose a later day."),
                )


class OpeningForm(_DueDates):
    """The periods, as the template's cadence proposes them, and the due dates."""

    first_on = forms.DateField(label=_("First day of the period"), widget=DateInput)
    last_on = forms.DateField(label=_("Last day of the period"), widget=DateInput)
    compared_first_on = forms.DateField(
        label=_("First day of the period compared with"), widget=DateInput
    )
    compared_last_on = forms.DateField(
        label=_("Last day of the period compared with"), widget=DateInput
    )

    def __init__(self, chosen, data=None):
        self.chosen = chosen
        period, compared = usual_periods(
            chosen.template.cadence, chosen.cleaned_data["year"], chosen.part
        )
        proposed = {
            "first_on": period.lower,
            "last_on": last_day(period),
            "compared_first_on": compared.lower,
            "compared_last_on": last_day(compared),
        }
        super().__init__(data, initial=proposed)
        self._add_due_dates(chosen.template)

    def clean(self):
        super().clean()
        for first, last in [
            ("first_on", "last_on"),
            ("compared_first_on", "compared_last_on"),
        ]:
            self._require_months(first, last)

    def _require_months(self, first, last):
        """Figures come by month: periods are whole months."""
        begin, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if begin and begin.day != 1:
            self.add_error(first, _("A period begins with the first day of a month."))
        if end and (end + timedelta(days=1)).day != 1:
            self.add_error(last, _("A period ends with the last day of a month."))
        if begin and end and end < begin:
            self.add_error(last, _("The last day comes before the first."))
        elif begin and end and end >= begin + _LONGEST:
            self.add_error(last, _("A period is at most five years long."))

    def carry_out(self):
        said = self.cleaned_data
        return ReportingYear.objects.open(
            self.chosen.cleaned_data["year"],
            self.chosen.template,
            part=self.chosen.part,
            period=_days(said["first_on"], said["last_on"]),
            comparison_period=_days(
                said["compared_first_on"], said["compared_last_on"]
            ),
            **{DUE_ON[level]: said[DUE_ON[level]] for level in self.levels},
        )


def _days(first, last):
    return DateRange(first, last + timedelta(days=1))


class SettingsForm(_DueDates, Versioned):
    """What can be set when the reports are open; the periods cannot."""

    is_open_data = forms.BooleanField(
        label=_("Anyone may fetch the figures of approved reports as a file"),
        help_text=_("Without an account. Figures of small groups are left out."),
        required=False,
    )

    def __init__(self, year, data=None):
        self.year = year
        initial = {"is_open_data": year.is_open_data, "version": year.stamp}
        super().__init__(data, initial=initial)
        self._add_due_dates(year.template, initial=year)
        if others := _open_beside(year):
            field = self.fields["is_open_data"]
            field.help_text = format_lazy(
                "{} {}",
                field.help_text,
                _(
                    "Other open figures tell of the same days: %(reports)s. What one of"
                    " them leaves out can be found by holding both against each other."
                )
                % {"reports": ", ".join(others)},
            )
        self.order_fields([*(DUE_ON[level] for level in self.levels), "is_open_data"])

    def clean_is_open_data(self):
        is_open_data = self.cleaned_data["is_open_data"]
        if is_open_data and self.year.template.smallest_group < LEAST_OPEN_GROUP:
            raise ValidationError(
                _(
                    "The template of these reports shows figures of fewer than %(least)s"
                    " people. Such figures cannot be open to anyone."
                ),
                code="small",
                params={"least": LEAST_OPEN_GROUP},
            )
        return is_open_data

    def version_of(self, year):
        return year.stamp

    def carry_out(self):
        said = dict(self.cleaned_data)
        self.year.change(version=said.pop("version"), **said)


def _open_beside(year):
    """The names of other open reports of some of the same days."""
    beside = ReportingYear.objects.filter(
        is_open_data=True, period__overlap=year.period
    )
    others = beside.exclude(pk=year.pk).select_related("template")
    return [f"{each.template.name} {each}" for each in others]
