import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings import approving, calling
from meetings.access import bodies_led_by, leads_units, units_led_by
from meetings.models import (
    AgendaTemplate,
    Attendance,
    Body,
    DialogTool,
    Kind,
    Meeting,
)
from meetings.models.templates import OF_BODY, OF_UNIT
from organisation.forms import InUnitForm
from organisation.models import Municipality, Unit, UnitPermission, User
from sam.dates import today
from ui.forms import SearchField, Versioned, WordsField
from ui.widgets import DateInput, TimeInput

Status = Meeting.Status
# So many dates at once; a body that meets every month has twelve.
MOST_DATES = 12


def years_to_choose():
    now = today().year
    return [
        ("", _("All")),
        *((year, str(year)) for year in range(now + 1, now - 6, -1)),
    ]


class MeetingFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["q", "kind", "status", "year", "unit"]

    q = WordsField(label=_("Search body, place or item"), max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind of meeting"),
        choices=[("", _("All")), *Kind.choices],
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("All")), *Status.choices], required=False
    )
    year = forms.TypedChoiceField(
        label=_("Year"),
        choices=years_to_choose,
        coerce=int,
        empty_value=None,
        required=False,
    )

    def filter(self, meetings, *, user):
        said = self.cleaned_data
        for name in ["kind", "status"]:
            if value := said.get(name):
                meetings = meetings.filter(**{name: value})
        if year := said.get("year"):
            meetings = meetings.filter(meets_on__year=year)
        for word in said.get("q", "").split():
            meetings = meetings.filter(self._has(word, user)).distinct()
        return self.in_unit(meetings)

    @staticmethod
    def _has(word, user):
        """What is closed is found only by who may read it."""
        named = Q(body__name__icontains=word) | Q(place__icontains=word)
        named |= Q(unit__name__icontains=word)
        return named | Q(items__title__icontains=word, items__is_closed=False)


