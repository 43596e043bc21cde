from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import handling
from meetings import mailbox
from meetings.models import Body, MailboxMatter
from meetings.models.links import Link


class LiftForm(forms.Form):
    """What a manager cannot solve goes to the level above, and to a body where wanted."""

    reason = forms.CharField(
        label=gettext_lazy("Why can it not be solved at the workplace?"),
        help_text=gettext_lazy(
            "No names of those whom it concerns, and nothing of their health."
        ),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    body = forms.ModelChoiceField(
        Body.objects.none(),
        label=gettext_lazy("Also into the mailbox of"),
        help_text=gettext_lazy("Whoever sees to it reads what you write here."),
        empty_label=gettext_lazy("No body"),
        required=False,
    )

    def __init__(self, incident, *data, by):
        super().__init__(*data)
        self.incident = incident
        # A body reads nothing from which one may know of whom it is.
        if incident.kind in incident.Kind.personal or incident.manager_part:
            del self.fields["body"]
        else:
            bodies = Body.objects.for_unit(incident.unit)
            self.fields["body"].queryset = bodies & Body.objects.open_to(by)

    @transaction.atomic
    def carry_out(self, *, by):
        reason, body = self.cleaned_data["reason"], self.cleaned_data.get("body")
        bodies = [body] if body else []
        handling.lift(self.incident, by=by, reason=reason, also_to=bodies)
        for each in bodies:
            mailbox.send(
                each,
                by=by,
                unit=self.incident.unit,
                kind=MailboxMatter.Kind.PROBLEM,
                subject=_("%(incident)s: outside the unit's own responsibility")
                % {"incident": self.incident},
                text=reason,
                link=Link.to(self.incident, self.incident),
            )
        return self.incident
