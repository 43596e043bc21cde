"""How it stands in each administration: what the management looks at, figure by figure.

Each gauge reads its figures for all administrations at once. Rooms above add theirs when
the program starts.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Max, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans import yardsticks
from actionplans.models import Measure
from annualcycle.models import AuthorityInspection
from incidents.models import Details, Incident
from organisation.models import Level, Unit, User
from riskassessment.models import InspectionRound
from sam.dates import today
from surveys.models import Survey, SurveyUnit
from surveys.models import Value as SurveyValue
from ui.numbers import decimal

# All that is to be investigated is so within three years (in Denmark by law).
OLDEST_ROUND = relativedelta(years=3)
YEAR = timedelta(days=365)
_WITH_ABSENCE = [each for each in Details.Absence if each != Details.Absence.NONE]


class Reading(NamedTuple):
    """What stands in a cell: in words, and whether it asks for something."""

    words: str
    is_bad: bool = False
    # What is behind it, where that is of the one administration.
    address: str = ""


class Gauge(NamedTuple):
    code: str
    label: str | Promise
    # Of Places: {administration's id: Reading}.
    read: Callable
    # Of a unit: the list behind the figure, where the reading names nothing nearer; none
    # where there is none.
    address: Callable


class Places:
    """The administrations, and in which of them each unit lies."""

    def __init__(self, administrations):
        self.administrations = list(administrations)
        ids = {each.pk for each in self.administrations}
        rows = Unit.objects.existing().within(ids).values_list("pk", "level", "lineage")
        self.of, self.workplaces = {}, []
        for pk, level, lineage in rows:
            self.of[pk] = next(each for each in lineage if each in ids)
            if level == Level.UNIT:
                self.workplaces.append(pk)
        self._courses = None
        self._counts = None

    def counted(self, what):
        """{administration's id: number} of one of the kinds of rows that are counted; all
        kinds are read in one query."""
        if self._counts is None:
            first, *others = [
                rows().order_by().values_list(Value(code), "unit").annotate(Count("pk"))
                for code, rows in _COUNTED.items()
            ]
            self._counts = list(first.union(*others, all=True))
        return self.summed(
            (unit, number) for code, unit, number in self._counts if code == what
        )

    def summed(self, rows):
        """{administration's id: sum} of (unit's id, number)."""
        sums = Counter()
        for unit, number in rows:
            if unit in self.of:
                sums[self.of[unit]] += number
        return sums

    def figure(self, code, administration):
        """The newest of the report's figures, read for all at once."""
        if self._courses is None:
            wanted = [
                (each, unit)
                for each in ("sick_leave", "employees")
                for unit in self.administrations
            ]
            self._courses = yardsticks.courses(wanted, periods=1)
        course = self._courses.get((code, administration.pk), [])
        return course[-1].value if course else None


_GAUGES: list[Gauge] = []


def offer(gauge):
    _GAUGES.append(gauge)


def all_gauges():
    return list(_GAUGES)


def named(code):
    return next((each for each in _GAUGES if each.code == code), None)


# Those of the rooms below


def _old_rounds(places):
    """Workplaces whose newest round is older than three years, or that had none."""
    held = InspectionRound.objects.carried_out().filter(unit__in=places.workplaces)
    newest = dict(held.order_by().values_list("unit").annotate(Max("carried_out_on")))
    earliest = today() - OLDEST_ROUND
    all = places.summed((pk, 1) for pk in places.workplaces)
    old = places.summed(
        (pk, 1)
        for pk in places.workplaces
        if not (newest.get(pk) and newest[pk] >= earliest)
    )
    return {
        each.pk: Reading(
            _("%(number)s of %(all)s") % {"number": old[each.pk], "all": all[each.pk]},
            old[each.pk] > 0,
        )
        for each in places.administrations
    }


def _accidents(places):
    """Accidents with absence of a day or more in the last year, for each 100 employees.

    Where HR has delivered no figure: for each 100 with an account.
    """
    accidents, employed = places.counted("accidents"), places.counted("employed")
    found = {}
    for each in places.administrations:
        people = places.figure("employees", each)
        if people in (None, yardsticks.HIDDEN):
            people = employed[each.pk]
        number = accidents[each.pk]
        if not people:
            found[each.pk] = Reading(_("Unknown"))
            continue
        share = 100 * number / float(people)
        words = {"share": decimal(share, 1), "number": number}
        found[each.pk] = Reading(_("%(share)s (%(number)s in all)") % words, number > 0)
    return found


def _sick_leave(places):
    def reading(value):
        if value is None:
            return Reading(_("Unknown"))
        if value == yardsticks.HIDDEN:
            return Reading(_("Too few people to show"))
        return Reading(f"{decimal(value, 1)} %")

    return {
        each.pk: reading(places.figure("sick_leave", each))
        for each in places.administrations
    }


def _survey(places):
    """The theme that stood lowest in the newest survey, of what may be shown."""
    newest = (
        SurveyUnit.objects.filter(
            unit__in=places.administrations,
            survey__status__in=Survey.Status.closed_states,
        )
        .select_related("survey")
        .order_by("unit_id", "-survey__closed_on", "pk")
        .distinct("unit_id")
    )
    parts = {part.unit_id: part for part in newest}
    values = SurveyValue.objects.filter(part__in=parts.values(), index__isnull=False)
    lowest = {
        value.part_id: value
        for value in values.filter(theme__isnull=False)
        .select_related("theme__theme")
        .order_by("-index", "-pk")
    }
    return {
        each.pk: _survey_reading(parts.get(each.pk), lowest)
        for each in places.administrations
    }


def _survey_reading(part, lowest):
    if part is None:
        return Reading(_("None yet"))
    address = part.get_absolute_url()
    if not (value := lowest.get(part.pk)):
        return Reading(_("Too few people to show"), address=address)
    told = {"theme": value.theme, "index": decimal(value.index, 0)}
    is_low = value.index < part.survey.low_index
    return Reading(_("Lowest: %(theme)s %(index)s") % told, is_low, address)


def _late_measures(places):
    return _number(places, "measures")


def _demands(places):
    return _number(places, "demands")


_COUNTED = {
    "accidents": lambda: Incident.objects.filter(
        kind=Incident.Kind.ACCIDENT,
        occurred_on__gt=today() - YEAR,
        details__absence__in=_WITH_ABSENCE,
    ),
    "employed": lambda: User.objects.filter(is_active=True),
    "measures": lambda: Measure.objects.overdue(),
    "demands": lambda: AuthorityInspection.objects.open().exclude(demands=""),
}


def _number(places, what):
    numbers = places.counted(what)
    return {
        each.pk: Reading(str(numbers[each.pk]), numbers[each.pk] > 0)
        for each in places.administrations
    }


def _at(name, query=""):
    return lambda unit: f"{reverse(name)}?unit={unit.pk}{query}"


offer(
    Gauge(
        "rounds",
        gettext_lazy("Workplaces without a round for three years"),
        _old_rounds,
        _at("riskassessment:coverage"),
    )
)
offer(
    Gauge(
        "accidents",
        gettext_lazy("Accidents with absence, per 100 employees in a year"),
        _accidents,
        _at("incidents:list", "&kind=accident"),
    )
)
offer(Gauge("sick_leave", gettext_lazy("Sick leave"), _sick_leave, lambda _unit: ""))
offer(
    Gauge(
        "measures",
        gettext_lazy("Measures past their date"),
        _late_measures,
        _at("actionplans:measure_list", "&show=overdue"),
    )
)
offer(
    Gauge(
        "demands",
        gettext_lazy("Open demands of the authority"),
        _demands,
        _at("annualcycle:inspection_list", "&status=open"),
    )
)
offer(
    Gauge(
        "survey",
        gettext_lazy("Employee survey, index from 0 to 100"),
        _survey,
        lambda _unit: "",
    )
)
