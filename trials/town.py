"""A municipality to try the program on: people and units, and enough for each of the acts."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from itertools import cycle, islice

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from openpyxl import Workbook

from actionplans.models import ActionPlan
from incidents.codes import load_codes
from incidents.models import Incident
from organisation import history, roles
from organisation.models import Committee, Level, Municipality, Role, Unit, User
from reports import importing
from reports.importing import COLUMNS
from reports.loading import FOLDER, load
from reports.models import ReportingYear
from reports.shipped import load_metrics
from riskassessment.models import Checklist, InspectionRound, Question, Section
from sam.dates import today

PASSWORD = "trial-of-the-program"  # noqa: S105 (of accounts that live for minutes)
FOUNDED = date(2020, 1, 1)
COMMITTEES = ["Skolnämnden", "Omsorgsnämnden"]
QUESTIONS = 60
# Committees, months, sexes and quantities.
FIGURES_OF_YEAR = len(COMMITTEES) * 12 * 2 * 8
# One month of one sex in one committee, in the columns of HR's spreadsheet.
_MONTH = [1000, 30, 40, 10, 1, 0, 20, 25]
_YEAR = 2024
# Incidents are of so many days, and closed after so many; the newest are open still.
_DAYS, _CLOSED_AFTER = 5 * 365, 45
_HAPPENINGS = [
    "A ladder fell.",
    "Somebody slipped on the wet floor of the kitchen.",
    "A pupil hit a teacher on the arm.",
    "The lift stopped between two storeys.",
    "A knife cut a finger when bread was sliced.",
    "A user of home care threatened two of us.",
    "A colleague hurt the back when a patient was lifted.",
]


_KINDS = [
    Incident.Kind.NEAR_MISS,
    Incident.Kind.ACCIDENT,
    Incident.Kind.NEAR_MISS,
    Incident.Kind.RISK_OBSERVATION,
]


@dataclass(frozen=True)
class Size:
    """How many there are; units in each administration, the others in all."""

    administrations: int = 2
    units: int = 1
    heads: int = 0
    managers: int = 4
    reporters: int = 4
    representatives: int = 0
    hr: int = 2
    # More than an export writes at once, so that it becomes a job.
    earlier_incidents: int = 20_100


@dataclass
class Town:
    # Heads of administrations first.
    managers: list
    reporters: list
    representatives: list
    hr: list
    units: list
    # The action plan of each manager.
    plans: list
    year: ReportingYear
    checklist: Checklist

    def plan_of(self, manager):
        return self.plans[self.managers.index(manager)].pk

    def round_of(self, manager):
        """A new round along the whole checklist, with the ids of its questions."""
        round = InspectionRound.objects.plan(
            by=manager,
            unit=manager.unit,
            checklists=[self.checklist],
            planned_on=today(),
        )
        questions = Question.objects.filter(section__checklist=self.checklist)
        return round.pk, list(questions.values_list("pk", flat=True))


@transaction.atomic
def found(size=Size()):
    """Whatever the program ships, and a municipality with a year of figures."""
    load_codes()
    load_metrics()
    Municipality.objects.create(pk=1, name="Provkommun")
    root = _unit("prov", Level.MUNICIPALITY)
    administrations = _administrations(root, size.administrations)
    units = [
        _unit(f"enhet {number}-{place}", parent=administration)
        for place in range(1, size.units + 1)
        for number, administration in enumerate(administrations, start=1)
    ]
    heads = _people("head", size.heads, administrations, Role.HEAD)
    managers = heads + _people("manager", size.managers, units, Role.MANAGER)
    reporters = _people("reporter", size.reporters, units)
    _import_figures()
    _fill_with_earlier(units, reporters, size.earlier_incidents)
    return Town(
        managers=managers,
        reporters=reporters,
        representatives=_people(
            "representative", size.representatives, units, Role.SAFETY_REPRESENTATIVE
        ),
        hr=_people("hr", size.hr, [root], Role.HR),
        units=units,
        plans=[ActionPlan.objects.create(unit=each.unit) for each in managers],
        year=ReportingYear.objects.open(_YEAR, load(FOLDER / "huddinge-1.json")),
        checklist=_checklist(),
    )


def _administrations(root, number):
    committees = [
        Committee.objects.create(name=name, slug=f"namnd-{place}")
        for place, name in enumerate(COMMITTEES, start=1)
    ]
    return [
        _unit(
            f"förvaltning {place}",
            Level.ADMINISTRATION,
            parent=root,
            committee=committees[place % len(committees)],
        )
        for place in range(1, number + 1)
    ]


def _people(name, number, units, role=None):
    """So many, in the units by turns."""
    return [
        _person(f"{name}{place}", unit, role)
        for place, unit in enumerate(islice(cycle(units), number))
    ]


def _unit(name, level=Level.UNIT, **place):
    return history.establish(
        name, name=name.title(), level=level, since=FOUNDED, **place
    )


def _person(name, unit: Unit, role=None):
    user = User.objects.create(
        email=f"{name}@example.org",
        name=name.title(),
        unit=unit,
        password=_password(),
    )
    if role:
        roles.appoint(user, role, unit)
    return user


@cache
def _password():
    return make_password(PASSWORD)


def figures_workbook(years):
    """HR's spreadsheet of whole years, as bytes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(COLUMNS)
    for committee in COMMITTEES:
        for year in years:
            for month in range(1, 13):
                for sex in ("Kvinnor", "Män"):
                    sheet.append([committee, f"{year}-{month:02}", sex, *_MONTH])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _import_figures():
    file = ContentFile(figures_workbook([_YEAR - 2, _YEAR - 1]))
    importing.take_in(file, name="figures.xlsx")


def _fill_with_earlier(units, reporters, number):
    now, step = timezone.now(), timedelta(days=_DAYS) / number
    Incident.objects.bulk_create(
        (
            _earlier(place, now - place * step, units, reporters)
            for place in range(1, number + 1)
        ),
        batch_size=5_000,
    )


def _earlier(place, moment, units, reporters):
    done = moment + timedelta(days=_CLOSED_AFTER)
    closing = {
        "status": Incident.Status.CLOSED,
        "closed_at": done,
        "investigated_on": done.date(),
        "feedback_on": done.date(),
    }
    return Incident(
        kind=_KINDS[place // len(units) % len(_KINDS)],
        unit=units[place % len(units)],
        occurred_on=moment.date(),
        reported_at=moment,
        description=f"{_HAPPENINGS[place % len(_HAPPENINGS)]} Note {place % 5_000}.",
        reported_by=reporters[place % len(reporters)],
        language="en",
        **(closing if done < timezone.now() else {}),
    )


def _checklist():
    checklist = Checklist.objects.create(
        code="trial",
        version=1,
        name="Trial",
        area="physical",
        status="draft",
        is_offered=False,
    )
    section = Section.objects.create(checklist=checklist, order=1, title="Premises")
    texts = [f"Is point {order} in order?" for order in range(QUESTIONS)]
    Question.objects.bulk_create(
        Question(
            section=section,
            order=order,
            text=text,
            key=Question.key_of(checklist.code, text),
        )
        for order, text in enumerate(texts)
    )
    checklist.publish()
    return checklist
