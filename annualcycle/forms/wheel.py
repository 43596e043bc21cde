"""What is asked about the wheel: which one, an activity, and what became of it."""

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.models import Goal
from annualcycle import evidence, planning, wheel_templates
from annualcycle.models import Activity
from annualcycle.models.wheel import ROLES
from organisation.forms import InUnitForm
from organisation.models import Level, Unit, UnitPermission
from organisation.permissions import granted_units
from sam.dates import today
from ui.days import not_future
from ui.forms import SearchField, Versioned, WordsField
from ui.widgets import DateInput

# So many years back can be looked at.
BACK = 5


def years():
    now = today().year
    return [(year, str(year)) for year in range(now + 1, now - BACK - 1, -1)]


def units_written_by(user):
    """Units in which the person may set activities and goals."""
    units = Unit.objects.existing()
    handled = units.permitting(user, UnitPermission.HANDLE_YEAR)
    managed = units.permitting(user, UnitPermission.MANAGE_YEAR)
    return (handled | managed).select_related("parent")


def units_seen_by(user):
    """Units whose wheel the person may look at: their own, and where they have a role."""
    seen = Unit.objects.permitting(user, UnitPermission.VIEW_YEAR)
    if user.unit_id:
        seen = seen | Unit.objects.filter(pk=user.unit_id)
    return seen


def home_of(user):
    """The unit that the person looks at first: the highest in which they have a role,
    else where they work; none for who has neither."""
    granted = granted_units(user, UnitPermission.VIEW_YEAR).units
    own = Unit.objects.filter(Q(pk__in=granted) | Q(pk=user.unit_id))
    return own.order_by("lineage__len", "name").first()


def holds(user, permission, unit):
    return granted_units(user, permission).reaches(unit, permission)


def may_write(user, unit):
    """Whether the person sets activities and goals of the unit."""
    permissions = (UnitPermission.HANDLE_YEAR, UnitPermission.MANAGE_YEAR)
    return any(holds(user, each, unit) for each in permissions)


class _OfYearForm(InUnitForm):
    """A unit and a year; without them the person's own, and this one."""

    permission = UnitPermission.VIEW_YEAR

    year = forms.TypedChoiceField(
        label=_("Year"), choices=years, coerce=int, empty_value=None, required=False
    )

    def __init__(self, data, *, user):
        asked = data.copy()
        asked.setdefault("year", today().year)
        super().__init__(asked, user=user)
        self.user = user

    @property
    def chosen_year(self):
        return self.cleaned_data.get("year") or today().year

    def find_unit(self):
        """That which was asked for, as far as it may be seen; else the person's own."""
        asked = self.cleaned_data.get("unit")
        if asked and "unit" not in self.errors:
            return asked
        return home_of(self.user)


class WheelForm(_OfYearForm):
    field_order = ["unit", "year"]

    def units_offered(self, user):
        """Who has no role has one wheel to look at, and nothing to choose among."""
        has_role = super().units_offered(user) is not None
        return units_seen_by(user) if has_role else None


class MatrixForm(_OfYearForm):
    field_order = ["q", "unit", "year", "activity", "show"]

    q = WordsField(label=_("Search unit"), max_length=100)
    activity = forms.ChoiceField(label=_("Activity"), required=False)
    show = forms.ChoiceField(
        label=_("Units"),
        choices=[("", _("All")), ("late", _("With something late"))],
        required=False,
    )

    def __init__(self, data, *, user):
        super().__init__(data, user=user)
        self.scope, self.activities = self.find_unit(), []
        if self.scope:
            activities = Activity.objects.of_year(self.chosen_year)
            self.activities = list(activities.holding_in(self.scope).in_order())
        self.fields["activity"].choices = [
            ("", _("All")),
            *((str(each.pk), str(each)) for each in self.activities),
        ]
        self.full_clean()

    @property
    def asked(self):
        """The activities that are to be shown."""
        chosen = self.cleaned_data.get("activity")
        return [each for each in self.activities if chosen in ("", None, str(each.pk))]


