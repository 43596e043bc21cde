from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.forms.measures import MeasureForm
from annualcycle.models import OverviewDecision


class DecisionForm(MeasureForm):
    """What is decided because of a figure, and the measure that it becomes."""

    decision = forms.CharField(
        label=_("What is decided?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["decision"]

    def carry_out(self, *, by, gauge, figure):
        asked = dict(self.cleaned_data)
        return OverviewDecision.objects.decide(
            by=by,
            unit=self.unit,
            gauge=gauge.code,
            figure=figure,
            decision=asked.pop("decision"),
            measure=asked,
        )
