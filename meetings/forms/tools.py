from dateutil.relativedelta import relativedelta
from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from meetings.access import units_led_by
from meetings.models import AgendaTemplate, DialogTool, GroupAgreement, StandingItem
from organisation.forms import InUnitForm
from organisation.models import Unit, UnitPermission
from sam.dates import today
from ui.forms import SearchField, Versioned, WordsField
from ui.widgets import DateInput


class ToolFilterForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search name, theme or for whom"), max_length=100)
    most = forms.TypedChoiceField(
        label=_("Time"),
        choices=[
            ("", _("All")),
            *((minutes, _("At most %s minutes") % minutes) for minutes in (15, 30, 60)),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[
            ("", _("All")),
            *settings.LANGUAGES,
        ],
        required=False,
    )

    def filter(self, tools):
        self.is_valid()
        said = self.cleaned_data
        tools = tools.matching(said.get("q", ""))
        if most := said.get("most"):
            tools = tools.filter(minutes__lte=most)
        if language := said.get("language"):
            tools = tools.filter(language=language)
        return tools


class ToolForm(forms.ModelForm):
    class Meta:
        model = DialogTool
        fields = [
            "name",
            "publisher",
            "url",
            "theme",
            "minutes",
            "target_group",
            "language",
            "is_offered",
        ]
        labels = {
            "name": _("What is it called?"),
            "publisher": _("Who publishes it?"),
            "url": _("Where does one find it?"),
            "theme": _("What is it about?"),
            "minutes": _("How many minutes does it take?"),
            "target_group": _("For whom is it?"),
            "is_offered": _("It can be chosen for meetings"),
        }

    url = forms.URLField(
        label=_("Where does one find it?"), max_length=500, assume_scheme="https"
    )

    def carry_out(self, *, by):
        return self.save()


class AgreementFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR


class AgreementForm(Versioned):
    unit = SearchField(
        Unit.objects.none(),
        label=_("Which workplace?"),
        url=reverse_lazy("meetings:unit_options"),
    )
    theme = forms.CharField(
        label=_("What is it about?"), max_length=100, required=False
    )
    text = forms.CharField(
        label=_("What have you agreed on?"),
        help_text=_("A few sentences that say what you do, such as how you greet."),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    agreed_on = forms.DateField(
        label=_("When did you agree?"), initial=today, widget=DateInput
    )
    review_on = forms.DateField(
        label=_("When will you go through it again?"),
        help_text=_("You are reminded on that day."),
        initial=lambda: today() + relativedelta(months=6),
        widget=DateInput,
    )
    NAMES = ["theme", "text", "agreed_on", "review_on"]

    def __init__(self, data=None, *, by, instance=None, meeting=None):
        self.instance, self.meeting = instance, meeting
        unit = meeting.unit_id if meeting else by.unit_id
        initial = {"unit": unit, "version": 0}
        if meeting:
            initial["agreed_on"] = meeting.meets_on
        if instance:
            initial = {name: getattr(instance, name) for name in self.NAMES}
        super().__init__(data, initial=initial)
        if instance:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units_led_by(by)

    def clean(self):
        said = super().clean()
        agreed_on, review_on = said.get("agreed_on"), said.get("review_on")
        if agreed_on and agreed_on > today():
            self.add_error("agreed_on", _("The day has not come yet."))
        if agreed_on and review_on and review_on <= agreed_on:
            self.add_error(
                "review_on",
                _("It is to be gone through after the day on which it was agreed."),
            )
        return said

    def carry_out(self, *, by):
        said = dict(self.cleaned_data)
        version = said.pop("version")
        if self.instance:
            self.instance.change(version=version, **said)
            return self.instance
        return GroupAgreement.objects.create(
            meeting=self.meeting, written_by=by, **said
        )


class TemplateForm(forms.ModelForm):
    class Meta:
        model = AgendaTemplate
        fields = ["name", "kind", "country", "is_offered"]
        labels = {
            "name": _("What is it called?"),
            "kind": _("For which kind of meeting?"),
            "country": _("For which country?"),
            "is_offered": _("It can be chosen"),
        }

    def carry_out(self, *, by):
        return self.save()


class StandingItemForm(forms.ModelForm):
    class Meta:
        model = StandingItem
        fields = ["title", "background", "feed", "topic"]
        labels = {
            "title": _("What is it about?"),
            "background": _("What should those who lead the meeting know?"),
            "feed": _("Is it filled from the records?"),
            "topic": _("Which kind of information does it hold?"),
        }
        widgets = {"background": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, template, data=None, *, instance=None):
        last = template.items.order_by("order").last()
        order = last.order + 1 if last else 1
        super().__init__(
            data, instance=instance or StandingItem(template=template, order=order)
        )

    def carry_out(self, *, by):
        return self.save()