# An activity


_YEARLY = [
    ("1x1", _("Once a year")),
    ("2x1", _("Twice a year")),
    ("3x1", _("Three times a year")),
    ("4x1", _("Four times a year")),
    ("6x1", _("Six times a year")),
    ("12x1", _("Twelve times a year")),
    ("1x2", _("Every second year")),
    ("1x3", _("Every third year")),
    ("1x4", _("Every fourth year")),
    ("1x5", _("Every fifth year")),
]


class ActivityForm(Versioned, forms.ModelForm):
    """All that is said of an activity; `repeat` stands for its times and years."""

    repeat = forms.ChoiceField(label=_("How often?"), choices=_YEARLY, initial="1x1")
    level = forms.ChoiceField(label=_("Which units do it?"), required=False)
    evidence = forms.ChoiceField(
        label=_("What shows that it is done?"),
        help_text=_(
            "What the program finds by itself needs no mark. Anything can be marked by"
            " hand as well."
        ),
        required=False,
    )
    from_year = forms.TypedChoiceField(
        label=_("From which year does it hold?"), coerce=int
    )

    class Meta:
        model = Activity
        fields = [
            "title",
            "description",
            "level",
            "role",
            "first_month",
            "last_month",
            "repeat",
            "evidence",
            "remind_days",
            "law",
            "goal",
            "from_year",
        ]
        labels = {
            "title": _("What is to be done?"),
            "description": _("How is it done?"),
            "role": _("Who does it?"),
            "first_month": _("From which month?"),
            "last_month": _("To the end of which month?"),
            "remind_days": _("How many days before is one reminded?"),
            "law": _("Which law or agreement asks for it?"),
            "goal": _("Which goal does it serve?"),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "remind_days": forms.NumberInput(attrs={"class": "short"}),
        }

    def __init__(self, data=None, *, unit, **kwargs):
        super().__init__(data, **kwargs)
        self.unit = unit
        written = None if self.instance._state.adding else self.instance
        self.fields["role"].choices = [(each, each.label) for each in ROLES]
        self.fields["level"].choices = _levels(unit)
        self.fields["evidence"].choices = _evidence(written)
        self.fields["from_year"].choices = [
            (year, str(year)) for year in planning.years_ahead()
        ]
        if written:
            self.initial["repeat"] = f"{written.times}x{written.every}"
            self.fields["from_year"].label = _("From which year do the changes hold?")
            self.fields["from_year"].help_text = _(
                "The years before stay as they were."
            )
        goals = Goal.objects.holding_in(unit).of_years(today().year, today().year + 1)
        goals = goals | Goal.objects.filter(pk=self.instance.goal_id)
        self.fields["goal"].queryset = goals.from_the_top()
        self.fields["goal"].empty_label = _("None of them")

    def clean(self):
        asked = super().clean()
        first, last = asked.get("first_month"), asked.get("last_month")
        if first and last and last < first:
            self.add_error(
                "last_month",
                _("The last month comes before the first. Take one in the same year."),
            )
        times, every = map(int, (asked.pop("repeat", None) or "1x1").split("x"))
        asked |= {"times": times, "every": every}
        return asked

    def _post_clean(self):
        """The database holds the rules; a row that others may change is not filled in."""

    def begin(self, *, by):
        asked = dict(self.cleaned_data)
        asked.pop("version", None)
        year = asked.pop("from_year")
        return planning.add(by=by, unit=self.unit, first_year=year, **asked)

    def carry_out(self, *, by):
        """Raises Stale when somebody has changed it meanwhile."""
        return planning.change(self.instance, by=by, **self.cleaned_data)


def _levels(unit):
    own = _("%(unit)s itself") % {"unit": unit}
    below = list(Level)[list(Level).index(Level(unit.level)) + 1 :]
    return [("", own), *((level, _EACH[level]) for level in below)]


_EACH = {
    Level.ADMINISTRATION: _("Each administration"),
    Level.DEPARTMENT: _("Each department"),
    Level.UNIT: _("Each workplace"),
}


