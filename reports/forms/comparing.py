"""What figures are held against: those of others, and targets."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from reports.metrics import Sex
from reports.models import ComparisonFigure, ComparisonSeries, Target

# In the order of the columns that are pasted.
SEXES = ("", Sex.WOMEN.value, Sex.MEN.value)
LARGEST = Decimal(10) ** 11


class SeriesForm(forms.ModelForm):
    class Meta:
        model = ComparisonSeries
        fields = ["name", "source"]
        help_texts = {
            "name": _("For example the county, or the whole country."),
            "source": _("Printed below the tables that show it."),
        }

    def carry_out(self, *, by):
        self.save()


class SeriesFiguresForm(forms.Form):
    """The figures of one metric in a series, one period a line."""

    lines = forms.CharField(
        label=_("Figures"),
        help_text=_(
            "A line for each period: its last day or its year, the figure of all, and if"
            " you have them those of women and of men. Separate them by semicolons, or"
            " paste cells from a spreadsheet. A line that you take away is deleted."
        ),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    # The lines as they were when the page was opened; what others have saved since.
    meanwhile = ""
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, series, metric, data=None):
        self.series, self.metric = series, metric
        lines = self._saved_lines()
        super().__init__(data, initial={"lines": lines, "seen": lines})

    def _rows(self):
        return ComparisonFigure.objects.filter(
            series=self.series, metric=self.metric, age=""
        )

    def _saved_lines(self):
        saved: dict[date, dict] = {}
        for row in self._rows().order_by("-until"):
            saved.setdefault(row.until, {})[row.sex] = row.value
        return "\n".join(
            "; ".join(
                [until.isoformat(), *(shown(values.get(sex)) for sex in SEXES)]
            ).rstrip("; ")
            for until, values in saved.items()
        )

    def clean_lines(self):
        """{last day: {sex: value}}; every line that is wrong is named."""
        problems, found = [], {}
        lines = self.cleaned_data["lines"].splitlines()
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                until, values = _read(line)
            except ValueError as error:
                words = _("Line %(number)s: %(reason)s")
                problems.append(words % {"number": number, "reason": error})
                continue
            if until in found:
                words = _("Line %(number)s: the period stands there twice.")
                problems.append(words % {"number": number})
            found[until] = values
        if problems:
            raise ValidationError(problems)
        return found

    def clean(self):
        saved = self._saved_lines()
        if _plain(self.cleaned_data.get("seen")) != _plain(saved):
            self.meanwhile = saved
            self.add_error(
                None,
                _(
                    "Somebody else has changed these figures meanwhile. What you wrote is"
                    " still here; send it again to replace theirs."
                ),
            )
            self.data = self.data.copy()
            self.data["seen"] = saved
        return self.cleaned_data

    @transaction.atomic
    def carry_out(self, *, by):
        self._rows().delete()
        ComparisonFigure.objects.bulk_create(
            ComparisonFigure(
                series=self.series,
                metric=self.metric,
                until=until,
                sex=sex,
                value=value,
            )
            for until, values in self.cleaned_data["lines"].items()
            for sex, value in values.items()
        )


def _read(line):
    """A line as (last day, {sex: value}); ValueError in words."""
    cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
    when, *numbers = cells
    while numbers and not numbers[-1]:
        numbers.pop()
    if not 1 <= len(numbers) <= len(SEXES):
        raise ValueError(_("write the period and one to three figures."))
    values = {
        sex: _amount(text) for sex, text in zip(SEXES, numbers, strict=False) if text
    }
    return _until(when), values


def _until(text):
    try:
        if text.isdecimal() and len(text) == len("2023"):
            return date(int(text), 12, 31)
        return date.fromisoformat(text)
    except ValueError:
        message = _("write the last day as 2023-12-31, or the year.")
        raise ValueError(message) from None


def _amount(text):
    plain = "".join(text.split()).replace("−", "-").replace(",", ".").rstrip("%")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text}) from None
    if not amount.is_finite() or abs(amount) >= LARGEST:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text})
    return amount


def shown(value):
    """Without zeros that say nothing, and with the reader's decimal sign."""
    if value is None:
        return ""
    return formats.number_format(f"{value.normalize():f}", use_l10n=True)


def _plain(text):
    return (text or "").replace("\r\n", "\n").strip()


class TargetsForm(forms.Form):
    """What a metric is to be in a year: of the municipality and of each committee."""

    mark_optional = False

    def __init__(self, year, metric, committees, data=None):
        super().__init__(data)
        self.year, self.metric = year, metric
        self.places = {"municipality": None} | {
            f"committee-{committee.pk}": committee for committee in committees
        }
        self.saved = self._saved()
        for name, committee in self.places.items():
            value = self.saved.get(committee and committee.pk)
            self.fields[name] = forms.DecimalField(
                label=committee.name if committee else _("The whole municipality"),
                max_digits=14,
                decimal_places=3,
                required=False,
                localize=True,
                initial=shown(value),
                widget=forms.TextInput(
                    attrs={"inputmode": "decimal", "class": "short"}
                ),
            )
            self.fields[f"seen-{name}"] = forms.CharField(
                required=False, initial=shown(value), widget=forms.HiddenInput
            )

    def _saved(self):
        rows = Target.objects.filter(year=self.year, metric=self.metric)
        return dict(rows.values_list("committee", "value"))

    def clean(self):
        """What others have written meanwhile is told, not replaced."""
        self.changes = {}
        for name, committee in self.places.items():
            if name not in self.cleaned_data:
                continue
            value, seen = self.cleaned_data[name], self.cleaned_data[f"seen-{name}"]
            if shown(value) == seen:
                continue
            saved = self.saved.get(committee and committee.pk)
            if shown(saved) not in (seen, shown(value)):
                self._tell(name, saved)
            self.changes[committee] = value
        return self.cleaned_data

    def _tell(self, name, saved):
        words = _(
            "Somebody has meanwhile written “%(value)s”. Send again to replace it."
        )
        self.add_error(name, words % {"value": shown(saved)})
        self.data = self.data.copy()
        self.data[f"seen-{name}"] = shown(saved)

    @transaction.atomic
    def carry_out(self, *, by):
        for committee, value in self.changes.items():
            of = {"year": self.year, "committee": committee, "metric": self.metric}
            if value is None:
                Target.objects.filter(**of).delete()
            else:
                Target.objects.update_or_create(**of, defaults={"value": value})
