"""What is asked when somebody new is introduced."""

from dateutil.relativedelta import relativedelta
from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from introductions.models import Introduction, IntroductionTemplate, SurveyAnswer
from introductions.newcomers import people_to_introduce
from organisation.forms import InUnitForm
from organisation.models import UnitPermission, User
from sam.dates import today
from sam.workflow import InvalidTransition
from ui.days import not_future
from ui.forms import SearchField, Versioned, WordsField
from ui.widgets import DateInput

# How long a probation usually lasts, where the employment is not a short one.
PROBATION = relativedelta(months=6)
# An employment that ends within so long is a short one.
SHORT = relativedelta(months=6)


class PersonForm(forms.Form):
    """Whom: everyone who works where the manager leads."""

    person = SearchField(
        User.objects.none(),
        label=_("Who is new?"),
        help_text=_("Also a substitute, or somebody who comes back."),
        url=reverse_lazy("introductions:people_options"),
    )

    def __init__(self, data=None, *, by):
        super().__init__(data)
        self.fields["person"].queryset = people_to_introduce(by).select_related("unit")


class _PlanForm(forms.Form):
    starts_on = forms.DateField(label=_("First day of work"), widget=DateInput)
    ends_on = forms.DateField(
        label=_("Last day, of a short employment"), widget=DateInput, required=False
    )
    supervisor = SearchField(
        User.objects.none(),
        label=_("Who is the supervisor?"),
        help_text=_("Shows the daily work, and ticks what has been shown."),
        url=reverse_lazy("introductions:people_options"),
        required=False,
    )
    probation_ends_on = forms.DateField(
        label=_("When does the probation end?"),
        help_text=_("You are reminded half-way and before the end."),
        widget=DateInput,
        required=False,
    )

    def __init__(self, data=None, *, by, person, initial=None):
        super().__init__(data, initial=initial)
        self.person = person
        others = people_to_introduce(by).exclude(pk=person.pk)
        self.fields["supervisor"].queryset = others.select_related("unit")

    def clean(self):
        said = super().clean()
        starts_on, ends_on = said.get("starts_on"), said.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day comes before the first."))
        probation = said.get("probation_ends_on")
        if starts_on and probation and probation <= starts_on:
            self.add_error(
                "probation_ends_on", _("The probation ends before it began.")
            )
        return said


class BeginForm(_PlanForm):
    template = forms.ModelChoiceField(
        IntroductionTemplate.objects.none(),
        label=_("Along which template?"),
        help_text=_("The first one fits the occupation and the unit best."),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    field_order = ["template"]

    def __init__(self, data=None, *, by, person):
        starts_on = person.employed_on or today()
        fitting = IntroductionTemplate.objects.fitting(person.unit, title=person.title)
        initial = {
            "starts_on": starts_on,
            "probation_ends_on": starts_on + PROBATION,
            "template": fitting.first(),
        }
        super().__init__(data, by=by, person=person, initial=initial)
        self.fields["template"].queryset = fitting

    def carry_out(self, *, by):
        try:
            with transaction.atomic():
                self.begun = Introduction.objects.begin(
                    by=by,
                    person=self.person,
                    unit=self.person.unit,
                    **self.cleaned_data,
                )
        except IntegrityError as error:
            raise InvalidTransition(
                _("The person is being introduced already.")
            ) from error


class ChangeForm(_PlanForm, Versioned):
    def __init__(self, introduction, data=None, *, by):
        self.instance = introduction
        names = ["starts_on", "ends_on", "supervisor", "probation_ends_on"]
        initial = {name: getattr(introduction, name) for name in names}
        super().__init__(data, by=by, person=introduction.person, initial=initial)

    def carry_out(self, *, by):
        self.instance.change(by=by, **self.cleaned_data)


class SkipForm(forms.Form):
    because = forms.CharField(
        label=_("Why does it not concern the person?"),
        help_text=_("Such as: works by day alone. Write nothing about health."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, step, data=None):
        super().__init__(data)
        self.step = step

    def carry_out(self, *, by):
        self.step.skip(by=by, **self.cleaned_data)


class CancelForm(forms.Form):
    note = forms.CharField(
        label=_("Why does it end?"),
        help_text=_("Such as: has left, has moved to another workplace."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, introduction, data=None):
        super().__init__(data)
        self.introduction = introduction

    def carry_out(self, *, by):
        self.introduction.cancel(by=by, **self.cleaned_data)


class TalkForm(forms.Form):
    on = forms.DateField(
        label=_("When was the talk?"),
        help_text=_("The day alone is kept, not what you said."),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )

    def __init__(self, introduction, data=None):
        super().__init__(data)
        self.introduction = introduction

    def carry_out(self, *, by):
        self.introduction.hold_talk(by=by, **self.cleaned_data)


def _known(label):
    return forms.ChoiceField(
        label=label,
        choices=SurveyAnswer.Known.choices,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )


class AnswerForm(forms.Form):
    """Five questions; nothing that is written in words."""

    knew_plan = _known(_("Did you know that there is a plan for new employees?"))
    was_used = _known(_("Was the plan used?"))
    knows_risks = _known(_("Do you know the risks of your work and how to avoid them?"))
    knew_whom_to_ask = _known(_("Did you know whom to ask?"))
    rating = forms.TypedChoiceField(
        label=_("How was your introduction, from 1 (poor) to 5 (very good)?"),
        choices=[(number, str(number)) for number in range(1, 6)],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )

    def __init__(self, invitation, data=None):
        super().__init__(data)
        self.invitation = invitation

    def carry_out(self):
        self.invitation.answer(**self.cleaned_data)


class IntroductionFilterForm(InUnitForm):
    permission = UnitPermission.HANDLE_YEAR
    field_order = ["q", "status", "unit"]

    q = WordsField(label=_("Search names"))
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), *Introduction.Status.choices],
        required=False,
    )

    def filter(self, introductions):
        for word in self.cleaned_data.get("q", "").replace("\x00", "").split():
            introductions = introductions.filter(person__name__icontains=word)
        if status := self.cleaned_data.get("status"):
            introductions = introductions.filter(status=status)
        return self.in_unit(introductions)


class YearForm(forms.Form):
    mark_optional = False

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)

    def __init__(self, data):
        super().__init__(data)
        years = range(today().year, today().year - 5, -1)
        self.fields["year"].choices = [(year, year) for year in years]
        self.is_valid()

    @property
    def chosen_year(self):
        return self.cleaned_data.get("year") or today().year
