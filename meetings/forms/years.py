"""What is asked for once a year: statements, discussions; and series of meetings."""

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.models import PlanGoal
from meetings import series, stating
from meetings.access import units_managed_by
from meetings.forms.meetings import DatesField
from meetings.models import (
    AgendaItem,
    AgendaTemplate,
    Body,
    Kind,
    StatementDelivery,
    YearlyDiscussion,
    YearlyStatement,
)
from organisation.models import Municipality, Unit
from sam.dates import today
from ui.days import not_future
from ui.forms import SearchField, Versioned
from ui.widgets import DateInput


def _text(label, rows=5, **more):
    return forms.CharField(
        label=label,
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


class BeginStatementForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Of which year?"), coerce=int)

    def __init__(self, body, data=None):
        self.body = body
        super().__init__(data)
        now = today().year
        self.fields["year"].choices = [(year, str(year)) for year in (now - 1, now)]

    def clean_year(self):
        year = self.cleaned_data["year"]
        if self.body.statements.filter(year=year).exists():
            raise forms.ValidationError(
                _("There is a statement of that year already."), code="twice"
            )
        return year

    def carry_out(self, *, by):
        return self.body.statements.create(created_by=by, **self.cleaned_data)


class StatementForm(Versioned):
    assessment = _text(_("How is the work environment, as the committee sees it?"))
    proposals = _text(_("What does the committee propose?"))
    goals_next = _text(_("Which goals are there for the coming year?"))
    remarks = _text(_("What does a majority or a minority note?"), 3)

    def __init__(self, statement, data=None):
        self.instance = statement
        names = YearlyStatement.WRITTEN
        super().__init__(
            data, initial={name: getattr(statement, name) for name in names}
        )

    def carry_out(self, *, by):
        self.instance.write(**self.cleaned_data)


class ApproveStatementForm(forms.Form):
    approved_on = forms.DateField(
        label=_("When did the committee approve it?"),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )
    item = forms.ModelChoiceField(
        label=_("As which case?"),
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )

    def __init__(self, statement, data=None):
        self.statement = statement
        super().__init__(data)
        items = AgendaItem.objects.filter(
            body=statement.body, number__isnull=False, is_closed=False
        )
        self.fields["item"].queryset = items.order_by("-year", "-number")[:100]
        if data is not None:
            self.fields["item"].queryset = items

    def carry_out(self, *, by):
        stating.approve(self.statement, by=by, **self.cleaned_data)


class DeliverForm(forms.ModelForm):
    class Meta:
        model = StatementDelivery
        fields = ["recipient", "sent_on", "case_number"]
        labels = {
            "recipient": _("To whom?"),
            "sent_on": _("When was it sent?"),
            "case_number": _("Which case is it there?"),
        }
        help_texts = {
            "recipient": _("The council, and each of the employees' organisations.")
        }
        widgets = {"sent_on": DateInput}

    def __init__(self, statement, data=None, *, by):
        super().__init__(
            data,
            instance=StatementDelivery(statement=statement, by=by),
            initial={"sent_on": today()},
        )

    def carry_out(self, *, by):
        self.save()


class DiscussionForm(Versioned):
    """The five things that the law asks for, and each of last year's goals."""

    content = _text(_("What do we co-operate on in the coming year?"))
    cooperation = _text(_("How do we co-operate, and how often do we meet?"), 3)
    assessment = _text(_("Were last year's goals reached, taken together?"), 3)
    competence = _text(
        _("Which further training do we need, and have we the expertise?"), 3
    )
    goals_next = _text(
        _("Which goals do we set for the coming year?"),
        help_text=_("One on each line. They go into the plan of the coming year."),
    )

    def __init__(self, discussion, data=None):
        self.instance = discussion
        names = YearlyDiscussion.WRITTEN
        self.goals = list(discussion.goals.all())
        super().__init__(
            data, initial={name: getattr(discussion, name) for name in names}
        )
        for goal in self.goals:
            self.fields[f"outcome_{goal.pk}"] = _outcome(goal)
            self.fields[f"note_{goal.pk}"] = _note(goal)

    def carry_out(self, *, by):
        said = dict(self.cleaned_data)
        judged = {
            goal.pk: (said.pop(f"outcome_{goal.pk}"), said.pop(f"note_{goal.pk}"))
            for goal in self.goals
        }
        self.instance.write(judged=judged, **said)


def _outcome(goal):
    return forms.ChoiceField(
        label=_("Last year's goal: %(goal)s") % {"goal": goal},
        choices=[("", _("Not yet judged")), *PlanGoal.Outcome.choices],
        initial=goal.outcome,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )


def _note(goal):
    return forms.CharField(
        label=_("Why, and with which figures?"),
        initial=goal.note,
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SeriesForm(forms.Form):
    name = forms.CharField(label=_("What is it called?"), max_length=200)
    unit = SearchField(
        Unit.objects.none(),
        label=_("With all who lead units in which part of the organisation?"),
        url=reverse_lazy("organisation:unit_options"),
    )
    template = forms.ModelChoiceField(
        label=_("By which agenda?"),
        queryset=AgendaTemplate.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    days = DatesField(
        label=_("On which days?"),
        help_text=_("One on each line. The meetings are spread over them."),
    )

    def __init__(self, data=None, *, by):
        super().__init__(data)
        self.fields["unit"].queryset = units_managed_by(by)
        self.fields["template"].queryset = AgendaTemplate.objects.offered(
            Municipality.objects.country()
        ).filter(kind=Kind.LEADER)

    def clean_unit(self):
        unit = self.cleaned_data["unit"]
        self.leaders = series.leaders_in(unit)
        if not self.leaders:
            raise forms.ValidationError(
                _("Nobody leads a unit there. Choose another."), code="nobody"
            )
        return unit

    def carry_out(self, *, by):
        said = dict(self.cleaned_data)
        days = said.pop("days")
        return series.begin(by=by, leaders=self.leaders, days=days, **said)


class ReportSeriesForm(forms.Form):
    """A report of the series, to the mailbox of a body."""

    body = forms.ModelChoiceField(
        label=_("To which body?"), queryset=Body.objects.none(), empty_label=None
    )
    remark = _text(_("What do you want to say of it?"), 4)

    def __init__(self, each, data=None, *, by):
        self.series = each
        super().__init__(data)
        open_to = Body.objects.open_to(by).filter(
            Q(unit__in=each.unit.lineage) | Q(unit__lineage__contains=[each.unit_id])
        )
        self.fields["body"].queryset = open_to.select_related("unit")

    def carry_out(self, *, by):
        return series.report(self.series, by=by, **self.cleaned_data)
