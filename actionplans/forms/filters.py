from django import forms
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from actionplans.columns import COLUMNS, columns_of
from actionplans.models import ActionPlan, Measure
from organisation.forms import InUnitForm
from organisation.models import UnitPermission
from ui.forms import WordsField

_ALL = ("", _("All"))


def _choice(label, choices=()):
    return forms.ChoiceField(label=label, required=False, choices=[_ALL, *choices])


class MeasureFilterForm(InUnitForm):
    """Who asks for nothing gets the measures that are not finished."""

    permission = UnitPermission.VIEW_MEASURES
    # Those that lie folded away.
    MORE = ("show", "source", "origin", "control", "columns")
    ORDERS = {"unit": "unit__name", "status": "status", "newest": "-created_at"}

    class When(TextChoices):
        OVERDUE = "overdue", _("Overdue")
        COMING = "coming", _("The coming two weeks")
        EFFECT_DUE = "effect_due", _("Effect to be judged")
        UNFINISHED = "unfinished", _("Not finished")

    class Show(TextChoices):
        WITHOUT_REPORTING_LINE = (
            "without_reporting_line",
            _("Without saying to whom it is reported"),
        )
        WITHOUT_FIXED_TIME = (
            "without_fixed_time",
            _("With a time that is uncertain or waits for something"),
        )
        WITHOUT_FEEDBACK = (
            "without_feedback",
            _("Done, and the employees are not yet told"),
        )

    q = WordsField(label=_("Search"), max_length=100)
    whose = _choice(_("Whose"), [("mine", _("Mine"))])
    status = _choice(_("Status"), Measure.Status.choices)
    when = _choice(_("Time"), When.choices)
    show = _choice(_("Show"), Show.choices)
    source = _choice(_("Belongs to"))
    origin = _choice(_("What led to it"), Measure.Origin.choices)
    control = _choice(_("Kind of measure"), Measure.Control.choices)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("By the day")),
            ("unit", _("By unit")),
            ("status", _("By status")),
            ("newest", _("The newest first")),
        ],
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        required=False,
        choices=[(column.name, column.label) for column in COLUMNS.values()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "side-by-side"}),
    )

    def __init__(self, data, *, user):
        if not {"status", "when"} & data.keys():
            data = data.copy()
            data["when"] = self.When.UNFINISHED.value
        self.user = user
        super().__init__(data, user=user)

    def full_clean(self):
        """What owns plans is not known by name here."""
        self.fields["source"].choices = [_ALL, *_sources()]
        super().full_clean()

    def filter(self, measures):
        asked = self.cleaned_data
        if asked.get("whose"):
            measures = measures.filter(responsible=self.user)
        for name in ["status", "origin", "control"]:
            if value := asked.get(name):
                measures = measures.filter(**{name: value})
        for name in ["when", "show"]:
            if narrower := asked.get(name):
                measures = getattr(measures, narrower)()
        if source := asked.get("source"):
            measures = measures.from_source(source)
        if text := asked.get("q"):
            measures = measures.matching(text)
        return self.in_unit(measures)

    @property
    def chosen_columns(self):
        return columns_of(self.cleaned_data.get("columns", []))

    @property
    def has_more(self):
        """Whether a filter that lies folded away is in force."""
        return any(self.cleaned_data.get(name) for name in self.MORE)

    @property
    def order(self):
        return self.ORDERS.get(self.cleaned_data.get("sort"), "due_on")


def _sources():
    return [
        (each.name, capfirst(each.related_model._meta.verbose_name))
        for each in ActionPlan.owners()
    ]
