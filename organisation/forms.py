from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from mailing.models import Message
from organisation.models import Appointment, Role, Unit, User
from organisation.permissions import granted_units
from organisation.roles import managed_by
from organisation.substitutes import name_substitute
from sam.dates import today
from ui.days import not_past
from ui.forms import SearchField, WordsField
from ui.widgets import DateInput, RadioCards


class InUnitForm(forms.Form):
    """Filters of a list, the unit with what hangs below it among them.

    `permission` says which units are offered; the field is left out for one who has none.
    A filter without sense is ignored.
    """

    mark_optional = False
    permission: str

    unit = SearchField(
        Unit.objects.none(),
        label=_("Unit"),
        url=reverse_lazy("organisation:unit_options"),
        required=False,
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        units = self.units_offered(user)
        if units is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units.select_related("parent")
        self.is_valid()

    def units_offered(self, user):
        """None for one who holds the permission nowhere."""
        granted = granted_units(user, self.permission)
        if not (granted.everywhere or granted.units):
            return None
        return Unit.objects.permitting(user, self.permission)

    def in_unit(self, rows, *, path="unit"):
        """The rows of the chosen unit and those below; all when none is chosen."""
        if not (unit := self.cleaned_data.get("unit")):
            return rows
        return rows.filter(**{f"{path}__in": Unit.objects.within([unit.pk])})


class EmailForm(forms.ModelForm):
    """How e-mail comes, and how often one is reminded by it."""

    gets_digest = forms.TypedChoiceField(
        label=_("How do you want your e-mail?"),
        coerce=lambda value: value == "True",
        choices=[
            ("False", _("Each e-mail at once")),
            ("True", _("One e-mail a day")),
        ],
        widget=RadioCards(
            descriptions={
                "True": _(
                    "Each morning, with all that has come. What is serious still "
                    "comes at once."
                )
            }
        ),
    )

    class Meta:
        model = User
        fields = ["gets_digest", "reminders"]
        labels = {
            "reminders": _(
                "How often do you want to be reminded of measures by e-mail?"
            )
        }
        help_texts = {
            "reminders": _(
                "Of what is soon to be done, what is late and what effect there is to "
                "judge. All stands in one e-mail, never on a day that is free from work."
            )
        }
        widgets = {"reminders": RadioCards}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Something is always chosen: no row for nothing.
        self.fields["reminders"].choices = User.Reminders.choices


def substitutes_to_choose(*, by):
    active = User.objects.filter(is_active=True).exclude(pk=by.pk)
    return active.select_related("unit")


# Whoever stands in for longer than so is appointed manager instead.
FARTHEST = timedelta(days=2 * 365)


class SubstituteForm(forms.Form):
    """Who stands in for the manager of a unit, from which day to which."""

    unit = SearchField(
        Unit.objects.none(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("For which unit?"),
    )
    user = SearchField(
        User.objects.none(),
        url=reverse_lazy("organisation:substitute_options"),
        label=_("Who stands in?"),
    )
    since = forms.DateField(
        label=_("From which day?"),
        initial=today,
        widget=DateInput,
        validators=[not_past],
    )
    last_day = forms.DateField(
        label=_("Until which day?"),
        help_text=_("That day is the last."),
        widget=DateInput,
    )

    def __init__(self, data=None, *, by):
        super().__init__(data)
        units = managed_by(by).select_related("parent")
        self.fields["unit"].queryset = units
        if units.filter(pk=by.unit_id).exists():
            self.initial["unit"] = by.unit_id
        self.fields["user"].queryset = substitutes_to_choose(by=by)

    def clean_last_day(self):
        if (last_day := self.cleaned_data["last_day"]) > today() + FARTHEST:
            raise ValidationError(_("That is more than two years ahead."), code="far")
        return last_day

    def clean(self):
        cleaned = super().clean()
        since, last_day = cleaned.get("since"), cleaned.get("last_day")
        if since and last_day and last_day < since:
            self.add_error("last_day", _("The last day comes before the first."))
        if not self.errors:
            Appointment(
                user=cleaned["user"],
                unit=cleaned["unit"],
                role=Role.SUBSTITUTE,
                valid=(since, last_day + timedelta(days=1)),
            ).validate_constraints()
        return cleaned

    def carry_out(self):
        """Whether it was done; not when the same came from elsewhere in that moment."""
        try:
            name_substitute(**self.cleaned_data)
        except IntegrityError:
            self.add_error(None, _("The person already has this role then."))
        return self.is_valid()


class OutboxFilterForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search recipient or subject"))
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All")), *Message.Status.choices],
    )

    def filter(self, rows):
        """Narrow the messages; a filter without sense is left out."""
        self.is_valid()
        if status := self.cleaned_data.get("status"):
            rows = rows.filter(status=status)
        return rows.search(self.cleaned_data.get("q", ""))


class SendAgainForm(forms.Form):
    # When it was last due as the one who presses the button saw it.
    due_at = forms.DateTimeField()
