from datetime import timedelta

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, User
from privacy import asking
from privacy.logs import LOGS
from privacy.models import Finding
from sam.dates import moment
from ui.forms import SearchField
from ui.widgets import DateInput


class ReadingFilterForm(forms.Form):
    """Which log, whose readings, of which unit, from when to when."""

    mark_optional = False

    log = forms.ChoiceField(
        label=_("Log"),
        choices=[(code, log.label) for code, log in LOGS.items()],
        required=False,
    )
    person = SearchField(
        User.objects.filter(is_protected=False).select_related("unit"),
        label=_("Who has read"),
        url=reverse_lazy("privacy:reader_options"),
        required=False,
    )
    unit = SearchField(
        Unit.objects.all().select_related("parent"),
        label=_("Records of the unit"),
        url=reverse_lazy("organisation:unit_options"),
        required=False,
    )
    first = forms.DateField(label=_("From"), widget=DateInput, required=False)
    last = forms.DateField(label=_("Until"), widget=DateInput, required=False)

    def __init__(self, data):
        super().__init__(data)
        self.is_valid()

    @property
    def log_shown(self):
        return self.cleaned_data.get("log") or next(iter(LOGS))

    def rows(self, *, by):
        """Those of the chosen log, but never the officer's own: nobody oversees themselves."""
        log, said = LOGS[self.log_shown], self.cleaned_data
        rows = log.rows()
        if not log.is_of_oversight:
            rows = rows.exclude(**{log.by: by})
        if person := said.get("person"):
            rows = rows.filter(**{log.by: person})
        if (unit := said.get("unit")) and log.unit:
            rows = rows.filter(**{f"{log.unit}__in": Unit.objects.within([unit.pk])})
        if first := said.get("first"):
            rows = rows.filter(**{f"{log.at}__gte": moment(first)})
        if last := said.get("last"):
            rows = rows.filter(**{f"{log.at}__lt": moment(last + timedelta(1))})
        return rows


class FindingFilterForm(forms.Form):
    mark_optional = False

    kind = forms.ChoiceField(
        label=_("What stands out"),
        choices=[("", _("All")), *Finding.Kind.choices],
        required=False,
    )
    state = forms.ChoiceField(
        label=_("Status"),
        choices=[
            ("", _("To be reviewed")),
            ("asked", _("Question asked")),
            ("answered", _("Answered")),
            ("reviewed", _("Reviewed")),
            ("all", _("All")),
        ],
        required=False,
    )
    person = SearchField(
        User.objects.filter(is_protected=False).select_related("unit"),
        label=_("Who"),
        url=reverse_lazy("privacy:reader_options"),
        required=False,
    )

    def __init__(self, data):
        super().__init__(data)
        self.is_valid()

    def filter(self, findings):
        said = self.cleaned_data
        if kind := said.get("kind"):
            findings = findings.filter(kind=kind)
        if person := said.get("person"):
            findings = findings.filter(person=person)
        match said.get("state"):
            case "asked":
                return findings.unanswered()
            case "answered":
                return findings.unreviewed().exclude(answered_at=None)
            case "reviewed":
                return findings.exclude(reviewed_at=None)
            case "all":
                return findings
        return findings.unreviewed()


class _FindingForm(forms.Form):
    def __init__(self, finding, data=None):
        self.finding = finding
        super().__init__(data)


class AskForm(_FindingForm):
    label, done = _("Ask the person"), _("The question is sent.")

    question = forms.CharField(
        label=_("Your question"),
        help_text=_("The person gets it by e-mail and among their tasks."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def carry_out(self, *, by):
        asking.ask(self.finding, by=by, **self.cleaned_data)


class ReviewForm(_FindingForm):
    label, done = _("Mark as reviewed"), _("It is marked as reviewed.")

    note = forms.CharField(
        label=_("What did you find?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def carry_out(self, *, by):
        self.finding.review(by=by, **self.cleaned_data)


class ReplyForm(_FindingForm):
    label, done = _("Answer the question"), _("Your answer is sent.")

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def carry_out(self, *, by):
        asking.reply(self.finding, by=by, **self.cleaned_data)


ACTS = {"ask": AskForm, "review": ReviewForm}


class MonthForm(forms.Form):
    note = forms.CharField(
        label=_("What did you find?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, month, data=None):
        self.month = month
        super().__init__(data)

    def carry_out(self, *, by):
        asking.review_month(self.month, by=by, **self.cleaned_data)
