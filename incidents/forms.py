import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attachments.forms import PhotosField
from incidents import handling
from incidents.models import Cause, Incident
from organisation.models import Unit, UnitPermission, User
from sam.dates import today
from ui.forms import SearchField
from ui.widgets import DateInput, RadioCards, TimeInput

Kind, Status = Incident.Kind, Incident.Status

COMMON_KINDS = [
    Kind.NEAR_MISS,
    Kind.ACCIDENT,
    Kind.RISK_OBSERVATION,
    Kind.IMPROVEMENT,
]
RARE_KINDS = [Kind.COMMUTING_ACCIDENT, Kind.OCCUPATIONAL_DISEASE, Kind.DEATH]
KIND_HELP = {
    Kind.NEAR_MISS: _("It could have hurt someone, but nobody was hurt."),
    Kind.ACCIDENT: _("Someone was hurt, in body or mind, even a little."),
    Kind.RISK_OBSERVATION: _("You see something that may do harm. Nothing happened."),
    Kind.IMPROVEMENT: _("You know how work could become better or safer."),
    Kind.COMMUTING_ACCIDENT: _("Someone was hurt on the way to or from work."),
    Kind.OCCUPATIONAL_DISEASE: _("Work has made someone ill, at once or over time."),
    Kind.DEATH: _("Someone has died in connection with work."),
}
# Only these can be asked for the name of someone else than the reporter.
OTHERS = [Incident.Affected.EMPLOYEE, Incident.Affected.HIRED]


def _choices(kinds):
    return [(kind.value, kind.label) for kind in kinds]


class KindCards(RadioCards):
    """The kinds that are common stand open; the rest lie behind “More kinds”."""

    template_name = "incidents/kind_cards.html"


class _NotInFuture:
    """For forms with dates on which something has happened."""

    def _refuse_future(self, name):
        day = self.cleaned_data[name]
        if day and day > today():
            raise ValidationError(_("The day has not come yet."), code="future")
        return day


