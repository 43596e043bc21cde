"""Why a rota deviates from what is healthy, and the risk that it brings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.models import RiskMatrix
from riskassessment.forms.risks import WeighingForm
from riskassessment.models import Deviation, Risk
from ui.days import not_past
from ui.widgets import DateInput


class DeviationForm(WeighingForm):
    done = _("Saved.")

    reason = forms.CharField(
        label=_("Why does the rota deviate?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    concerns = forms.CharField(
        label=_("For whom?"),
        help_text=_("Which group, and how many. No names."),
        max_length=500,
    )
    until = forms.DateField(
        label=_("Until when?"), widget=DateInput, validators=[not_past]
    )
    description = forms.CharField(
        label=_("What is the risk?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    field_order = ["reason", "concerns", "until", "description", "existing_measures"]

    def __init__(self, answer, data=None):
        super().__init__(data)
        self.answer = answer
        self.matrix = RiskMatrix.objects.current()
        self.weigh_by(self.matrix)
        self.initial = {
            **_saved(answer.standing_deviation, "reason", "concerns", "until"),
            **self._saved_of_risk(answer.standing_risk),
        }

    def _saved_of_risk(self, risk):
        names = ["description", "existing_measures", "version"]
        if risk and risk.matrix_id == self.matrix.pk:
            names += ["likelihood", "consequence"]
        return _saved(risk, *names)

    def carry_out(self, *, by):
        said = self.cleaned_data | {"aspect": Risk.Aspect.ORGANISATIONAL}
        return Deviation.objects.state(self.answer, by=by, matrix=self.matrix, **said)


def _saved(row, *names):
    return {name: getattr(row, name) for name in names} if row else {}
