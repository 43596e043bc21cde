from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Country, Municipality
from riskassessment import editing
from riskassessment.models import Area, Checklist, Question, Section
from riskassessment.versions import earlier
from ui.forms import DraftPart, WordsField

_IN_USE = Q(is_offered=True)
_DRAFT = Q(status="draft")
# What each choice of the filter shows.
STATES = {
    "": (_("In use and drafts"), _IN_USE | _DRAFT),
    "in_use": (_("In use"), _IN_USE),
    "draft": (_("Drafts"), _DRAFT),
    "replaced": (_("Replaced by a newer version"), Q(status="published") & ~_IN_USE),
    "withdrawn": (_("No longer in use"), Q(status="withdrawn")),
    "all": (_("All versions"), Q()),
}
ORIGINS = {
    "": (_("All"), Q()),
    "own": (_("Our own"), Q(is_own=True)),
    "shipped": (_("Shipped with the program"), Q(is_own=False)),
}


def _labels(choices):
    return [(value, label) for value, (label, _condition) in choices.items()]


class ChecklistFilterForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search name or question"))
    area = forms.ChoiceField(
        label=_("What it surveys"),
        choices=[("", _("All")), *Area.choices],
        required=False,
    )
    state = forms.ChoiceField(
        label=_("Status"), choices=_labels(STATES), required=False
    )
    origin = forms.ChoiceField(
        label=_("Whose"), choices=_labels(ORIGINS), required=False
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=[("", _("Ours")), *Country.choices, ("all", _("All countries"))],
        required=False,
    )

    def filter(self, checklists):
        """Narrow the checklists; a filter without sense is left out."""
        self.is_valid()
        chosen = {**dict.fromkeys(self.fields, ""), **self.cleaned_data}
        if chosen["area"]:
            checklists = checklists.filter(area=chosen["area"])
        if chosen["country"] != "all":
            country = chosen["country"] or Municipality.objects.country()
            checklists = checklists.filter(country__in=["", country])
        if text := chosen["q"]:
            asked = Question.objects.filter(section__checklist=OuterRef("pk"))
            asked = Exists(asked.filter(text__icontains=text))
            checklists = checklists.filter(Q(name__icontains=text) | asked)
        return checklists.filter(
            STATES[chosen["state"]][1], ORIGINS[chosen["origin"]][1]
        )


class _PartForm(DraftPart):
    editing = editing


class HeadForm(_PartForm, forms.ModelForm):
    class Meta:
        model = Checklist
        fields = ["name", "area", "legal_basis", "language"]
        labels = {"name": _("What is it called?"), "area": _("What does it survey?")}
        help_texts = {
            "area": _("Coverage and the plan of the year count by this."),
            "legal_basis": _("Such as AFS 2023:2. It stands at the top of the round."),
        }

    language = forms.ChoiceField(
        label=_("In which language is it written?"),
        help_text=_("So that it is read aloud as it should be."),
        choices=settings.LANGUAGES,
    )


class SectionForm(_PartForm, forms.ModelForm):
    class Meta:
        model = Section
        fields = ["title"]
        labels = {"title": _("What is the heading?")}


class QuestionForm(_PartForm, forms.ModelForm):
    """All that a question can have; of what its kind does not use nothing is kept."""

    # What may be left out depends on the kind of answer.
    mark_optional = False

    class Meta:
        model = Question
        fields = ["section", *editing.QUESTION]
        localized_fields = ["risk_limit"]
        labels = {
            "section": _("Under which heading?"),
            "text": _("What is asked?"),
            "help_text": _("Help to answer"),
            "kind": _("How is it answered?"),
            "risk_when": _("Which answer shows a risk?"),
        }
        help_texts = {
            "text": _("Ask so that yes is good. One thing in each question."),
            "help_text": _("Stands below the question, in small text."),
            "risk_limit": _("The answer that is still a risk."),
            "low_label": _("Stands beside one on the scale."),
            "high_label": _("Stands beside five on the scale."),
            "unit_label": _("Such as metres, degrees or persons."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "help_text": forms.Textarea(attrs={"rows": 3}),
            "kind": forms.RadioSelect,
            "risk_when": forms.RadioSelect,
            "risk_limit": forms.TextInput(
                attrs={"class": "short", "inputmode": "decimal"}
            ),
        }

    # Which kinds use what.
    USED_BY = {
        "risk_limit": ("scale", "number"),
        "low_label": ("scale",),
        "high_label": ("scale",),
        "unit_label": ("number",),
    }
    SHOWS_RISK = {
        "yes_no": ("no", "yes", "never"),
        "scale": ("at_most", "at_least", "never"),
        "number": ("at_most", "at_least", "never"),
        "text": ("never",),
    }

    def __init__(self, data=None, *, draft, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["section"].queryset = draft.sections.all()
        self.fields["section"].empty_label = None
        self.fields["risk_when"].required = False
        self.initial["risk_limit"] = _plain(self.initial.get("risk_limit"))

    def saved_values(self, current):
        saved = super().saved_values(current)
        return saved | {"risk_limit": _plain(saved["risk_limit"])}

    def clean_risk_limit(self):
        return _plain(self.cleaned_data["risk_limit"])

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        for name, kinds in self.USED_BY.items():
            if kind and kind not in kinds:
                cleaned[name] = None if name == "risk_limit" else ""
        if kind == Question.Kind.TEXT:
            cleaned["risk_when"] = Question.RiskWhen.NEVER
        self._check_risk(kind, cleaned)
        return cleaned

    def _check_risk(self, kind, cleaned):
        When = Question.RiskWhen
        risk_when, limit = cleaned.get("risk_when"), cleaned.get("risk_limit")
        if kind and risk_when not in self.SHOWS_RISK[kind]:
            self.add_error("risk_when", _("Say which answer shows a risk."))
        elif risk_when in (When.NO, When.YES, When.NEVER):
            cleaned["risk_limit"] = None
        elif limit is None and "risk_limit" not in self.errors:
            self.add_error("risk_limit", _("Say at which limit it shows a risk."))
        elif kind == Question.Kind.SCALE and limit is not None and not 1 <= limit <= 5:
            self.add_error("risk_limit", _("The scale goes from one to five."))


def _plain(limit):
    """Three, not 3.00; as it is typed."""
    return limit if limit is None else limit.normalize() + 0


class PublishForm(forms.Form):
    switch = forms.BooleanField(
        label=_("Let the recurring rounds go along this one from now on"),
        required=False,
    )
    withdraw = forms.BooleanField(
        label=_("Offer the shipped checklist no more"), required=False
    )

    def __init__(self, data=None, *, schedules, shipped):
        super().__init__(data)
        if not schedules:
            del self.fields["switch"]
        if not shipped:
            del self.fields["withdraw"]


class CompareForm(forms.Form):
    """With which earlier version."""

    mark_optional = False

    version = forms.ModelChoiceField(
        Checklist.objects.none(), label=_("Compare with"), empty_label=None
    )

    def __init__(self, data, *, checklist):
        super().__init__(data or None)
        versions = self.fields["version"]
        versions.queryset = earlier(checklist)
        versions.label_from_instance = _named

    def chosen(self):
        """The version that was asked for, else the newest before; none for the first."""
        if self.is_valid():
            return self.cleaned_data["version"]
        return self.fields["version"].queryset.first()


def _named(checklist):
    return _("%(name)s, version %(version)s") % {
        "name": checklist.name,
        "version": checklist.version,
    }
