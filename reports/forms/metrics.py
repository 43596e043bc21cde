"""The municipality's own quantities and metrics."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from reports.codes import create_own
from reports.metrics import Scale
from reports.models import Metric, Quantity
from reports.using import hold_metrics, is_any_fixed, metrics_of
from sam.workflow import InvalidTransition
from ui import forms as ui_forms


class _OwnForm(ui_forms.Versioned):
    """Of what is counted as it is once a published template shows it."""

    def __init__(self, data=None, *, instance=None, initial, is_fixed, fixed):
        self.instance = instance
        self.is_fixed = is_fixed
        super().__init__(data, initial={"version": 0} | initial)
        if not instance:
            self.fields["version"].required = False
        for name in fixed if is_fixed else ():
            self.fields[name].disabled = True

    def _changes(self):
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version"
        }

    @transaction.atomic
    def _change(self, metrics):
        """Save what is shown by the metrics with these codes.

        Raises Stale, and InvalidTransition when a template that shows one of them was
        published while somebody wrote.
        """
        hold_metrics(metrics)
        if not self.is_fixed and is_any_fixed(metrics):
            raise InvalidTransition(
                _(
                    "A template that shows it was published just now. Its name can still"
                    " change, but not how it is counted."
                )
            )
        self.instance.change(version=self.cleaned_data["version"], **self._changes())


class QuantityForm(_OwnForm):
    label = forms.CharField(label=_("Name"), max_length=200)
    over = forms.ChoiceField(
        label=_("Over several months"),
        choices=Quantity.Over,
        widget=forms.RadioSelect,
        initial=Quantity.Over.SUM,
    )

    def __init__(self, data=None, *, quantity=None, is_fixed=False):
        initial = {"label": quantity.label, "over": quantity.over} if quantity else {}
        super().__init__(
            data, instance=quantity, initial=initial, is_fixed=is_fixed, fixed=["over"]
        )
        if is_fixed:
            self.fields["over"].help_text = _(
                "A published template shows a metric of it. Make a new quantity instead."
            )

    def carry_out(self, *, by):
        if self.instance:
            self._change(metrics_of(self.instance))
        else:
            self.instance = create_own(Quantity, **self._changes())


class MetricForm(_OwnForm):
    label = forms.CharField(label=_("Name"), max_length=200)
    definition = forms.CharField(
        label=_("Definition"),
        help_text=_("Printed below the tables that show it."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    of = forms.MultipleChoiceField(
        label=_("The sum of"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "side-by-side"}),
    )
    per = forms.MultipleChoiceField(
        label=_("As a share of the sum of"),
        help_text=_("Choose nothing for a number that is no share."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "side-by-side"}),
    )
    scale = forms.ChoiceField(label=_("Unit"), choices=Scale)
    decimals = forms.IntegerField(
        label=_("Decimals"),
        help_text=_("Left empty, as is usual for the unit."),
        min_value=0,
        max_value=3,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    is_annual = forms.BooleanField(
        label=_("Count a part of a year up to a whole year"), required=False
    )
    better = forms.ChoiceField(
        label=_("What is better"),
        choices=Metric.Better,
        initial=Metric.Better.NEITHER,
    )
    group = forms.ChoiceField(
        label=_("The people it tells of"),
        help_text=_(
            "The quantity that says of how many. Where they are too few the figure is not"
            " shown."
        ),
        required=False,
    )

    def __init__(self, data=None, *, metric=None, like=None, is_fixed=False):
        shown = metric or like
        names = set(self.base_fields) - {"version"}
        super().__init__(
            data,
            instance=metric,
            initial={name: getattr(shown, name) for name in names} if shown else {},
            is_fixed=is_fixed,
            fixed=Metric.FORMULA,
        )
        quantities = list(Quantity.objects.values_list("code", "label"))
        self.fields["of"].choices = self.fields["per"].choices = quantities
        self.fields["group"].choices = [("", _("Nobody")), *quantities]

    def clean(self):
        chosen = self.cleaned_data
        if chosen.get("scale") == Scale.PERCENT and chosen.get("per") == []:
            self.add_error("per", _("Choose what it is a share of."))
        return chosen

    def metric(self):
        """As it would be, for a trial; not saved."""
        return Metric(**self._changes())

    def carry_out(self, *, by):
        if self.instance:
            self._change([self.instance.code])
        else:
            self.instance = create_own(Metric, **self._changes())
