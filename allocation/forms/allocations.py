from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from allocation.models import AllocationTask, TaskAllocation
from allocation.models.allocations import held_by, what_is_lacking
from allocation.rights import manages, units_of
from organisation.forms import InUnitForm
from organisation.models import Committee, Unit, UnitPermission, User
from organisation.permissions import roles_held
from organisation.roles import DEPUTISING, appointments_by_unit, level_above
from sam.dates import today
from ui.days import not_future
from ui.forms import SearchField, Versioned, WordsField
from ui.widgets import DateInput

Kind, Status = TaskAllocation.Kind, TaskAllocation.Status


class AllocationFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["q", "show", "whose", "unit"]

    q = WordsField(label=_("Search name"))
    show = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("All")),
            ("in_force", _("In force")),
            ("proposed", _("Waits for a signature")),
            ("draft", _("Draft")),
            ("returned", _("With tasks given back")),
            ("incomplete", _("Something is lacking")),
            ("follow_up", _("To be followed up")),
            ("over", pgettext_lazy("allocation", "Ended")),
        ],
    )
    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[
            ("", _("All")),
            ("mine", _("Given to me")),
            ("given", _("Given by me")),
        ],
    )

    def __init__(self, data, *, user):
        self.user = user
        super().__init__(data, user=user)

    def filter(self, rows):
        said = self.cleaned_data
        if words := said.get("q", "").split():
            for word in words:
                rows = rows.named(word)
        rows = _SHOWN.get(said.get("show", ""), lambda rows: rows)(rows)
        if said.get("whose") == "mine":
            rows = rows.filter(receiver=self.user)
        if said.get("whose") == "given":
            rows = rows.given_by(self.user)
        if unit := said.get("unit"):
            rows = rows.in_units(Unit.objects.within([unit.pk]))
        return rows


_SHOWN = {
    "in_force": lambda rows: rows.in_force(),
    "proposed": lambda rows: rows.filter(status=Status.PROPOSED),
    "draft": lambda rows: rows.filter(status=Status.DRAFT),
    "returned": lambda rows: rows.with_returned(),
    "incomplete": lambda rows: rows.in_force().incomplete(),
    "follow_up": lambda rows: rows.to_follow_up(),
    "over": lambda rows: rows.over(),
}


def people_to_choose():
    return User.objects.filter(is_active=True).select_related("unit")


class ReceiverForm(forms.Form):
    receiver = SearchField(
        User.objects.none(),
        url=reverse_lazy("allocation:people_options"),
        label=_("Who is to receive the tasks?"),
        help_text=_(
            "Mostly a manager. It can also be somebody with a place of their own, such as a"
            " teacher with the chemistry room."
        ),
    )

    def __init__(self, data=None, *, by):
        self.by = by
        super().__init__(data)
        self.fields["receiver"].queryset = people_to_choose()

    def clean_receiver(self):
        receiver = self.cleaned_data["receiver"]
        if receiver == self.by and not manages(self.by):
            raise ValidationError(_("Nobody allocates tasks to themselves."))
        if not units_for(receiver, by=self.by).exists():
            raise ValidationError(
                _("%(name)s works in none of the units that you answer for.")
                % {"name": receiver}
            )
        return receiver


def units_for(receiver, *, by):
    """Where the person can be given tasks: the units that they lead, else where they work."""
    led = receiver.appointments.filter(role__in=DEPUTISING).exclude(
        valid__endswith__lte=today()
    )
    own = Unit.objects.filter(pk__in=led.values("unit"))
    if not own.exists():
        own = Unit.objects.filter(pk=receiver.unit_id)
    return units_of(by).filter(pk__in=own.values("pk"))


def givers_for(receiver, units, *, by):
    """[(value, label)] of who may allocate: oneself, and for HR whom it prepares for."""
    leads = any(role in DEPUTISING for role in roles_held(by))
    people = [by] if by != receiver and leads else []
    if not manages(by):
        return [(f"person:{each.pk}", str(each)) for each in people]
    among = appointments_by_unit()
    for unit in units:
        above = level_above(unit, [receiver.pk], among=among)
        people += [each for each in above if each not in people and each != receiver]
    committees = Committee.objects.filter(units__in=list(units)).distinct()
    return [
        *((f"person:{each.pk}", str(each)) for each in people),
        *((f"committee:{each.pk}", str(each)) for each in committees),
        ("council", Kind.COUNCIL.label),
    ]


def _giver_of(value):
    """(kind, the person or committee) of what `givers_for` offers."""
    kind, _colon, key = value.partition(":")
    model = {Kind.PERSON: User, Kind.COMMITTEE: Committee}.get(kind)
    return Kind(kind), model and model.objects.get(pk=key)


