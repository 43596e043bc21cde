"""The steps of an import of figures: the file, its columns, its words, taking it in."""

from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from attachments.spreadsheets import Unreadable
from organisation.models import Committee
from reports.codes import create_own
from reports.importing import cells, meaning, running
from reports.importing.checking import ImportRefused
from reports.importing.meaning import LEAVE_OUT, OF_QUANTITY, Holds
from reports.metrics import Sex
from reports.models import Quantity
from sam.workflow import InvalidTransition

# The word that stands for all, of sexes.
ALL = "all"
# So many words are asked about at a time; the page asks again for the rest.
MOST_WORDS = 100
_NEW = {"new_sum": Quantity.Over.SUM, "new_mean": Quantity.Over.MEAN}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet with HR's figures"),
        help_text=_(
            "An xlsx or CSV file with headings above its columns, in any order."
        ),
    )

    def clean_file(self):
        try:
            self.sheet = running.opened(self.cleaned_data["file"])
        except Unreadable as error:
            raise ValidationError(str(error), "unreadable") from error
        return self.cleaned_data["file"]

    def carry_out(self, *, by):
        return running.receive(self.cleaned_data["file"], self.sheet, by=by)


class ColumnsForm(forms.Form):
    """What each column holds; as the last time, or guessed from the headings."""

    mark_optional = False

    year = forms.IntegerField(
        label=_("Year, when neither a heading nor a column says it"),
        min_value=1900,
        max_value=2200,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    quantity = forms.ChoiceField(
        label=_("What all the figures are, when no column says it"), required=False
    )

    def __init__(self, source, data=None):
        super().__init__(data)
        self.source = source
        self.sheet = running.sheet_in(source)
        said = source.mapping.meanings if source.mapping else {}
        columns = said.get("columns") or meaning.guessed_columns(self.sheet.headings)
        quantities = _quantities()
        offered = [
            ("", _("Not taken in")),
            *Holds.choices,
            (_("The figures of a quantity"), quantities),
            (
                _("A new quantity, called as the column"),
                [
                    ("new_sum", _("New: the months of a period are added")),
                    ("new_mean", _("New: the mean of the months, as for heads")),
                ],
            ),
        ]
        for place, heading in enumerate(self.sheet.headings):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading,
                choices=offered,
                required=False,
                initial=columns.get(heading, ""),
            )
        self.fields["quantity"].choices = [("", _("A column says it")), *quantities]
        self.initial |= {name: said.get(name) for name in ("year", "quantity")}
        self.order_fields([*self.columns_by_field, "quantity", "year"])

    @property
    def columns_by_field(self):
        return {
            f"column_{place}": heading
            for place, heading in enumerate(self.sheet.headings)
        }

    def clean(self):
        chosen = {
            heading: value
            for name, heading in self.columns_by_field.items()
            if (value := self.cleaned_data.get(name))
        }
        self._each_once(chosen)
        for problem in _lacking(chosen, self.cleaned_data):
            self.add_error(None, problem)
        for name, heading in self.columns_by_field.items():
            if chosen.get(heading) == Holds.MONTHS and not cells.is_month(heading):
                self.add_error(name, _("The heading is no month."))
        return self.cleaned_data

    def _each_once(self, chosen):
        """Only months, and new quantities, stand in several columns."""
        several = {Holds.MONTHS.value, *_NEW}
        for name, heading in self.columns_by_field.items():
            value = chosen.get(heading)
            if value and value not in several and Counter(chosen.values())[value] > 1:
                self.add_error(name, _("Another column holds the same."))

    @transaction.atomic
    def carry_out(self, *, by):
        columns = {
            heading: self._made(heading, self.cleaned_data[name])
            for name, heading in self.columns_by_field.items()
            if self.cleaned_data[name]
        }
        self.source = running.mean(
            self.source,
            by=by,
            columns=columns,
            year=self.cleaned_data["year"],
            quantity=self.cleaned_data["quantity"],
        )

    @staticmethod
    def _made(heading, value):
        """The meaning of a column, for which a quantity is made where that was chosen."""
        if value not in _NEW:
            return value
        quantity = create_own(Quantity, label=heading, over=_NEW[value])
        return f"{OF_QUANTITY}{quantity.code}"


