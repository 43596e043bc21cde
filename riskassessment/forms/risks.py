"""The register's filters, and what one can do with a risk."""

from django import forms
from django.db.models import TextChoices
from django.urls import reverse_lazy
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from actionplans.forms.measures import MeasureForm
from actionplans.forms.moving import ToUnitForm
from actionplans.models import RiskMatrix
from organisation.forms import InUnitForm
from organisation.models import Unit, UnitPermission
from riskassessment import raising
from riskassessment.models import Risk
from ui.forms import SearchField, Versioned, WordsField

Status = Risk.Status
_ALL = ("", _("All"))


def _choice(label, choices=()):
    return forms.ChoiceField(label=label, required=False, choices=[_ALL, *choices])


class RiskFilterForm(InUnitForm):
    """Who asks for nothing gets the risks that are open."""

    permission = UnitPermission.VIEW_ROUNDS
    # Those that lie folded away.
    MORE = ("level", "is_serious", "aspect", "source", "earlier")

    class Show(TextChoices):
        TO_RERATE = "to_rerate", _("To be weighed anew")
        NO_MEASURE = "without_measures", _("Without a measure")
        LATE = "with_late_measures", _("With a measure later than the level allows")
        CLOSED_UNIT = "in_closed_units", _("In a unit that is closed")

    q = WordsField(label=_("Search"), max_length=100)
    show = _choice(_("Show"), Show.choices)
    status = _choice(
        _("Status"), [each for each in Status.choices if each[0] != Status.WITHDRAWN]
    )
    level = _choice(_("Level"))
    is_serious = _choice(_("Serious"), [("yes", _("Yes")), ("no", _("No"))])
    aspect = _choice(_("Side of the work environment"), Risk.Aspect.choices)
    source = _choice(_("Came from"))
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("The worst first")),
            ("newest", _("The newest first")),
            ("unit", _("By unit")),
        ],
    )
    earlier = forms.BooleanField(
        label=_("Weighed by an earlier matrix"), required=False
    )
    # Chosen in the matrix: likelihood and consequence.
    cell = forms.ChoiceField(
        label=_("Place in the matrix"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, data, *, user, matrix):
        self.matrix = matrix
        if "status" not in data:
            data = data.copy()
            data["status"] = Status.OPEN.value
        super().__init__(data, user=user)

    def full_clean(self):
        """The choices of the municipality's own matrix, before anything is asked."""
        levels = [(each.code, each.label) for each in self.matrix.ranked_levels]
        self.fields["level"].choices = [_ALL, *levels]
        self.fields["cell"].choices = _cells(self.matrix)
        self.fields["source"].choices = [_ALL, *_sources()]
        super().full_clean()

    def in_cell(self, risks):
        """Of those from `anywhere`, those in the cell that is chosen, if one is."""
        if cell := self.cleaned_data.get("cell"):
            likelihood, consequence = cell.split("-")
            risks = risks.filter(
                matrix=self.matrix, likelihood=likelihood, consequence=consequence
            )
        return risks

    def anywhere(self, risks):
        """Those that match all but the cell, so that the map stays whole."""
        asked = self.cleaned_data
        for name in ["status", "aspect"]:
            if value := asked.get(name):
                risks = risks.filter(**{name: value})
        if level := asked.get("level"):
            risks = risks.filter(level_code=level)
        if is_serious := asked.get("is_serious"):
            risks = risks.filter(is_serious=is_serious == "yes")
        if text := asked.get("q"):
            risks = risks.matching(text)
        if source := asked.get("source"):
            risks = risks.from_source(source)
        if show := asked.get("show"):
            risks = getattr(risks, show)()
        if asked.get("earlier"):
            risks = risks.weighed_by_earlier(self.matrix)
        return self.in_unit(risks)

    @property
    def has_more(self):
        """Whether a filter that lies folded away is in force."""
        return any(self.cleaned_data.get(name) for name in self.MORE)

    @property
    def order(self):
        orders = {"newest": "-created_at", "unit": "unit__name"}
        return orders.get(self.cleaned_data.get("sort"), "-weight")


def _cells(matrix):
    return [
        (f"{likelihood}-{consequence}", f"{likely} · {bad}")
        for likelihood, likely in matrix.likelihood_choices
        for consequence, bad in matrix.consequence_choices
    ]


def _sources():
    """What risks come from; what points at them from above is not known by name here."""
    pointing = [
        (each.name, capfirst(each.related_model._meta.verbose_name))
        for each in Risk.pointing()
    ]
    return [
        ("answer", _("Round")),
        ("change", _("Change")),
        *pointing,
        ("itself", _("By itself")),
    ]


class WeighingForm(forms.Form):
    """A place in the matrix, what the law asks of it, and what is done already."""

    likelihood = forms.TypedChoiceField(
        label=_("How likely is it that something happens?"),
        coerce=int,
        widget=forms.RadioSelect,
    )
    consequence = forms.TypedChoiceField(
        label=_("How bad can it become?"), coerce=int, widget=forms.RadioSelect
    )
    is_serious = forms.TypedChoiceField(
        label=_("Is the risk serious?"),
        help_text=_("The law asks it of each risk, whatever its level."),
        choices=[
            ("", _("As the level says")),
            ("True", _("Yes, serious")),
            ("False", _("No, not serious")),
        ],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    existing_measures = forms.CharField(
        label=_("What is already done against it?"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def weigh_by(self, matrix):
        """Offer the steps of the matrix."""
        self.fields["likelihood"].choices = matrix.likelihood_choices
        self.fields["consequence"].choices = matrix.consequence_choices


class RiskForm(WeighingForm):
    """A risk that goes into the register by itself."""

    unit = SearchField(
        Unit.objects.none(),
        label=_("Where is the risk?"),
        url=reverse_lazy("organisation:unit_options"),
    )
    description = forms.CharField(
        label=_("What is the risk?"),
        help_text=_("What can happen, and why. No names."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    aspect = forms.ChoiceField(
        label=_("Side of the work environment"),
        choices=[("", _("Not said")), *Risk.Aspect.choices],
        required=False,
    )
    field_order = ["unit", "description", "aspect", "existing_measures"]

    def __init__(self, data=None, *, units, initial=None):
        super().__init__(data, initial=initial)
        self.matrix = RiskMatrix.objects.current()
        self.weigh_by(self.matrix)
        self.fields["unit"].queryset = units.select_related("parent")

    def carry_out(self, *, by):
        risk = Risk.objects.bring_up(by=by, matrix=self.matrix, **self.cleaned_data)
        raising.tell_above(risk)
        return risk


class RiskMeasureForm(MeasureForm):
    """A measure against a risk: later than the level allows only for a reason."""

    late_reason = forms.CharField(
        label=_("If it is later than the level allows: why?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, risk, **kwargs):
        super().__init__(*args, unit=risk.unit, **kwargs)
        self.risk = risk
        if risk.latest_due_on is None:
            del self.fields["late_reason"]
        else:
            self.fields["due_on"].help_text = _(
                "The level “%(level)s” asks for it by %(day)s at the latest."
            ) % {"level": risk.level.label, "day": date_format(risk.latest_due_on)}

    def clean(self):
        asked = super().clean()
        due_on, reason = asked.get("due_on"), asked.get("late_reason")
        if due_on and not reason and not self.risk.allows(due_on):
            self.add_error(
                "late_reason",
                _(
                    "The date is later than the level allows. Say why, or choose another."
                ),
            )
        return asked


class ActForm(forms.Form):
    """One thing that can be done with a risk now."""

    label: object
    done: object
    # A template names the class, and does not make a form of it.
    do_not_call_in_templates = True
    starts: tuple[Risk.Status, ...] = (Status.OPEN,)

    def __init__(self, risk, data=None):
        super().__init__(data)
        self.risk = risk

    @classmethod
    def fits(cls, risk):
        return risk.status in cls.starts


class ReasonForm(ActForm):
    reason = forms.CharField(
        label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class WeighForm(Versioned, WeighingForm, ActForm):
    label = _("Weigh the risk anew")
    done = _("The risk is weighed.")

    reason = forms.CharField(
        label=_("Why is it weighed anew?"),
        help_text=_("What has changed: measures that are done, or something new."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = [
        "existing_measures",
        "likelihood",
        "consequence",
        "is_serious",
        "reason",
    ]

    def __init__(self, risk, data=None):
        super().__init__(risk, data)
        is_current = risk.matrix.is_current
        self.matrix = risk.matrix if is_current else RiskMatrix.objects.current()
        self.weigh_by(self.matrix)
        self.initial = {**self.saved_values(risk), "version": risk.version}

    def saved_by(self, current):
        return current.ratings.last().by

    def saved_values(self, current):
        follows = current.is_serious == current.level.is_serious
        values = {
            "existing_measures": current.existing_measures,
            "is_serious": None if follows else current.is_serious,
        }
        if current.matrix_id == self.matrix.pk:
            values["likelihood"] = current.likelihood
            values["consequence"] = current.consequence
        return values

    @property
    def grid(self):
        """The matrix with the old mark on it, when it was weighed by the same."""
        is_same = self.risk.matrix_id == self.matrix.pk
        return self.matrix.grid({self.risk.cell: _("Before")} if is_same else {})

    def carry_out(self, *, by):
        self.risk.rate(by=by, matrix=self.matrix, **self.cleaned_data)
        raising.tell_above(self.risk)


class CloseForm(ReasonForm):
    label = _("Close the risk")
    done = _("The risk is closed.")

    def __init__(self, *args):
        super().__init__(*args)
        self.fields["reason"].label = _("Why can it be closed?")
        self.fields["reason"].help_text = _(
            "It is gone, or what remains of it is accepted. Say which, and why."
        )

    def carry_out(self, *, by):
        self.risk.close(by=by, **self.cleaned_data)


class ReopenForm(ReasonForm):
    label = _("Open the risk again")
    done = _("The risk is open again.")
    starts = (Status.CLOSED,)

    def carry_out(self, *, by):
        self.risk.reopen(by=by, **self.cleaned_data)


class MoveForm(ToUnitForm, ActForm):
    label = _("Move it to another unit")
    done = _("The risk is moved, and who leads the unit is told.")
    starts = (Status.OPEN, Status.CLOSED)

    def __init__(self, risk, data=None):
        super().__init__(risk, data)
        to = self.fields["to"]
        to.queryset = to.queryset.exclude(pk=risk.unit_id)
        to.help_text = _(
            "Measures that were decided for the risk by itself go with it. Those of a "
            "round, a change or an incident stay with their unit."
        )

    def carry_out(self, *, by):
        self.risk.move(by=by, **self.cleaned_data)
        raising.tell_of_moved([self.risk], by=by)


# In the order of the buttons; the first that is offered stands open when it is asked for.
ACTS = {
    "weigh": WeighForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "move": MoveForm,
}


def acts_for(risk, *, handles, moves):
    """What the person may do with it now."""
    allowed = {"move"} if moves else set()
    if handles:
        allowed |= ACTS.keys()
    return {
        name: act for name, act in ACTS.items() if name in allowed and act.fits(risk)
    }
