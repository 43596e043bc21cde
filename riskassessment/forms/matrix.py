from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplans.models import RiskMatrix
from actionplans.models.matrix import FEWEST, MOST

# The colours of levels, the mildest first; the word always stands beside the colour.
TONES = [
    ("success", _("Green")),
    ("info", _("Blue")),
    ("warning", _("Yellow")),
    ("danger", _("Red")),
]
_STEPS = range(1, MOST + 1)


class MatrixForm(forms.Form):
    """The municipality's matrix: the words of both axes, the levels, and which cell is which.

    Steps and levels are given in order, the least first; what is left empty at the end is
    not there. The form's fields have numbers: likelihood_1 …, level_1_label …, cell_1_1 ….
    """

    mark_optional = False

    reason = forms.CharField(label=_("Why is it changed?"), max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, matrix):
        super().__init__(data, initial={"version": matrix.version})
        self.matrix = matrix
        self._add_axis("likelihood", _("Likelihood"), matrix.likelihoods)
        self._add_axis("consequence", _("Consequence"), matrix.consequences)
        levels = matrix.ranked_levels[::-1]
        for number in _STEPS:
            level = levels[number - 1] if number <= len(levels) else None
            self._add_level(number, level)
        for likelihood in _STEPS:
            for consequence in _STEPS:
                self._add_cell(likelihood, consequence)

    def _add_axis(self, name, label, words):
        for number in _STEPS:
            word = gettext(words[number - 1]) if number <= len(words) else ""
            self.fields[f"{name}_{number}"] = forms.CharField(
                label=f"{label} {number}", initial=word, max_length=60, required=False
            )

    def _add_level(self, number, level):
        fields = {
            "label": forms.CharField(
                label=_("Name of the level"), max_length=40, required=False
            ),
            "tone": forms.ChoiceField(label=_("Colour"), choices=TONES, required=False),
            "is_serious": forms.BooleanField(
                label=_("Serious, as the law means it"), required=False
            ),
            "within_days": forms.IntegerField(
                label=_("Measures within so many days"),
                min_value=1,
                max_value=1_000,
                required=False,
            ),
            "must_raise": forms.BooleanField(
                label=_("The level above is told at once"), required=False
            ),
        }
        for name, field in fields.items():
            field.initial = getattr(level, name, None)
            self.fields[f"level_{number}_{name}"] = field

    def _add_cell(self, likelihood, consequence):
        initial = None
        if self.matrix.has_cell(likelihood, consequence):
            initial = self.matrix.level_of(likelihood, consequence).rank + 1
        self.fields[f"cell_{likelihood}_{consequence}"] = forms.TypedChoiceField(
            label=_("Likelihood %(likelihood)s, consequence %(consequence)s")
            % {"likelihood": likelihood, "consequence": consequence},
            choices=[("", "–"), *((number, number) for number in _STEPS)],
            coerce=int,
            empty_value=None,
            initial=initial,
            required=False,
        )

    # What the page lays out.

    @property
    def axes(self):
        return [
            (title, [self[f"{name}_{number}"] for number in _STEPS])
            for name, title in [
                ("likelihood", _("Steps of likelihood, the least likely first")),
                ("consequence", _("Steps of consequence, the mildest first")),
            ]
        ]

    @property
    def levels(self):
        names = ["label", "tone", "is_serious", "within_days", "must_raise"]
        return [
            (number, [self[f"level_{number}_{name}"] for name in names])
            for number in _STEPS
        ]

    @property
    def cells(self):
        return [
            (likelihood, [self[f"cell_{likelihood}_{number}"] for number in _STEPS])
            for likelihood in reversed(_STEPS)
        ]

    # What it says.

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        likelihoods = self._steps("likelihood")
        consequences = self._steps("consequence")
        levels = self._levels()
        if not self.errors:
            self.content = {
                "likelihoods": likelihoods,
                "consequences": consequences,
                "levels": levels,
                "cells": self._cells(likelihoods, consequences, levels),
            }
        return cleaned

    def _words(self, fields, *, gap, few, twice):
        """The words of the fields in order: without gaps, two at least, and none twice."""
        words = [self.cleaned_data[field] for field in fields]
        used = [word for word in words if word]
        if words[: len(used)] != used:
            self.add_error(fields[0], gap)
        elif len(used) < FEWEST:
            self.add_error(fields[0], few)
        elif len(set(used)) < len(used):
            self.add_error(fields[0], twice)
        return used

    def _steps(self, axis):
        return self._words(
            [f"{axis}_{number}" for number in _STEPS],
            gap=_("Leave no step empty between two others."),
            few=_("There must be at least two steps."),
            twice=_("Two steps have the same name."),
        )

    def _levels(self):
        known = {level.label: level.code for level in self.matrix.ranked_levels}
        names = ["tone", "is_serious", "within_days", "must_raise"]
        return [
            {
                # A level that keeps its name is the same one in lists and filters.
                "code": known.get(label, f"level-{self.matrix.version + 1}-{number}"),
                "label": label,
                **{name: self.cleaned_data[f"level_{number}_{name}"] for name in names},
            }
            for number, label in enumerate(self._words_of_levels(), start=1)
        ]

    def _words_of_levels(self):
        return self._words(
            [f"level_{number}_label" for number in _STEPS],
            gap=_("Leave no level empty between two others."),
            few=_("There must be at least two levels."),
            twice=_("Two levels have the same name."),
        )

    def _cells(self, likelihoods, consequences, levels):
        """Every cell has a level, and more of either never makes it milder."""
        cells = []
        for likelihood in range(1, len(likelihoods) + 1):
            row = []
            for consequence in range(1, len(consequences) + 1):
                name = f"cell_{likelihood}_{consequence}"
                number = self.cleaned_data[name]
                if number is None or number > len(levels):
                    self.add_error(name, _("Choose one of the levels."))
                    number = 1
                least = max(
                    cells[-1][consequence - 1] if cells else 1, row[-1] if row else 1
                )
                if number < least:
                    self.add_error(
                        name, _("A worse risk cannot have a milder level than this.")
                    )
                row.append(number)
            cells.append(row)
        return [[levels[number - 1]["code"] for number in row] for row in cells]

    def carry_out(self, *, by):
        """Raises Stale when somebody else has replaced the matrix that was seen."""
        return RiskMatrix.objects.replace(
            by=by,
            seen=self.cleaned_data["version"],
            reason=self.cleaned_data["reason"],
            **self.content,
        )

    def meet(self, current):
        """Show what was typed again; what is sent then replaces the other knowingly."""
        self.data = self.data.copy()
        self.data["version"] = current.version
        message = _("Someone else has changed the matrix. Compare before you save.")
        self.add_error(None, message)
