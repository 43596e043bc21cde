import uuid

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attachments.forms import KeepsPhotos, PhotosField
from incidents import kinds
from incidents.forms.dates import NotInFuture
from incidents.kinds import VIOLENCE
from incidents.models import Incident
from organisation.models import Municipality, Unit
from sam.dates import today
from ui.forms import SearchField
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
# Only these can be asked for the name of someone else than the reporter.
OTHERS = [Incident.Affected.EMPLOYEE, Incident.Affected.HIRED]


class KindCards(RadioCards):
    """The kinds that are common stand open; the rest lie behind “More kinds”."""

    template_name = "incidents/kind_cards.html"


class ReportForm(KeepsPhotos, NotInFuture, forms.ModelForm):
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
    unit = SearchField(
        Unit.objects.existing().select_related("parent"),
        url=reverse_lazy("organisation:unit_options"),
        label=_("At which workplace?"),
    )
    employed_unit = SearchField(
        Unit.objects.existing().select_related("parent"),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Where is the person affected employed, if elsewhere?"),
        required=False,
    )
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
            "manager_part": _("If so, the level above receives it instead."),
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
        super().__init__(data, files, initial=initial, sender=sender)
        common, rare = kinds.cards(Municipality.objects.country())
        self.fields["kind"].choices = [*common, (_("More kinds"), rare)]
        self.fields["affected"].choices = Incident.Affected.choices
        self.fields["manager_part"].choices = Incident.ManagerPart.choices
        for name in ["description", "immediate_action"]:
            # A browser would cut off what is pasted, and say nothing.
            del self.fields[name].widget.attrs["maxlength"]
        if self.is_bound:
            self.fields["is_hurt"].required = self.data.get("kind") in HURT_DECIDES

    @property
    def has_more(self):
        """Whether one of the fields that lie folded away was used or is wrong."""
        return any(self._is_used(name) or self[name].errors for name in self.FOLDED)

    def _is_used(self, name):
        value = self[name].value()
        return any(value) if isinstance(value, tuple) else bool(value)

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
        if cleaned.get("employed_unit") == cleaned.get("unit"):
            cleaned["employed_unit"] = None
        if "kind" in cleaned:
            self._tell_accident_from_near_miss(cleaned)
        return cleaned

    def _tell_accident_from_near_miss(self, cleaned):
        card, is_hurt = cleaned["kind"], cleaned.pop("is_hurt", "")
        cleaned["is_violence"] = card == VIOLENCE
        if card in HURT_DECIDES:
            cleaned["kind"] = Kind.ACCIDENT if is_hurt == "yes" else Kind.NEAR_MISS
