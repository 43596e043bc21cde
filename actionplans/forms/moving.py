"""Where what is left of a unit is moved to, and why."""

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan
from organisation.models import Unit
from ui.forms import SearchField


class ToUnitForm(forms.Form):
    """The unit that takes over, and why."""

    to = SearchField(
        Unit.objects.existing().select_related("parent"),
        label=_("To which unit?"),
        url=reverse_lazy("organisation:unit_options"),
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ["to", "reason"]


class MovePlansForm(ToUnitForm):
    """Which of the plans go there: all where units are joined, some where one is split."""

    plans = forms.ModelMultipleChoiceField(
        ActionPlan.objects.none(),
        label=_("What is to be moved?"),
        error_messages={
            "required": _("Tick what is to be moved."),
            "invalid_choice": _(
                "Somebody else has moved some of it meanwhile. Look at what is left."
            ),
        },
    )

    def __init__(self, data=None, *, plans):
        super().__init__(data)
        self.fields["plans"].queryset = plans
        # Who has not said anything yet moves all of it.
        self.moves_all = data is None

    def is_ticked(self, plan):
        return self.moves_all or str(plan.pk) in self.data.getlist("plans")