class ReportForm(_NotInFuture, forms.ModelForm):
    kind = forms.ChoiceField(
        label=_("What kind of event is it?"),
        choices=[
            *_choices(COMMON_KINDS),
            (_("More kinds"), _choices(RARE_KINDS)),
        ],
        widget=KindCards(descriptions=KIND_HELP),
    )
    unit = SearchField(
        Unit.objects.existing().select_related("parent"),
        url=reverse_lazy("organisation:unit_options"),
        label=_("At which workplace?"),
    )
    photos = PhotosField(label=_("Photos"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Incident
        fields = [
            "kind",
            "is_violence",
            "description",
            "unit",
            "place",
            "occurred_on",
            "occurred_time",
            "immediate_action",
            "affected",
            "affected_person",
        ]
        labels = {
            "is_violence": _("Threats or violence were part of it"),
            "description": _("What happened?"),
            "place": _("Where there?"),
            "occurred_on": _("Which day?"),
            "occurred_time": _("What time?"),
            "immediate_action": _("What was done at once?"),
            "affected": _("Who was affected?"),
            "affected_person": _("Name of the person affected"),
        }
        help_texts = {
            "description": _("Write no names of pupils, clients or relatives."),
            "place": _("For example the kitchen or the car park."),
            "affected_person": _(
                "Seen only by you and by the manager of the workplace."
            ),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "immediate_action": forms.Textarea(attrs={"rows": 3}),
            # The draft on a shared device keeps no name of somebody else.
            "affected_person": forms.TextInput(attrs={"data-private": True}),
            "occurred_on": DateInput,
            "occurred_time": TimeInput,
            "affected": forms.RadioSelect(attrs={"class": "side-by-side"}),
        }

    def __init__(self, data=None, files=None, *, by):
        initial = {
            "unit": by.unit_id,
            "occurred_on": today(),
            "form_key": uuid.uuid4(),
        }
        super().__init__(data, files, initial=initial)
        self.fields["affected"].choices = Incident.Affected.choices

    @property
    def has_more(self):
        """Whether one of the fields that lie folded away was used or is wrong."""
        folded = ["place", "affected", "affected_person", "immediate_action"]
        return any(self[name].value() or self[name].errors for name in folded)

    def clean_occurred_on(self):
        return self._refuse_future("occurred_on")

    def clean(self):
        cleaned = super().clean()
        day, time = cleaned.get("occurred_on"), cleaned.get("occurred_time")
        if time and day == today() and time > timezone.localtime().time():
            self.add_error("occurred_time", _("The time has not come yet."))
        # A name typed before the choice was changed is not kept.
        if cleaned.get("affected") not in OTHERS:
            cleaned["affected_person"] = ""
        return cleaned


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


class ActForm(forms.Form):
    """One thing that the incident's manager can do with it now."""

    # From which states, to which; the model's table of transitions decides too.
    starts: set[Incident.Status]
    leads_to: Incident.Status

    def __init__(self, incident, data=None):
        super().__init__(data)
        self.incident = incident

    @classmethod
    def fits(cls, incident):
        return incident.status in cls.starts and incident.may_become(cls.leads_to)


class StartForm(ActForm):
    label = _("Start the investigation")
    done = _("The investigation has begun.")
    starts, leads_to = {Status.REPORTED}, Status.INVESTIGATING

    def carry_out(self, *, by):
        self.incident.start_investigation(by=by, responsible=self.incident.responsible)


class ConcludeForm(_NotInFuture, ActForm):
    label = _("Conclude the investigation")
    done = _("The investigation is concluded. Decide now what is to be done.")
    starts, leads_to = {Status.INVESTIGATING}, Status.MEASURES

    investigation = forms.CharField(
        label=_("What did the investigation show?"),
        help_text=_("Why could it happen? Ask why until the answer can be acted on."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    cause = forms.ModelChoiceField(
        Cause.objects.filter(is_offered=True),
        label=_("What deviated from the normal?"),
        empty_label=_("Choose"),
    )
    severity = forms.ChoiceField(
        label=_("Was there serious danger to life or health?"),
        choices=[
            (severity.value, severity.label)
            for severity in [Incident.Severity.NOT_SERIOUS, Incident.Severity.SERIOUS]
        ],
        widget=RadioCards(
            descriptions={
                Incident.Severity.SERIOUS.value: _(
                    "Death, severe injury, several hurt at the same time, or a near "
                    "miss that could have ended so. Serious threats count."
                )
            }
        ),
    )
    on = forms.DateField(label=_("Investigated on"), initial=today, widget=DateInput)

    def __init__(self, incident, data=None):
        super().__init__(incident, data)
        self.initial = {
            "investigation": incident.investigation,
            "cause": incident.cause_id,
            "severity": incident.severity,
        }

    def clean_on(self):
        return self._refuse_future("on")

    def carry_out(self, *, by):
        self.incident.conclude_investigation(by=by, **self.cleaned_data)


class CloseForm(_NotInFuture, ActForm):
    label = _("Close the incident")
    done = _("The incident is closed, and the reporter has been told.")
    starts, leads_to = {Status.MEASURES}, Status.CLOSED

    feedback_on = forms.DateField(
        label=_("When were the employees concerned told?"),
        initial=today,
        widget=DateInput,
    )
    feedback_how = forms.CharField(
        label=_("How were they told?"),
        help_text=_("For example at the workplace meeting, or in person."),
        max_length=300,
    )

    @classmethod
    def fits(cls, incident):
        return super().fits(incident) and incident.is_ready_to_close

    def clean_feedback_on(self):
        return self._refuse_future("feedback_on")

    def carry_out(self, *, by):
        handling.close(self.incident, by=by, **self.cleaned_data)


class ReopenForm(ActForm):
    label = _("Investigate again")
    done = _("The incident is under investigation again.")
    starts, leads_to = {Status.MEASURES, Status.CLOSED}, Status.INVESTIGATING

    reason = forms.CharField(
        label=_("Why?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def carry_out(self, *, by):
        self.incident.reopen(by=by, **self.cleaned_data)


class HandOverForm(ActForm):
    label = _("Hand over the responsibility")
    done = _("The responsibility is handed over, and the new responsible is told.")

    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("New responsible"), empty_label=_("Choose")
    )

    def __init__(self, incident, data=None):
        super().__init__(incident, data)
        able = User.objects.permitted(UnitPermission.HANDLE_INCIDENTS, incident.unit)
        self.fields["responsible"].queryset = able.exclude(pk=incident.responsible_id)

    @classmethod
    def fits(cls, incident):
        return incident.status != Status.CLOSED

    def carry_out(self, *, by):
        handling.hand_over(self.incident, by=by, **self.cleaned_data)


ACTS = {
    "start": StartForm,
    "conclude": ConcludeForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "hand-over": HandOverForm,
}


def acts_for(incident):
    """The forms that make sense now; says nothing of permission."""
    return {name: form for name, form in ACTS.items() if form.fits(incident)}
