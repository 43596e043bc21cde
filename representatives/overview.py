"""What a safety representative has to see to in the area, and how it stands there."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Cast, Left
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.models import Measure
from incidents.models import Incident
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment.models import ChangeAssessment, InspectionRound, Risk
from sam.dates import moment, today

# Of each kind; whoever has more reaches the rest from the lists.
MOST = 50
# So many units are named; the others only hang below.
NAMED = 30
LATELY = timedelta(days=30)

REVIEW = UnitPermission.REVIEW_ROUNDS
_PAGES = {
    "round": "riskassessment:round_detail",
    "change": "riskassessment:change_detail",
    "incident": "incidents:comment",
}
_TODO = {
    "round": gettext_lazy("Review and sign the round"),
    "change": gettext_lazy("Review the risk assessment before the change"),
    "incident": gettext_lazy("Comment on the investigation"),
}


class Waiting(NamedTuple):
    """Something that waits for the representative's word."""

    kind: str
    pk: UUID
    title: str
    unit: str
    on: date

    @property
    def url(self):
        return reverse(_PAGES[self.kind], args=[self.pk])

    @property
    def todo(self):
        return _TODO[self.kind]


def waiting(user):
    """All of it in one query, what has waited longest first."""
    commented = Q(investigation__representative_comment="") | Q(investigation=None)
    Status = Incident.Status
    found = _listed(
        "round",
        InspectionRound.objects.reviewed_by(user).filter(status="in_review"),
        title="title",
        on="carried_out_on",
    ).union(
        _listed(
            "change",
            ChangeAssessment.objects.reviewed_by(user).filter(status="in_review"),
            title="title",
            on="decision_due_on",
        ),
        _listed(
            "incident",
            Incident.objects.commented_by(user).filter(
                commented, status__in=[Status.INVESTIGATING, Status.MEASURES]
            ),
            title="description",
            on="occurred_on",
        ),
        all=True,
    )
    return sorted((Waiting(*row) for row in found), key=lambda each: each.on)


def _listed(kind, rows, *, title, on):
    rows = rows.order_by(on, "pk").annotate(
        what=Value(kind), words=Cast(Left(title, 90), CharField())
    )
    return rows.values_list("what", "pk", "words", "unit__name", on)[:MOST]


class Figure(NamedTuple):
    """A number of the area with the list that it is the length of."""

    number: int
    label: str
    url: str
    is_bad: bool


def figures(user, unit):
    """How it stands, each number one query's row; `unit` narrows the lists when it is one."""
    since = today() - LATELY
    numbers = _numbers(user, since)
    show = _lists(unit)
    return [
        Figure(
            numbers["risks"],
            _("Open serious risks"),
            show("riskassessment:risk_list", is_serious="yes"),
            is_bad=True,
        ),
        Figure(
            numbers["measures"],
            _("Overdue measures"),
            show("actionplans:measure_list", when="overdue"),
            is_bad=True,
        ),
        Figure(
            numbers["rounds"],
            _("Planned rounds"),
            show("riskassessment:round_list", status="planned"),
            is_bad=False,
        ),
        Figure(
            numbers["incidents"],
            _("Incidents reported in the last 30 days"),
            show("incidents:list", reported_since=since.isoformat()),
            is_bad=False,
        ),
    ]


def _numbers(user, since):
    """All the figures in one query; what there is none of has no row."""
    rows = {
        "risks": Risk.objects.visible_to(user).open().filter(is_serious=True),
        "measures": Measure.objects.visible_to(user).overdue(),
        "rounds": InspectionRound.objects.visible_to(user).filter(status="planned"),
        "incidents": Incident.objects.visible_to(user).filter(
            reported_at__gte=moment(since)
        ),
    }
    first, *others = [_counted(what, each, user) for what, each in rows.items()]
    return Counter(dict(first.union(*others, all=True)))


def _counted(what, rows, user):
    rows = rows.reached_by(user, REVIEW).order_by().annotate(what=Value(what))
    return rows.values_list("what").annotate(Count("pk"))


class Papers(NamedTuple):
    """Documents that the law opens to the representative."""

    label: str
    text: str
    url: str


def papers(user, unit):
    """Only what the person's roles permit."""
    show = _lists(unit)
    found = [
        Papers(
            _("Rounds and their protocols"),
            _("Also earlier ones, with what was found and who took part."),
            show("riskassessment:round_list"),
        ),
        Papers(
            _("Risk assessments"),
            _("The register of risks, each with its history and measures."),
            show("riskassessment:risk_list"),
        ),
        Papers(
            _("Risk assessments before changes"),
            _("What changes, for whom, and what was decided."),
            show("riskassessment:change_list"),
        ),
        Papers(
            _("Action plans"),
            _("Measures with who and when, and whether they helped."),
            show("actionplans:measure_list"),
        ),
        Papers(
            _("Incidents and investigations"),
            _("Without the names of those affected."),
            show("incidents:list"),
        ),
        Papers(
            _("Notices to authorities"),
            _("Incidents with a notice that is not sent yet."),
            show("incidents:list", show="notices"),
        ),
    ]
    if granted_units(user, UnitPermission.VIEW_REPORTS).units:
        text = _("What the committee reads each year.")
        found.append(Papers(_("Annual reports"), text, reverse("reports:list")))
    return found


def _lists(unit):
    """Addresses of lists; in an area of one unit they are narrowed to it."""

    def show(name, **filters):
        if unit:
            filters["unit"] = unit.pk
        return f"{reverse(name)}?{urlencode(filters)}" if filters else reverse(name)

    return show


def units_of(user):
    """(the units that were given as the area, those directly below them)."""
    own = granted_units(user, REVIEW).units
    area = Unit.objects.existing().filter(Q(pk__in=own) | Q(parent__in=own))
    units = list(area[: NAMED + 1])
    given = [unit for unit in units if unit.pk in own]
    return given, [unit for unit in units if unit.pk not in own]
