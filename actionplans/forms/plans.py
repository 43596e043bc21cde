"""What is asked about a plan: what it is called and covers, its goals, what becomes of it."""

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Q, TextChoices
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from actionplans import planning
from actionplans.models import (
    Audience,
    Goal,
    Measure,
    PlanGoal,
    WorkEnvironmentPlan,
)
from organisation.forms import InUnitForm
from organisation.models import Unit, UnitPermission
from sam.dates import today
from sam.workflow import MOVED_ON
from ui.days import not_future
from ui.forms import SearchField, Versioned
from ui.widgets import DateInput

Kind = WorkEnvironmentPlan.Kind
# So many years can be chosen in the lists, the coming one among them.
YEARS = 6


def _years():
    return range(today().year + 1, today().year + 1 - YEARS, -1)


def _text(label, **kwargs):
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, widget=widget, max_length=2_000, **kwargs)


# Lists


class PlanFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_MEASURES
    field_order = ["year", "status", "unit"]

    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, empty_value=None, required=False
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), *WorkEnvironmentPlan.Status.choices],
        required=False,
    )

    def __init__(self, data, *, user):
        super().__init__(data, user=user)
        years = [(year, year) for year in _years()]
        self.fields["year"].choices = [("", _("All")), *years]
        self.full_clean()

    def filter(self, plans):
        if year := self.cleaned_data.get("year"):
            plans = plans.of_year(year)
        if status := self.cleaned_data.get("status"):
            plans = plans.filter(status=status)
        return self.in_unit(plans)


class CoverageFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_MEASURES
    field_order = ["year", "unit"]

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)

    def __init__(self, data, *, user):
        asked = data.copy()
        asked.setdefault("year", today().year)
        super().__init__(asked, user=user)
        self.fields["year"].choices = [(year, year) for year in _years()]
        self.full_clean()

    @property
    def chosen_year(self):
        return self.cleaned_data.get("year") or today().year


class RowFilterForm(forms.Form):
    """Which rows of one plan are shown."""

    class Show(TextChoices):
        LEFT = "left", _("Not finished")
        OVERDUE = "overdue", _("Overdue")
        UNREPORTED = "unreported", _("Without a reporting line")
        UNCERTAIN = "uncertain", _("With an uncertain time")

    mark_optional = False

    show = forms.ChoiceField(
        label=_("Rows"), choices=[("", _("All")), *Show.choices], required=False
    )

    @property
    def is_narrowed(self):
        return self.is_valid() and bool(self.cleaned_data["show"])

    def filter(self, rows):
        self.is_valid()
        match self.cleaned_data.get("show"):
            case self.Show.LEFT:
                return rows.open()
            case self.Show.OVERDUE:
                return rows.overdue()
            case self.Show.UNREPORTED:
                return rows.without_reporting_line()
            case self.Show.UNCERTAIN:
                return rows.filter(is_uncertain=True)
        return rows


# What it is called and covers


