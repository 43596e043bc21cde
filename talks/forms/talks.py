from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisation.forms import InUnitForm
from organisation.models import UnitPermission, User
from sam.dates import today
from talks.models import OpinionCount, Talk, TalkSettings
from talks.reach import units_counted_for
from ui.days import not_future, not_past
from ui.forms import Versioned, WordsField
from ui.widgets import CheckboxCards, DateInput, RadioCards

Kind = Talk.Kind


class PeopleFilterForm(forms.Form):
    """Which of the own employees to show."""

    mark_optional = False

    q = WordsField(label=_("Search name"))
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            ("employee", _("Employee talk left to hold")),
            ("pay", _("Pay talk left to hold")),
        ],
    )

    def filter(self, people):
        self.is_valid()
        if text := self.cleaned_data.get("q", "").replace("\x00", ""):
            people = people.search(text)
        match self.cleaned_data.get("show"):
            case "employee":
                people = people.filter(employee_talk_on=None)
            case "pay":
                people = people.filter(pay_talk_on=None)
        return people


class _ChosenPeopleForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("With whom?"),
        widget=CheckboxCards,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, data=None, *, people, chosen=()):
        """`people` are those whom the person leads, `chosen` the keys that were ticked."""
        super().__init__(data, initial={"people": chosen})
        self.fields["people"].queryset = people


class LogForm(_ChosenPeopleForm):
    """That talks of one kind were held, with several employees at once."""

    held_on = forms.DateField(
        label=_("When?"), initial=today, widget=DateInput, validators=[not_future]
    )
    field_order = ["people", "held_on"]

    kind = Kind.PAY

    def carry_out(self, *, by):
        """How many were logged; those that were already are left as they are."""
        people = self.cleaned_data.pop("people").select_related("unit")
        return Talk.objects.log(people, by=by, kind=self.kind, **self.cleaned_data)


class _MarksForm(forms.Form):
    asked_about_violence = forms.BooleanField(
        label=_("I asked about exposure to violence"),
        help_text=_("Only that it was asked. The answer is written nowhere."),
        required=False,
    )
    informed_of_support = forms.BooleanField(
        label=_("I told where there is support"), required=False
    )


class LogEmployeeTalkForm(_MarksForm, LogForm):
    """The two marks, and no place for words."""

    kind = Kind.EMPLOYEE
    field_order = ["people", "held_on"]


LOG_FORMS = {form.kind.value: form for form in (LogEmployeeTalkForm, LogForm)}


class ChangePayTalkForm(Versioned):
    held_on = forms.DateField(
        label=_("When?"), widget=DateInput, validators=[not_future]
    )

    def __init__(self, talk, data=None):
        self.instance = talk
        super().__init__(
            data, initial={name: getattr(talk, name) for name in Talk.WRITTEN}
        )

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        talk = self.instance
        same = Talk.objects.filter(
            employee=talk.employee_id, kind=talk.kind, held_on=day
        )
        if same.exclude(pk=talk.pk).exists():
            raise ValidationError(_("That talk is logged already."), code="double")
        return day

    def carry_out(self, *, by):
        self.instance.change(by=by, **self.cleaned_data)


class ChangeEmployeeTalkForm(_MarksForm, ChangePayTalkForm):
    field_order = ["held_on"]


def change_form_of(talk):
    return ChangeEmployeeTalkForm if talk.asks_of_violence else ChangePayTalkForm


class InviteForm(_ChosenPeopleForm):
    """Ask employees to prepare a talk."""

    planned_on = forms.DateField(
        label=_("When is the talk?"), widget=DateInput, validators=[not_past]
    )


class OpinionForm(forms.Form):
    """What a talk was like: two answers that are counted, and kept for nobody."""

    def __init__(self, data=None):
        super().__init__(data)
        for question in OpinionCount.Question:
            self.fields[question.value] = forms.ChoiceField(
                label=question.label,
                choices=OpinionCount.Answer.choices,
                widget=RadioCards(attrs={"class": "side-by-side"}),
            )


class ShareFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["year", "unit"]

    year = forms.TypedChoiceField(
        label=_("Year"),
        choices=lambda: [
            (each, str(each)) for each in range(today().year, today().year - 3, -1)
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def units_offered(self, user):
        """Those of which the person may read figures."""
        return units_counted_for(user)

    @property
    def year_shown(self):
        return self.cleaned_data.get("year") or today().year


class SettingsForm(Versioned, forms.ModelForm):
    class Meta:
        model = TalkSettings
        fields = ["months_kept", "asks_opinion"]
        help_texts = {
            "months_kept": _(
                "What employees have prepared, and the goals agreed, is deleted after so"
                " many months, or when one of the two has moved on."
            ),
            "asks_opinion": _(
                "Two questions to the employee, answered without a name. The answers are"
                " counted for each unit, and shown when the year is over."
            ),
        }

    def carry_out(self):
        current = TalkSettings.objects.current()
        current.change(**self.cleaned_data)
