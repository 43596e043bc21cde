"""Finding a unit as of any day, and naming who has which role in it."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from organisation import roles
from organisation.models import Appointment, Placement, Role, User
from sam.dates import today
from ui.forms import SearchField, WordsField
from ui.widgets import DateInput


class TreeForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search name or code"))
    on = forms.DateField(label=_("As of the day"), required=False, widget=DateInput)

    @property
    def day(self):
        self.is_valid()
        return self.cleaned_data.get("on") or today()

    @property
    def is_other_day(self):
        return self.day != today()

    def find(self, units):
        """Placements on the day of the units whose name then or code has the words."""
        placements = Placement.objects.on(self.day).filter(unit__in=units)
        words = self.cleaned_data.get("q", "").split()
        for word in words:
            placements = placements.filter(name__icontains=word) | placements.filter(
                unit__code__iexact=word
            )
        return placements.select_related("unit", "parent", "answers_to")


class VacancyForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search name"))

    def filter(self, units):
        self.is_valid()
        for word in self.cleaned_data.get("q", "").split():
            units = units.filter(name__icontains=word)
        return units


class AppointForm(forms.Form):
    """A role in the unit, from a day on and, where it is known, to a last day."""

    user = SearchField(
        User.objects.filter(is_active=True).select_related("unit"),
        label=_("Who?"),
        url=reverse_lazy("reorganisation:people_options"),
    )
    role = forms.ChoiceField(label=_("As what?"))
    since = forms.DateField(label=_("From which day?"), initial=today, widget=DateInput)
    last_day = forms.DateField(
        label=_("Until which day?"),
        help_text=_(
            "That day is the last. Leave it empty while no end is known; whoever stands"
            " in needs one."
        ),
        required=False,
        widget=DateInput,
    )

    def __init__(self, data=None, *, unit, named):
        super().__init__(data)
        self.unit = unit
        self.fields["role"].choices = [(role, Role(role).label) for role in named]

    def clean(self):
        said = super().clean()
        since, last_day = said.get("since"), said.get("last_day")
        if since and last_day and last_day < since:
            self.add_error("last_day", _("The last day comes before the first."))
        if said.get("role") == Role.SUBSTITUTE and not last_day and not self.errors:
            self.add_error("last_day", _("Say the last day of whoever stands in."))
        if not self.errors:
            Appointment(
                user=said["user"],
                unit=self.unit,
                role=said["role"],
                valid=(since, self._until()),
            ).validate_constraints()
        return said

    def _until(self):
        last_day = self.cleaned_data.get("last_day")
        return last_day and last_day + timedelta(days=1)

    def carry_out(self, *, by):
        said = self.cleaned_data
        try:
            with transaction.atomic():
                roles.appoint(
                    said["user"],
                    said["role"],
                    self.unit,
                    since=said["since"],
                    until=self._until(),
                )
        except IntegrityError:
            self.add_error(None, _("The person already has this role then."))


class DismissForm(forms.Form):
    last_day = forms.DateField(
        label=_("Which day is the last?"),
        help_text=_("With a day before the role began it is as if it had never been."),
        widget=DateInput,
    )

    def __init__(self, data=None, *, appointment):
        super().__init__(data, initial={"last_day": today()})
        self.appointment = appointment

    def clean_last_day(self):
        last_day, end = self.cleaned_data["last_day"], self.appointment.last_day
        if end and last_day > end:
            raise ValidationError(_("It ends before that day."), code="later")
        return last_day

    def carry_out(self, *, by):
        on = self.cleaned_data["last_day"] + timedelta(days=1)
        roles.dismiss(self.appointment, on=on)
