from datetime import date

import pytest

from actionplans.models import ActionPlan, Escalation, RiskMatrix
from annualcycle.models import AuthorityInspection
from organisation import history
from reports.contents import YearContents
from reports.models import CommitteeDecision, ReportingYear, ReportTemplate, Section
from reports.shipped import load_metrics
from riskassessment.models import Rating, Risk, RiskTransition
from tests.factories import IncidentFactory, MeasureFactory, UserFactory
from tests.reports.conftest import at

pytestmark = pytest.mark.usefixtures("in_english")

Kind = Section.Kind
LEVELS = ["unit", "administration", "committee", "municipality"]


@pytest.fixture
def year(preschool, primary):
    """2024's reports, of 2023 compared with 2022, with the three lists."""
    load_metrics()
    template = ReportTemplate.objects.create(
        code="lists",
        version=1,
        name="Lists",
        title="Lists",
        file_name="lists",
        status="draft",
        collects=["unit", "administration"],
    )
    kinds = [Kind.RISK_LIST, Kind.MEASURE_LIST, Kind.INSPECTION_LIST]
    for order, kind in enumerate(kinds, start=1):
        Section.objects.create(
            template=template,
            order=order,
            code=kind.replace("_", "-"),
            kind=kind,
            title=kind.label,
            levels=LEVELS,
        )
    template.publish()
    return ReportingYear.objects.open(2024, template)


def chapter(year, kind, committee=None, **place):
    place = place or {"level": "committee" if committee else "municipality"}
    report = year.reports.get(committee=committee, **place)
    content = YearContents(year, only=report).of(report)
    return next(each for each in content["sections"] if each["kind"] == kind)


# Risks


def risk(unit, what="Ice", *, on=(2023, 3, 1), cell=(5, 5)):
    made = Risk.objects.bring_up(
        unit=unit,
        description=what,
        by=UserFactory(),
        likelihood=cell[0],
        consequence=cell[1],
    )
    Risk.objects.filter(pk=made.pk).update(created_at=at(*on))
    made.ratings.update(at=at(*on))
    return made


def moved(row, status, on):
    transition = RiskTransition.objects.create(
        risk=row, from_status=row.status, to_status=status, by=UserFactory()
    )
    RiskTransition.objects.filter(pk=transition.pk).update(at=at(*on))
    Risk.objects.filter(pk=row.pk).update(status=status)


def weighed(row, on, cell):
    matrix = RiskMatrix.objects.current()
    rating = Rating.of(matrix, *cell)
    rating.pop("weight")
    made = row.ratings.create(by=UserFactory(), **rating)
    Rating.objects.filter(pk=made.pk).update(at=at(*on))


def told(year, committee=None, **place):
    found = chapter(year, Kind.RISK_LIST, committee, **place)
    return [each["what"] for each in found["risks"]]


def test_serious_risks_are_listed_with_level_and_measures(year, primary, schools):
    row = risk(primary)
    plan = ActionPlan.objects.create(unit=primary)
    row.measures.add(MeasureFactory(plan=plan, activity="Lay out mats"))

    assert chapter(year, Kind.RISK_LIST, schools)["risks"] == [
        {
            "unit": "Primary school",
            "what": "Ice",
            "level": "High",
            "measures": [{"activity": "Lay out mats", "status": "planned"}],
        }
    ]


def test_worst_risk_stands_first(year, primary, schools):
    risk(primary, "Bad", cell=(3, 4))
    risk(primary, "Worst", cell=(5, 5))
    risk(primary, "Harmless", cell=(1, 1))

    assert told(year, schools) == ["Worst", "Bad"]


def test_risk_is_listed_as_it_was_at_the_end_of_the_period(year, primary, schools):
    moved(risk(primary, "Closed in time"), "closed", (2023, 12, 31))
    moved(risk(primary, "Closed later"), "closed", (2024, 1, 1))
    risk(primary, "Came later", on=(2024, 1, 1))
    reopened = risk(primary, "Opened again")
    moved(reopened, "closed", (2023, 5, 1))
    moved(reopened, "open", (2023, 6, 1))
    weighed(risk(primary, "Less by then"), (2023, 6, 1), (1, 1))
    weighed(risk(primary, "Less later"), (2024, 6, 1), (1, 1))
    weighed(risk(primary, "Worse by then", cell=(1, 1)), (2023, 6, 1), (5, 5))

    assert set(told(year, schools)) == {
        "Closed later",
        "Opened again",
        "Less later",
        "Worse by then",
    }


