from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from organisation.models import Unit
from ui.forms import SearchField
from ui.widgets import DateInput

Kind = Incident.Kind


class IncidentFilterForm(forms.Form):
    mark_optional = False

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            ("mine", _("I am responsible for")),
            ("reported", _("Reported by me")),
            ("overdue", _("Overdue")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("All")),
            ("open", _("Not closed")),
            *Incident.Status.choices,
        ],
    )
    since = forms.DateField(label=_("Happened from"), required=False, widget=DateInput)
    until = forms.DateField(label=_("Happened until"), required=False, widget=DateInput)
    unit = SearchField(
        Unit.objects.select_related("parent"),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Workplace and those below it"),
        required=False,
    )

    @property
    def has_more(self):
        """Whether a filter that lies folded away is in force."""
        return any(self.cleaned_data.get(name) for name in ["since", "until", "unit"])

    def filter(self, incidents, *, by):
        """Narrow the incidents; a filter that makes no sense is left out."""
        self.is_valid()
        chosen = self.cleaned_data
        narrow = {
            "q": lambda text: incidents.matching(text),
            "show": lambda whose: self._narrow_to(incidents, whose, by),
            "kind": lambda kind: incidents.filter(kind=kind),
            "status": lambda status: (
                incidents.open()
                if status == "open"
                else incidents.filter(status=status)
            ),
            "since": lambda day: incidents.filter(occurred_on__gte=day),
            "until": lambda day: incidents.filter(occurred_on__lte=day),
            "unit": lambda unit: incidents.filter(
                unit__in=Unit.objects.within([unit.pk])
            ),
        }
        for name, narrowed in narrow.items():
            if value := chosen.get(name):
                incidents = narrowed(value)
        return incidents

    def _narrow_to(self, incidents, whose, by):
        if whose == "overdue":
            return incidents.overdue()
        return incidents.filter(
            **{"responsible" if whose == "mine" else "reported_by": by}
        )
