"""What a handler tells of a notice to an authority, and HR of the rules."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attachments.forms import DocumentField
from incidents import sending
from incidents.forms.dates import NotInFuture
from incidents.models import DutySetting
from sam.dates import moment, today, zone
from ui.widgets import DateInput, TimeInput

# Longer than any of the laws gives.
MOST_DAYS = 365


def _now():
    return timezone.localtime(timezone=zone()).time()


class NoticeForm(forms.Form):
    """One thing that the incident's manager can do with a notice now."""

    def __init__(self, duty, data=None, files=None):
        super().__init__(data, files)
        self.duty = duty


class SendForm(NotInFuture, NoticeForm):
    label = _("Mark as sent")
    done = _("It is kept who told the authority, and when.")

    on = forms.DateField(label=_("Sent on"), initial=today, widget=DateInput)
    time = forms.TimeField(label=_("Time"), initial=_now, widget=TimeInput)
    reference = forms.CharField(
        label=_("The authority's reference"),
        help_text=_("The case number on the receipt, or whom you spoke to."),
        max_length=100,
        required=False,
    )
    receipt = DocumentField(
        label=_("Receipt"),
        help_text=_("A PDF, a picture or a text, at most 10 MB."),
        required=False,
    )

    @classmethod
    def fits(cls, duty):
        return not duty.notice.sent_at

    def clean_on(self):
        return self.refuse_future("on")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on") and cleaned.get("time"):
            cleaned["at"] = moment(cleaned["on"], cleaned["time"])
            if cleaned["at"] > timezone.now():
                error = ValidationError(_("The time has not come yet."), code="future")
                self.add_error("time", error)
        return cleaned

    def carry_out(self, *, by):
        sent = {
            name: self.cleaned_data[name] for name in ("at", "reference", "receipt")
        }
        sending.send(self.duty, by=by, **sent)


class WaiveForm(NoticeForm):
    label = _("Not needed")
    done = _("The reason is kept with your name. The duty is shown as not needed.")

    reason = forms.CharField(
        label=_("Why is it not needed?"),
        help_text=_("Say what speaks against it. It is no offence to tell too much."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def fits(cls, duty):
        return duty.notice.is_outstanding

    def carry_out(self, *, by):
        self.duty.notice.waive(by=by, **self.cleaned_data)


class ContactedForm(NotInFuture, NoticeForm):
    label = _("Record contact")
    done = _("It is kept that the authority got in touch.")

    on = forms.DateField(
        label=_("The authority got in touch on"), initial=today, widget=DateInput
    )

    @classmethod
    def fits(cls, duty):
        return bool(duty.notice.sent_at) and not duty.notice.contacted_on

    def clean_on(self):
        return self.refuse_future("on")

    def carry_out(self, *, by):
        self.duty.notice.contacted(by=by, **self.cleaned_data)


class ConfirmForm(NoticeForm):
    label = _("Write the confirmation again")
    done = _("The written confirmation is being made of what is recorded now.")

    @classmethod
    def fits(cls, duty):
        return bool(duty.notice.confirmation_id)

    def carry_out(self, *, by):
        sending.confirm_anew(self.duty)


ACTS = {
    "send": SendForm,
    "waive": WaiveForm,
    "contacted": ContactedForm,
    "confirm": ConfirmForm,
}


class DutySettingForm(forms.ModelForm):
    """The municipality confirms a rule that the program is not sure of, or changes it."""

    class Meta:
        model = DutySetting
        fields = ["absence_days", "days", "valid_from"]
        widgets = {"valid_from": DateInput}
        labels = {
            "absence_days": _("Days of absence from which it must be notified"),
            "days": _("Days to notify it"),
            "valid_from": _("Valid from"),
        }

    def __init__(self, rule, data=None):
        initial = {
            "absence_days": rule.absence_days,
            "days": rule.clock.days,
            "valid_from": rule.valid_from,
        }
        super().__init__(data, initial=initial, prefix=rule.code)
        self.rule = rule
        for name in ("absence_days", "days"):
            self.fields[name].validators.append(MaxValueValidator(MOST_DAYS))
            self.fields[name].widget.attrs |= {"class": "short", "max": MOST_DAYS}

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if self.rule.valid_from and day < self.rule.valid_from:
            raise ValidationError(
                _("The rule itself is valid from %(day)s. Choose that day or a later."),
                params={"day": self.rule.valid_from},
                code="early",
            )
        return day

    def confirm(self, *, by):
        """One setting for each day that it begins; the former stays in the log."""
        cleaned = dict(self.cleaned_data)
        DutySetting.objects.update_or_create(
            rule=self.rule.code,
            valid_from=cleaned.pop("valid_from"),
            defaults={**cleaned, "confirmed_by": by, "confirmed_at": timezone.now()},
        )