def test_risk_belongs_to_the_committee_at_the_end_of_the_period(
    year, primary, preschools, schools
):
    risk(primary)
    history.reorganise(primary, on=date(2024, 1, 1), committee=preschools)

    assert told(year, schools) == ["Ice"]
    assert told(year, preschools) == []


def test_risk_that_was_handed_over_later_stays(
    year, preschool, primary, preschools, schools
):
    risk(primary).move(to=preschool, by=UserFactory(), reason="They took over")

    assert told(year, schools) == ["Ice"]
    assert told(year, preschools) == []


def test_summary_lists_those_of_all_committees(year, preschool, primary):
    risk(primary, "Ice")
    risk(preschool, "Noise")

    assert set(told(year)) == {"Ice", "Noise"}


def test_unit_and_administration_list_their_own(
    year, education, preschool, primary, schools
):
    risk(primary, "Ice")
    risk(preschool, "Noise")

    assert told(year, schools, level="unit", unit=primary) == ["Ice"]
    assert told(year, schools, level="administration", unit=education) == ["Ice"]


def test_long_list_says_how_many_more_there_are(year, preschool, primary, schools):
    for number in range(52):
        risk(primary, f"Risk {number}")
    risk(preschool, "Noise")

    found = chapter(year, Kind.RISK_LIST, schools)
    assert (len(found["risks"]), found["more"]) == (50, 2)
    found = chapter(year, Kind.RISK_LIST)
    assert (len(found["risks"]), found["more"]) == (50, 3)


# Measures


def measure(
    unit, activity="Lay out mats", *, due=(2022, 5, 1), created=(2021, 1, 1), **what
):
    plan = what.pop("plan", None) or ActionPlan.objects.create(unit=unit)
    made = MeasureFactory(plan=plan, activity=activity, due_on=date(*due), **what)
    type(made).objects.filter(pk=made.pk).update(created_at=at(*created))
    return made


def done(unit, activity, status="done", **what):
    judged = date(2023, 3, 1) if status.startswith("effect") else None
    return measure(
        unit,
        activity,
        status=status,
        done_on=date(2022, 6, 1),
        effect_due_on=date(2023, 1, 1),
        effect_judged_on=judged,
        **what,
    )


def activities(year, committee=None, **place):
    found = chapter(year, Kind.MEASURE_LIST, committee, **place)
    return [each["activity"] for each in found["measures"]]


def test_measures_of_the_period_before_are_told_with_their_outcome(
    year, primary, schools
):
    done(primary, "Judged", "effect_sufficient", effect_note="Nobody slips")
    done(primary, "Done")
    measure(primary, "Late")
    measure(primary, "Not yet late", due=(2025, 1, 1), created=(2022, 7, 1))
    measure(primary, "Given up", status="cancelled")

    found = chapter(year, Kind.MEASURE_LIST, schools)

    assert found["counts"] == {
        "effect_sufficient": 1,
        "done": 1,
        "planned": 1,
        "late": 1,
        "cancelled": 1,
    }
    assert {each["activity"]: each["status"] for each in found["measures"]} == {
        "Judged": "effect_sufficient",
        "Done": "done",
        "Late": "late",
        "Not yet late": "planned",
        "Given up": "cancelled",
    }
    assert found["measures"][0].keys() == {
        "activity",
        "unit",
        "due_on",
        "status",
        "effect",
    }


@pytest.mark.parametrize(
    ("due", "created", "is_told"),
    [
        ((2022, 1, 1), (2021, 1, 1), True),
        ((2022, 12, 31), (2021, 1, 1), True),
        ((2023, 1, 1), (2021, 1, 1), False),
        ((2021, 12, 31), (2021, 1, 1), False),
        ((2026, 1, 1), (2022, 12, 31), True),
        ((2026, 1, 1), (2023, 1, 1), False),
    ],
)
def test_measure_was_due_or_planned_in_the_period_before(
    year, primary, schools, due, created, is_told
):
    measure(primary, due=due, created=created)

    assert bool(activities(year, schools)) == is_told


def test_measure_belongs_to_the_committee_of_its_last_day(
    year, primary, preschools, schools
):
    measure(primary)
    history.reorganise(primary, on=date(2022, 6, 1), committee=preschools)
    measure(primary, "Later", due=(2022, 7, 1))

    assert activities(year, schools) == ["Lay out mats"]
    assert activities(year, preschools) == ["Later"]


def lifted(row, committee, on=(2022, 8, 1)):
    return Escalation.objects.lift(
        by=UserFactory(),
        from_unit=row.unit,
        **({"measure": row} if not isinstance(row, Risk) else {"risk": row}),
        committee=committee,
        sent_on=date(*on),
        matter="Noise",
        theme="premises",
        lacks="money",
        reason="It costs more than we have.",
    )


