import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from attachments.forms import KeepsPhotos, PhotosField
from incidents import kinds
from incidents.forms.happening import HappeningForm, unit_field
from incidents.kinds import VIOLENCE
from incidents.models import Incident
from organisation.models import Municipality
from sam.dates import today
from ui.widgets import DateInput, RadioCards, TimeInput

Kind = Incident.Kind

# What these count as depends on whether someone was hurt: any injury makes it an
# accident. Violence is saved as an accident or a near miss that is marked as such.
HURT_DECIDES = [Kind.NEAR_MISS, VIOLENCE]
KIND_HELP = {
    Kind.NEAR_MISS: _("It could have hurt someone, but nobody was hurt."),
    Kind.ACCIDENT: _("Someone was hurt, in body or mind, even a little."),
    VIOLENCE: _("Someone was threatened, hit or frightened, also in writing."),
    Kind.RISK_OBSERVATION: _("You see something that may do harm. Nothing happened."),
    Kind.VICTIMISATION: _("Someone was bullied, harassed or treated with contempt."),
    Kind.IMPROVEMENT: _("You know how work could become better or safer."),
    Kind.COMMUTING_ACCIDENT: _("Someone was hurt on the way to or from work."),
    Kind.OCCUPATIONAL_DISEASE: _("Work has made someone ill, at once or over time."),
    Kind.DEATH: _("Someone has died in connection with work."),
}


class KindCards(RadioCards):
    """The kinds that are common stand open; the rest lie behind “More kinds”."""

    template_name = "incidents/kind_cards.html"


class ReportForm(KeepsPhotos, HappeningForm):
    kind = forms.ChoiceField(
        label=_("What kind of event is it?"),
        widget=KindCards(descriptions=KIND_HELP),
    )
    is_hurt = forms.ChoiceField(
        label=_("Was anyone hurt, in body or mind, even a little?"),
        help_text=_("Answer when it is a near miss, or threats or violence."),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        error_messages={
            "required": _(
                "Say whether anyone was hurt. That decides what it counts as."
            )
        },
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    receiver = forms.ChoiceField(
        label=_("Who shall receive it, if it concerns the manager?"),
        choices=[("above", _("The manager's manager")), ("hr", _("HR"))],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    unit = unit_field(_("At which workplace?"))
    photos = PhotosField(label=_("Photos"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    # Those that lie folded away.
    FOLDED = [
        "place",
        "affected",
        "affected_person",
        "employed_unit",
        "immediate_action",
        "manager_part",
    ]

    class Meta:
        model = Incident
        fields = [
            "kind",
            "description",
            "unit",
            "place",
            "occurred_on",
            "occurred_time",
            "immediate_action",
            "affected",
            "affected_person",
            "employed_unit",
            "manager_part",
        ]
        labels = {
            "description": _("What happened?"),
            "place": _("Where there?"),
            "occurred_on": _("Which day?"),
            "occurred_time": _("What time?"),
            "immediate_action": _("What was done at once?"),
            "affected": _("Who was affected?"),
            "affected_person": _("Name of the person affected"),
            "manager_part": _("Does it concern the manager of the workplace?"),
        }
        help_texts = {
            "description": _("Write no names of pupils, clients or relatives."),
            "place": _("For example the kitchen or the car park."),
            "affected_person": _(
                "Seen only by you and by the manager of the workplace."
            ),
            "manager_part": _("If so, somebody else receives it instead."),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "immediate_action": forms.Textarea(attrs={"rows": 3}),
            # The draft on a shared device keeps no name of somebody else.
            "affected_person": forms.TextInput(attrs={"data-private": True}),
            "occurred_on": DateInput,
            "occurred_time": TimeInput,
            "affected": forms.RadioSelect(attrs={"class": "side-by-side"}),
            "manager_part": forms.RadioSelect,
        }

    def __init__(self, data=None, files=None, *, unit, sender="", **initial):
        initial |= {"unit": unit, "occurred_on": today(), "form_key": uuid.uuid4()}
        initial["receiver"] = "above"
        super().__init__(data, files, initial=initial, sender=sender)
        common, rare = kinds.cards(Municipality.objects.country())
        self.fields["kind"].choices = [*common, (_("More kinds"), rare)]
        self.fields["manager_part"].choices = Incident.ManagerPart.choices
        if self.is_bound:
            self.fields["is_hurt"].required = self.data.get("kind") in HURT_DECIDES

    @property
    def has_more(self):
        """Whether one of the fields that lie folded away was used or is wrong."""
        return any(self._is_used(name) or self[name].errors for name in self.FOLDED)

    def _is_used(self, name):
        value = self[name].value()
        return any(value) if isinstance(value, tuple) else bool(value)

    def clean(self):
        cleaned = super().clean()
        is_for_hr = cleaned.pop("receiver", "") == "hr"
        cleaned["is_for_hr"] = is_for_hr and bool(cleaned.get("manager_part"))
        if "kind" in cleaned:
            self._tell_accident_from_near_miss(cleaned)
        return cleaned

    def _tell_accident_from_near_miss(self, cleaned):
        card, is_hurt = cleaned["kind"], cleaned.pop("is_hurt", "")
        cleaned["is_violence"] = card == VIOLENCE
        if card in HURT_DECIDES:
            cleaned["kind"] = Kind.ACCIDENT if is_hurt == "yes" else Kind.NEAR_MISS
