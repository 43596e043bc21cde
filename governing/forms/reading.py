"""What is asked when a group has gone through a document, and when a unit is reviewed."""

from datetime import timedelta

from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governing.models import GoneThrough, Theme
from meetings.models import Meeting
from organisation.forms import InUnitForm
from organisation.models import UnitPermission, User
from sam.dates import today
from sam.workflow import InvalidTransition
from ui.days import not_future, not_past
from ui.forms import SearchField
from ui.widgets import DateInput

# So many years back can be chosen.
YEARS = 5
# Meetings that were held so long ago are still offered.
LATE = timedelta(days=90)
_MEASURE = ["activity", "responsible", "due_on"]


class GoThroughForm(forms.Form):
    """At least one measure that was agreed on, or why none is needed."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=_("At which of your meetings?"),
        empty_label=pgettext_lazy("meeting", "None of these"),
        required=False,
    )
    held_on = forms.DateField(
        label=_("When was the meeting?"),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )
    present_count = forms.IntegerField(
        label=_("How many were present?"),
        min_value=1,
        max_value=9_999,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    taken_part = forms.CharField(
        label=_("Who took part?"),
        help_text=_("Such as: all of the day shift, and the safety representative."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    note = forms.CharField(
        label=_("What did you speak about?"),
        help_text=_("Write nothing about single people."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    activity = forms.CharField(
        label=_("Which measure did you agree on?"),
        help_text=_("You can add more measures afterwards."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    due_on = forms.DateField(
        label=_("When shall it be done?"),
        widget=DateInput,
        validators=[not_past],
        required=False,
    )
    no_measure_reason = forms.CharField(
        label=_("Or why no measure is needed"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, version, unit, data=None, *, by):
        super().__init__(data, initial={"responsible": by.pk})
        self.document_version, self.unit, self.by = version, unit, by
        self._offer_meetings()
        self.fields["responsible"] = SearchField(
            User.objects.working_for(unit).select_related("unit"),
            url=reverse("actionplans:responsible_options", args=[unit.pk]),
            label=_("Who answers for it?"),
            required=False,
        )
        order = list(self.fields)
        order.insert(order.index("due_on"), order.pop(order.index("responsible")))
        self.order_fields(order)

    def clean(self):
        said = super().clean()
        if meeting := said.get("meeting"):
            said["held_on"] = meeting.meets_on
        elif not said.get("held_on") and "held_on" not in self.errors:
            self.add_error("held_on", _("Choose a meeting, or say the day."))
        if "activity" in self.errors:
            return said
        if said.get("activity"):
            if not said.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _("Say when the measure shall be done."))
        elif not said.get("no_measure_reason"):
            self.add_error(
                "activity",
                _(
                    "Say at least one measure that you agreed on, or why none is needed."
                ),
            )
        return said

    def _offer_meetings(self):
        """Those of the workplace that were held of late; none, and a day is asked alone."""
        held = Meeting.objects.visible_to(self.by).held().filter(unit=self.unit)
        held = held.filter(meets_on__gte=today() - LATE).order_by("-meets_on")
        held = held.select_related("unit")
        if held.exists():
            self.fields["meeting"].queryset = held
            self.fields["held_on"].required = False
        else:
            del self.fields["meeting"]

    def carry_out(self, *, by):
        said = dict(self.cleaned_data)
        measure = {name: said.pop(name) for name in _MEASURE}
        if measure["activity"]:
            measure["responsible"] = measure["responsible"] or by
            said["measure"] = measure
        try:
            with transaction.atomic():
                return GoneThrough.objects.register(
                    by=by,
                    document_version=self.document_version,
                    unit=self.unit,
                    **said,
                )
        except IntegrityError as error:
            raise InvalidTransition(
                _("It is registered for that day already.")
            ) from error


class TakeBackForm(forms.Form):
    note = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, gone, data=None):
        super().__init__(data)
        self.gone = gone

    def carry_out(self, *, by):
        self.gone.withdraw(by=by, **self.cleaned_data)


class MatrixForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["year", "theme", "unit"]

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", _("All")), *Theme.choices], required=False
    )

    def __init__(self, data, *, user):
        super().__init__(data, user=user)
        years = range(today().year, today().year - YEARS, -1)
        self.fields["year"].choices = [(year, year) for year in years]
        self.full_clean()

    @property
    def chosen_year(self):
        return self.cleaned_data.get("year") or today().year


class ControlForm(InUnitForm):
    """Which unit's page of duties is shown."""

    permission = UnitPermission.VIEW_YEAR

    def __init__(self, data, *, user):
        super().__init__(data, user=user)
        self.user = user

    @property
    def chosen_unit(self):
        """The one that was asked for, else the person's own, else the topmost there is."""
        if unit := self.cleaned_data.get("unit"):
            return unit
        units = self.fields["unit"].queryset
        own = units.filter(pk=self.user.unit_id).first()
        return own or units.order_by("lineage__len", "name", "pk").first()


class ReviewForm(forms.Form):
    held_on = forms.DateField(
        label=_("When was the review?"),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )
    taken_part = forms.CharField(
        label=_("Who took part?"),
        help_text=_("Such as: the manager, the safety representative."),
        max_length=500,
    )
    found = forms.CharField(
        label=_("What did you find, and what is to be done better?"),
        help_text=_(
            "Not how the work environment is, but whether the work with it works."
        ),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def carry_out(self, unit, *, by):
        return unit.control_reviews.create(registered_by=by, **self.cleaned_data)
