import uuid

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attachments.forms import PhotosField
from incidents.forms.dates import NotInFuture
from incidents.models import Incident
from organisation.models import Unit
from sam.dates import today
from ui.forms import SearchField
from ui.widgets import DateInput, RadioCards, TimeInput

Kind = Incident.Kind

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


class ReportForm(NotInFuture, forms.ModelForm):
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
        return self.refuse_future("occurred_on")

    def clean(self):
        cleaned = super().clean()
        day, time = cleaned.get("occurred_on"), cleaned.get("occurred_time")
        if time and day == today() and time > timezone.localtime().time():
            self.add_error("occurred_time", _("The time has not come yet."))
        # A name typed before the choice was changed is not kept.
        if cleaned.get("affected") not in OTHERS:
            cleaned["affected_person"] = ""
        return cleaned