class DatesField(forms.CharField):
    """Days, one on each line, as 2027-03-04."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "short"})
    default_error_messages = {
        "day": _("“%(line)s” is no day. Write it as 2027-03-04."),
        "many": _("At most %(most)s days at once."),
        "required": _("Write at least one day."),
    }

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines()]
        days = sorted({self._day(line) for line in lines if line})
        if len(days) > MOST_DATES:
            raise ValidationError(
                self.error_messages["many"], params={"most": MOST_DATES}, code="many"
            )
        return days

    def _day(self, line):
        try:
            day = datetime.date.fromisoformat(line)
        except ValueError:
            day = None
        if day is None or not 2000 <= day.year <= 2100:
            raise ValidationError(
                self.error_messages["day"], params={"line": line}, code="day"
            )
        return day


class _TimeAndPlace(forms.Form):
    starts_at = forms.TimeField(label=_("What time?"), required=False, widget=TimeInput)
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)


class PlanForm(_TimeAndPlace):
    """All the dates of the year at once, for a unit or a body."""

    kind = forms.ChoiceField(label=_("What kind of meeting?"), required=False)
    unit = SearchField(
        Unit.objects.none(),
        label=_("For which unit?"),
        url=reverse_lazy("meetings:unit_options"),
        required=False,
    )
    body = forms.ModelChoiceField(
        label=_("Or for which committee or group?"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("None, it is a meeting of the unit"),
    )
    template = forms.ModelChoiceField(
        label=_("By which agenda?"),
        help_text=_("Left empty, that of the kind of meeting and the country."),
        queryset=AgendaTemplate.objects.none(),
        required=False,
        empty_label=_("The usual one"),
    )
    days = DatesField(
        label=_("Which days?"),
        help_text=_("One on each line, such as 2027-03-04."),
    )
    union = SearchField(
        User.objects.none(),
        label=_("Which union representative is to be called?"),
        help_text=_("The manager and the safety representative are called anyhow."),
        url=reverse_lazy("meetings:people_options"),
        required=False,
    )
    field_order = ["kind", "unit", "body", "template", "days", "starts_at", "place"]

    def __init__(self, data=None, *, by, initial=None):
        super().__init__(data, initial={"unit": by.unit_id, **(initial or {})})
        self.fields["unit"].queryset = units_led_by(by)
        self.fields["body"].queryset = bodies_led_by(by)
        self.fields["template"].queryset = AgendaTemplate.objects.offered(
            Municipality.objects.country()
        )
        self.fields["union"].queryset = User.objects.known_to_all()
        kinds = []
        if bodies_led_by(by).exists():
            kinds += OF_BODY
        else:
            del self.fields["body"]
        if leads_units(by):
            kinds += [kind for kind in OF_UNIT if kind not in kinds]
        else:
            for name in ["unit", "union"]:
                del self.fields[name]
            self._ask_for_body_alone()
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]

    def _ask_for_body_alone(self):
        """Of one who leads no unit the committee or group is asked first, and asked for."""
        if body := self.fields.get("body"):
            body.label = _("For which committee or group?")
            body.empty_label = None
            body.required = True

    def clean(self):
        said = super().clean()
        if said.get("body"):
            if said.get("kind") not in OF_BODY:
                said["kind"] = Kind.BODY
        elif not said.get("unit"):
            name = "unit" if "unit" in self.fields else "body"
            self.add_error(name, _("Say whose meeting it is."))
        elif said.get("kind") not in OF_UNIT:
            self.add_error("kind", _("Choose what kind of meeting it is."))
        return said

    def carry_out(self, *, by):
        said = self.cleaned_data
        body, union = said.get("body"), said.get("union")
        return calling.plan(
            by=by,
            kind=said["kind"],
            unit=body.unit if body else said["unit"],
            body=body,
            template=said["template"],
            days=said["days"],
            starts_at=said["starts_at"],
            place=said["place"],
            invited=[(union, Attendance.Role.UNION)] if union else [],
        )


class ChangeForm(_TimeAndPlace, Versioned):
    """Day, time and place; and the tool that is to be talked with."""

    meets_on = forms.DateField(label=_("Which day?"), widget=DateInput)
    tool = forms.ModelChoiceField(
        label=_("Which tool for dialogue?"),
        queryset=DialogTool.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    field_order = ["meets_on", "starts_at", "place", "tool"]

    def __init__(self, meeting, data=None):
        self.instance = meeting
        names = ["meets_on", "starts_at", "place", "tool"]
        super().__init__(data, initial={name: getattr(meeting, name) for name in names})
        offered = DialogTool.objects.filter(Q(is_offered=True) | Q(pk=meeting.tool_id))
        self.fields["tool"].queryset = offered

    def clean(self):
        said = super().clean()
        if self.instance.is_held and (day := said.get("meets_on")) and day > today():
            self.add_error("meets_on", _("It is held: the day cannot be ahead."))
        return said

    def carry_out(self, *, by):
        self.instance.write(**self.cleaned_data)


class SummaryForm(Versioned):
    """What is said of the meeting as a whole when minutes are taken."""

    number_present = forms.IntegerField(
        label=_("How many took part?"),
        help_text=_("When you do not tick them one by one."),
        min_value=0,
        max_value=5_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    tool = forms.ModelChoiceField(
        label=_("Which tool did you talk with?"),
        queryset=DialogTool.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    agreed = forms.CharField(
        label=_("What did you agree on?"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=_("Notes"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    NAMES = ["number_present", "tool", "agreed", "note"]

    def __init__(self, meeting, data=None):
        self.instance = meeting
        super().__init__(
            data,
            initial={name: getattr(meeting, name) for name in self.NAMES},
        )
        self.fields["tool"].queryset = DialogTool.objects.filter(
            Q(is_offered=True) | Q(pk=meeting.tool_id)
        )

    def clean(self):
        said = super().clean()
        if said.get("agreed") and not said.get("tool"):
            self.add_error("tool", _("Choose the tool that you talked with."))
        return said

    def carry_out(self, *, by):
        self.instance.write(**self.cleaned_data)


class AttendeeForm(forms.ModelForm):
    """One more who is to come, or came."""

    person = SearchField(
        User.objects.none(),
        label=_("Who?"),
        url=reverse_lazy("meetings:people_options"),
        required=False,
    )

    class Meta:
        model = Attendance
        fields = ["person", "name", "role"]
        labels = {
            "name": _("Or a name, of one without an account"),
            "role": _("In which role?"),
        }

    def __init__(self, meeting, data=None):
        super().__init__(data, instance=Attendance(meeting=meeting))
        people = User.objects.known_to_all()
        self.fields["person"].queryset = people.select_related("unit")

    def clean(self):
        said = super().clean()
        if bool(said.get("person")) == bool(said.get("name")):
            self.add_error("person", _("Choose a person, or write a name."))
        return said

    def carry_out(self, *, by):
        self.instance.meeting.hold_open()
        self.save()


class _ActForm(forms.Form):
    """A move of a meeting."""

    label: str | Promise
    done: str | Promise
    help: str | Promise = ""
    tone = "accent"
    fits: tuple[str, ...] = ()

    def __init__(self, meeting, data=None):
        self.meeting = meeting
        super().__init__(data)


class _Reasoned(_ActForm):
    reason = forms.CharField(
        label=_("Why?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CallForm(_ActForm):
    label, done = _("Call to the meeting"), _("All who are to come have been told.")
    help = _(
        "All who are to come get an e-mail with a link to the agenda. The cases get their "
        "numbers. You can call anew when something has changed."
    )
    fits = Status.coming_states

    def carry_out(self, *, by):
        calling.call(self.meeting, by=by)


class HoldForm(_ActForm):
    label, done = _("The meeting was held"), _("The meeting is held.")
    help = _(
        "What the agenda was filled with stays as it is today. You can go on writing the "
        "minutes until they are approved."
    )
    fits = Status.coming_states

    def carry_out(self, *, by):
        calling.hold(self.meeting, by=by)


class CancelForm(_Reasoned):
    label, done = _("Cancel the meeting"), _("The meeting is cancelled.")
    tone = "danger"
    fits = Status.coming_states

    def carry_out(self, *, by):
        calling.cancel(self.meeting, by=by, **self.cleaned_data)


class ResumeForm(_ActForm):
    label, done = _("Plan it anew"), _("The meeting is planned again.")
    fits = (Status.CANCELLED, Status.HELD)

    def carry_out(self, *, by):
        self.meeting.resume(by=by)


class ApproveForm(_ActForm):
    label, done = _("Approve the minutes"), _("You have approved the minutes.")
    help = _("When all who are to approve them have done so, they cannot be changed.")
    fits = (Status.HELD,)

    # Of the minutes as they were read.
    stamp = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, meeting, data=None):
        super().__init__(meeting, data)
        self.initial["stamp"] = meeting.stamp

    def carry_out(self, *, by):
        approving.approve(self.meeting, by=by, **self.cleaned_data)


class TakeBackForm(_Reasoned):
    label, done = _("Take the approval back"), _("The minutes can be changed again.")
    tone = "danger"
    fits = (Status.APPROVED,)

    def carry_out(self, *, by):
        self.meeting.take_back(by=by, **self.cleaned_data)
        self.meeting.attendances.update(approved_at=None)


ACTS = {
    "call": CallForm,
    "hold": HoldForm,
    "approve": ApproveForm,
    "cancel": CancelForm,
    "resume": ResumeForm,
    "take-back": TakeBackForm,
}
