"""How the reporting of incidents is used: what comes in, and how soon it is dealt with.

Workplaces of few people are told together: a figure of one of them could be of one person.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from django.db.models import (
    Aggregate,
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Incident
from organisation.models import Unit, UnitPermission, User
from organisation.small_groups import FEWEST
from sam.dates import moment

# In days: a workplace from which nothing has come for so long, or that takes longer to
# close what comes, stands out.
SILENT, SLOW = 90, 30


class Median(Aggregate):
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Row:
    """Of a workplace, of the small ones together or of all; medians are in days."""

    name: str
    reported: int = 0
    closed: int = 0
    to_open: float | None = None
    to_close: float | None = None
    with_feedback: int = 0
    latest_on: date | None = None
    unit: Unit | None = None
    is_silent: bool = False

    @property
    def is_slow(self):
        return self.to_close is not None and self.to_close > SLOW

    @property
    def stands_out(self):
        return self.is_silent or self.is_slow

    @property
    def share(self):
        """Per cent of what was reported of which employees have been told."""
        return 100 * self.with_feedback / self.reported if self.reported else None


def units_read_by(user):
    """Those whose incidents and yearly figures the person reads: heads and HR."""
    permitted = Unit.objects.existing().permitting
    reports = permitted(user, UnitPermission.VIEW_REPORTS).order_by().values("pk")
    return permitted(user, UnitPermission.VIEW_INCIDENTS).filter(pk__in=reports)


class Usage:
    """The workplaces that a person reads, in the period from the first day to the last."""

    def __init__(self, user, first, last):
        self.first, self.last = first, last
        self.incidents = Incident.objects.visible_to(user)
        self.units, self.small = self._workplaces(user)
        self.rows = self._rows()

    def _workplaces(self, user):
        """Those with enough employees to be told by themselves, and the small ones."""
        people = User.objects.filter(unit=OuterRef("pk"), is_active=True).order_by()
        number = Subquery(people.values("unit").values(number=Count("pk")))
        units = list(units_read_by(user).annotate(at_work=number).order_by("name"))
        large = [each for each in units if (each.at_work or 0) >= FEWEST]
        small = [each for each in units if 0 < (each.at_work or 0) < FEWEST]
        together = sum(each.at_work for each in small)
        return large, small if together >= FEWEST else []

    def _rows(self):
        keys = [each.pk for each in [*self.units, *self.small]]
        told = self.incidents.filter(unit__in=keys).order_by()
        group = Case(When(unit__in=[each.pk for each in self.units], then=F("unit")))
        latest = told.filter(reported_at__lt=self._after).values_list(group.copy())
        latest = dict(latest.annotate(Max("reported_at")))
        figures = {
            row.pop("group"): row
            for row in self._in_period(told).values(group=group).annotate(**self._asked)
        }
        rows = [self._row(each.name, figures, latest, each) for each in self.units]
        if self.small:
            words = _("%(number)s small workplaces together")
            rows.append(self._row(words % {"number": len(self.small)}, figures, latest))
        total = self._in_period(told).aggregate(**self._asked)
        self.total = self._row(_("All"), {None: total}, latest={})
        return rows

    @property
    def _after(self):
        return moment(self.last + timedelta(days=1))

    def _in_period(self, incidents):
        return incidents.filter(self._is_in("reported_at") | self._is_in("closed_at"))

    def _is_in(self, field):
        return Q(**{f"{field}__gte": moment(self.first), f"{field}__lt": self._after})

    @property
    def _asked(self):
        reported, closed = self._is_in("reported_at"), self._is_in("closed_at")
        feedback = Q(feedback_on__isnull=False)
        return {
            "reported": Count("pk", filter=reported),
            "closed": Count("pk", filter=closed),
            "to_open": Median(_since_report("known_at"), filter=reported),
            "to_close": Median(_since_report("closed_at"), filter=closed),
            "with_feedback": Count("pk", filter=reported & feedback),
        }

    def _row(self, name, figures, latest, unit=None):
        key = unit and unit.pk
        said = dict(figures.get(key, {}))
        for median in ("to_open", "to_close"):
            said[median] = _days(said.get(median))
        day = latest.get(key) and timezone.localdate(latest[key])
        limit = self.last - timedelta(days=SILENT)
        is_silent = bool(unit) and (day is None or day < limit)
        return Row(name, **said, latest_on=day, unit=unit, is_silent=is_silent)

    def shown(self, *, search="", show="", sort="name"):
        """The rows that are asked for; what is not known comes last in either order."""
        rows = [each for each in self.rows if search.casefold() in each.name.casefold()]
        if show:
            rows = [each for each in rows if getattr(each, SHOWN[show])]
        field = sort.removeprefix("-")
        known = [each for each in rows if getattr(each, field) is not None]
        known.sort(key=attrgetter(field), reverse=sort.startswith("-"))
        return known + [each for each in rows if getattr(each, field) is None]

    @property
    def silent(self):
        return [each for each in self.rows if each.is_silent]

    @property
    def slow(self):
        """Workplaces by themselves; the small ones together are none."""
        return [each for each in self.rows if each.is_slow and each.unit]


SHOWN = {"out": "stands_out", "silent": "is_silent", "slow": "is_slow"}
SORTS = [
    f"{sign}{field}"
    for field in ["name", "reported", "to_open", "to_close", "share", "latest_on"]
    for sign in ["", "-"]
]


def _since_report(field):
    return ExpressionWrapper(F(field) - F("reported_at"), output_field=DurationField())


def _days(duration):
    return None if duration is None else duration / timedelta(days=1)
