from datetime import timedelta
from itertools import groupby

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from organisation import roles
from organisation.forms import InUnitForm
from organisation.models import Role, Unit, UnitPermission, User
from riskassessment import planning
from riskassessment.models import Area, Checklist, InspectionRound, Participant
from sam.dates import today
from ui.forms import SearchField, WordsField
from ui.widgets import CheckboxCards, DateInput, TimeInput

Part = Participant.Part
# With more, one searches for them on the page of who takes part.
MOST_EMPLOYEES = 40
MOST_QUESTIONS = 50


def _years():
    """From next year back, as far as the history of most reaches."""
    next_year = today().year + 1
    return [("", _("All")), *((year, year) for year in range(next_year, 2015, -1))]


class RoundFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_ROUNDS

    q = WordsField(label=_("Search"), max_length=100)
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("All")),
            ("mine", _("Mine to do")),
            ("late", _("Late")),
            ("carried_out", _("Carried out")),
        ],
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), *InspectionRound.Status.choices],
        required=False,
    )
    area = forms.ChoiceField(
        label=_("What it surveys"),
        choices=[("", _("All")), *Area.choices],
        required=False,
    )
    year = forms.TypedChoiceField(
        label=_("Year"), choices=_years, coerce=int, empty_value=None, required=False
    )
    field_order = ["q", "show", "status", "area", "year", "unit"]

    def __init__(self, data, *, user):
        self.user = user
        super().__init__(data, user=user)

    def filter(self, rounds):
        """Narrow the rounds; a filter that makes no sense is left out."""
        chosen = self.cleaned_data
        if text := chosen.get("q"):
            rounds = rounds.matching(text)
        if chosen.get("show") == "mine":
            rounds = rounds.filter(
                pk__in=InspectionRound.objects.to_do_for(self.user).values("pk")
            )
        if chosen.get("show") == "late":
            rounds = rounds.late()
        if chosen.get("show") == "carried_out":
            rounds = rounds.carried_out()
        if status := chosen.get("status"):
            rounds = rounds.filter(status=status)
        if area := chosen.get("area"):
            rounds = rounds.surveying(area)
        if year := chosen.get("year"):
            rounds = rounds.filter(planned_on__year=year)
        return self.in_unit(rounds)


class UnitForm(forms.Form):
    """Where the round is to be: asked first, because it decides whom to invite."""

    unit = SearchField(
        Unit.objects.none(),
        label=_("Which workplace?"),
        url=reverse_lazy("organisation:unit_options"),
    )

    def __init__(self, data, *, units):
        super().__init__(data)
        self.fields["unit"].queryset = units.select_related("parent")


class DayForm(forms.Form):
    """A day for a round; one long ago or far away is a slip of the hand."""

    planned_on = forms.DateField(label=_("When?"), widget=DateInput)

    def clean_planned_on(self):
        day = self.cleaned_data["planned_on"]
        if day < today() - relativedelta(years=1):
            raise ValidationError(_("That is more than a year ago."), code="past")
        if day > today() + relativedelta(years=5):
            raise ValidationError(_("That is more than five years ahead."), code="far")
        return day


