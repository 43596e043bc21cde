from django import forms
from django.db import transaction
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, User
from retention.models import Hold, Warning
from sam.keeping import kinds
from sam.workflow import MOVED_ON, InvalidTransition
from ui.forms import Constrained, SearchField
from ui.widgets import DateInput, RadioCards


def holdable():
    """Also those who have left: what is about them is still here. Who is protected is
    held by the record, for no list names them."""
    return User.objects.filter(is_protected=False)


class HoldFilterForm(forms.Form):
    mark_optional = False

    state = forms.ChoiceField(
        label=_("Which?"),
        choices=[("", _("Standing")), ("all", _("Also lifted ones"))],
        required=False,
    )

    def filter(self, holds):
        self.is_valid()
        return holds if self.cleaned_data.get("state") == "all" else holds.standing()


class HoldForm(Constrained):
    on = forms.ChoiceField(
        label=_("What may not be destroyed?"),
        choices=[
            ("record", _("One record")),
            ("unit", _("What is of a unit and a time")),
            ("person", _("What is about a person")),
        ],
        widget=RadioCards,
    )
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    record = forms.CharField(
        label=_("Its number"),
        help_text=_("As the register has it, as 1234 or 2026/17."),
        max_length=100,
        required=False,
    )
    unit = SearchField(
        Unit.objects.all(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Unit, with those below it"),
        required=False,
    )
    person = SearchField(
        User.objects.none(),
        url=reverse_lazy("retention:people_options"),
        label=_("Person"),
        required=False,
    )

    class Meta:
        model = Hold
        fields = ["first_on", "last_on", "reason", "case_number"]
        labels = {"reason": _("Why must it be kept?")}
        help_texts = {
            "first_on": _(
                "Of the days that the records are about. Empty: from the first."
            ),
            "last_on": _("Empty: until the hold is lifted."),
            "reason": _(
                "As a trial or an inspection. Name nobody who need not be named."
            ),
        }
        widgets = {
            "first_on": DateInput,
            "last_on": DateInput,
            "reason": forms.Textarea(attrs={"rows": 3}),
        }

    field_order = ["on", "kind", "record", "unit", "first_on", "last_on", "person"]

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        known = sorted((str(kind.label), kind.code) for kind in kinds().values())
        self.fields["kind"].choices = [
            ("", _("Choose")),
            *((code, label) for label, code in known),
        ]
        self.fields["person"].queryset = holdable().select_related("unit")
        self.order_fields(self.field_order)

    def clean(self):
        said = super().clean()
        # What belongs to another choice was typed before this one.
        on, hold = said.get("on"), self.instance
        hold.kind = hold.record_key = ""
        if on != "unit":
            hold.first_on = hold.last_on = None
        hold.unit = said.get("unit") if on == "unit" else None
        hold.person = said.get("person") if on == "person" else None
        if on == "record":
            self._find_record(said)
        elif on in ("unit", "person") and not said.get(on):
            missing = {"unit": _("Choose a unit."), "person": _("Choose a person.")}[on]
            if on not in self.errors:
                self.add_error(on, missing)
        return said

    def _find_record(self, said):
        if not (kind := kinds().get(said.get("kind", ""))):
            self.add_error("kind", _("Choose a kind of record."))
            return
        found = list(kind.called(said.get("record", ""))[:2])
        if len(found) == 1:
            self.instance.kind, self.instance.record_key = kind.code, str(found[0].pk)
        else:
            self.add_error(
                "record",
                _("There is none with that number. Perhaps it is destroyed already.")
                if not found
                else _("Several have that number."),
            )

    def _post_clean(self):
        said = self.cleaned_data
        for name in ("first_on", "last_on"):
            if said.get("on") != "unit":
                said[name] = None
        if not self.errors:
            super()._post_clean()

    def carry_out(self, *, by):
        self.instance.placed_by = by
        return self.save()


class LiftForm(forms.Form):
    because = forms.CharField(
        label=_("Why need it not be kept any more?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, hold, data=None):
        super().__init__(data)
        self.hold = hold

    def carry_out(self, *, by):
        self.hold.lift(by=by, because=self.cleaned_data["because"])


class KeepForm(forms.Form):
    """The owner of a record keeps it from being destroyed."""

    reason = forms.CharField(
        label=_("Why is it still needed?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, warning, data=None):
        super().__init__(data)
        self.warning = warning

    @transaction.atomic
    def carry_out(self, *, by):
        # Lifted, it is warned of anew.
        if not Warning.objects.filter(pk=self.warning.pk).delete()[0]:
            raise InvalidTransition(MOVED_ON)
        return Hold.objects.create(
            kind=self.warning.kind,
            record_key=self.warning.record_key,
            reason=self.cleaned_data["reason"],
            placed_by=by,
        )
