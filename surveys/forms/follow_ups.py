from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisation.forms import InUnitForm
from organisation.models import UnitPermission
from surveys import reminding
from surveys.models import MOST_THEMES, FollowUp, MunicipalMeasure, SurveyTheme
from ui.days import not_future
from ui.forms import Versioned
from ui.widgets import DateInput

Status = FollowUp.Status


class FollowUpFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["status", "unit"]

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), ("late", _("Late")), *Status.choices],
        required=False,
    )

    def filter(self, follow_ups):
        match self.cleaned_data.get("status"):
            case "late":
                follow_ups = follow_ups.overdue()
            case str(status) if status:
                follow_ups = follow_ups.filter(status=status)
        return self.in_unit(follow_ups)


class FollowUpForm(Versioned):
    """What the workplace has talked about and chosen."""

    held_on = forms.DateField(
        label=_("When was the staff meeting?"),
        widget=DateInput,
        required=False,
        validators=[not_future],
    )
    themes = forms.ModelMultipleChoiceField(
        SurveyTheme.objects.none(),
        label=_("What do you choose to work with?"),
        help_text=_("One to three themes."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label=_("What did you talk about?"),
        help_text=_("Write no names, and nothing that tells who has answered what."),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, follow_up, data=None):
        self.instance = follow_up
        super().__init__(
            data,
            initial={
                "held_on": follow_up.held_on,
                "note": follow_up.note,
                "themes": follow_up.themes.all(),
            },
        )
        self.fields["themes"].queryset = follow_up.survey.themes.all()

    def clean_themes(self):
        themes = self.cleaned_data["themes"]
        if len(themes) > MOST_THEMES:
            raise ValidationError(
                _("Choose three at the most: what you can do something about."),
                code="many",
            )
        return themes

    def carry_out(self, *, by):
        self.instance.write(by=by, **self.cleaned_data)


class FollowUpActForm(forms.Form):
    """A move of a follow-up. `starts` are the statuses from which it makes sense."""

    label: str | Promise
    done: str | Promise
    starts: tuple
    explains: str | Promise = ""

    def __init__(self, follow_up, data=None):
        self.follow_up = follow_up
        super().__init__(data)

    def carry_out(self, *, by):
        raise NotImplementedError


def _words(label, *, required=False, when_empty=None):
    return forms.CharField(
        label=label,
        max_length=1_000,
        required=required,
        error_messages={"required": when_empty} if when_empty else None,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AskToSignForm(FollowUpActForm):
    label = _("Ask the safety representative to sign")
    done = _("The safety representative is asked.")
    starts = Status.written_states

    def carry_out(self, *, by):
        self.follow_up.ask_to_sign(by=by)
        reminding.asked_to_sign(self.follow_up)


class SendForm(FollowUpActForm):
    label, done = _("Send to the head"), _("It is sent to the head.")
    starts = Status.written_states
    explains = _("What is sent is not changed. A change is sent as a new edition.")

    unsigned_because = _words(
        _("Why has no safety representative signed it?"),
        required=True,
        when_empty=_("The safety representative has not signed it. Say why."),
    )

    def __init__(self, follow_up, data=None):
        super().__init__(follow_up, data)
        if follow_up.signed_at:
            del self.fields["unsigned_because"]

    def carry_out(self, *, by):
        self.follow_up.send(by=by, **self.cleaned_data)
        reminding.sent(self.follow_up)


class ReviseForm(FollowUpActForm):
    label, done = (
        _("Write a new edition"),
        _("You can write in it. Send it again when it is done."),
    )
    starts = Status.sent_states
    explains = _(
        "What was sent stays as it was. The safety representative signs the new edition."
    )

    def carry_out(self, *, by):
        self.follow_up.revise(by=by)


class SignForm(FollowUpActForm):
    label, done = _("Sign"), _("You have signed it.")
    starts = Status.written_states
    explains = _("You sign that you have taken part and read what is to be sent.")

    signature_note = _words(_("What you want to add"))

    def carry_out(self, *, by):
        self.follow_up.sign(by=by, **self.cleaned_data)


class ReturnForm(FollowUpActForm):
    label, done = _("Send it back"), _("It is sent back to the workplace.")
    starts = (Status.SENT,)

    answer = _words(_("What do you want to be put right?"), required=True)

    def carry_out(self, *, by):
        self.follow_up.send_back(by=by, **self.cleaned_data)
        reminding.sent_back(self.follow_up)


class ReadForm(FollowUpActForm):
    label, done = _("Mark as read"), _("It is read.")
    starts = (Status.SENT,)

    answer = _words(_("Your answer to the workplace"))

    def carry_out(self, *, by):
        self.follow_up.read(by=by, **self.cleaned_data)


# By whose right each is done.
HANDLES = {"ask-to-sign": AskToSignForm, "send": SendForm, "revise": ReviseForm}
SIGNS = {"sign": SignForm}
READS = {"return": ReturnForm, "read": ReadForm}


class MunicipalForm(forms.Form):
    """That a measure needs the municipality."""

    reason = forms.CharField(
        label=_("Why does it need the municipality?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, follow_up, measure, data=None):
        super().__init__(data)
        self.follow_up, self.measure = follow_up, measure

    def carry_out(self, *, by):
        MunicipalMeasure.objects.update_or_create(
            measure=self.measure,
            defaults={
                "follow_up": self.follow_up,
                "reason": self.cleaned_data["reason"],
                "marked_by": by,
            },
        )
