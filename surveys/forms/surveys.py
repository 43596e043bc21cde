from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisation.forms import InUnitForm
from organisation.models import Unit, UnitPermission
from sam.dates import today
from surveys.closing import close_survey
from surveys.models import Questionnaire, Survey, SurveySettings
from surveys.opening import open_survey
from surveys.tasks import remind
from ui.forms import SearchField, Versioned, WordsField
from ui.widgets import DateInput

Status = Survey.Status


def units_managed_by(user):
    """For which the person may put surveys."""
    units = Unit.objects.existing().permitting(user, UnitPermission.MANAGE_YEAR)
    return units.select_related("parent")


class SurveyFilterForm(InUnitForm):
    permission = UnitPermission.MANAGE_YEAR
    field_order = ["q", "status", "year"]

    q = WordsField(label=_("Search"), max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("All")), *Status.choices], required=False
    )
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1990, max_value=2200
    )

    def units_offered(self, user):
        """A survey is sought by its name, not by who is asked."""

    def filter(self, surveys):
        asked = self.cleaned_data
        for word in asked.get("q", "").split():
            surveys = surveys.filter(name__icontains=word)
        if status := asked.get("status"):
            surveys = surveys.filter(status=status)
        if year := asked.get("year"):
            surveys = surveys.filter(year=year)
        return surveys


class SurveyForm(Versioned, forms.ModelForm):
    """A survey in preparation: which questions, to whom, and when."""

    class Meta:
        model = Survey
        fields = [
            "name",
            "unit",
            "questionnaire",
            "opens_on",
            "closes_on",
            "languages",
            "follow_up_due_on",
            "minimum_group",
            "minimum_for_texts",
            "low_index",
        ]
        labels = {
            "name": _("What is the survey called?"),
            "questionnaire": _("Which questions?"),
            "opens_on": _("First day"),
            "closes_on": _("Last day"),
            "follow_up_due_on": _("When have the workplaces worked on their results?"),
            "minimum_group": _("Fewest answers that a figure is shown of"),
            "minimum_for_texts": _("Fewest answers that what people wrote is shown of"),
            "low_index": _("Index under which a measure is proposed"),
        }
        help_texts = {
            "minimum_group": _(
                "Where fewer have answered, the level above is shown. What could be "
                "computed from the others is not shown either."
            ),
        }
        widgets = {
            "opens_on": DateInput,
            "closes_on": DateInput,
            "follow_up_due_on": DateInput,
        }

    unit = SearchField(
        Unit.objects.none(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Who is asked?"),
        help_text=_("All who work in the unit, and in all units below it."),
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, by, survey=None):
        super().__init__(data, instance=survey or Survey(), initial=_usual(by, survey))
        self.by = by
        if survey is None:
            del self.fields["version"]
        self.fields["unit"].queryset = units_managed_by(by)
        questionnaires = Questionnaire.objects.published()
        self.fields["questionnaire"].queryset = questionnaires
        self.fields["questionnaire"].required = True

    def clean(self):
        asked = super().clean()
        questionnaire = asked.get("questionnaire")
        lacking = set(asked.get("languages", [])) - set(
            questionnaire.languages if questionnaire else settings.LANGUAGES
        )
        if questionnaire and lacking:
            self.add_error(
                "languages",
                ValidationError(
                    _("The questions are not written in all these languages."),
                    code="language",
                ),
            )
        last = asked.get("closes_on")
        if last and last < today():
            self.add_error("closes_on", _("The date has already passed."))
        return asked

    def carry_out(self, *, by):
        what = {name: self.cleaned_data[name] for name in self._meta.fields}
        what["year"] = what["closes_on"].year
        if self.instance._state.adding:
            return Survey.objects.create(created_by=by, **what)
        survey = Survey.objects.get(pk=self.instance.pk)
        survey.write(version=self.cleaned_data["version"], **what)
        return survey


def _usual(by, survey):
    """What most surveys have; the seed of the yearly cycle: followed up in May."""
    if survey:
        return {}
    now = SurveySettings.objects.current()
    may = date(today().year + (today().month > 5), 5, 31)
    units = list(units_managed_by(by).filter(parent=None)[:1])
    return {
        "languages": [settings.LANGUAGE_CODE],
        "follow_up_due_on": may,
        "minimum_group": now.minimum_group,
        "minimum_for_texts": now.minimum_for_texts,
        "low_index": now.low_index,
        "unit": units[0].pk if units else None,
    }


class ActForm(forms.Form):
    """A move of a survey, confirmed on a page of its own."""

    label: str | Promise
    done: str | Promise
    explains: str | Promise = ""
    starts: Status
    tone = "accent"

    def __init__(self, survey, data=None):
        self.survey = survey
        super().__init__(data)

    def carry_out(self, *, by):
        raise NotImplementedError


class OpenForm(ActForm):
    label, done = (
        _("Open the survey"),
        _("The survey is open. The links are on their way."),
    )
    starts = Status.DRAFT
    explains = _(
        "All who work there today get a link of their own by e-mail. Who is asked, and "
        "what the themes are called, does not change after that."
    )

    def carry_out(self, *, by):
        open_survey(self.survey, by=by)


class RemindForm(ActForm):
    label, done = (
        _("Remind those who have not answered"),
        _("The reminders are on their way."),
    )
    starts = Status.OPEN
    explains = _(
        "Only those who have not taken part get an e-mail. Nobody is shown who they are."
    )

    def carry_out(self, *, by):
        remind.delay_on_commit(str(self.survey.pk))


class CloseForm(ActForm):
    label, done = (
        _("Close the survey"),
        _("The survey is closed and the results are worked out."),
    )
    starts = Status.OPEN
    tone = "danger"
    explains = _(
        "It takes no more answers and cannot be opened again. Each workplace gets a page "
        "with its result and a task to work on it. Who took part is forgotten."
    )

    def carry_out(self, *, by):
        close_survey(self.survey, by=by)


class PublishForm(ActForm):
    label, done = (
        _("Publish the results"),
        _("Everyone can read the results of the own workplace."),
    )
    starts = Status.CLOSED
    explains = _(
        "Until now those who lead, the safety representatives and HR read the results. "
        "After this everyone reads those of the own workplace and of the whole."
    )

    def carry_out(self, *, by):
        self.survey.publish(by=by)


ACTS = {
    "open": OpenForm,
    "remind": RemindForm,
    "close": CloseForm,
    "publish": PublishForm,
}


class ByCodeForm(forms.Form):
    """How many of a workplace answer with its code."""

    by_code = forms.IntegerField(
        label=_("How many at the workplace have no e-mail?"),
        help_text=_("So many can answer with the code, each once."),
        min_value=0,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, part, data=None):
        super().__init__(data, initial={"by_code": part.by_code})
        self.part = part

    def clean_by_code(self):
        number = self.cleaned_data["by_code"]
        if number < self.part.answered_by_code:
            raise ValidationError(_("So many have answered with it already."))
        return number

    def carry_out(self, *, by):
        self.part.by_code = self.cleaned_data["by_code"]
        self.part.save(update_fields=["by_code"])


class SettingsForm(forms.ModelForm):
    class Meta:
        model = SurveySettings
        fields = ["minimum_group", "minimum_for_texts", "low_index"]
        labels = {
            "minimum_group": _("Fewest answers that a figure is shown of"),
            "minimum_for_texts": _("Fewest answers that what people wrote is shown of"),
            "low_index": _("Index under which a measure is proposed"),
        }
