from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.models import Example
from meetings.models import Body
from organisation.models import Unit, UnitPermission, User
from recognition import telling
from recognition.models import Award, JuryMember, Nomination
from sam.dates import today
from sam.workflow import InvalidTransition
from ui.days import not_past
from ui.forms import Constrained, SearchField, Versioned, WordsField
from ui.widgets import DateInput

Status = Award.Status


class AwardFilterForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search prize or winner"), max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("All")), *Status.choices], required=False
    )

    def filter(self, awards):
        self.is_valid()
        said = self.cleaned_data
        for word in said.get("q", "").split():
            awards = awards.filter(
                Q(name__icontains=word)
                | Q(winner__unit__name__icontains=word)
                | Q(winner__group__icontains=word)
                | (Q(year=int(word)) if word.isascii() and word.isdigit() else Q())
            )
        if status := said.get("status"):
            awards = awards.filter(status=status)
        return awards


class AwardForm(forms.ModelForm):
    unit = SearchField(
        Unit.objects.none(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Who may nominate? All who work in this unit or below it"),
    )

    class Meta:
        model = Award
        fields = ["name", "year", "unit", "criteria", "opens_on", "closes_on"]
        labels = {
            "name": _("What is the prize called?"),
            "criteria": _("What is it given for?"),
            "opens_on": _("Nominations from"),
            "closes_on": _("Nominations until"),
        }
        help_texts = {
            "criteria": _("The good practice, and the attitudes behind it."),
        }
        widgets = {
            "year": forms.NumberInput(attrs={"class": "short"}),
            "criteria": forms.Textarea(attrs={"rows": 4}),
            "opens_on": DateInput,
            "closes_on": DateInput,
        }

    def __init__(self, data=None, *, by, **kwargs):
        super().__init__(data, **kwargs)
        units = Unit.objects.existing().permitting(by, UnitPermission.MANAGE_YEAR)
        self.fields["unit"].queryset = units.select_related("parent")
        if self.instance._state.adding:
            self.initial |= {"year": today().year, "opens_on": today()}

    def carry_out(self, *, by):
        self.instance.created_by = by
        return self.save()


class ChangeForm(Versioned, AwardForm):
    def __init__(self, award, data=None, *, by):
        self.award = award
        super().__init__(data, by=by, instance=Award.objects.get(pk=award.pk))

    def carry_out(self, *, by):
        self.award.change(by=by, **self.cleaned_data)


class JuryForm(Constrained):
    person = SearchField(
        User.objects.none(),
        url=reverse_lazy("recognition:people_options"),
        label=_("Who?"),
    )

    class Meta:
        model = JuryMember
        fields = ["person", "is_chair"]

    def __init__(self, award, data=None):
        super().__init__(data, instance=JuryMember(award=award))
        people = User.objects.known_to_all()
        self.fields["person"].queryset = people.select_related("unit")

    def carry_out(self, *, by):
        self.save()


class LeaveForm(forms.Form):
    """Takes one out of the jury, and what the person has judged."""

    def __init__(self, member, data=None):
        super().__init__(data)
        self.member = member

    def carry_out(self, *, by):
        if self.member.award.status != Status.PUBLISHED:
            self.member.delete()
            return
        raise InvalidTransition(_("The winner is told. The jury stays as it was."))


class ActForm(forms.Form):
    def __init__(self, award, data=None):
        super().__init__(data)
        self.award = award

    @staticmethod
    def allowed(user):
        return Award.objects.managed_by(user)


class OpenForm(ActForm):
    label, done = _("Open for nominations"), _("Everybody can nominate now.")
    fits = Status.PREPARED

    def carry_out(self, *, by):
        self.award.open(by=by)


class JudgeForm(ActForm):
    label, done = _("Give it to the jury"), _("The jury can judge now.")
    fits = Status.NOMINATING

    def carry_out(self, *, by):
        self.award.judge(by=by)


class MoreForm(ActForm):
    label, done = _("Let in more nominations"), _("Nominations are open again.")
    fits = Status.JUDGING

    closes_on = forms.DateField(
        label=_("Until which day?"), widget=DateInput, validators=[not_past]
    )

    def carry_out(self, *, by):
        self.award.let_in_more(by=by, **self.cleaned_data)


class PublishForm(ActForm):
    label, done = _("Publish the winner"), _("The winner is published.")
    fits = Status.JUDGING

    winner = forms.ModelChoiceField(
        Nomination.objects.none(), label=_("Who has won?"), empty_label=_("Choose")
    )
    winner_motivation = forms.CharField(
        label=_("Why have they won?"),
        help_text=_("Everybody reads it. No names of single persons."),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    example = forms.ModelChoiceField(
        Example.objects.none(),
        label=_("Good example that tells of it"),
        empty_label=_("None"),
        required=False,
    )
    body = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Which committee gets it for its knowledge?"),
        empty_label=_("None"),
        required=False,
    )

    def __init__(self, award, data=None):
        super().__init__(award, data)
        standing = award.nominations.standing().select_related("unit")
        self.fields["winner"].queryset = standing
        self.fields["example"].queryset = Example.objects.offered().order_by("title")
        bodies = Body.objects.for_unit(award.unit)
        self.fields["body"].queryset = bodies
        committees = bodies.filter(kind__in=["amu", "safety", "central", "med_central"])
        self.initial = {"body": committees.first()}

    @staticmethod
    def allowed(user):
        return Award.objects.chaired_by(user)

    def carry_out(self, *, by):
        telling.publish(self.award, by=by, **self.cleaned_data)


ACTS = {
    "open": OpenForm,
    "judge": JudgeForm,
    "more": MoreForm,
    "publish": PublishForm,
}
