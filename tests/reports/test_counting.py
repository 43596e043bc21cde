import json
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from actionplans.models import ActionPlan, Escalation
from healthservice.models import ServiceKind
from healthservice.shipped import load_kinds
from organisation import history
from reports import counting
from reports.loading import FOLDER
from representatives.models import RepRequest
from riskassessment.models import Risk
from tests.factories import InspectionRoundFactory, MeasureFactory, UserFactory
from tests.healthservice.world import order_of
from tests.reports.conftest import at

YEAR = DateRange(date(2023, 1, 1), date(2024, 1, 1))


def _round(unit, on):
    return InspectionRoundFactory(unit=unit, status="in_review", carried_out_on=on)


def _measure(unit, **what):
    return MeasureFactory(plan=ActionPlan.objects.create(unit=unit), **what)


def _done(unit, on):
    return _measure(
        unit, status="done", due_on=on, done_on=on, effect_due_on=date(2024, 6, 1)
    )


def _late(unit, on):
    measure = _measure(unit, due_on=on)
    type(measure).objects.filter(pk=measure.pk).update(created_at=at(2022, 1, 1))
    return measure


def _risk(unit, on):
    risk = Risk.objects.bring_up(
        unit=unit, description="Ice", by=UserFactory(), likelihood=2, consequence=2
    )
    Risk.objects.filter(pk=risk.pk).update(created_at=at(on.year, on.month, on.day))
    return risk


def _matter(unit, on):
    return Escalation.objects.lift(
        by=UserFactory(),
        from_unit=unit,
        measure=_measure(unit),
        committee=unit.committee,
        sent_on=on,
        matter="Noise",
        theme="premises",
        lacks="money",
        reason="It costs more than we have.",
    )


def _request(unit, on):
    return RepRequest.objects.create(
        unit=unit,
        representative=UserFactory(),
        problem="Draught",
        wants="measures",
        wanted="A door",
        answer_due_on=on,
        status="sent",
        sent_at=at(on.year, on.month, on.day),
        year=on.year,
        number=1,
    )


MADE = {
    "rounds": _round,
    "measures_done": _done,
    "measures_late": _late,
    "risks": _risk,
    "lifted": _matter,
    "rep_requests": _request,
}


@pytest.mark.parametrize("code", MADE)
def test_record_counts_for_the_committee_of_its_own_day(
    code, preschool, primary, preschools, schools
):
    record = MADE[code](primary, date(2023, 3, 1))
    history.reorganise(primary, on=date(2023, 6, 1), committee=preschools)

    numbers = counting.counts([YEAR], [code])

    assert numbers == {schools.pk: [{(code, "", ""): 1}]}
    rows = counting.records(code, YEAR, committees=[schools.pk])
    assert list(rows) == [record]
    assert not counting.records(code, YEAR, committees=[preschools.pk]).exists()


@pytest.mark.parametrize("code", sorted(set(MADE) - {"measures_late"}))
def test_record_of_another_year_does_not_count(code, primary):
    MADE[code](primary, date(2022, 12, 31))

    assert counting.counts([YEAR], [code]) == {}


def test_measure_done_after_the_period_was_late_at_its_end(primary):
    measure = _late(primary, date(2023, 11, 1))
    type(measure).objects.filter(pk=measure.pk).update(
        status="done", done_on=date(2024, 1, 15), effect_due_on=date(2024, 3, 1)
    )

    assert counting.records("measures_late", YEAR).get() == measure


def test_measure_without_a_last_day_is_never_late(primary):
    measure = _late(primary, date(2023, 11, 1))
    type(measure).objects.filter(pk=measure.pk).update(
        timing="conditional", due_words="When the money has come"
    )

    assert not counting.records("measures_late", YEAR).exists()


def test_each_kind_of_record_costs_one_query(primary, preschool, queries):
    codes = ["incidents", "injuries", *MADE]
    kinds = {counting.COUNTED[code].family for code in codes}
    for make in MADE.values():
        make(primary, date(2023, 3, 1))

    cost = queries(lambda: counting.counts([YEAR, YEAR], codes, sexes=["women"]))

    assert cost == len(kinds) == 7


def test_all_counted_quantities_of_a_committee_are_known_when_one_is(primary, schools):
    _round(primary, date(2023, 3, 1))

    numbers = counting.counts([YEAR], ["rounds", "incidents"], sexes=["women"])

    assert numbers[schools.pk] == [
        {
            ("rounds", "", ""): 1,
            ("rounds", "women", ""): 0,
            ("incidents", "", ""): 0,
            ("incidents", "women", ""): 0,
        }
    ]


def test_orders_from_the_health_service_are_counted_by_what_they_are_about(
    primary, preschool, hr
):
    load_kinds()
    ergonomics = ServiceKind.objects.filter(topic="ergonomics").first()
    for unit, on, what in [
        (primary, date(2023, 5, 2), {}),
        (primary, date(2023, 6, 2), {"service": ergonomics}),
        (preschool, date(2023, 5, 2), {}),
        (primary, date(2022, 5, 2), {}),
    ]:
        order_of(unit, hr, ordered_on=on, **what)
    order_of(primary, hr, ordered_on=date(2023, 5, 3)).cancel(by=hr)
    template = json.loads((FOLDER / "huddinge-4.json").read_text())
    (table,) = (
        section
        for section in template["sections"]
        if section["code"] == "occupational-health-table"
    )
    codes = [row["metric"] for row in table["rows"]]

    found = counting.counts([YEAR], codes)[primary.committee_id][0]

    told = {code: found[code, "", ""] for code in codes}
    assert told == dict.fromkeys(codes, 0) | {
        "health_service_orders": 2,
        "health_service_crisis": 1,
        "health_service_ergonomics": 1,
    }
    assert {*codes} - {"health_service_orders"} == {
        f"health_service_{topic}" for topic in ServiceKind.Topic.values
    }
