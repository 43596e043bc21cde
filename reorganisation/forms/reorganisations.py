"""What is said of a reorganisation and of its steps."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organisation.models import Committee, Level, Unit, User
from reorganisation import carrying_out
from reorganisation.models import Part, Reorganisation, Step
from sam.dates import today
from ui.forms import SearchField, WordsField
from ui.widgets import DateInput, first_of

Kind = Step.Kind
_UNITS = reverse_lazy("organisation:unit_options")
_PEOPLE = reverse_lazy("reorganisation:people_options")
# So many units can be said in one form; more take another step.
MOST_SOURCES, MOST_RECEIVERS = 6, 5


class FilterForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search title or unit"))
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All")), *Reorganisation.Status.choices],
    )

    def filter(self, rows):
        """A filter without sense is left out."""
        self.is_valid()
        if status := self.cleaned_data.get("status"):
            rows = rows.filter(status=status)
        return rows.search(self.cleaned_data.get("q", ""))


class ReorganisationForm(forms.ModelForm):
    class Meta:
        model = Reorganisation
        fields = ["title", "on", "reason"]
        labels = {
            "title": _("What changes?"),
            "on": _("From which day?"),
            "reason": _("Which decision, or why?"),
        }
        help_texts = {
            "title": _("For example “The two schools in the north become one”."),
            "on": _(
                "The first day on which it is so. It may have passed: what has happened"
                " since then follows, and what was before stays as it was."
            ),
        }
        widgets = {"on": DateInput, "reason": forms.Textarea(attrs={"rows": 3})}

    def carry_out(self, *, by):
        if not self.instance._state.adding:
            self.instance.change(by=by, **self.cleaned_data)
            return self.instance
        return Reorganisation.objects.plan(by=by, **self.cleaned_data)


class _StepForm(forms.Form):
    """Each kind of step has a form; `carry_out` adds it to the reorganisation."""

    kind: Kind

    def __init__(self, data=None, *, reorganisation, unit=None):
        super().__init__(data)
        self.reorganisation = reorganisation
        if unit and "unit" in self.fields:
            self.initial["unit"] = unit.pk
        if "below" in self.fields:
            new = Part.objects.filter(
                step__reorganisation=reorganisation, is_new=True
            ).order_by("step__order", "order")
            self.fields["below"].queryset = new
            if not new:
                del self.fields["below"]

    def get_context(self):
        """The units are the same in all fields that choose one, and read for all at once."""
        fields = [
            field
            for field in self.fields.values()
            if isinstance(field, SearchField) and field.queryset.model is Unit
        ]
        first = first_of(fields[0].queryset) if fields else None
        for field in fields:
            field.widget.first = first
        return super().get_context()

    @transaction.atomic
    def carry_out(self, *, by):
        self.reorganisation.hold(Reorganisation.Status.DRAFT)
        said = self.cleaned_data
        step = self.reorganisation.steps.create(
            kind=self.kind,
            order=self.reorganisation.steps.count(),
            parent=said.get("parent") if not said.get("below") else None,
            parent_part=said.get("below"),
            committee=said.get("committee"),
        )
        parts = self.parts(said)
        for order, part in enumerate(parts):
            part.step, part.order = step, order
        Part.objects.bulk_create(parts)
        self.reorganisation.log(by=by, note=str(step))
        return step

    def parts(self, said):
        return [Part(unit=said["unit"], name=said.get("name", ""))]

    def clean_code(self):
        return _free_code(self.cleaned_data["code"])


def _free_code(code):
    if code and Unit.objects.filter(code__iexact=code).exists():
        raise ValidationError(
            _("There is a unit with the code %(code)s already."),
            code="taken",
            params={"code": code},
        )
    return code


def _unit_field(label, **kwargs):
    return SearchField(
        Unit.objects.existing().select_related("parent"),
        label=label,
        url=_UNITS,
        **kwargs,
    )


def _manager_field():
    return SearchField(
        User.objects.filter(is_active=True).select_related("unit"),
        label=_("Who leads it?"),
        help_text=_("Appointed from that day. Can be said later on the unit's page."),
        url=_PEOPLE,
        required=False,
    )


def _below_field():
    return forms.ModelChoiceField(
        Part.objects.none(),
        label=_("Or below a unit that is new in this reorganisation"),
        required=False,
    )


class RenameForm(_StepForm):
    kind = Kind.RENAME

    unit = _unit_field(_("Which unit?"))
    name = forms.CharField(label=_("What is it called from then on?"), max_length=200)


class _BelowSomething(_StepForm):
    """Of steps after which a unit hangs below another."""

    def clean(self):
        said = super().clean()
        if not said.get("parent") and not said.get("below") and not self.errors:
            self.add_error("parent", _("Choose the unit above."))
        return said


class MoveForm(_BelowSomething):
    kind = Kind.MOVE

    unit = _unit_field(_("Which unit?"))
    parent = _unit_field(
        _("Below which unit does it hang from then on?"),
        help_text=_("What hangs below it goes along."),
        required=False,
    )
    below = _below_field()


class CommitteeForm(_StepForm):
    kind = Kind.COMMITTEE

    unit = _unit_field(_("Which unit?"))
    committee = forms.ModelChoiceField(
        Committee.objects.all(),
        label=_("To which committee does it answer?"),
        empty_label=_("The same as the unit above"),
        required=False,
    )


class FoundForm(_BelowSomething):
    kind = Kind.FOUND

    name = forms.CharField(label=_("What is it called?"), max_length=200)
    code = forms.CharField(
        label=_("Code"),
        help_text=_("What other systems call the unit."),
        max_length=50,
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices[1:])
    parent = _unit_field(_("Below which unit does it hang?"), required=False)
    below = _below_field()
    committee = CommitteeForm.base_fields["committee"]
    manager = _manager_field()

    def __init__(self, data=None, *, reorganisation, unit=None):
        super().__init__(data, reorganisation=reorganisation)
        if unit:
            self.initial["parent"] = unit.pk
        self.initial["level"] = Level.UNIT

    def parts(self, said):
        names = ("name", "code", "level", "manager")
        new = {name: said[name] for name in names}
        return [Part(is_new=True, is_receiver=True, **new)]


class CloseForm(_StepForm):
    kind = Kind.CLOSE

    unit = _unit_field(_("Which unit is closed?"))
    to = _unit_field(
        _("Which unit takes over what is open?"),
        help_text=_(
            "People, measures, risks and rounds go there, and whoever leads it answers"
            " for what stays. Without one it is left to the level above."
        ),
        required=False,
    )

    def clean(self):
        said = super().clean()
        if said.get("to") and said["to"] == said.get("unit"):
            self.add_error("to", _("Choose another unit."))
        return said

    def parts(self, said):
        parts = super().parts(said)
        return parts + [
            Part(unit=unit, is_receiver=True) for unit in [said["to"]] if unit
        ]


class _NewUnits(_StepForm):
    """Of steps that lead to units, some of which are new."""

    def _new(self, said, number):
        """The new unit of the row, or none."""
        name = said.get(f"name_{number}")
        if not name:
            return None
        return Part(
            is_new=True,
            is_receiver=True,
            name=name,
            code=said[f"code_{number}"],
            manager=said.get(f"manager_{number}"),
        )

    def _add_new(self, number, name_label):
        self.fields[f"name_{number}"] = forms.CharField(
            label=name_label, max_length=200, required=False
        )
        self.fields[f"code_{number}"] = forms.CharField(
            label=_("Its code"), max_length=50, required=False
        )
        self.fields[f"manager_{number}"] = _manager_field()

    def _clean_new(self, said, number):
        name, code = said.get(f"name_{number}"), said.get(f"code_{number}")
        if bool(name) != bool(code):
            empty = "code" if name else "name"
            self.add_error(f"{empty}_{number}", _("Say both name and code."))
        elif code:
            try:
                _free_code(code)
            except ValidationError as error:
                self.add_error(f"code_{number}", error)


class MergeForm(_NewUnits):
    kind = Kind.MERGE

    def __init__(self, data=None, *, reorganisation, unit=None):
        super().__init__(data, reorganisation=reorganisation)
        for number in range(1, MOST_SOURCES + 1):
            self.fields[f"source_{number}"] = _unit_field(
                _("Unit that goes into the other"), required=number == 1
            )
        if unit:
            self.initial["source_1"] = unit.pk
        self.fields["into"] = _unit_field(
            _("Into which unit that is here?"),
            help_text=_("Leave it empty when they become a new one."),
            required=False,
        )
        self._add_new(1, _("Or what is the new unit called?"))

    def clean(self):
        said = super().clean()
        self._clean_new(said, 1)
        sources = self._sources(said)
        if len(set(sources)) < len(sources):
            self.add_error("source_1", _("Each unit can be named once."))
        if bool(said.get("into")) == bool(said.get("name_1")) and not self.errors:
            self.add_error("into", _("Choose either a unit that is here or a new one."))
        if said.get("into") in sources:
            self.add_error("into", _("It cannot go into itself."))
        if said.get("name_1") and len(sources) < 2 and not self.errors:
            self.add_error(
                "source_2", _("Name at least two; else give the unit another name.")
            )
        return said

    def _sources(self, said):
        names = (f"source_{number}" for number in range(1, MOST_SOURCES + 1))
        return [said[name] for name in names if said.get(name)]

    def parts(self, said):
        parts = [Part(unit=unit) for unit in self._sources(said)]
        into = said.get("into")
        receiver = Part(unit=into, is_receiver=True) if into else self._new(said, 1)
        return [*parts, receiver]


class SplitForm(_NewUnits):
    kind = Kind.SPLIT

    unit = _unit_field(_("Which unit is split?"))
    stays = forms.BooleanField(
        label=_("The unit itself remains"),
        help_text=_("With all that you do not give to the others."),
        required=False,
    )
    into = _unit_field(
        _("A unit that is here and takes over a part"),
        required=False,
    )

    def __init__(self, data=None, *, reorganisation, unit=None):
        super().__init__(data, reorganisation=reorganisation, unit=unit)
        for number in range(1, MOST_RECEIVERS):
            self._add_new(number, format_lazy(_("New unit {number}"), number=number))

    def clean(self):
        said = super().clean()
        for number in range(1, MOST_RECEIVERS):
            self._clean_new(said, number)
        if not self.errors and len(self.parts(said)) < 3:
            self.add_error("name_1", _("Name at least two units that it leads to."))
        if said.get("into") and said["into"] == said.get("unit"):
            self.add_error("into", _("Choose another unit."))
        return said

    def parts(self, said):
        """The one that remains, or the first that is named, takes what nobody chooses."""
        new = [self._new(said, number) for number in range(1, MOST_RECEIVERS)]
        there = [said["unit"]] if said["stays"] else []
        other = [said["into"]] if said.get("into") else []
        return [
            Part(unit=said["unit"]),
            *(Part(unit=unit, is_receiver=True) for unit in there),
            *filter(None, new),
            *(Part(unit=unit, is_receiver=True) for unit in other),
        ]


STEPS = {
    form.kind.value: form
    for form in [
        MergeForm,
        SplitForm,
        MoveForm,
        RenameForm,
        FoundForm,
        CloseForm,
        CommitteeForm,
    ]
}


class NowForm(forms.Form):
    """The day and the title of a reorganisation of one step, from the unit's page."""

    on = forms.DateField(label=_("From which day?"), initial=today, widget=DateInput)
    reason = forms.CharField(
        label=_("Which decision, or why?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class _ActForm(forms.Form):
    """A move of a reorganisation from one status to another; `name` ends its address."""

    name: str
    label: Promise
    done: Promise
    starts: Reorganisation.Status

    note = forms.CharField(
        label=_("Notes"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, reorganisation, data=None):
        self.reorganisation = reorganisation
        super().__init__(data)


class DecideForm(_ActForm):
    name, label = "decide", _("Decide")
    done = _("It is decided.")
    starts = Reorganisation.Status.DRAFT

    def carry_out(self, *, by):
        carrying_out.decide(self.reorganisation, by=by, **self.cleaned_data)


class ToDraftForm(_ActForm):
    name, label = "to-draft", _("Take the decision back")
    done = _("It is a draft again.")
    starts = Reorganisation.Status.DECIDED

    def carry_out(self, *, by):
        self.reorganisation.return_to_draft(by=by, **self.cleaned_data)


class CancelForm(_ActForm):
    name, label = "cancel", _("Cancel the reorganisation")
    done = _("It is cancelled.")
    starts = Reorganisation.Status.DRAFT

    def carry_out(self, *, by):
        self.reorganisation.cancel(by=by, **self.cleaned_data)


class ResumeForm(_ActForm):
    name, label = "resume", _("Go on with it after all")
    done = _("It is a draft again.")
    starts = Reorganisation.Status.CANCELLED

    def carry_out(self, *, by):
        self.reorganisation.return_to_draft(by=by, **self.cleaned_data)


class CarryOutForm(_ActForm):
    """Of one that the night could not carry out."""

    name, label = "carry-out", _("Carry it out")
    done = _("It is carried out.")
    starts = Reorganisation.Status.DECIDED

    def carry_out(self, *, by):
        carrying_out.carry_out(self.reorganisation, by=by)


class UndoForm(_ActForm):
    name, label = "undo", _("Undo the reorganisation")
    done = _("It is undone: all is as it was.")
    starts = Reorganisation.Status.CARRIED_OUT

    def carry_out(self, *, by):
        carrying_out.undo(self.reorganisation, by=by, **self.cleaned_data)


ACTS = {
    form.name: form
    for form in [
        DecideForm,
        CarryOutForm,
        ToDraftForm,
        CancelForm,
        ResumeForm,
        UndoForm,
    ]
}
