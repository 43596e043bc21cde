"""Themes, and questions in all the languages that they are asked in."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from surveys.models import Kind, Questionnaire, Theme

LANGUAGES = dict(settings.LANGUAGES)


class ThemeForm(forms.ModelForm):
    """Its new name goes for new surveys; those that were opened keep the old one."""

    also_called = forms.CharField(
        label=_("What do other instruments call it?"),
        help_text=_("One name a line. Files with results are understood by them."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Theme
        fields = ["name", "kind", "description", "order", "is_used"]
        labels = {
            "description": _("What does it mean?"),
            "order": _("Place among the themes"),
            "is_used": _("Use it in new surveys"),
        }
        help_texts = {
            "name": _(
                "A survey that has been opened keeps the name that the theme had then."
            ),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    field_order = ["name", "kind", "description", "also_called"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("also_called", "\n".join(self.instance.also_called))

    def clean_also_called(self):
        lines = self.cleaned_data["also_called"].splitlines()
        return [line.strip()[:100] for line in lines if line.strip()]

    def carry_out(self, *, by):
        theme = self.save(commit=False)
        theme.also_called = self.cleaned_data["also_called"]
        theme.save()
        return theme


class QuestionnaireForm(forms.Form):
    name = forms.CharField(label=_("What is it called?"), max_length=200)
    languages = forms.MultipleChoiceField(
        label=_("In which languages is it written?"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )

    def carry_out(self, *, by):
        return Questionnaire.objects.begin(**self.cleaned_data)


class InLanguages(forms.Form):
    """A text with a field for each language of the questionnaire."""

    text_label: object
    rows = 1

    def __init__(self, draft, instance, data=None):
        super().__init__(data)
        self.draft, self.instance = draft, instance
        for language in draft.languages:
            self.fields[f"text_{language}"] = forms.CharField(
                label=f"{self.text_label} ({LANGUAGES.get(language, language)})",
                initial=self.words.get(language, ""),
                max_length=500,
                required=language == draft.languages[0],
                widget=forms.Textarea(attrs={"rows": self.rows})
                if self.rows > 1
                else forms.TextInput,
            )

    @property
    def words(self):
        raise NotImplementedError

    def said(self):
        return {
            each: self.cleaned_data[f"text_{each}"] for each in self.draft.languages
        }


class GroupForm(InLanguages):
    text_label = _("Heading")

    theme = forms.ModelChoiceField(
        Theme.objects.in_use(),
        label=_("Which theme do the questions tell of?"),
        empty_label=_("None"),
        required=False,
    )

    def __init__(self, draft, instance, data=None):
        super().__init__(draft, instance, data)
        self.initial["theme"] = instance.theme_id
        self.order_fields([*(f"text_{each}" for each in draft.languages), "theme"])

    @property
    def words(self):
        return self.instance.title

    def carry_out(self, *, by):
        self.draft.hold_draft()
        self.instance.title = self.said()
        self.instance.theme = self.cleaned_data["theme"]
        if self.instance._state.adding:
            self.instance.questionnaire = self.draft
            self.instance.order = self.draft.groups.count() + 1
        self.instance.save()
        return self.instance


class QuestionForm(InLanguages):
    text_label = _("Question")
    rows = 2

    kind = forms.ChoiceField(
        label=_("How is it answered?"), choices=Kind.choices, widget=forms.RadioSelect
    )

    def __init__(self, draft, instance, data=None):
        super().__init__(draft, instance, data)
        self.initial["kind"] = instance.kind
        for language in draft.languages:
            self.fields[f"choices_{language}"] = forms.CharField(
                label=_("To choose among (%(language)s)")
                % {"language": LANGUAGES.get(language, language)},
                help_text=_("One a line, in the same order in all languages."),
                initial="\n".join(each.get(language, "") for each in instance.choices),
                required=False,
                max_length=2_000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def words(self):
        return self.instance.wording

    def clean(self):
        given = super().clean()
        self.choices = []
        if given.get("kind") != Kind.CHOICE:
            return given
        lines = {
            each: [
                line.strip() for line in given.get(f"choices_{each}", "").splitlines()
            ]
            for each in self.draft.languages
        }
        lines = {
            each: [line for line in found if line] for each, found in lines.items()
        }
        first = self.draft.languages[0]
        if len(lines[first]) < 2:
            self.add_error(f"choices_{first}", _("Write at least two to choose among."))
        for language, found in lines.items():
            if found and len(found) != len(lines[first]):
                self.add_error(
                    f"choices_{language}",
                    ValidationError(_("There are as many in each language."), "number"),
                )
        self.choices = [
            {each: found[place] for each, found in lines.items() if place < len(found)}
            for place in range(len(lines[first]))
        ]
        return given

    def carry_out(self, *, by):
        self.draft.hold_draft()
        question = self.instance
        question.wording, question.kind = self.said(), self.cleaned_data["kind"]
        question.choices = self.choices
        if question._state.adding:
            question.order = question.group.questions.count() + 1
        question.save()
        return question