class WhenForm(DayForm):
    starts_at = forms.TimeField(
        label=_("At what time?"), widget=TimeInput, required=False
    )
    place = forms.CharField(
        label=_("Where do you meet?"), max_length=200, required=False
    )
    message = forms.CharField(
        label=_("What should those at the workplace know?"),
        help_text=_(
            "Comes with the invitation and stands on the page for the workplace meeting."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
    )


class _ByArea(ModelChoiceIterator):
    def __iter__(self):
        order = Area.values.index
        rows = sorted(self.queryset.all(), key=lambda each: order(each.area))
        for area, checklists in groupby(rows, key=lambda each: each.area):
            yield Area(area).label, [self.choice(each) for each in checklists]


class ChecklistSelect(forms.CheckboxSelectMultiple):
    """Beside each checklist a way to read it first."""

    option_template_name = "riskassessment/checklist_option.html"

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        return option | {"url": value.instance.get_absolute_url()}


class ChecklistsField(forms.ModelMultipleChoiceField):
    iterator = _ByArea
    widget = ChecklistSelect


class WhatForm(WhenForm):
    """What is walked, and when; `round` is the one that is changed."""

    checklists = ChecklistsField(Checklist.objects.none(), label=_("Which checklists?"))
    own_questions = forms.CharField(
        label=_("Questions of your own"),
        help_text=_(
            "One on each line. They are answered with yes or no; no is a risk."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        required=False,
    )
    field_order = ["checklists", "planned_on", "starts_at", "place", "message"]

    def __init__(self, data=None, *, unit, round=None, **kwargs):
        super().__init__(data, **kwargs)
        offered = Checklist.objects.offered()
        if round:
            # Also those that are not offered any more, or in an older version.
            kept = Q(pk__in=round.checklists.values("pk"))
            offered = Checklist.objects.filter(Q(pk__in=offered.values("pk")) | kept)
        self.fields["checklists"].queryset = offered
        if "own_questions" not in self.initial:
            self.initial["own_questions"] = "\n".join(planning.own_questions(unit=unit))

    def clean_own_questions(self):
        lines = self.cleaned_data["own_questions"].splitlines()
        questions = [" ".join(line.split()) for line in lines if line.strip()]
        if len(questions) > MOST_QUESTIONS:
            raise ValidationError(
                _("At most %(number)s questions."), params={"number": MOST_QUESTIONS}
            )
        if any(len(question) > 500 for question in questions):
            raise ValidationError(_("A question has at most 500 characters."))
        return questions


class PlanForm(WhatForm):
    """A new round: also whom to ask."""

    representatives = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Safety representatives to invite"),
        widget=CheckboxCards,
        required=False,
    )
    employees = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Others at the workplace to invite"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    expert = forms.CharField(
        label=_("Expert from outside"),
        help_text=_("For example from the occupational health service: the name."),
        max_length=150,
        required=False,
    )
    property_owner = forms.CharField(
        label=_("Property owner"), max_length=150, required=False
    )
    pupils_representative = forms.CharField(
        label=_("Pupils' representative"), max_length=150, required=False
    )
    field_order = [
        *WhatForm.field_order,
        *("representatives", "employees"),
        *("expert", "property_owner", "pupils_representative", "own_questions"),
    ]

    def __init__(self, data=None, *, unit, by):
        super().__init__(data, unit=unit)
        self._offer_representatives(unit)
        self._offer_employees(unit, by)

    def _offer_representatives(self, unit):
        field = self.fields["representatives"]
        holders = roles.holders(Role.SAFETY_REPRESENTATIVE, unit)
        self.nearest = roles.nearest([Role.SAFETY_REPRESENTATIVE], unit)
        field.queryset = User.objects.filter(pk__in=[each.pk for each in holders])
        field.initial = [each.pk for each in self.nearest]
        field.widget.descriptions = {
            str(each.pk): self._part_of(each).label for each in holders
        }
        if not holders:
            field.help_text = _(
                "The workplace has no safety representative in the program. "
                "Ask the chief safety representative."
            )

    def _offer_employees(self, unit, by):
        asked = self.fields["representatives"].queryset.values("pk")
        employees = User.objects.filter(unit=unit, is_active=True)
        employees = employees.exclude(pk=by.pk).exclude(pk__in=asked)
        number = employees[: MOST_EMPLOYEES + 1].count()
        if not number:
            del self.fields["employees"]
        elif number > MOST_EMPLOYEES:
            del self.fields["employees"]
            representatives = self.fields["representatives"]
            representatives.help_text = representatives.help_text or _(
                "You can invite more people on the page of the round."
            )
        else:
            self.fields["employees"].queryset = employees

    def _part_of(self, representative):
        """One further up in the organisation is the chief safety representative."""
        is_nearest = representative in self.nearest
        return Part.SAFETY_REPRESENTATIVE if is_nearest else Part.CHIEF_REPRESENTATIVE

    @property
    def what(self):
        """What `planning.plan` takes beside who plans where."""
        names = ["checklists", "own_questions", *WhenForm.base_fields]
        return {name: self.cleaned_data[name] for name in names} | {
            "invited": self._invited()
        }

    def _invited(self):
        given = self.cleaned_data
        yield from ((each, self._part_of(each)) for each in given["representatives"])
        yield from ((each, Part.EMPLOYEE) for each in given.get("employees", []))
        for part in [Part.EXPERT, Part.PROPERTY_OWNER, Part.PUPILS_REPRESENTATIVE]:
            if name := given[part.value]:
                yield name, part


def change_form(round, data=None):
    """Of one that has begun only when and where can be changed."""
    initial = {name: getattr(round, name) for name in WhenForm.base_fields}
    if round.status != round.Status.PLANNED:
        return WhenForm(data, initial=initial)
    own = getattr(round, "own_section", None)
    texts = own.questions.values_list("text", flat=True) if own else []
    initial |= {
        "checklists": [each.pk for each in round.checklists.all()],
        "own_questions": "\n".join(texts),
    }
    return WhatForm(data, unit=round.unit, round=round, initial=initial)


class InviteForm(forms.Form):
    """Somebody with an account, or somebody without by name."""

    person = SearchField(
        User.objects.none(),
        label=_("Person with an account"),
        url=reverse_lazy("riskassessment:people_options"),
        required=False,
    )
    name = forms.CharField(
        label=_("or the name of somebody without an account"),
        max_length=150,
        required=False,
    )
    part = forms.ChoiceField(
        label=_("Takes part as"), choices=Part.choices, initial=Part.EMPLOYEE
    )
    mark_optional = False

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["person"].queryset = people_to_invite()

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned["person"]) == bool(cleaned["name"]):
            raise ValidationError(
                _("Choose a person, or write the name of one without an account.")
            )
        return cleaned

    @property
    def asked(self):
        who = self.cleaned_data["person"] or self.cleaned_data["name"]
        return who, self.cleaned_data["part"]


def people_to_invite():
    return User.objects.filter(is_active=True).select_related("unit")


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it cancelled?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
    )


def warnings_of(day):
    """What to think of before a round on that day; none of it forbids it."""
    found = []
    if day < today():
        found.append(_("The day has already passed."))
    elif day < today() + timedelta(days=7):
        found.append(
            _("It is less than a week until then; some may not be able to come.")
        )
    if day.weekday() >= 5:
        found.append(_("The day is a Saturday or Sunday."))
    return found
