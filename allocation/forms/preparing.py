from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from allocation import preparing
from allocation.models import AllocationTask
from allocation.rights import tops_of
from organisation.models import Unit
from organisation.roles import MANAGERS
from sam.dates import today
from ui.forms import SearchField
from ui.widgets import DateInput, RadioCards


class PrepareAllForm(forms.Form):
    """Drafts for all managers below a unit who have no allocation."""

    NEAREST, HEAD = "nearest", "head"

    unit = SearchField(
        Unit.objects.none(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("For the managers below which unit?"),
    )
    giver = forms.ChoiceField(
        label=_("Who allocates the tasks?"),
        choices=[
            (NEAREST, _("The nearest manager above each")),
            (HEAD, _("The manager of the chosen unit, to all of them")),
        ],
        initial=NEAREST,
        widget=RadioCards,
    )
    tasks = forms.ModelMultipleChoiceField(
        AllocationTask.objects.none(),
        label=_("Which tasks?"),
        widget=forms.CheckboxSelectMultiple,
    )
    valid_from = forms.DateField(
        label=_("From which day?"), initial=today, widget=DateInput
    )

    def __init__(self, data=None, *, by):
        tasks = AllocationTask.objects.in_force()
        super().__init__(data, initial={"tasks": [task.pk for task in tasks]})
        self.fields["unit"].queryset = tops_of(by)
        self.fields["tasks"].queryset = tasks

    def clean(self):
        said = super().clean()
        self.head = None
        if said.get("unit") and said.get("giver") == self.HEAD:
            self.head = (
                said["unit"]
                .appointments.in_force()
                .filter(role__in=MANAGERS, user__is_active=True)
                .select_related("user")
                .first()
            )
            if self.head is None:
                self.add_error("giver", _("The unit has no manager today."))
        return said

    def carry_out(self, *, by):
        said = self.cleaned_data
        self.came_of_it = preparing.prepare_all(
            said["unit"],
            by=by,
            tasks=said["tasks"],
            valid_from=said["valid_from"],
            giver=self.head and self.head.user,
        )
