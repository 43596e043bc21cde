"""What HR writes of a report template."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import Details
from organisation.models import Committee
from reports import editing
from reports.counting import COUNTED
from reports.evidence import EVIDENCE
from reports.models import (
    ComparisonSeries,
    Figure,
    Metric,
    Question,
    ReportingYear,
    ReportLevel,
    ReportTemplate,
    Section,
    TableColumn,
    TableRow,
    levels_of,
)
from reports.template_files import COUNTS
from ui.forms import DraftPart

BELOW_COMMITTEES = [ReportLevel.UNIT, ReportLevel.ADMINISTRATION]
# What the program proposes an answer from; a key without words says itself.
EVIDENCE_WORDS = {
    "allocated-in-writing": _("Managers with a written allocation of tasks"),
    "allocations-stand-on-three-legs": _(
        "Allocations with mandate, resources and knowledge"
    ),
    "managers-certified": _("Managers with a valid certificate"),
    "inspected": _("Inspections by the authority"),
    "reported-back": _("Incidents and measures that the employees were told of"),
    "rounds-carried-out": _("Rounds that were made"),
    "safety-representatives-took-part": _("Rounds with a safety representative"),
}


def _labels(levels):
    return [(level.value, level.label) for level in levels]


class _PartForm(DraftPart):
    editing = editing


class HeadForm(_PartForm, forms.ModelForm):
    class Meta:
        model = ReportTemplate
        fields = [
            "name",
            "title",
            "file_name",
            "cadence",
            "collects",
            "smallest_group",
            "key_metrics",
        ]
        labels = {
            "name": _("What is the template called?"),
            "title": _("What are the reports called?"),
            "file_name": _("The documents' file names begin with"),
            "cadence": _("How often are the reports written?"),
        }
        help_texts = {
            "name": _("Only you who work with the templates see it."),
            "title": _("Stands on the cover, before the year."),
            "file_name": _("Small letters a to z, digits and hyphens."),
        }
        widgets = {"cadence": forms.RadioSelect}

    collects = forms.MultipleChoiceField(
        label=_("Who contributes, besides the committees?"),
        help_text=_(
            "Each writes a part of its own, which the level above puts together."
        ),
        choices=_labels(BELOW_COMMITTEES),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    smallest_group = forms.IntegerField(
        label=_("The smallest group that figures are shown of"),
        help_text=_("Figures of fewer people than this are not shown. 0 shows all."),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    key_metrics = forms.MultipleChoiceField(
        label=_("Key figures"),
        help_text=_("All committees side by side, at the end of the summary."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        metrics = Metric.objects.values_list("code", "label")
        self.fields["key_metrics"].choices = list(metrics)

    def clean_key_metrics(self):
        """Those that were chosen before keep their order, new ones follow."""
        chosen = self.cleaned_data["key_metrics"]
        before = [
            code for code in self.initial.get("key_metrics", []) if code in chosen
        ]
        return [*before, *(code for code in chosen if code not in before)]


class SectionForm(_PartForm, forms.ModelForm):
    """A section of the kind of its instance, with the fields that this kind uses."""

    class Meta:
        model = Section
        fields = Section.WRITTEN
        labels = {
            "number": _("Number"),
            "title": _("Title"),
            "guidance": _("What is the writer asked for?"),
            "label_heading": _("Head of the first column"),
            "down": _("What stands in the rows?"),
            "across": _("What stands in the columns?"),
        }
        help_texts = {
            "number": _(
                "Such as 2.1. Leave it empty when it belongs to the heading above."
            ),
            "guidance": _("Stands beside the text while it is written, not in print."),
            "label_heading": _("Left empty, the title stands there."),
        }
        widgets = {
            "number": forms.TextInput(attrs={"class": "short"}),
            "guidance": forms.Textarea(attrs={"rows": 3}),
        }

    levels = forms.MultipleChoiceField(
        label=_("In whose reports?"), widget=forms.CheckboxSelectMultiple
    )
    counts = forms.ChoiceField(label=_("Which incidents?"), required=False)

    # Which kinds use what; all else is for all.
    _TABLES = (Section.Kind.METRIC_TABLE, Section.Kind.INDICATOR_TABLE)
    _WRITTEN = (
        Section.Kind.NARRATIVE,
        Section.Kind.INDICATOR_TABLE,
        Section.Kind.QUESTION_BLOCK,
        Section.Kind.SELF_ASSESSMENT,
        Section.Kind.COVER_REPORT,
    )
    USED_BY = {
        "guidance": _WRITTEN,
        "label_heading": (*_TABLES, Section.Kind.CROSS_TABLE),
        "down": (Section.Kind.CROSS_TABLE,),
        "across": (Section.Kind.CROSS_TABLE,),
        "counts": (Section.Kind.CROSS_TABLE,),
    }

    def __init__(self, data=None, *, draft, **kwargs):
        super().__init__(data, **kwargs)
        kind = self.instance.kind
        for name, kinds in self.USED_BY.items():
            if kind not in kinds:
                del self.fields[name]
        self.fields["title"].required = kind != Section.Kind.NARRATIVE
        self.fields["number"].required = kind == Section.Kind.HEADING
        writing = levels_of(draft)
        others = [each for each in self.instance.levels if each not in writing]
        self.fields["levels"].choices = _labels([*writing, *map(ReportLevel, others)])
        if "counts" in self.fields:
            self.fields["down"].required = self.fields["across"].required = True
            self.fields["counts"].choices = [
                ("", _("All incidents")),
                *COUNTS.items(),
            ]

    def clean_number(self):
        number = self.cleaned_data["number"].strip().rstrip(".")
        if number and not all(
            part.isascii() and part.isdecimal() for part in number.split(".")
        ):
            raise forms.ValidationError(
                _("Write numbers with points between them, such as 2.1.")
            )
        return number

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("down") and cleaned.get("down") == cleaned.get("across"):
            self.add_error("across", _("Choose something else than in the rows."))
        return cleaned


class RowForm(_PartForm, forms.ModelForm):
    mark_optional = False

    class Meta:
        model = TableRow
        fields = ["label", "sex", "age"]
        labels = {"label": _("What does the row say?"), "sex": _("Whose figures?")}
        help_texts = {"label": _("Left empty, the metric's own name stands there.")}

    metric = forms.ChoiceField(
        label=_("Which metric?"),
        help_text=_("Without one it is a heading, or an indicator, of the rows below."),
        required=False,
    )
    age = forms.ChoiceField(label=_("Which age?"), required=False)

    field_order = ["metric", "label", "sex", "age"]

    def __init__(self, data=None, *, draft, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["label"].required = False
        self.fields["sex"].choices = [("", _("All")), *TableRow.sex.field.choices]
        self.fields["metric"].choices = [
            ("", _("None: a heading")),
            *metrics_by_source(),
        ]
        self.initial["metric"] = self.instance.metric_id or ""
        self.fields["age"].choices = _ages(self.instance.age)

    def saved_values(self, current):
        return super().saved_values(current) | {"metric": current.metric_id or ""}

    def clean(self):
        cleaned = super().clean()
        if "metric" not in cleaned or "label" not in cleaned:
            return cleaned
        if not cleaned["metric"]:
            cleaned["sex"] = cleaned["age"] = ""
            if not cleaned["label"]:
                self.add_error("label", _("A heading needs words."))
        elif not cleaned["label"]:
            metric = Metric.objects.get(code=cleaned["metric"])
            cleaned["label"] = metric.label
        return cleaned

    @property
    def said(self):
        said = super().said
        return said | {"metric_id": said.pop("metric") or None}


def metrics_by_source():
    """The choice among all metrics: what the program counts, and what HR delivers."""
    groups = {True: [], False: []}
    for metric in Metric.objects.all():
        groups[metric.of[0] in COUNTED].append((metric.code, metric.label))
    return [
        (_("Counted by the program"), groups[True]),
        (_("Made from HR's figures"), groups[False]),
    ]


def _ages(own):
    """Those that incidents have, and those that HR divides its figures by."""
    counted = Details.AgeGroup
    delivered = Figure.objects.exclude(age="").order_by("age").values_list("age")
    others = [age for (age,) in delivered.distinct()]
    if own:
        others.append(own)
    found = [(age, age) for age in dict.fromkeys(others) if age not in counted.values]
    return [("", _("All")), *counted.choices, *found]


class ColumnForm(_PartForm, forms.ModelForm):
    """All that a column can have; of what its kind does not use nothing is kept."""

    mark_optional = False

    class Meta:
        model = TableColumn
        fields = ["kind", "span", "years_back", "series", "heading", "levels"]
        labels = {
            "kind": _("What stands in the column?"),
            "span": _("Figures of which period?"),
            "years_back": _("How many years earlier?"),
            "heading": _("Words above the column"),
        }
        help_texts = {
            "heading": _(
                "Left empty, the period's own name stands there. {year}, {quarter} and"
                " {month} become those of the period."
            ),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "years_back": forms.NumberInput(attrs={"class": "short"}),
        }

    levels = forms.MultipleChoiceField(
        label=_("Only in the reports of"),
        help_text=_("With none chosen it stands wherever the table does."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    # Which kinds use what.
    USED_BY = {
        "span": (TableColumn.Kind.FIGURE, TableColumn.Kind.SERIES),
        "years_back": (TableColumn.Kind.FIGURE, TableColumn.Kind.SERIES),
        "series": (TableColumn.Kind.SERIES,),
    }

    def __init__(self, data=None, *, draft, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["span"].required = self.fields["years_back"].required = False
        self.fields["series"].empty_label = _("None")
        self.fields["series"].queryset = ComparisonSeries.objects.all()
        writing = levels_of(draft)
        others = [each for each in self.instance.levels if each not in writing]
        self.fields["levels"].choices = _labels([*writing, *map(ReportLevel, others)])

    def clean_years_back(self):
        years = self.cleaned_data["years_back"] or 0
        most = TableColumn.MOST_YEARS_BACK
        if years > most:
            raise forms.ValidationError(
                _("At most %(most)s years.") % {"most": most}, code="far"
            )
        return years

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        for name, kinds in self.USED_BY.items():
            if kind not in kinds:
                field = TableColumn._meta.get_field(name)
                cleaned[name] = field.get_default()
        cleaned["span"] = cleaned.get("span") or TableColumn.span.field.default
        if kind == TableColumn.Kind.SERIES and not cleaned.get("series"):
            self.add_error("series", _("Say which series."))
        return cleaned


class QuestionForm(_PartForm, forms.ModelForm):
    class Meta:
        model = Question
        fields = Question.WRITTEN
        labels = {
            "text": _("What is asked?"),
            "rule": _("What do those above answer, when all below have answered?"),
        }
        help_texts = {"text": _("Ask so that yes is good. One thing in each question.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "rule": forms.RadioSelect}

    evidence = forms.ChoiceField(
        label=_("Is an answer proposed?"),
        help_text=_(
            "From what the program itself knows. The writer can say otherwise."
        ),
        required=False,
    )

    def __init__(self, data=None, *, draft, section, **kwargs):
        super().__init__(data, **kwargs)
        if section.kind == Section.Kind.SELF_ASSESSMENT:
            del self.fields["rule"], self.fields["evidence"]
            self.fields["text"].label = _("Which requirement is judged?")
            self.fields["text"].help_text = _("From 1, not at all, to 5, wholly.")
        else:
            self.fields["evidence"].choices = _evidence(self.instance.evidence)


def _evidence(own):
    keys = dict.fromkeys([*EVIDENCE, own] if own else EVIDENCE)
    words = [(key, EVIDENCE_WORDS.get(key, key)) for key in keys]
    return [("", _("No")), *words]


class SexesForm(forms.Form):
    """The metric whose rows of all, women and men are added."""

    metric = forms.ModelChoiceField(
        Metric.objects.all(),
        to_field_name="code",
        label=_("Rows of all, women and men for"),
        empty_label=None,
    )

    def __init__(self, data=None):
        super().__init__(data)
        # The widget looks at the first by itself, and would ask for all again.
        metrics = [(each.code, each) for each in Metric.objects.all()]
        self.fields["metric"].choices = metrics


class PlaceForm(forms.Form):
    """Behind which section; empty for first."""

    after = forms.ModelChoiceField(
        Section.objects.none(),
        label=_("Place it after"),
        required=False,
        empty_label=_("First of all"),
    )

    mark_optional = False

    def __init__(self, data=None, *, draft, section):
        super().__init__(data)
        field = self.fields["after"]
        field.queryset = draft.sections.exclude(pk=section.pk)
        others = list(field.queryset)
        earlier = [each for each in others if each.order < section.order]
        self.before = earlier[-1] if earlier else None
        self.next = next((each for each in others if each.order > section.order), None)
        # Read already: the choices need not be asked for again.
        named = [(each.pk, described(each)) for each in others]
        field.choices = [("", field.empty_label), *named]
        field.initial = self.before and self.before.pk


def described(section):
    """A section in a list: its number, its title or, without one, its kind."""
    return f"{section.number} {section.title or section.get_kind_display()}".strip()


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File with a report template"),
        help_text=_("A JSON file, as a template's page gives it."),
    )


class PreviewForm(forms.Form):
    """With whose figures, and of which year."""

    mark_optional = False

    of = forms.ChoiceField(label=_("As the report of"), required=False)
    year = forms.ModelChoiceField(
        ReportingYear.objects.select_related("template"),
        label=_("With the figures of"),
        required=False,
        empty_label=_("The newest period that has ended"),
    )

    def __init__(self, data, *, template):
        super().__init__(data or None)
        self.committees = {
            str(committee.pk): committee for committee in Committee.objects.all()
        }
        below = [level for level in BELOW_COMMITTEES if level in template.collects]
        places = [
            (f"{level}:{pk}", f"{committee.name}: {level.label}")
            for level in below
            for pk, committee in self.committees.items()
        ]
        of_committees = [
            (f"{ReportLevel.COMMITTEE}:{pk}", committee.name)
            for pk, committee in self.committees.items()
        ]
        whole = (f"{ReportLevel.MUNICIPALITY}:", ReportLevel.MUNICIPALITY.label)
        self.fields["of"].choices = [*of_committees, whole, *places]
        self.fields["year"].label_from_instance = _named

    def chosen(self):
        """{level, committee, like}; what makes no sense is left out."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        of = said.get("of") or self.fields["of"].choices[0][0]
        level, _sign, committee = of.partition(":")
        return {
            "level": ReportLevel(level),
            "committee": self.committees.get(committee),
            "like": said.get("year"),
        }


def _named(year):
    return f"{year}, {year.template.title}"