def decided(year, unit, committee):
    report = year.reports.get(level="committee", committee=committee)
    plan = ActionPlan.objects.create(unit=unit)
    CommitteeDecision.objects.create(
        report=report,
        decision="Do it",
        decided_on=date(2022, 9, 1),
        action_plan=plan,
        noted_by=UserFactory(),
    )
    return plan


def test_lifted_and_decided_stand_first_then_those_against_serious_risks(
    year, primary, schools
):
    measure(primary, "Ordinary", due=(2022, 1, 2))
    serious = measure(primary, "Serious", due=(2022, 3, 1))
    risk(primary).measures.add(serious)
    # Neither due nor planned in the period, but lifted and decided in it.
    lifted(measure(primary, "Lifted", due=(2024, 1, 1)), schools)
    plan = decided(year, primary, schools)
    measure(primary, "Decided", due=(2024, 2, 1), plan=plan)

    assert activities(year, schools) == ["Lifted", "Decided", "Serious", "Ordinary"]


def test_measure_of_a_lifted_risk_counts_as_lifted(year, primary, schools):
    row = risk(primary, on=(2021, 5, 1), cell=(2, 2))
    row.measures.add(measure(primary, "Against it", due=(2024, 1, 1)))
    lifted(row, schools)

    assert activities(year, schools) == ["Against it"]


def test_measure_for_an_incident_is_counted_and_not_listed(year, primary, schools):
    plan = ActionPlan.objects.create(unit=primary)
    IncidentFactory(unit=primary, action_plan=plan)
    measure(primary, "Talk with the person", plan=plan)

    found = chapter(year, Kind.MEASURE_LIST, schools)

    assert found["measures"] == []
    assert (found["counts"], found["more"]) == ({"late": 1}, 1)


def test_measure_for_an_incident_is_listed_when_it_was_lifted(year, primary, schools):
    plan = ActionPlan.objects.create(unit=primary)
    IncidentFactory(unit=primary, action_plan=plan)
    lifted(measure(primary, "Rebuild the hall", plan=plan), schools)

    assert activities(year, schools) == ["Rebuild the hall"]


def test_long_list_of_measures_is_cut(year, preschool, primary, schools):
    for number in range(51):
        measure(primary, f"Measure {number}")
    measure(preschool, "Other")

    found = chapter(year, Kind.MEASURE_LIST, schools)
    assert (len(found["measures"]), found["more"]) == (50, 1)
    found = chapter(year, Kind.MEASURE_LIST)
    assert (found["counts"], found["more"]) == ({"late": 52}, 2)


# Inspections


def inspection(unit, subject, held_on, closed_on=None, **what):
    made = AuthorityInspection.objects.register(
        by=UserFactory(), unit=unit, subject=subject, held_on=date(*held_on), **what
    )
    if closed_on:
        made.close(by=UserFactory(), closed_on=date(*closed_on))


def test_inspections_of_the_period_are_listed_with_demands(year, primary, schools):
    inspection(
        primary,
        "Violence",
        (2023, 4, 1),
        (2023, 9, 1),
        demands="A routine",
        due_on=date(2023, 8, 1),
    )

    assert chapter(year, Kind.INSPECTION_LIST, schools)["inspections"] == [
        {
            "unit": "Primary school",
            "on": "2023-04-01",
            "subject": "Violence",
            "demands": "A routine",
            "due_on": "2023-08-01",
            "closed_on": "2023-09-01",
        }
    ]


def test_earlier_inspection_is_listed_until_it_is_closed(
    year, preschool, primary, schools
):
    inspection(primary, "Still open", (2022, 4, 1))
    inspection(primary, "Closed before", (2022, 4, 1), (2022, 9, 1))
    inspection(primary, "Later", (2024, 4, 1))
    inspection(preschool, "Other committee", (2023, 4, 1))

    found = chapter(year, Kind.INSPECTION_LIST, schools)["inspections"]

    assert [each["subject"] for each in found] == ["Still open"]


# Queries


def test_all_reports_cost_as_many_queries_as_one(year, preschool, primary, queries):
    for unit in (preschool, primary):
        risk(unit)
        measure(unit)
        inspection(unit, "Noise", (2023, 5, 1))
    summary = year.reports.get(level="municipality")
    committees = list(year.reports.filter(level="committee").with_places())

    def read(reports):
        contents = YearContents(year)
        for each in reports:
            contents.of(each)

    one = queries(lambda: read([summary]))

    assert queries(lambda: read([summary, *committees])) == one
