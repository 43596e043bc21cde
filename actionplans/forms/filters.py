from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure
from organisation.forms import InUnitForm
from organisation.models import UnitPermission


class MeasureFilterForm(InUnitForm):
    """Who asks for nothing gets the measures that are not finished."""

    permission = UnitPermission.VIEW_MEASURES
    field_order = ["whose", "status", "when", "unit"]

    class When(TextChoices):
        OVERDUE = "overdue", _("Overdue")
        EFFECT_DUE = "effect_due", _("Effect to be judged")
        UNFINISHED = "unfinished", _("Not finished")

    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[("", _("All")), ("mine", _("Mine"))],
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), *Measure.Status.choices],
        required=False,
    )
    when = forms.ChoiceField(
        label=_("Time"), choices=[("", _("All")), *When.choices], required=False
    )

    def __init__(self, data, *, user):
        if not {"status", "when"} & data.keys():
            data = {**data.dict(), "when": self.When.UNFINISHED}
        super().__init__(data, user=user)
        self.user = user

    def filter(self, measures):
        asked = self.cleaned_data
        if asked.get("whose"):
            measures = measures.filter(responsible=self.user)
        if status := asked.get("status"):
            measures = measures.filter(status=status)
        if when := asked.get("when"):
            measures = getattr(measures, when)()
        return self.in_unit(measures)
