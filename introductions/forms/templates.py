"""What is asked while a template is written."""

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from governing.forms.documents import units_written_for
from governing.models import GoverningDocument
from introductions import editing
from introductions.models import TemplateStep
from organisation.models import Unit
from ui.forms import DraftPart, SearchField
from ui.widgets import CheckboxCards


class _Part(DraftPart):
    editing = editing

    def __init__(self, data=None, *, instance):
        self.instance = instance
        names = editing.WRITTEN[type(instance)]
        # A new template has no unit yet.
        initial = {name: getattr(instance, name, None) for name in names}
        super().__init__(data, initial=initial)


class HeadForm(_Part):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Such as: New in home care."),
        max_length=200,
    )
    unit = SearchField(
        Unit.objects.none(),
        label=_("For which unit?"),
        help_text=_("It holds for the units below too."),
        url=reverse_lazy("organisation:unit_options"),
    )
    occupations = forms.CharField(
        label=_("For which occupations?"),
        help_text=_("With a comma between them. Leave it empty for all."),
        max_length=500,
        required=False,
    )
    is_for_short = forms.BooleanField(
        label=_("For substitutes and short employments"), required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Further languages"),
        help_text=_(
            "New employees read it in the language that they use the program in."
        ),
        choices=[
            (code, name)
            for code, name in settings.LANGUAGES
            if code != settings.LANGUAGE_CODE
        ],
        widget=CheckboxCards(attrs={"class": "side-by-side"}),
        required=False,
    )

    def __init__(self, data=None, *, instance, by):
        super().__init__(data, instance=instance)
        self.fields["unit"].queryset = units_written_for(by)
        self.initial["occupations"] = ", ".join(instance.occupations)
        if instance.unit_id is None:
            self.initial["unit"] = by.unit_id

    def clean_occupations(self):
        words = self.cleaned_data["occupations"].lower().split(",")
        return list(dict.fromkeys(word.strip() for word in words if word.strip()))

    def saved_values(self, current):
        saved = super().saved_values(current)
        return saved | {"occupations": current.occupations}


class StepForm(_Part):
    """The words in each language of the template stand in fields of their own."""

    who = forms.ChoiceField(
        label=_("Who does it?"),
        choices=TemplateStep.Who.choices,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    after_days = forms.TypedChoiceField(
        label=_("When, at the latest?"),
        choices=TemplateStep.When.choices,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    risk = forms.ChoiceField(
        label=_("Is it an instruction about a risk?"),
        choices=TemplateStep.Risk.choices,
        required=False,
    )
    document = SearchField(
        GoverningDocument.objects.none(),
        label=_("Which document is to be read?"),
        url=reverse_lazy("governing:document_options"),
        required=False,
    )
    course = forms.CharField(
        label=_("Which course belongs to it?"), max_length=200, required=False
    )

    def __init__(self, data=None, *, instance, languages, by):
        super().__init__(data, instance=instance)
        self.fields["document"].queryset = GoverningDocument.objects.visible_to(by)
        self.languages = languages
        words = []
        for code in languages:
            words += self._add_words(code, instance)
        self.order_fields(words)

    def saved_values(self, current):
        saved = super().saved_values(current)
        for code in self.languages:
            saved[f"title_{code}"] = current.titles.get(code, "")
            saved[f"more_{code}"] = current.details.get(code, "")
        return saved

    @property
    def said(self):
        said = dict(super().said)
        titles = {code: said.pop(f"title_{code}") for code in self.languages}
        details = {code: said.pop(f"more_{code}") for code in self.languages}
        # What is written in a language that is not chosen now is kept for later.
        said["titles"] = {**self.instance.titles, **titles}
        said["details"] = {**self.instance.details, **details}
        return said

    def _add_words(self, code, instance):
        is_own = code == settings.LANGUAGE_CODE
        name = get_language_info(code)["name_local"]
        title, more = f"title_{code}", f"more_{code}"
        self.fields[title] = forms.CharField(
            label=_("What, in %(language)s") % {"language": name},
            max_length=200,
            required=is_own,
        )
        self.fields[more] = forms.CharField(
            label=_("More about it, in %(language)s") % {"language": name},
            max_length=2_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.initial[title] = instance.titles.get(code, "")
        self.initial[more] = instance.details.get(code, "")
        return [title, more]
