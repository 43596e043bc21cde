"""Talks of this year and the one before, what is shared before one, and an early action."""

import random
from datetime import date, datetime, time, timedelta

from demo.people import DEMO_WORKPLACE
from sam.dates import zone
from talks.models import (
    AgreedGoal,
    EarlySupport,
    Preparation,
    SickLeave,
    SupportLink,
    Talk,
    TalkCount,
    TalkSettings,
)

# So many of the employees have had theirs, when the year is over.
_SHARES = {Talk.Kind.EMPLOYEE: 0.88, Talk.Kind.PAY: 0.93}
# The talks begin in February; a share of them is held each month until November.
_FIRST, _LAST = (2, 1), (11, 30)
_ASKED, _INFORMED = 0.85, 0.9
# No real services: the demo names nobody.
_LINKS = [
    (
        "Stöd vid våld i nära relationer",
        "https://example.org/stod",
        "Telefon dygnet runt, också anonymt.",
    ),
    (
        "Att ställa frågan om våld",
        "https://example.org/fragan",
        "Film på åtta minuter för chefer.",
    ),
    (
        "Medarbetarsamtalet steg för steg",
        "https://example.org/samtal",
        "Mall, tidsplan och vanliga frågor.",
    ),
]
_WISHES = [
    "Jag vill förstå hur vårt arbete med frånvaro hänger ihop med elevhälsan.",
    "Rastvakten tar mer tid än vad som syns i schemat.",
    "Jag vill gå kursen om lågaffektivt bemötande.",
    "Det är lätt att säga vad man tycker i arbetslaget, svårare på stormötet.",
]


def work(municipality, staff, *, until):
    chance = random.Random("talks")
    employed = [
        (unit, person, staff.managers[unit])
        for unit, people in staff.employees.items()
        for person in people
    ]
    employed += _managers(municipality, staff)
    Talk.objects.bulk_create(
        [
            talk
            for unit, person, leader in employed
            for talk in _talks(unit, person, leader, chance, until)
        ],
        batch_size=1000,
    )
    _count_last_year(staff, chance, until)
    for order, (title, url, note) in enumerate(_LINKS, start=1):
        SupportLink.objects.create(title=title, url=url, note=note, order=order)
    _between_two(municipality, staff, until)


def _managers(municipality, staff):
    """Each manager of a workplace once, who is led by the department's."""
    led = {}
    for found in municipality.workplaces:
        manager = staff.managers[found.unit.pk]
        leader = staff.managers[found.department.pk]
        if manager != leader:
            led[manager.pk] = (manager.unit_id, manager, leader)
    return list(led.values())


def _talks(unit, person, leader, chance, until):
    first, last = (date(until.year, *day) for day in (_FIRST, _LAST))
    for kind, share in _SHARES.items():
        held_on = first + timedelta(chance.randrange((last - first).days))
        is_held = chance.random() < share
        asked, informed = chance.random() < _ASKED, chance.random() < _INFORMED
        if is_held and held_on <= until:
            is_asked = kind == Talk.Kind.EMPLOYEE and asked
            yield Talk(
                employee=person,
                leader=leader,
                unit_id=unit,
                kind=kind,
                held_on=held_on,
                asked_about_violence=is_asked,
                informed_of_support=is_asked and informed,
                logged_at=datetime.combine(held_on, time(16), zone()),
            )


def _count_last_year(staff, chance, until):
    """As it was written down when the year ended."""
    rows = []
    for unit, people in staff.employees.items():
        for kind, share in _SHARES.items():
            held = sum(chance.random() < share - 0.05 for _each in people)
            asked = held if kind == Talk.Kind.EMPLOYEE else 0
            rows.append(
                TalkCount(
                    unit_id=unit,
                    year=until.year - 1,
                    kind=kind,
                    employees=len(people),
                    held=held,
                    asked=asked,
                    informed=max(asked - 1, 0),
                )
            )
    TalkCount.objects.bulk_create(rows, batch_size=1000)


def _between_two(municipality, staff, until):
    """At the demo's own workplace, so that its accounts have something to read."""
    unit = municipality.workplace(DEMO_WORKPLACE).unit
    leader, (employee, _representative, colleague) = (
        staff.managers[unit.pk],
        staff.employees[unit.pk],
    )
    preparation = Preparation.objects.begin(
        employee, planned_on=until + timedelta(days=9)
    )
    parts = [
        {**part, "text": text}
        for part, text in zip(preparation.parts, _WISHES, strict=False)
    ]
    preparation.write(by=employee, version=0, parts=parts)
    AgreedGoal.objects.create(
        employee=employee,
        leader=leader,
        unit=unit,
        text="Hålla i ett kollegialt samtal om läxfria veckor.",
        follow_up_on=until + timedelta(days=60),
        delete_on=TalkSettings.objects.current().keep_until,
    )
    support = EarlySupport.objects.begin(
        by=leader,
        employee=colleague,
        reason=EarlySupport.Reason.SHORT_ABSENCE,
        hr_contact=staff.hr,
        step="talk",
        due_on=until - timedelta(days=3),
    )
    support.steps.get().mark_done(by=leader, done_on=until - timedelta(days=4))
    support.add_step(by=leader, kind="adaptation", due_on=until + timedelta(days=5))
    SickLeave.objects.register(
        by=leader,
        employee=colleague,
        first_day=until - timedelta(days=18),
        is_expected_long=True,
    )