def _evidence(activity):
    """What is offered; and what a template named that nothing in the program shows yet."""
    found = [("", _("Somebody says so, with a note")), *evidence.choices()]
    code = activity.evidence if activity else ""
    if code and code not in dict(found):
        found.append((code, _("Nothing in the program shows it yet")))
    return found


class EndForm(forms.Form):
    last_year = forms.TypedChoiceField(
        label=_("Which is the last year?"), coerce=int, widget=forms.RadioSelect
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, activity, data=None):
        super().__init__(data, initial={"version": activity.version})
        self.activity = activity
        first = max(activity.first_year, today().year - 1)
        offered = range(first, today().year + 2)
        self.fields["last_year"].choices = [(year, str(year)) for year in offered]

    def carry_out(self, *, by):
        planning.end(self.activity, **self.cleaned_data)


# What became of it


class _OccurrenceForm(forms.Form):
    label: str | Promise
    done: str | Promise

    def __init__(self, occurrence, data=None):
        super().__init__(data)
        self.occurrence = occurrence


class FinishForm(_OccurrenceForm):
    label, done = _("Mark as done"), _("It is marked as done.")

    done_on = forms.DateField(
        label=_("When was it done?"),
        widget=DateInput,
        initial=today,
        validators=[not_future],
    )
    note = forms.CharField(
        label=_("What came of it?"),
        help_text=_("No names, and nothing about anybody's health."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    link = forms.URLField(
        label=_("Where does one see it?"),
        help_text=_("The address of minutes, a document or a page."),
        assume_scheme="https",
        max_length=500,
        required=False,
    )

    def carry_out(self, *, by):
        self.occurrence.finish(by=by, **self.cleaned_data)


class SetAsideForm(_OccurrenceForm):
    label, done = _("It does not apply here"), _("It is noted that it does not apply.")

    note = forms.CharField(
        label=_("Why does it not apply?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def carry_out(self, *, by):
        self.occurrence.set_aside(by=by, **self.cleaned_data)


class ReopenForm(_OccurrenceForm):
    label, done = _("Take it back"), _("It is to be done again.")

    def carry_out(self, *, by):
        self.occurrence.reopen()


ACTS = {"done": FinishForm, "set-aside": SetAsideForm, "reopen": ReopenForm}


def acts_for(occurrence):
    """Names of what can be done with it now."""
    if occurrence.is_open:
        return ["done", "set-aside"]
    return [] if occurrence.is_by_evidence else ["reopen"]


# Templates


class TakeForm(forms.Form):
    """Which items of a template the unit takes."""

    items = forms.MultipleChoiceField(
        label=_("What do you want to have in the wheel?"),
        widget=forms.CheckboxSelectMultiple,
    )
    unit = SearchField(
        Unit.objects.none(),
        label=_("In whose wheel?"),
        help_text=_("Units below it have it too."),
        url=reverse_lazy("organisation:unit_options"),
    )
    first_year = forms.TypedChoiceField(
        label=_("From which year does it hold?"),
        help_text=_(
            "From this year, what its months are over for is late at once. Late in a year"
            " it is often better to begin with the next."
        ),
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    field_order = ["unit", "first_year", "items"]

    def __init__(self, data=None, *, template, units, taken, initial=None):
        super().__init__(data, initial=initial)
        self.template = template
        ahead = planning.years_ahead()
        self.fields["first_year"].choices = [(year, str(year)) for year in ahead]
        self.initial["first_year"] = ahead[0]
        self.fields["unit"].queryset = units
        self.fields["items"].choices = [
            (key, _("Goal: %(what)s") % {"what": what} if is_goal else what)
            for key, what, is_goal in template.items
            if key not in taken
        ]
        self.initial["items"] = [key for key, _label in self.fields["items"].choices]

    def carry_out(self, *, by):
        """How many items were new."""
        asked = dict(self.cleaned_data)
        return wheel_templates.take(self.template, asked.pop("items"), by=by, **asked)
