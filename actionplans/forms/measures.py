from copy import copy
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans import effect
from actionplans.models import Goal, Measure
from actionplans.timing import When, has_no_such_day, read
from organisation.models import Role, User
from organisation.roles import nearest
from sam.dates import today
from ui.forms import SearchField, Versioned
from ui.widgets import DateInput

# The roles that measures are given to, and how often one comes back, in months.
ROLES = [Role.MANAGER, Role.SAFETY_REPRESENTATIVE, Role.HEAD, Role.HR]
REPEATS = [
    ("", _("No")),
    (1, _("Every month")),
    (3, _("Every third month")),
    (6, _("Every half-year")),
    (12, _("Every year")),
    (24, _("Every second year")),
    (36, _("Every third year")),
]
# What lies folded away of a measure, and of a row of a plan.
_MORE = [
    "focus_area",
    "responsible_role",
    "responsible_words",
    "report_to",
    "cost",
    "funding",
    "expected_effect",
    "hours",
    "repeats_every",
    "watched",
]
_MORE_OF_ROW = [
    "serves",
    "cost",
    "funding",
    "expected_effect",
    "hours",
    "control",
    "origin",
    "repeats_every",
    "watched",
]

# Nobody plans a measure for longer ahead, in years.
FARTHEST = 10


