"""What is asked about goals: what shall be reached, how it is measured, how it went."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans import goal_figures, yardsticks
from actionplans.models import Goal, Outcome
from organisation.forms import InUnitForm
from organisation.models import UnitPermission, User
from sam.dates import today
from ui.forms import SearchField, Versioned, WordsField

MeasuredBy, Direction = Goal.MeasuredBy, Goal.Direction
_FIRST, _LAST = 2000, 2100


def _years():
    now = today().year
    return [(year, str(year)) for year in range(now + 1, now - 6, -1)]


class GoalFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["q", "year", "unit"]

    q = WordsField(label=_("Search"), max_length=100)
    year = forms.TypedChoiceField(
        label=_("Year"),
        choices=lambda: [("", _("All")), *_years()],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def filter(self, goals):
        for word in self.cleaned_data.get("q", "").split():
            written = Q(text__icontains=word) | Q(theme__icontains=word)
            goals = goals.filter(written | Q(criterion__icontains=word))
        if year := self.cleaned_data.get("year"):
            goals = goals.of_year(year)
        if unit := self.cleaned_data.get("unit"):
            # What holds there, and what is set below it.
            below = self.in_unit(Goal.objects.all()).order_by().values("pk")
            goals = goals.filter(Q(unit__in=unit.lineage) | Q(pk__in=below))
        return goals


def _year(label, **kwargs):
    return forms.IntegerField(
        label=label,
        min_value=_FIRST,
        max_value=_LAST,
        widget=forms.NumberInput(attrs={"class": "short"}),
        **kwargs,
    )


def _figure(label, **kwargs):
    return forms.DecimalField(
        label=label,
        max_digits=12,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
        **kwargs,
    )


class GoalForm(Versioned, forms.ModelForm):
    """A goal; what it is measured by says what else must be told of it."""

    first_year = _year(_("From which year?"))
    last_year = _year(
        _("The last year"),
        help_text=_("Leave it empty when it holds until further notice."),
        required=False,
    )
    metric = forms.ChoiceField(label=_("Which figure of the report?"), required=False)
    direction = forms.ChoiceField(
        label=_("When is it met?"),
        help_text=_("Under and over are strict: 5.40 does not meet “under 5.4”."),
        choices=[("", _("It is judged in words")), *Direction.choices],
        required=False,
    )
    target = _figure(_("What is the target this year?"), required=False)
    baseline = _figure(_("Where do we begin?"), required=False)

    class Meta:
        model = Goal
        fields = [
            "text",
            "criterion",
            "theme",
            "source",
            "first_year",
            "last_year",
            "owner",
            "measured_by",
            "metric",
            "direction",
            "target",
            "scale",
            "decimals",
            "baseline",
        ]
        labels = {
            "text": _("What shall be reached?"),
            "criterion": _("How does one see that it is reached?"),
            "theme": _("Theme"),
            "source": _("Where is it decided?"),
            "measured_by": _("How is it measured?"),
            "scale": _("What is it counted in?"),
            "decimals": _("How many decimals?"),
        }
        help_texts = {
            "criterion": _("A number and where it is read, if there is one."),
            "source": _("A plan or a policy, with the number of the matter."),
            "scale": _("Such as: %, points, employees."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "measured_by": forms.RadioSelect,
            "decimals": forms.NumberInput(attrs={"class": "short"}),
        }

    def __init__(self, data=None, *, unit, **kwargs):
        super().__init__(data, **kwargs)
        self.unit = unit
        self.fields["measured_by"].choices = MeasuredBy.choices
        self.fields["metric"].choices = [("", _("None")), *yardsticks.choices()]
        self.fields["owner"] = SearchField(
            User.objects.working_for(unit).select_related("unit"),
            url=reverse("actionplans:responsible_options", args=[unit.pk]),
            label=_("Who answers for it?"),
            required=False,
        )
        self.order_fields(self.Meta.fields)
        self.fields["decimals"].required = False
        self.fields["decimals"].validators = [
            MinValueValidator(0),
            MaxValueValidator(3),
        ]
        if self.instance.pk:
            year = max(self.instance.first_year, today().year)
            self.initial["target"] = self.instance.target_of(year)

    def clean(self):
        asked = super().clean()
        first, last = asked.get("first_year"), asked.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("The last year comes before the first."))
        asked["decimals"] = asked.get("decimals") or 0
        match asked.get("measured_by"):
            case MeasuredBy.STATEMENT:
                asked |= {"metric": "", "direction": "", "target": None}
            case MeasuredBy.READINGS:
                asked["metric"] = ""
                self._needs_direction(asked)
            case MeasuredBy.METRIC:
                self._needs_direction(asked)
                self._take_metric(asked)
        return asked

    def _needs_direction(self, asked):
        if not asked.get("direction"):
            self.add_error("direction", _("Say when the goal is met."))
        elif asked["direction"] in Direction.with_target and self._lacks_target(asked):
            self.add_error("target", _("Say what the target is."))

    def _lacks_target(self, asked):
        return asked.get("target") is None and "target" not in self.errors

    def _take_metric(self, asked):
        """The figure is counted as the report counts it, or finer if so asked."""
        if not (code := asked.get("metric")):
            self.add_error("metric", _("Choose which figure."))
            return
        scale = yardsticks.scale(code)
        asked["scale"] = scale.unit
        asked["decimals"] = max(asked["decimals"], scale.decimals)

    def _post_clean(self):
        """The database holds the rules; a row that others may change is not filled in."""

    def begin(self, *, by):
        asked = dict(self.cleaned_data)
        asked.pop("version", None)
        goal = Goal.objects.set(by=by, unit=self.unit, **asked)
        goal_figures.fetch(Goal.objects.filter(pk=goal.pk))
        return goal

    def carry_out(self, *, by):
        """Raises Stale when somebody has changed it meanwhile."""
        self.instance.change(by=by, **self.cleaned_data)
        goal_figures.fetch(Goal.objects.filter(pk=self.instance.pk))


class ReadingForm(forms.Form):
    """A figure of a year, or of a part of it."""

    class Part(TextChoices):
        YEAR = "", _("The whole year")
        FIRST = "3", _("First quarter")
        SECOND = "6", _("Second quarter")
        THIRD = "9", _("Third quarter")
        FOURTH = "12", _("Fourth quarter")

    year = forms.TypedChoiceField(label=_("Which year?"), choices=_years, coerce=int)
    part = forms.ChoiceField(
        label=_("Which part of it?"), choices=Part.choices, required=False
    )
    value = _figure(_("What was the figure?"))
    source = forms.CharField(
        label=_("Where does it come from?"), max_length=300, required=False
    )

    def __init__(self, goal, data=None):
        super().__init__(data, initial={"year": today().year})
        self.goal = goal

    def carry_out(self, *, by):
        asked = self.cleaned_data
        until, words = _period(asked["year"], asked["part"])
        self.goal.read(
            by=by,
            until=until,
            words=words,
            value=asked["value"],
            source=asked["source"],
        )


def _period(year, month):
    """The last day and what it is called; a year is told from its last quarter."""
    if not month:
        return date(year, 12, 31), str(year)
    after = date(year, int(month), 1) + relativedelta(months=1)
    last = after - timedelta(days=2 if month == "12" else 1)
    return last, f"{year}-{int(month):02}"


class TargetForm(forms.Form):
    year = forms.TypedChoiceField(label=_("From which year?"), coerce=int)
    value = _figure(_("What is the target?"))

    def __init__(self, goal, data=None):
        super().__init__(data, initial={"year": today().year})
        self.goal = goal
        first = min(goal.first_year, today().year)
        last = min(goal.last_year or today().year + 10, today().year + 10)
        self.fields["year"].choices = [
            (year, str(year)) for year in range(first, max(first, last) + 1)
        ]

    def carry_out(self, *, by):
        self.goal.aim_at(self.cleaned_data["year"], self.cleaned_data["value"])


class EvaluationForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Which year?"), choices=_years, coerce=int)
    outcome = forms.ChoiceField(
        label=_("Was the goal reached?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    note = forms.CharField(
        label=_("Why?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, goal, data=None):
        super().__init__(data, initial=_proposed(goal))
        self.goal = goal

    def carry_out(self, *, by):
        self.goal.evaluate(by=by, unit=self.goal.unit, **self.cleaned_data)


def _proposed(goal):
    """What the figures of the year say, to begin with."""
    year = today().year
    is_met = goal_figures.outcome_of_year(goal, year) if goal.is_measured else None
    outcome = {True: Outcome.REACHED, False: Outcome.NOT_REACHED}.get(is_met, "")
    return {"year": year, "outcome": outcome}


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("What is done about it, or why nothing?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, alert, data=None):
        super().__init__(data)
        self.alert = alert

    def carry_out(self, *, by):
        self.alert.settle(by=by, **self.cleaned_data)
