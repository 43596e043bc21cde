"""What a committee decided of a report, and what is to be done because of it."""

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure
from organisation.models import Role, Unit, User
from organisation.roles import nearest
from reports.models import CommitteeDecision
from reports.models.decisions import home
from sam.dates import today
from ui.days import not_future
from ui.forms import SearchField
from ui.widgets import DateInput

_ANSWERS = [Role.MANAGER, Role.HEAD]


class DecisionForm(forms.ModelForm):
    """A decision, and a measure where something is to be done: what, where and by when."""

    done = _("The decision is noted.")

    class Meta:
        model = CommitteeDecision
        fields = ["decision", "decided_on", "paragraph"]
        labels = {
            "decision": _("What was decided?"),
            "decided_on": _("Day of the meeting"),
            "paragraph": _("Paragraph (§)"),
        }
        widgets = {
            "decision": forms.Textarea(attrs={"rows": 4}),
            "decided_on": DateInput,
        }

    activity = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("Becomes a measure. Leave it empty when nothing is to be done."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(label=_("By when?"), required=False, widget=DateInput)

    def __init__(self, report, data=None):
        self.report = report
        initial = {
            "decided_on": report.presented_on or today(),
            "paragraph": report.paragraph,
        }
        super().__init__(data, initial=initial)
        self.fields["decided_on"].validators.append(not_future)
        above = home(report)
        self.fields["unit"] = SearchField(
            Unit.objects.existing().within([above.pk]).select_related("parent"),
            url=reverse_lazy("organisation:unit_options"),
            label=_("Where is it to be done?"),
            help_text=_("Left empty, it is %(unit)s.") % {"unit": above},
            required=False,
        )
        self.fields["responsible"] = SearchField(
            User.objects.working_for(above).select_related("unit"),
            url=reverse("actionplans:responsible_options", args=[above.pk]),
            label=_("Who answers for it?"),
            help_text=_("Left empty, it is the manager there."),
            required=False,
        )
        self.above = above
        self.order_fields([*self.Meta.fields, "activity", "unit", "responsible"])

    def clean(self):
        asked = super().clean()
        if asked.get("activity"):
            self._require_a_measure(asked)
        elif asked.get("due_on") or asked.get("unit") or asked.get("responsible"):
            self.add_error("activity", _("Say what is to be done."))
        return asked

    def _require_a_measure(self, asked):
        day = asked.get("due_on")
        if not day and "due_on" not in self.errors:
            self.add_error("due_on", _("Say by when it is to be done."))
        elif day and asked.get("decided_on") and day < asked["decided_on"]:
            self.add_error("due_on", _("That is before the decision."))
        if "unit" in self.errors or "responsible" in self.errors:
            return
        asked["unit"] = asked.get("unit") or self.above
        if not asked.get("responsible"):
            managers = nearest(_ANSWERS, asked["unit"])
            if managers:
                asked["responsible"] = managers[0]
            else:
                self.add_error(
                    "responsible", _("The unit has no manager. Choose a person.")
                )

    def carry_out(self, *, by):
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        names = ["activity", "due_on", "unit", "responsible"]
        measure = {name: self.cleaned_data[name] for name in names}
        if measure["activity"]:
            measure["origin"] = Measure.Origin.MEETING
        else:
            measure = None
        CommitteeDecision.objects.note(self.report, by=by, measure=measure, **said)
