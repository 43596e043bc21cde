"""A small municipality to try the program on: few people, and enough for each of the acts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import transaction
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
MANAGERS, REPORTERS = 4, 4
# More than an export writes at once, so that it becomes a job.
EARLIER_INCIDENTS = 20_100
QUESTIONS = 60
# Committees, months, sexes and quantities.
FIGURES_OF_YEAR = len(COMMITTEES) * 12 * 2 * 8
# One month of one sex in one committee, in the columns of HR's spreadsheet.
_MONTH = [1000, 30, 40, 10, 1, 0, 20, 25]
_YEAR = 2024


@dataclass
class Town:
    managers: list
    reporters: list
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
def found():
    """Whatever the program ships, and a municipality with a year of figures."""
    load_codes()
    load_metrics()
    Municipality.objects.create(pk=1, name="Provkommun")
    root = _unit("prov", Level.MUNICIPALITY)
    units = [
        _unit(
            f"enhet {number}",
            parent=_unit(
                f"förvaltning {number}",
                Level.ADMINISTRATION,
                parent=root,
                committee=Committee.objects.create(name=name, slug=f"namnd-{number}"),
            ),
        )
        for number, name in enumerate(COMMITTEES, start=1)
    ]
    hr = [_person(f"hr{number}", root, Role.HR) for number in (1, 2)]
    managers = [
        _person(f"manager{number}", units[number % len(units)], Role.MANAGER)
        for number in range(MANAGERS)
    ]
    reporters = [
        _person(f"reporter{number}", units[number % len(units)])
        for number in range(REPORTERS)
    ]
    _import_figures()
    _fill_with_earlier(units, reporters)
    return Town(
        managers=managers,
        reporters=reporters,
        hr=hr,
        units=units,
        plans=[ActionPlan.objects.create(unit=each.unit) for each in managers],
        year=ReportingYear.objects.open(_YEAR, load(FOLDER / "huddinge-1.json")),
        checklist=_checklist(),
    )


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


def _fill_with_earlier(units, reporters):
    # In the year that the reports tell of, and in the one before.
    moments = [datetime(_YEAR - ago, 6, 1, 12, tzinfo=UTC) for ago in (1, 2)]
    Incident.objects.bulk_create(
        (
            Incident(
                kind=Incident.Kind.NEAR_MISS,
                unit=units[number % len(units)],
                occurred_on=moments[number % 3 // 2].date(),
                reported_at=moments[number % 3 // 2],
                description="A ladder fell.",
                reported_by=reporters[number % len(reporters)],
                language="en",
            )
            for number in range(EARLIER_INCIDENTS)
        ),
        batch_size=5_000,
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