class _HeaderForm(forms.ModelForm):
    last_year = forms.IntegerField(
        label=_("The last year"),
        help_text=_("Only for a project of several years."),
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    class Meta:
        model = WorkEnvironmentPlan
        fields = [
            "kind",
            "title",
            "first_year",
            "last_year",
            "mandate",
            "working_group",
        ]
        labels = {
            "kind": _("What kind of plan?"),
            "title": _("What is the plan called?"),
            "first_year": _("Year"),
        }
        help_texts = {
            "first_year": _("For a project the first one."),
            "mandate": _("For a project: what it is to do, and who has given it."),
            "working_group": _("For a project: who works with it."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "first_year": forms.NumberInput(attrs={"class": "short"}),
            "mandate": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Kind.choices

    def clean(self):
        asked = super().clean()
        for name in ["first_year", "last_year"]:
            if (year := asked.get(name)) is not None and not 2000 <= year <= 2100:
                self.add_error(name, _("Choose a year between 2000 and 2100."))
        first, last = asked.get("first_year"), asked.get("last_year")
        if first and (last is None or asked.get("kind") == Kind.YEARLY):
            asked["last_year"] = first
        return asked

    def is_taken(self, unit, pk=None):
        """Say so when the unit has another plan for the year."""
        asked = self.cleaned_data
        plans = WorkEnvironmentPlan.objects.filter(unit=unit, kind=Kind.YEARLY)
        others = plans.filter(first_year=asked["first_year"]).exclude(pk=pk)
        if asked["kind"] == Kind.YEARLY and others.exists():
            self.add_error(
                "first_year", _("The unit already has a plan for that year.")
            )
        return bool(self.errors)


class BeginForm(_HeaderForm):
    unit = SearchField(
        Unit.objects.none(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("For which unit?"),
    )
    field_order = ["unit", "kind", "title", "first_year", "last_year"]

    def __init__(self, data=None, *, units, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = units.select_related("parent")

    def clean(self):
        asked = super().clean()
        if not self.errors:
            self.is_taken(asked["unit"])
        return asked

    def begin(self, *, by):
        """The plan; none when another was begun for the year at the same moment."""
        try:
            with transaction.atomic():
                return WorkEnvironmentPlan.objects.begin(by=by, **self.cleaned_data)
        except IntegrityError:
            self.is_taken(self.cleaned_data["unit"])
            return None


class EditForm(Versioned, _HeaderForm):
    parent = forms.ModelChoiceField(
        WorkEnvironmentPlan.objects.none(),
        label=_("Plan above it"),
        help_text=_("Its goals hold here too."),
        empty_label=_("None"),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        above = WorkEnvironmentPlan.objects.above(self.instance.unit)
        self.fields["parent"].queryset = above.select_related("unit")
        self.fields["parent"].label_from_instance = lambda plan: (
            f"{plan.title} {plan.years}, {plan.unit}"
        )

    def clean(self):
        asked = super().clean()
        if not self.errors:
            self.is_taken(self.instance.unit_id, self.instance.pk)
        return asked

    def carry_out(self):
        """Raises Stale when somebody else has saved it meanwhile."""
        try:
            with transaction.atomic():
                self.instance.edit(**self.cleaned_data)
        except IntegrityError:
            self.is_taken(self.instance.unit_id, self.instance.pk)


class GoalForm(forms.ModelForm):
    class Meta:
        model = PlanGoal
        fields = ["text", "criterion", "due_on"]
        labels = {
            "text": _("What shall be reached?"),
            "criterion": _("How does one see that it is reached?"),
            "due_on": _("By which day?"),
        }
        help_texts = {"criterion": _("A number and where it is read, if there is one.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "due_on": DateInput}


class CarryForm(forms.Form):
    """Which goals of the unit and of those above it the plan carries."""

    goals = forms.ModelMultipleChoiceField(
        Goal.objects.none(),
        label=_("Which goals shall the plan carry?"),
        help_text=_("What the plan says of them at its end is their evaluation."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, plan, data=None):
        super().__init__(data)
        self.plan = plan
        carried = plan.goals.exclude(goal=None).values("goal")
        goals = Goal.objects.holding_in(plan.unit).exclude(pk__in=carried)
        goals = goals.of_years(plan.first_year, plan.last_year)
        self.fields["goals"].queryset = goals.select_related("unit").from_the_top()
        self.fields["goals"].label_from_instance = lambda goal: (
            f"{goal.text} ({goal.unit})"
        )

    def carry_out(self, *, by):
        self.plan.carry(self.cleaned_data["goals"])


class EvaluateForm(forms.Form):
    """An outcome for each goal and why; all of them when the plan is to end."""

    class Then(TextChoices):
        SAVE = "save"
        END = "end"
        GO_ON = "go-on"

    then = forms.ChoiceField(choices=Then.choices, widget=forms.HiddenInput)
    note = _text(_("How has it gone as a whole?"), required=False)

    def __init__(self, plan, data=None):
        super().__init__(data, initial={"then": self.Then.SAVE})
        self.plan = plan
        self.goals = list(plan.goals.with_judging())
        for goal in self.goals:
            self.fields[f"outcome_{goal.pk}"] = forms.ChoiceField(
                label=goal.text,
                help_text=goal.criterion,
                choices=PlanGoal.Outcome.choices,
                widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
                initial=goal.judged.outcome,
                required=False,
            )
            self.fields[f"note_{goal.pk}"] = _text(
                _("Why?"), initial=goal.judged.outcome_note, required=False
            )
        self.order_fields([*list(self.fields)[2:], "note"])

    def clean(self):
        asked = super().clean()
        if asked.get("then") != self.Then.SAVE:
            for goal in self.goals:
                if not asked.get(f"outcome_{goal.pk}"):
                    self.add_error(
                        f"outcome_{goal.pk}", _("Say whether the goal was reached.")
                    )
        return asked

    def carry_out(self, *, by):
        """The plan to go on with."""
        asked = self.cleaned_data
        judged = {
            goal.pk: (asked[f"outcome_{goal.pk}"], asked[f"note_{goal.pk}"])
            for goal in self.goals
        }
        how = {"by": by, "judged": judged, "note": asked["note"]}
        if asked["then"] == self.Then.GO_ON:
            return planning.go_on(self.plan, **how)
        if asked["then"] == self.Then.END:
            planning.end(self.plan, **how)
        else:
            self.plan.judge_goals(judged, by=by)
        return self.plan


# What becomes of it


class ActForm(forms.Form):
    """One thing to do with a plan now. A template names the class, and makes no form of it."""

    do_not_call_in_templates = True
    # The state that whoever fills it in has before them.
    seen = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def __init__(self, plan, data=None):
        super().__init__(data, initial={"seen": plan.status})
        self.plan = plan

    @classmethod
    def is_offered(cls, plan):
        return plan.status == cls.fits

    def clean(self):
        asked = super().clean()
        if asked.pop("seen", "") != self.plan.status:
            raise forms.ValidationError(MOVED_ON, code="moved_on")
        return asked


class DecideForm(ActForm):
    label = _("Decide the plan")
    done = _("The plan is decided. All who work in the unit can read it.")
    fits = WorkEnvironmentPlan.Status.DRAFT

    decided_on = forms.DateField(
        label=_("When was it decided?"),
        widget=DateInput,
        initial=today,
        validators=[not_future],
    )
    decided_by = forms.CharField(
        label=_("Who or which body decided it?"), max_length=200
    )
    case_number = forms.CharField(label=_("Case number"), max_length=50, required=False)

    def carry_out(self, *, by):
        self.plan.decide(by=by, **self.cleaned_data)


class TakeBackForm(ActForm):
    label = _("Take the decision back")
    done = _("The plan is a draft again.")
    fits = WorkEnvironmentPlan.Status.DECIDED

    reason = forms.CharField(label=_("Why?"), max_length=1_000)

    def carry_out(self, *, by):
        self.plan.take_back(by=by, **self.cleaned_data)


class ReopenForm(ActForm):
    label = _("Let it go on")
    done = _("The plan goes on.")
    fits = WorkEnvironmentPlan.Status.ENDED

    reason = forms.CharField(label=_("Why?"), max_length=1_000)

    def carry_out(self, *, by):
        self.plan.reopen(by=by, **self.cleaned_data)


ACTS = {"decide": DecideForm, "take-back": TakeBackForm, "reopen": ReopenForm}


def acts_for(plan):
    return {name: act for name, act in ACTS.items() if act.is_offered(plan)}


# That it was gone through


class ReviewForm(forms.Form):
    audience = forms.ChoiceField(
        label=_("With whom?"), choices=Audience.choices, widget=forms.RadioSelect
    )
    told_on = forms.DateField(
        label=_("When?"), widget=DateInput, initial=today, validators=[not_future]
    )
    where = forms.CharField(
        label=_("At which meeting?"), max_length=200, required=False
    )
    case_number = forms.CharField(label=_("Case number"), max_length=50, required=False)
    note = forms.CharField(
        label=_("What was said?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
    )
    told = forms.ModelMultipleChoiceField(
        Measure.objects.none(),
        label=_("Which measures that are done were told about there?"),
        help_text=_("Only when it was gone through with the employees."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, plan, data=None):
        super().__init__(data)
        self.plan = plan
        untold = ~Q(feedback__audience=Audience.EMPLOYEES)
        rows = plan.rows().exclude(status__in=["planned", "started", "cancelled"])
        self.fields["told"].queryset = rows.filter(untold)
        if data is None and not self.fields["told"].queryset.exists():
            del self.fields["told"]

    def clean(self):
        asked = super().clean()
        if asked.get("told") and asked.get("audience") != Audience.EMPLOYEES:
            self.add_error(
                "told",
                _("Measures are reported back to the employees. Choose them above."),
            )
        return asked

    def carry_out(self, *, by):
        self.plan.go_through(by=by, **self.cleaned_data)


class CommentForm(forms.Form):
    """The word of the safety representative, from the representative's own hand."""

    note = forms.CharField(
        label=_("What do you think of the plan?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5_000,
    )

    def __init__(self, plan, data=None):
        super().__init__(data)
        self.plan = plan

    def carry_out(self, *, by):
        self.plan.go_through(
            by=by,
            audience=Audience.REPRESENTATIVES,
            told_on=today(),
            **self.cleaned_data,
        )
