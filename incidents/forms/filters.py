from datetime import date, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure, plans_with
from incidents import kinds
from incidents.columns import COLUMNS
from incidents.models import Code, Details, Incident, Notice, SavedFilter
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from sam.dates import moment, today
from ui.forms import SearchField
from ui.widgets import DateInput

Kind, Status = Incident.Kind, Incident.Status

# Kinds that are chosen together; violence is a mark beside the kinds.
KIND_GROUPS = {"injuries": Kind.injuries, "near_misses": Kind.near_misses}
# Stands for what an incident does not say, which a cleared filter must not mean.
NOT_SAID = "not_said"
CODE_LISTS = {
    "cause": Code.List.DEVIATION,
    "body_part": Code.List.BODY_PART,
    "injury_type": Code.List.INJURY_TYPE,
}


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m")


# Days that no database or calendar stumbles over.
_DAYS = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
_ALL = ("", _("All"))


def _day(label):
    return forms.DateField(
        label=label, required=False, widget=DateInput, validators=_DAYS
    )


def _choice(label, choices=()):
    return forms.ChoiceField(label=label, required=False, choices=[_ALL, *choices])


class IncidentFilterForm(forms.Form):
    """Which incidents: the list, the statistics and the spreadsheet ask the same form."""

    mark_optional = False

    q = forms.CharField(
        label=_("Search"),
        required=False,
        # In an address each sign may take twelve; addresses are kept.
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    show = _choice(
        _("Show"),
        [
            ("mine", _("I am responsible for")),
            ("reported", _("Reported by me")),
            ("overdue", _("Overdue")),
            ("notices", _("With a notice to an authority left to send")),
        ],
    )
    status = _choice(
        _("Status"),
        [
            ("open", _("Not closed")),
            (Status.REPORTED.value, Status.REPORTED.label),
            (Status.INVESTIGATING.value, Status.INVESTIGATING.label),
            (Status.MEASURES.value, Status.MEASURES.label),
            ("going_on", _("Measures going on")),
            ("awaiting", _("Awaiting effect")),
            ("ready", _("Ready to close")),
            (Status.CLOSED.value, Status.CLOSED.label),
        ],
    )
    unit = SearchField(
        Unit.objects.select_related("parent"),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Workplace and those below it"),
        required=False,
    )
    where = forms.ChoiceField(
        label=_("The workplace is"),
        required=False,
        choices=[
            ("", _("Where it happened")),
            ("employed", _("Where the person affected is employed")),
        ],
    )
    itself = forms.BooleanField(
        label=_("Only the workplace itself, not those below it"), required=False
    )
    kind = forms.MultipleChoiceField(
        label=_("Kind"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "side-by-side"}),
    )
    severity = _choice(
        _("Severity"),
        [
            (Incident.Severity.SERIOUS.value, Incident.Severity.SERIOUS.label),
            (Incident.Severity.NOT_SERIOUS.value, Incident.Severity.NOT_SERIOUS.label),
            (NOT_SAID, _("Not yet judged")),
        ],
    )
    since = _day(_("Happened from"))
    until = _day(_("Happened until"))
    reported_since = _day(_("Reported from"))
    reported_until = _day(_("Reported until"))
    cause = _choice(_("Cause"))
    body_part = _choice(_("Part of the body"))
    injury_type = _choice(_("Kind of injury"))
    absence = _choice(
        _("Absence"), [*Details.Absence.choices, (NOT_SAID, _("Not said"))]
    )

    def __init__(self, data, *, country):
        super().__init__(data)
        self.fields["kind"].choices = [
            *kinds.choices(country),
            ("injuries", _("All work injuries")),
            ("near_misses", _("All near misses")),
            (kinds.VIOLENCE, _("Threats or violence")),
        ]
        codes = _codes()
        for name, code_list in CODE_LISTS.items():
            self.fields[name].choices = [
                _ALL,
                *codes.get(code_list, []),
                (NOT_SAID, _("Not said")),
            ]

    def clean(self):
        cleaned = super().clean()
        for first, last in [("since", "until"), ("reported_since", "reported_until")]:
            days = cleaned.get(first), cleaned.get(last)
            if all(days) and days[0] > days[1]:
                self.add_error(last, _("The period ends before it begins."))
        return cleaned

    @property
    def has_more(self):
        """Whether a filter that lies folded away is in force or is wrong."""
        return any(
            self._is_in_force(name) or name in self.errors
            for name in self.fields
            if name not in OPEN
        )

    def _is_in_force(self, name):
        return bool(self.cleaned_data.get(name))

    @property
    def left_out(self):
        """What the filters are called whose values make no sense."""
        return [str(self[name].label) for name in self.errors if name in self.fields]

    @property
    def query(self):
        """The filters in force as the part of an address after the question mark."""
        self.is_valid()
        in_force = QueryDict(mutable=True)
        for name, value in self.cleaned_data.items():
            if value:
                values = dict.fromkeys(value if isinstance(value, list) else [value])
                in_force.setlist(name, [_in_address(each) for each in values])
        return in_force

    @cached_property
    def below(self):
        """The units in the chosen one, by their ids: {id: name}.

        With the ids in a query the database sees how few rows it is about.
        """
        units = Unit.objects.within([self.cleaned_data["unit"].pk])
        return dict(units.values_list("pk", "name"))

    def filter(self, incidents, *, by, instead=None):
        """Narrow the incidents; a filter that makes no sense is left out.

        `instead` are values to take in place of those that were filled in.
        """
        self.is_valid()
        for name, value in {**self.cleaned_data, **(instead or {})}.items():
            if value and name in NARROWERS:
                incidents = NARROWERS[name](incidents, value)
        incidents = self._narrow_to_whose(incidents, by)
        return self._narrow_to_unit(incidents)

    def _narrow_to_whose(self, incidents, by):
        match self.cleaned_data.get("show"):
            case "mine":
                return incidents.filter(responsible=by)
            case "reported":
                return incidents.filter(reported_by=by)
            case "overdue":
                return incidents.overdue()
            case "notices":
                left = Notice.objects.outstanding().values("incident")
                return incidents.filter(pk__in=left)
        return incidents

    def _narrow_to_unit(self, incidents):
        unit = self.cleaned_data.get("unit")
        if not unit:
            return incidents
        units = [unit.pk] if self.cleaned_data.get("itself") else list(self.below)
        there = Q(unit__in=units)
        if self.cleaned_data.get("where") == "employed":
            there = Q(employed_unit__in=units) | (there & Q(employed_unit=None))
        return incidents.filter(there)


