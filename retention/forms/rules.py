from django import forms
from django.utils.translation import gettext_lazy as _

from retention.models import Action, Rule
from sam.dates import today
from ui.forms import Constrained, WordsField
from ui.widgets import DateInput, RadioCards


class KindFilterForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search kind of record"), max_length=100)
    rule = forms.ChoiceField(
        label=_("Rule"),
        choices=[
            ("", _("All")),
            ("without", _("No rule decided")),
            ("with", _("A rule in force")),
            ("due", _("Something is due")),
        ],
        required=False,
    )

    def filter(self, rows):
        self.is_valid()
        said = self.cleaned_data
        words = said.get("q", "").casefold().split()
        which = said.get("rule")
        return [
            row
            for row in rows
            if all(word in str(row.kind.label).casefold() for word in words)
            and (which != "without" or not row.rules)
            and (which != "with" or row.rules)
            and (which != "due" or row.counted.due)
        ]


class RuleForm(Constrained):
    """A decision that the municipality has taken; a proposal of ours is none."""

    time = forms.IntegerField(
        label=_("After how long?"),
        min_value=1,
        max_value=999,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
        help_text=_("From the day on which the record was closed."),
    )
    unit_of_time = forms.ChoiceField(
        label=_("Years or months?"),
        choices=[("12", _("Years")), ("1", _("Months"))],
        initial="12",
        widget=RadioCards(attrs={"class": "side-by-side"}),
    )

    class Meta:
        model = Rule
        fields = [
            "variant",
            "action",
            "after_transfer",
            "basis",
            "case_number",
            "decided_on",
            "decided_by",
        ]
        labels = {
            "variant": _("Which of them?"),
            "action": _("What is decided?"),
            "after_transfer": _(
                "Destroy only when the e-archive has confirmed that it has received it"
            ),
            "basis": _("Which decision, and on what ground?"),
            "decided_by": _("Who has decided?"),
            "decided_on": _("When was it decided?"),
        }
        help_texts = {
            "basis": _(
                "As “Plan for documents 2026, section 4.2; Archives Act section 10”."
            ),
            "decided_by": _("As the board or the archive authority."),
        }
        widgets = {
            "action": RadioCards,
            "basis": forms.Textarea(attrs={"rows": 3}),
            "decided_on": DateInput,
        }

    field_order = ["variant", "action", "time", "unit_of_time", "after_transfer"]

    def __init__(self, kind, data=None, **kwargs):
        self.kind = kind
        super().__init__(data, instance=Rule(kind=kind.code), **kwargs)
        choices = kind.choices()
        if choices:
            every = ("", _("All that have no rule of their own"))
            self.fields["variant"] = forms.ChoiceField(
                label=_("Which of them?"), choices=[every, *choices], required=False
            )
        else:
            del self.fields["variant"]
        actions = [
            each
            for each in Action.choices
            if each[0] != Action.DESTROY_TEXTS or kind.figures
        ]
        self.fields["action"].choices = actions
        self.order_fields(self.field_order)

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if day > today():
            raise forms.ValidationError(_("The day has not come yet."))
        return day

    def clean(self):
        said = super().clean()
        action, time = said.get("action"), said.get("time")
        if action == Action.PRESERVE:
            self.instance.months = 0
            said["after_transfer"] = False
        elif action and not time and "time" not in self.errors:
            self.add_error("time", _("Say after how long it is destroyed."))
        else:
            self.instance.months = (time or 0) * int(said.get("unit_of_time") or 12)
        if self.instance.months > 32_000:
            self.add_error("time", _("That is too long. Choose to preserve it."))
        return said

    def _post_clean(self):
        # Its number, and the end of the one before, come when it is decided.
        super(Constrained, self)._post_clean()

    def carry_out(self, *, by):
        return self.instance.decide(by=by)