class _WrittenForm(forms.Form):
    """What is written of an allocation to a person."""

    allocator = forms.ChoiceField(
        label=_("Who allocates the tasks?"), widget=forms.RadioSelect
    )
    decided_on = forms.DateField(
        label=_("When did the committee or the council decide?"),
        help_text=_("Only when a political body allocates."),
        required=False,
        widget=DateInput,
    )
    case_number = forms.CharField(
        label=_("Case number of the decision"), max_length=50, required=False
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("In which units?"),
        widget=forms.CheckboxSelectMultiple,
    )
    limited_to = forms.CharField(
        label=_("Only for a part of it?"),
        help_text=_("For example the chemistry room. The manager then holds the rest."),
        max_length=200,
        required=False,
    )
    tasks = forms.ModelMultipleChoiceField(
        AllocationTask.objects.none(),
        label=_("Which tasks?"),
        widget=forms.CheckboxSelectMultiple,
    )
    valid_from = forms.DateField(
        label=_("From which day?"), initial=today, widget=DateInput
    )
    last_day = forms.DateField(
        label=_("Until which day?"),
        help_text=_(
            "Leave it empty, and it lasts as long as the receiver leads the unit."
        ),
        required=False,
        widget=DateInput,
    )

    def __init__(self, receiver, data=None, *, by, **kwargs):
        super().__init__(data, **kwargs)
        self.receiver, self.by = receiver, by
        self.fields["units"].queryset = units_for(receiver, by=by)
        units = list(self.fields["units"].queryset)
        # Read already: the choices need not be asked for again.
        self.fields["units"].choices = [(unit.pk, str(unit)) for unit in units]
        self.fields["tasks"].queryset = AllocationTask.objects.in_force()
        givers = givers_for(receiver, units, by=by)
        self.fields["allocator"].choices = givers
        if all(value.startswith("person:") for value, _label in givers):
            del self.fields["decided_on"], self.fields["case_number"]
        self.initial.setdefault("allocator", givers[0][0] if givers else "")
        self.initial.setdefault("units", [unit.pk for unit in units])

    def clean_allocator(self):
        return _giver_of(self.cleaned_data["allocator"])

    def clean(self):
        said = super().clean()
        kind, giver = said.get("allocator") or (None, None)
        first, last = said.get("valid_from"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        if kind in {Kind.COMMITTEE, Kind.COUNCIL} and not said.get("decided_on"):
            self.add_error("decided_on", _("Say when it was decided."))
        if (decided_on := said.get("decided_on")) and decided_on > today():
            self.add_error("decided_on", _("The day has not come yet."))
        if not self.errors:
            on = max(first, today())
            lacking = what_is_lacking(kind, giver, said["units"], said["tasks"], on=on)
            if lacking:
                self.add_error("tasks", lacking)
        return said

    @property
    def said(self):
        """The fields of the model."""
        said = self.cleaned_data
        kind, giver = said["allocator"]
        is_body = kind != Kind.PERSON
        last_day = said["last_day"]
        return {
            "kind": kind,
            "allocator": giver if kind == Kind.PERSON else None,
            "committee": giver if kind == Kind.COMMITTEE else None,
            "decided_on": said.get("decided_on") if is_body else None,
            "case_number": said.get("case_number", "") if is_body else "",
            "limited_to": said["limited_to"],
            "valid": (said["valid_from"], day_after(last_day)),
            "units": said["units"],
            "tasks": said["tasks"],
        }


class PrepareForm(_WrittenForm):
    """An allocation to one person, as a draft or sent at once.

    To who leads a unit all is proposed that the giver holds; what is not given is unticked.
    """

    def __init__(self, receiver, data=None, *, by):
        super().__init__(receiver, data, by=by)
        leads = receiver.appointments.in_force().filter(role__in=DEPUTISING)
        if (value := self.initial["allocator"]) and leads.exists():
            self.initial["tasks"] = self._held_by(*_giver_of(value))

    def _held_by(self, kind, giver):
        tasks = self.fields["tasks"].queryset
        held = held_by(kind, giver, self.fields["units"].queryset, on=today())
        return [task.pk for task in tasks if held is None or task.key in held]

    def carry_out(self, *, by):
        return TaskAllocation.objects.prepare(
            by=by, receiver=self.receiver, **self.said
        )


class ChangeForm(_WrittenForm, Versioned):
    def __init__(self, allocation, data=None, *, by):
        self.instance = allocation
        giver = allocation.allocator_id or allocation.committee_id
        initial = {
            "allocator": f"{allocation.kind}:{giver}" if giver else allocation.kind,
            "decided_on": allocation.decided_on,
            "case_number": allocation.case_number,
            "units": [unit.pk for unit in allocation.units.all()],
            "tasks": [task.pk for task in allocation.tasks.all()],
            "limited_to": allocation.limited_to,
            "valid_from": allocation.first_day,
            "last_day": allocation.last_day,
        }
        super().__init__(allocation.receiver, data, by=by, initial=initial)
        own = (initial["allocator"], str(allocation.giver))
        choices = list(self.fields["allocator"].choices)
        if own[0] not in dict(choices):
            self.fields["allocator"].choices = [own, *choices]

    def saved_values(self, current):
        return {"limited_to": current.limited_to, "valid_from": current.first_day,
                "last_day": current.last_day, "tasks": current.tasks.all(),
                "units": current.units.all()}  # fmt: skip

    def carry_out(self, *, by):
        self.instance.change(by=by, version=self.cleaned_data["version"], **self.said)


class ToCommitteeForm(forms.Form):
    """The council's decision to allocate to a committee, which stands by itself."""

    receiver_committee = forms.ModelChoiceField(
        Committee.objects.all(), label=_("Which committee receives the tasks?")
    )
    tasks = forms.ModelMultipleChoiceField(
        AllocationTask.objects.none(),
        label=_("Which tasks?"),
        widget=forms.CheckboxSelectMultiple,
    )
    decided_on = forms.DateField(
        label=_("When did the council decide?"),
        widget=DateInput,
        validators=[not_future],
    )
    case_number = forms.CharField(label=_("Case number of the decision"), max_length=50)
    valid_from = forms.DateField(
        label=_("From which day?"), initial=today, widget=DateInput
    )

    def __init__(self, data=None):
        tasks = AllocationTask.objects.in_force()
        super().__init__(data, initial={"tasks": [task.pk for task in tasks]})
        self.fields["tasks"].queryset = tasks

    def carry_out(self, *, by):
        said = dict(self.cleaned_data)
        allocation = TaskAllocation.objects.prepare(
            by=by,
            kind=Kind.COUNCIL,
            units=[],
            valid=(said.pop("valid_from"), None),
            **said,
        )
        allocation.register(by=by)
        return allocation


def day_after(day):
    return day and day + timedelta(days=1)