class StatisticsForm(IncidentFilterForm):
    """Where the address says nothing of them: this year, and all of one's own units."""

    def __init__(self, data, *, country, user):
        data = data.copy()
        if not any(name in data for name in PERIOD):
            data.update(this_year())
        if "unit" not in data and "unit_search" not in data:
            data["unit"] = str(_top_unit(user) or "")
        super().__init__(data, country=country)

    def _is_in_force(self, name):
        """The page says its period beside the figures."""
        return name not in PERIOD and super()._is_in_force(name)


PERIOD = ["since", "until", "reported_since", "reported_until"]


def this_year():
    year = today().year
    return {"since": f"{year}-01-01", "until": f"{year}-12-31"}


def _top_unit(user):
    """The unit that all units lie in whose incidents the person may see; else nothing."""
    granted = granted_units(user, UnitPermission.VIEW_INCIDENTS)
    if granted.everywhere or not granted.units:
        return None
    if len(granted.units) == 1:
        return next(iter(granted.units))
    lineages = Unit.objects.filter(pk__in=granted.units).values_list(
        "lineage", flat=True
    )
    shared = [each[0] for each in zip(*lineages, strict=False) if len(set(each)) == 1]
    return shared[-1]


# The filters that do not lie folded away.
OPEN = ["q", "show", "status", "unit"]


def _of_status(incidents, status):
    measures = Measure.objects
    match status:
        case "open":
            return incidents.open()
        case "going_on":
            left = Q(plans_with(measures.open()))
        case "awaiting":
            left = Q(plans_with(measures.awaiting_effect())) & ~Q(
                plans_with(measures.open())
            )
        case "ready":
            left = ~Q(plans_with(measures.unfinished()))
        case _:
            return incidents.filter(status=status)
    return incidents.filter(left, status=Status.MEASURES)


def _of_kinds(incidents, chosen):
    plain = {kind for kind in chosen if kind in Kind.values}
    plain.update(*(KIND_GROUPS[each] for each in chosen if each in KIND_GROUPS))
    wanted = Q(kind__in=sorted(plain)) if plain else Q()
    # With kinds beside it, it says which of those.
    return incidents.filter(
        wanted, **{"is_violence": True} if kinds.VIOLENCE in chosen else {}
    )


def _of_code(path):
    def narrowed(incidents, value):
        if value == NOT_SAID:
            return incidents.filter(**{f"{path}__isnull": True})
        return incidents.filter(**{path: value})

    return narrowed


def _of_absence(incidents, value):
    if value == NOT_SAID:
        return incidents.filter(Q(details=None) | Q(details__absence=""))
    return incidents.filter(details__absence=value)


NARROWERS = {
    "q": lambda incidents, text: incidents.matching(text),
    "status": _of_status,
    "kind": _of_kinds,
    "severity": lambda incidents, value: incidents.filter(
        severity="" if value == NOT_SAID else value
    ),
    "since": lambda incidents, day: incidents.filter(occurred_on__gte=day),
    "until": lambda incidents, day: incidents.filter(occurred_on__lte=day),
    "reported_since": lambda incidents, day: incidents.filter(
        reported_at__gte=moment(day)
    ),
    "reported_until": lambda incidents, day: incidents.filter(
        reported_at__lt=moment(day + timedelta(days=1))
    ),
    "cause": _of_code("cause"),
    "body_part": _of_code("details__body_part"),
    "injury_type": _of_code("details__injury_type"),
    "absence": _of_absence,
}


def _in_address(value):
    if isinstance(value, Unit):
        return str(value.pk)
    return "on" if value is True else str(value)


def _codes():
    """The lists that incidents are filtered by: {list: [(key, label), …]}."""
    found = {}
    for code in Code.objects.filter(list__in=CODE_LISTS.values()):
        found.setdefault(code.list, []).append((str(code.pk), code.label))
    return found


class SavedFilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ["name"]
        labels = {"name": _("Name of the filter")}

    def clean_name(self):
        name = self.cleaned_data["name"]
        others = self.instance.user.saved_filters.exclude(pk=self.instance.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("You have a filter with that name already."))
        return name


class ColumnsForm(forms.Form):
    """Which columns a person's list has."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        required=False,
        choices=[(column.name, column.label) for column in COLUMNS.values()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "side-by-side"}),
    )


class MonthForm(forms.Form):
    """A workplace and a month; what makes no sense is this month at one's own."""

    mark_optional = False

    unit = SearchField(
        Unit.objects.select_related("parent"),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Workplace"),
        required=False,
    )
    month = forms.DateField(
        label=_("Month"),
        required=False,
        input_formats=["%Y-%m"],
        validators=_DAYS,
        widget=MonthInput,
    )
