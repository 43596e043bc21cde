"""What narrows the list of lifted matters, how one is lifted, and what is done with one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.models import Escalation
from organisation.forms import InUnitForm
from organisation.models import UnitPermission

Status, Theme = Escalation.Status, Escalation.Theme


class EscalationFilterForm(InUnitForm):
    """Who asks for nothing gets those that are open."""

    permission = UnitPermission.VIEW_MEASURES
    field_order = ["whose", "status", "theme", "year", "unit"]

    WHOSE = [("", _("All")), ("to_me", _("To me")), ("from_me", _("From me"))]
    STATUSES = [("", _("Not finished")), *Status.choices, ("all", _("All"))]
    ORDERS = ("-sent_on", "sent_on", "theme", "-theme", "status", "-status")

    whose = forms.ChoiceField(label=_("Whose"), choices=WHOSE, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", _("All")), *Theme.choices], required=False
    )
    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, data, *, user):
        self.user = user
        self.order = data.get("sort") if data.get("sort") in self.ORDERS else "-sent_on"
        super().__init__(data, user=user)

    def full_clean(self):
        years = Escalation.objects.visible_to(self.user).years()
        self.fields["year"].choices = [("", _("All")), *((y, str(y)) for y in years)]
        super().full_clean()

    def filter(self, steps):
        asked = self.cleaned_data
        if whose := asked.get("whose"):
            named = {"to_me": steps.received_by, "from_me": steps.sent_from}
            steps = named[whose](self.user)
        if theme := asked.get("theme"):
            steps = steps.filter(theme=theme)
        if year := asked.get("year"):
            steps = steps.filter(sent_on__year=year)
        return self.in_unit(self._with_status(steps), path="origin_unit")

    def _with_status(self, steps):
        status = self.cleaned_data.get("status")
        if status in Status.values:
            return steps.filter(status=status)
        return steps if status == "all" else steps.open()
