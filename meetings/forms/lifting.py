from django import forms
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.forms.acts import OrderedForm
from actionplans.models import Measure
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


class OrderForm(forms.Form):
    """A measure that needs an order waits for it, and the body gets it as a case."""

    body = forms.ModelChoiceField(
        Body.objects.none(),
        label=gettext_lazy("Whose order does it wait for?"),
        empty_label=None,
    )
    text = forms.CharField(
        label=gettext_lazy("What is to be ordered, and why?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, measure, *data, by):
        super().__init__(*data, initial={"text": _proposal(measure)})
        self.measure = measure
        bodies = Body.objects.for_unit(measure.unit)
        self.fields["body"].queryset = bodies & Body.objects.open_to(by)

    @transaction.atomic
    def carry_out(self, *, by):
        body, text = self.cleaned_data["body"], self.cleaned_data["text"]
        if not self.measure.is_waiting:
            self.measure.wait(by=by, waits_for=str(body))
        mailbox.send(
            body,
            by=by,
            unit=self.measure.unit,
            kind=MailboxMatter.Kind.CASE,
            subject=_("Order: %(measure)s") % {"measure": self.measure},
            text=text,
            link=Link.to(self.measure, self.measure),
        )
        return self.measure


def _proposal(measure):
    """The measure with what it costs and is expected to give, in lines."""
    said = [
        measure.activity,
        measure.cost is not None and _("Cost: %(cost)s") % {"cost": measure.cost},
        measure.funding and _("Funding: %(words)s") % {"words": measure.funding},
        measure.expected_effect
        and _("Expected effect: %(words)s") % {"words": measure.expected_effect},
    ]
    return "\n".join(filter(None, said))


class GiveOrderForm(OrderedForm):
    """The body's decision is the order."""

    def __init__(self, item, *data):
        super().__init__(Measure.objects.get(pk=item.link_key), *data)
        self.item = item
        meeting = item.meeting
        decided = f"{meeting.name} {item.reference}".strip()
        self.initial = {
            "starts_on": meeting.meets_on,
            "due_on": self.measure.due_on,
            "note": f"{decided}, {date_format(meeting.meets_on)}",
        }

    def carry_out(self, *, by):
        super().carry_out(by=by)
        return self.item
