from datetime import timedelta

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from meetings.access import units_managed_by
from meetings.models import Body, Membership
from organisation.forms import InUnitForm
from organisation.models import Unit, UnitPermission, User
from sam.dates import today
from ui.forms import Constrained, SearchField, WordsField
from ui.widgets import DateInput


class BodyFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["q", "kind", "unit"]

    q = WordsField(label=_("Search by name"), max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *Body.Kind.choices], required=False
    )

    def filter(self, bodies):
        for word in self.cleaned_data.get("q", "").split():
            bodies = bodies.filter(name__icontains=word)
        if kind := self.cleaned_data.get("kind"):
            bodies = bodies.filter(kind=kind)
        return self.in_unit(bodies)


class BodyForm(forms.ModelForm):
    unit = SearchField(
        Unit.objects.none(),
        label=_("For which unit, with those below it?"),
        url=reverse_lazy("organisation:unit_options"),
    )

    class Meta:
        model = Body
        fields = ["name", "kind", "unit", "meetings_a_year"]
        labels = {
            "name": _("What is it called?"),
            "kind": _("What kind is it?"),
            "meetings_a_year": _("How many meetings must it hold a year?"),
        }
        help_texts = {
            "meetings_a_year": _(
                "A safety committee in Sweden meets at least four times a year, an AMU in "
                "Norway normally does. Leave it empty when nothing says how often."
            )
        }

    def __init__(self, data=None, *, by, instance=None):
        super().__init__(data, instance=instance)
        self.fields["unit"].queryset = units_managed_by(by)
        if instance is None:
            self.initial |= {"meetings_a_year": 4}

    def carry_out(self, *, by):
        return self.save()


class MemberForm(Constrained):
    person = SearchField(
        User.objects.none(),
        label=_("Who?"),
        url=reverse_lazy("meetings:people_options"),
        required=False,
    )
    since = forms.DateField(label=_("From which day?"), initial=today, widget=DateInput)

    class Meta:
        model = Membership
        fields = ["person", "name", "function", "side"]
        labels = {
            "name": _("Or a name, of one without an account"),
            "function": _("As what?"),
            "side": _("Whom does the person represent?"),
        }

    def __init__(self, body, data=None):
        super().__init__(data, instance=Membership(body=body))
        people = User.objects.known_to_all()
        self.fields["person"].queryset = people.select_related("unit")

    def _post_clean(self):
        if since := self.cleaned_data.get("since"):
            self.instance.valid = DateRange(since, None)
            super()._post_clean()

    def carry_out(self, *, by):
        self.save()


class EndMemberForm(forms.Form):
    last_day = forms.DateField(
        label=_("Which day is the last?"), initial=today, widget=DateInput
    )

    def __init__(self, member, data=None):
        self.member = member
        super().__init__(data)

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day < self.member.valid.lower:
            raise forms.ValidationError(
                _("The last day comes before the first."), code="before"
            )
        return day

    def carry_out(self, *, by):
        self.member.end(on=self.cleaned_data["last_day"] + timedelta(days=1))
