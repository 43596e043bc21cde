"""Certificates of managers and safety representatives, some expired and some missing."""

import random
from datetime import timedelta

from demo.people import DEMO_WORKPLACE
from knowledge.loading import load_courses
from knowledge.models import Certificate, Course, PlannedCourse, last_day_of

# Of so many people one has never taken the course.
_WITHOUT = 12


def work(municipality, staff, *, until):
    load_courses()
    chance = random.Random("certificates")
    courses = {course.kind: course for course in Course.objects.all()}
    people = {
        "manager": dict.fromkeys(staff.managers.values()),
        "representative": dict.fromkeys(staff.representatives.values()),
        "first_aid": dict.fromkeys(
            staff.employees[place.unit.pk][1] for place in municipality.workplaces
        ),
    }
    Certificate.objects.bulk_create(
        _certificate(person, courses[kind], until, chance, by=staff.hr)
        for kind, holders in people.items()
        for number, person in enumerate(holders, start=1)
        if number % _WITHOUT
    )
    _wish(municipality, staff, courses["first_aid"], until)


def _certificate(person, course, until, chance, *, by):
    months = course.valid_months or 48
    # One in ten has run out.
    taken_on = until - timedelta(days=chance.randrange(20, int(months * 33)))
    return Certificate(
        person=person,
        course=course,
        taken_on=taken_on,
        last_on=last_day_of(course, taken_on),
        hours=course.hours,
        registered_by=by,
    )


def _wish(municipality, staff, course, until):
    unit = municipality.workplace(DEMO_WORKPLACE).unit
    employee, colleague, *_others = staff.employees[unit.pk]
    manager = staff.managers[unit.pk]
    PlannedCourse.objects.create(
        person=employee, by=employee, wish="Lågaffektivt bemötande"
    )
    PlannedCourse.objects.create(
        person=colleague,
        by=manager,
        course=course,
        status=PlannedCourse.Status.PLANNED,
        planned_on=until + timedelta(days=30),
    )