class MeasureForm(forms.ModelForm):
    """A measure in short; what is seldom said lies folded away (MORE).

    The time is a day or words, and who answers a person, a role or words: `cleaned_data`
    has what became of them, `typed` what was typed.
    """

    MORE = _MORE

    class Meta:
        model = Measure
        fields = [
            "activity",
            "goal",
            "control",
            "responsible",
            "due_on",
            "due_words",
            *_MORE,
        ]
        labels = {
            "activity": _("What is to be done?"),
            "goal": _("What shall it lead to?"),
            "responsible": _("Who answers for it?"),
            "due_on": _("When shall it be done?"),
            "due_words": _("Or when, in words"),
            "responsible_words": _("Others who answer, in words"),
            "report_to": _("To whom is it reported?"),
        }
        help_texts = {
            "control": _("Measures higher up in the list usually work better."),
            "due_words": _(
                "Such as: autumn 2027, continuously, when the money has come."
            ),
            "focus_area": _("Such as: violence and threats, noise, follow-up."),
            "responsible_words": _("Bodies, working groups and people outside."),
            "cost": _("All of it, as far as it is known."),
            "funding": _("Such as: the own budget, a grant that is applied for."),
            "expected_effect": _(
                "Such as: 60 days of sick leave fewer in a year. Then it is asked for "
                "in figures when the effect is judged."
            ),
        }
        error_messages = {
            "due_on": {"required": _("Say when: choose a day, or write it in words.")},
        }
        widgets = {
            "activity": forms.Textarea(attrs={"rows": 3}),
            "goal": forms.Textarea(attrs={"rows": 2}),
            "due_on": DateInput,
            "control": forms.RadioSelect,
        }

    responsible_role = forms.ChoiceField(
        label=_("Who answers by role?"),
        help_text=_("Then it follows the role to whoever holds it in the unit."),
        choices=[("", _("Nobody by role")), *((each, each.label) for each in ROLES)],
        required=False,
    )
    repeats_every = forms.TypedChoiceField(
        label=_("Does it come back?"),
        help_text=_("When it is done, the next one is planned."),
        choices=REPEATS,
        coerce=int,
        empty_value=None,
        required=False,
    )
    watched = forms.ChoiceField(
        label=_("Which events should become fewer?"),
        help_text=_("They are counted when the effect is judged."),
        required=False,
    )

    def __init__(self, *args, unit, by=None, source=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit, self.by = unit, by
        if "control" in self.fields:
            self.fields["control"].choices = Measure.Control.choices
        self.fields["responsible"] = SearchField(
            self._people().select_related("unit"),
            url=reverse("actionplans:responsible_options", args=[unit.pk]),
            label=self._meta.labels["responsible"],
            required=not self._is_answered_otherwise(),
        )
        self.fields["due_on"].required = not self._sent("due_words")
        for name in ("cost", "hours"):
            self.fields[name].validators.append(MinValueValidator(0))
        if "watched" in self.fields:
            events = effect.choices(source)
            self.fields["watched"].choices = [("", _("Not said")), *events]

    @property
    def short_fields(self):
        return [field for field in self.visible_fields() if field.name not in self.MORE]

    @property
    def more_fields(self):
        return [field for field in self.visible_fields() if field.name in self.MORE]

    @property
    def has_more(self):
        """Whether what lies folded away is filled in or wrong."""
        return any(field.value() or field.errors for field in self.more_fields)

    def clean(self):
        asked = super().clean()
        for name in asked.keys() & {"activity", "goal"}:
            asked[name] = asked[name].replace("\r\n", "\n")
        self.typed = dict(asked)
        self._find_who_answers(asked)
        if not {"due_on", "due_words"} & self.errors.keys():
            self._understand_time(asked)
        return asked

    def earliest_and_latest(self):
        """Between which days the last day of a measure may lie."""
        return today(), date(today().year + FARTHEST, 12, 31)

    def year_of_months(self):
        """The year of a month that is said without one."""
        return today().year

    def _people(self):
        return User.objects.working_for(self.unit)

    def _sent(self, name):
        return (self.data.get(self.add_prefix(name)) or "").strip()

    def _is_answered_otherwise(self):
        by_words = self.by and self._sent("responsible_words")
        return bool(self._sent("responsible_role") or by_words)

    def _find_who_answers(self, asked):
        """The holder of the role; else whoever writes sees to what others answer for."""
        if role := asked.get("responsible_role"):
            holders = nearest([role], self.unit)
            if holders and asked.get("responsible") not in holders:
                asked["responsible"] = holders[0]
        if asked.get("responsible") or "responsible" in self.errors:
            return
        if asked.get("responsible_role"):
            self.add_error(
                "responsible_role",
                _("Nobody has that role for the unit. Choose a person too."),
            )
        else:
            asked["responsible"] = self.by

    def _understand_time(self, asked):
        day, words = asked.get("due_on"), asked.get("due_words")
        if day and words:
            self.add_error(
                "due_words", _("Choose a day or write it in words, but not both.")
            )
            return
        if words and has_no_such_day(words):
            self.add_error("due_words", _("There is no such day. Choose another one."))
            return
        field = "due_words" if words else "due_on"
        when = self._read(words) if words else _by_day(day)
        self._refuse_what_no_plan_has(field, when)
        if field not in self.errors:
            asked.update(when._asdict())

    def _read(self, words):
        """A month without a year is the next one of its name."""
        year = self.year_of_months()
        when = read(words, year=year)
        has_passed = when.due_on < self.earliest_and_latest()[0]
        return read(words, year=year + 1) if has_passed else when

    def _refuse_what_no_plan_has(self, field, when):
        earliest, latest = self.earliest_and_latest()
        if when.timing not in Measure.Timing.with_deadline:
            # It may have begun long since.
            earliest = earliest.replace(year=earliest.year - FARTHEST, day=1)
        if when.due_on < earliest:
            self.add_error(field, self._too_early(when))
        elif when.due_on > latest:
            self.add_error(
                field, _("That is more than ten years ahead. Choose an earlier time.")
            )

    def _too_early(self, when):
        if when.due_on < today():
            return ValidationError(_("The date has already passed."), code="past")
        return ValidationError(_("That is before the plan begins."), code="past")


def _by_day(day):
    return When(Measure.Timing.DAY, None, day, False)


class PlanRowForm(MeasureForm):
    """A row of a plan: all its columns, in the order of the table.

    `years` are the first and the last of the plan: what is typed may be of any time in them.
    """

    MORE = _MORE_OF_ROW

    serves = forms.ModelChoiceField(
        Goal.objects.none(),
        label=_("Which goal does it serve?"),
        help_text=_("Goals of the unit and of those above it."),
        required=False,
    )

    class Meta(MeasureForm.Meta):
        fields = [
            "number",
            "focus_area",
            "goal",
            "activity",
            "due_on",
            "due_words",
            "responsible",
            "responsible_role",
            "responsible_words",
            "report_to",
            *_MORE_OF_ROW,
        ]

    def __init__(self, *args, years=None, **kwargs):
        self.years = years or (today().year, today().year)
        super().__init__(*args, **kwargs)
        self.order_fields(self.Meta.fields)
        years = Goal.objects.holding_in(self.unit).of_years(*self.years)
        self.fields["serves"].queryset = years.select_related("unit").from_the_top()
        self.fields["serves"].empty_label = _("None of them")
        self.fields["serves"].label_from_instance = lambda goal: (
            f"{goal.text} ({goal.unit})"
        )
        self.fields["responsible"].help_text = _(
            "Left empty, it is you who see to it, or whoever has the role."
        )

    def earliest_and_latest(self):
        first, last = self.years
        return date(first, 1, 1), date(last + FARTHEST, 12, 31)

    def year_of_months(self):
        first, last = self.years
        return min(max(today().year, first), last)

    def _is_answered_otherwise(self):
        """Who types it sees to it, where nobody else is said."""
        return bool(self.by) or super()._is_answered_otherwise()


class MeasureChangeForm(Versioned, PlanRowForm):
    """All that is written of a measure; what two write at once is not lost."""

    reason = forms.CharField(
        label=_("If it is put off: why?"),
        help_text=_("The reason is kept with the measure."),
        max_length=1_000,
        required=False,
    )

    def __init__(self, data=None, *, measure, by, **kwargs):
        self.measure = measure
        # A form writes what was typed into its row, also when it is wrong.
        super().__init__(
            data,
            instance=copy(measure),
            unit=measure.unit,
            by=by,
            source=measure.plan.source,
            **kwargs,
        )
        if measure.due_words:
            self.initial["due_on"] = None
        repeats = self.fields["repeats_every"]
        if measure.repeats_every not in [None, *dict(REPEATS)]:
            repeats.choices = [
                *REPEATS,
                (measure.repeats_every, measure.repeats_every),
            ]

    def version_of(self, row):
        return row.stamp

    def saved_values(self, current):
        saved = super().saved_values(current)
        return saved | ({"due_on": None} if current.due_words else {})

    def earliest_and_latest(self):
        earliest, latest = MeasureForm.earliest_and_latest(self)
        return min(earliest, self.measure.due_on), latest

    def clean(self):
        asked = super().clean()
        if self.errors or asked.get("reason"):
            return asked
        if self.measure.is_put_off_by(asked["timing"], asked["due_on"]):
            self.add_error("reason", _("It gets a later day than before. Say why."))
        return asked

    def meet(self, current):
        """With what was typed, not what became of it."""
        self.cleaned_data = {
            name: value for name, value in self.typed.items() if name != "reason"
        }
        super().meet(current)

    def carry_out(self, *, by):
        self.measure.change(by=by, **self.cleaned_data)

    def year_of_months(self):
        return max(today().year, self.measure.due_on.year)

    def _understand_time(self, asked):
        """What is left as it was means what it did, however long ago it was written."""
        if {"due_on", "due_words"} & set(self.changed_data):
            super()._understand_time(asked)
        else:
            asked.update({name: getattr(self.measure, name) for name in When._fields})

    def _people(self):
        """Whoever has it now stays, though employed elsewhere."""
        mine = User.objects.filter(pk=self.measure.responsible_id)
        return super()._people() | mine