def _lacking(chosen, others):
    """What no column says, and must be known of each figure."""
    held = set(chosen.values())
    of_quantities = any(OF_QUANTITY in each or each in _NEW for each in held)
    if Holds.COMMITTEE not in held:
        yield _("Choose the column that says the committee.")
    if Holds.MONTHS in held:
        if Holds.MONTH in held or of_quantities:
            yield _("Months stand either across, as headings, or down in a column.")
        elif Holds.QUANTITY not in held and not others.get("quantity"):
            yield _(
                "Choose the column that says what the figures are, or what all are."
            )
    else:
        if Holds.MONTH not in held:
            yield _("Choose the column that says the month.")
        if not of_quantities:
            yield _("Choose at least one column with figures.")


class WordsForm(forms.Form):
    """What the words mean that nobody has said the meaning of yet."""

    def __init__(self, source, data=None):
        super().__init__(data)
        self.source = source
        self.meanings = source.mapping.meanings
        self.asked = meaning.unknown_words(running.sheet_in(source), self.meanings)
        words = meaning.Words(self.meanings)
        committees = list(Committee.objects.values_list("pk", "name"))
        guesses = {
            "committees": words.like_committee,
            "sexes": words.like_sex,
            "quantities": lambda _word: "",
        }
        offered = {
            "committees": committees,
            "sexes": [*Sex.choices, (ALL, _("All, not divided by sex"))],
            "quantities": _quantities(prefix=""),
        }
        for kind, found in self.asked.items():
            for place, (word, number) in enumerate(list(found.items())[:MOST_WORDS]):
                self.fields[f"{kind}-{place}"] = forms.ChoiceField(
                    label=f"{word} ({number})",
                    choices=[
                        ("", _("Choose")),
                        *offered[kind],
                        (LEAVE_OUT, _("Leave these rows out")),
                    ],
                    initial=guesses[kind](word),
                )

    @property
    def groups(self):
        """For the page: [(heading, fields)]."""
        labels = {
            "committees": _("Committees that are not known here"),
            "sexes": _("Words for sexes"),
            "quantities": _("Quantities that are not known here"),
        }
        return [
            (
                labels[kind],
                [field for field in self if field.name.partition("-")[0] == kind],
            )
            for kind in self.asked
        ]

    def carry_out(self, *, by):
        said = {
            kind: {
                word: self._meant(kind, self.cleaned_data[f"{kind}-{place}"])
                for place, word in enumerate(list(found)[:MOST_WORDS])
            }
            for kind, found in self.asked.items()
        }
        self.source = running.mean(self.source, by=by, **said)

    @staticmethod
    def _meant(kind, value):
        return "" if kind == "sexes" and value == ALL else value


class TakeInForm(forms.Form):
    leave_out_refused = forms.BooleanField(
        label=_("Leave out the refused rows and take in the others"), required=False
    )
    # Of the dry run that was seen.
    stamp = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, source, tried, data=None):
        super().__init__(data, initial={"stamp": tried.stamp})
        self.source = source
        self.tried = tried
        if not tried.checked.problems or not tried.checked.figures:
            del self.fields["leave_out_refused"]

    def clean(self):
        if self.cleaned_data.get("stamp") != self.tried.stamp:
            # It is shown again beside what would happen now.
            self.data = self.data.copy()
            self.data["stamp"] = self.tried.stamp
            raise ValidationError(running.SEEN_OTHERWISE, "stale")

    def carry_out(self, *, by):
        """Raises InvalidTransition, for this too is a state that others have changed."""
        try:
            self.source = running.finish(
                self.source,
                stamp=self.cleaned_data["stamp"],
                leave_out_refused=self.cleaned_data.get("leave_out_refused", False),
                by=by,
            )
        except ImportRefused:
            message = _("Nothing was taken in: there are rows that are refused.")
            raise InvalidTransition(message) from None


def _quantities(prefix=OF_QUANTITY):
    delivered = Quantity.objects.filter(source=Quantity.Source.IMPORTED)
    return [
        (f"{prefix}{code}", label)
        for code, label in delivered.values_list("code", "label")
    ]
