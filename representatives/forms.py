import uuid
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from attachments.forms import DocumentField, KeepsPhotos, PhotosField
from attachments.models import Attachment
from organisation.forms import InUnitForm
from organisation.models import Unit, UnitPermission
from representatives import handing
from representatives.models import RepRequest, StopWork
from sam.dates import moment, today, zone
from ui.days import not_future, not_past
from ui.forms import SearchField
from ui.widgets import DateInput, TimeInput

Status, Lifting = RepRequest.Status, StopWork.Lifting

# A later day for an answer is a slip of the year.
FARTHEST = timedelta(days=2 * 365)


def area_of(user):
    """The units in which the person is safety representative."""
    units = Unit.objects.existing().permitting(user, UnitPermission.REVIEW_ROUNDS)
    return units.select_related("parent")


def _unit_field(label):
    return SearchField(
        Unit.objects.none(),
        url=reverse_lazy("representatives:unit_options"),
        label=label,
    )


def _lines(rows):
    return forms.Textarea(attrs={"rows": rows})


def _already(moment_, name, form):
    if moment_ and moment_ > timezone.now():
        form.add_error(name, ValidationError(_("The time has not come yet."), "future"))


class RequestForm(KeepsPhotos, forms.ModelForm):
    """What the representative asks for; it is a draft until it is sent."""

    unit = _unit_field(_("For which workplace?"))
    photos = PhotosField(label=_("Photos"), required=False)
    document = DocumentField(
        label=_("A document"),
        help_text=_("A PDF, a picture or a text, at most 10 MB."),
        required=False,
    )
    taken_out = forms.ModelMultipleChoiceField(
        Attachment.objects.none(),
        label=_("Take out what is attached"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    field_order = ["unit", "problem", "wants", "wanted", "answer_due_on"]

    class Meta:
        model = RepRequest
        fields = ["unit", "problem", "wants", "wanted", "answer_due_on"]
        labels = {
            "problem": _("What is wrong?"),
            "wants": _("What do you ask for?"),
            "wanted": _("What do you want to be done or investigated?"),
            "answer_due_on": _("When do you want the answer at the latest?"),
        }
        help_texts = {
            "problem": _(
                "Describe the risk, where it is and whom it may hurt. Write no names of "
                "pupils, clients or relatives."
            ),
            "wants": _(
                "The right concerns the work environment, not pay, cooperation or "
                "negotiations."
            ),
            "answer_due_on": _("You decide. The law names no number of days."),
        }
        widgets = {
            "problem": _lines(6),
            "wants": forms.RadioSelect(attrs={"class": "side-by-side"}),
            "wanted": _lines(4),
            "answer_due_on": DateInput,
        }

    def __init__(self, data=None, files=None, *, by, sender="", instance=None):
        super().__init__(data, files, sender=sender, instance=instance)
        self.by = by
        self.fields["unit"].queryset = area_of(by)
        self.fields["wants"].choices = RepRequest.Wants.choices
        if instance is None:
            self.initial["unit"] = by.unit_id
            del self.fields["taken_out"]
        else:
            self.fields["taken_out"].queryset = instance.attachments.all()

    def clean_answer_due_on(self):
        day = self.cleaned_data["answer_due_on"]
        not_past(day)
        if day > today() + FARTHEST:
            raise ValidationError(_("That is more than two years ahead."), code="far")
        return day

    def carry_out(self):
        if self.instance._state.adding:
            return handing.draft(by=self.by, **self.cleaned_data)
        handing.rewrite(self.instance, by=self.by, **self.cleaned_data)
        return self.instance


class ActForm(forms.Form):
    """One thing that can be done with a request now; `allowed` says by whom."""

    tone = "accent"
    help: str | Promise = ""
    starts: set[str]

    def __init__(self, request, data=None):
        super().__init__(data)
        self.request = request

    @classmethod
    def fits(cls, request):
        return request.status in cls.starts

    @staticmethod
    def allowed(user):
        """For most: what the author, or whoever has the area now, says of it."""
        return RepRequest.objects.sent().written_by(user)


class SendForm(ActForm):
    label = _("Send the request")
    done = _("The request is sent. The confirmation has come to you by e-mail.")
    help = _("After that nothing in it can be changed.")
    starts = {Status.DRAFT}

    @staticmethod
    def allowed(user):
        return RepRequest.objects.drafted_by(user)

    def clean(self):
        """The day may have passed while it lay as a draft."""
        if self.request.answer_due_on < today():
            raise ValidationError(_("The day of the answer has passed. Change it."))
        return super().clean()

    def carry_out(self, *, by):
        handing.send(self.request, by=by)


class DiscardForm(SendForm):
    label = _("Throw the draft away")
    done = _("The draft is thrown away.")
    help = _("It was never sent, and nobody else has seen it.")
    tone = "danger"

    @staticmethod
    def allowed(user):
        return RepRequest.objects.thrown_away_by(user)

    def clean(self):
        return self.cleaned_data

    def carry_out(self, *, by):
        self.request.discard()


class AnswerForm(ActForm):
    label = _("Answer the request")
    done = _("The answer is sent to the safety representative.")
    starts = {Status.SENT, Status.ANSWERED, Status.AT_AUTHORITY}

    decision = forms.ChoiceField(
        label=_("What does the employer decide?"), widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_(
            "What will be done and when; of what will not be done, why. Measures are "
            "added afterwards, each with who and when."
        ),
        max_length=5_000,
        widget=_lines(6),
    )

    def __init__(self, request, data=None):
        super().__init__(request, data)
        self.fields["decision"].choices = RepRequest.Decision.choices

    @staticmethod
    def allowed(user):
        return RepRequest.objects.handled_by(user)

    def carry_out(self, *, by):
        handing.answer(self.request, by=by, **self.cleaned_data)


class SatisfiedForm(ActForm):
    label = _("I am satisfied")
    done = _("The request is finished.")
    starts = {Status.ANSWERED, Status.AT_AUTHORITY}

    note = forms.CharField(
        label=_("Comment"), max_length=2_000, required=False, widget=_lines(3)
    )

    def carry_out(self, *, by):
        handing.be_satisfied(self.request, by=by, **self.cleaned_data)


class AuthorityForm(ActForm):
    label = _("I have turned to the authority")
    done = _("It is kept when you turned to the authority.")
    help = _(
        "You turn to the authority yourself: nothing is sent there from here, now or "
        "earlier. Save the confirmation and send it along."
    )
    starts = {Status.SENT, Status.ANSWERED}

    on = forms.DateField(
        label=_("Which day did you turn to the authority?"),
        initial=today,
        widget=DateInput,
    )
    note = forms.CharField(
        label=_("Comment"), max_length=2_000, required=False, widget=_lines(3)
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        not_future(day)
        if day < timezone.localdate(self.request.sent_at, zone()):
            raise ValidationError(_("The request was not sent then."), code="early")
        return day

    def carry_out(self, *, by):
        handing.turn_to_authority(self.request, by=by, **self.cleaned_data)


class WithdrawForm(ActForm):
    label = _("Withdraw the request")
    done = _("The request is withdrawn.")
    starts = {Status.SENT, Status.ANSWERED, Status.AT_AUTHORITY}
    tone = "danger"

    reason = forms.CharField(label=_("Why?"), max_length=2_000, widget=_lines(3))

    def carry_out(self, *, by):
        handing.withdraw(self.request, by=by, **self.cleaned_data)


ACTS = {
    "send": SendForm,
    "discard": DiscardForm,
    "answer": AnswerForm,
    "satisfied": SatisfiedForm,
    "authority": AuthorityForm,
    "withdraw": WithdrawForm,
}


# Stops


class StopForm(forms.Form):
    """Filled in on the phone, beside the work that was just stopped."""

    class When(TextChoices):
        NOW = "now", _("Now")
        OTHER = "other", _("Another time")

    unit = _unit_field(_("Where?"))
    scope = forms.CharField(
        label=_("What work is stopped?"),
        help_text=_("What may not be done, where and by whom, until it is lifted."),
        max_length=2_000,
        widget=_lines(2),
    )
    danger = forms.CharField(
        label=_("What is the danger?"),
        help_text=_("The immediate and serious danger to life or health."),
        max_length=2_000,
        widget=_lines(2),
    )
    is_lone_work = forms.TypedChoiceField(
        label=_("Is it lone work?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    when = forms.ChoiceField(
        label=_("Since when?"),
        choices=When.choices,
        initial=When.NOW,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    stopped_on = forms.DateField(label=_("Day"), widget=DateInput, required=False)
    stopped_time = forms.TimeField(label=_("Time"), widget=TimeInput, required=False)
    told = forms.CharField(
        label=_("Whom of the employer have you told?"),
        help_text=_(
            "Name or role. The managers and HR are told by e-mail at once in any case."
        ),
        max_length=200,
        required=False,
    )
    told_time = forms.TimeField(
        label=_("What time did you tell them?"),
        help_text=_("The same day, or today if you leave the day out."),
        widget=TimeInput,
        required=False,
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, by):
        now = timezone.localtime(timezone=zone())
        initial = {
            "unit": by.unit_id,
            "stopped_on": now.date(),
            "stopped_time": now.time(),
            "told_time": now.time(),
            "form_key": uuid.uuid4(),
        }
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = area_of(by)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == self.When.OTHER:
            self._read_other_time(cleaned)
        self._read_told(cleaned)
        return cleaned

    def _read_other_time(self, cleaned):
        for name in ["stopped_on", "stopped_time"]:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Say when the work was stopped."))
        if cleaned.get("stopped_on") and cleaned.get("stopped_time"):
            at = moment(cleaned["stopped_on"], cleaned["stopped_time"])
            cleaned["stopped_at"] = at
            _already(at, "stopped_time", self)

    def _read_told(self, cleaned):
        cleaned["told_at"] = None
        if cleaned.get("told") and "told_time" not in self.errors:
            if not cleaned.get("told_time"):
                self.add_error("told_time", _("Say when you told them."))
                return
            is_now = cleaned.get("when") == self.When.NOW
            day = today() if is_now else cleaned.get("stopped_on") or today()
            cleaned["told_at"] = moment(day, cleaned["told_time"])
            _already(cleaned["told_at"], "told_time", self)

    def carry_out(self, *, by):
        names = ["unit", "scope", "danger", "is_lone_work", "told", "told_at"]
        names += ["stopped_at", "form_key"]
        cleaned = self.cleaned_data
        what = {name: cleaned[name] for name in names if name in cleaned}
        return handing.stop(by=by, **what)


class LiftForm(forms.Form):
    """The representative lifts it; the employer only keeps what the authority decided."""

    lifting = forms.ChoiceField(label=_("How is it lifted?"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Day"), initial=today, widget=DateInput)
    time = forms.TimeField(label=_("Time"), widget=TimeInput)
    reason = forms.CharField(
        label=_("Why can the work go on?"),
        help_text=_("What has been done, or what the authority decided and when."),
        max_length=2_000,
        widget=_lines(3),
    )

    def __init__(self, stop, data=None, *, is_representative):
        now = timezone.localtime(timezone=zone()).time()
        super().__init__(data, initial={"time": now})
        self.stop = stop
        ways = Lifting if is_representative else [Lifting.AUTHORITY]
        self.fields["lifting"].choices = [(way.value, way.label) for way in ways]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on") and cleaned.get("time"):
            at = moment(cleaned["on"], cleaned["time"])
            # Minutes are typed, and seconds were counted when it was stopped.
            began = self.stop.stopped_at.replace(second=0, microsecond=0)
            if at < began:
                self.add_error("time", _("The work was not stopped yet then."))
            _already(at, "time", self)
            cleaned["at"] = max(at, self.stop.stopped_at)
        return cleaned

    def carry_out(self, *, by):
        said = {name: self.cleaned_data[name] for name in ["lifting", "at", "reason"]}
        handing.lift(self.stop, by=by, **said)


# Lists


class RequestFilterForm(InUnitForm):
    """Who asks for nothing gets those that are not finished."""

    permission = UnitPermission.VIEW_ROUNDS
    field_order = ["show", "unit"]

    SHOWN = [
        ("", _("Not finished")),
        ("overdue", _("The answer is late")),
        *((value, label) for value, label in Status.choices if value != Status.DRAFT),
        ("all", _("All")),
    ]

    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)

    def filter(self, requests):
        show = self.cleaned_data.get("show", "")
        if show == "overdue":
            requests = requests.overdue()
        elif show in Status.values:
            requests = requests.filter(status=show)
        elif show != "all":
            requests = requests.ongoing()
        return self.in_unit(requests)


class StopFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_ROUNDS
    field_order = ["status", "unit"]

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), *StopWork.Status.choices],
        required=False,
    )

    def filter(self, stops):
        if status := self.cleaned_data.get("status"):
            stops = stops.filter(status=status)
        return self.in_unit(stops)
