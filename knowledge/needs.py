"""Who must have which course, and how it stands: a `Need` for each person and course.

Four queries, however many people there are.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from knowledge.models import (
    SOON_DAYS,
    Certificate,
    Course,
    CourseRequirement,
    PlannedCourse,
)
from organisation.models import Appointment, Unit, User
from sam.dates import today

# States, the worst first.
EXPIRED, LATE, MISSING, EXPIRING, VALID = (
    "expired",
    "late",
    "missing",
    "expiring",
    "valid",
)
LACKING = (EXPIRED, LATE, MISSING)


@dataclass
class Need:
    """That a person must have a course, in a unit, since when and at the latest when."""

    person: User
    unit: Unit
    course: Course
    since: date | None
    due_on: date
    role: str = ""
    # The last day of what the person has; none for who has nothing.
    last_on: date | None = None
    is_offered: bool = False
    offer_is_enough: bool = False
    on: date | None = None

    @property
    def state(self):
        on = self.on or today()
        if self.last_on:
            if self.last_on < on:
                return EXPIRED
            soon = on + relativedelta(days=SOON_DAYS)
            return EXPIRING if self.last_on <= soon else VALID
        if self.is_offered:
            return VALID
        return LATE if self.due_on < on else MISSING

    @property
    def is_met(self):
        return self.state in (EXPIRING, VALID)

    @property
    def is_lacking(self):
        return self.state in LACKING

    @property
    def days_left(self):
        """Until it must be taken."""
        return (self.due_on - (self.on or today())).days

    @property
    def days_late(self):
        return -self.days_left


class Needs:
    """Of the people in the units on a day; `course` and `role` narrow them."""

    def __init__(self, units=None, *, person=None, course=None, role="", on=None):
        self.on = on or today()
        self.units, self.person, self.role = units, person, role
        requirements = CourseRequirement.objects.filter(course__is_offered=True)
        if course:
            requirements = requirements.filter(course=course)
        if role:
            requirements = requirements.filter(role=role)
        self.requirements = list(requirements.select_related("course"))
        self.rows = self._with_certificates(self._asked())

    def _asked(self):
        """{(person, course): Need}; of several requirements the earliest day counts."""
        found: dict = {}
        for requirement, person, unit, since in self._pairs():
            due_on = (since or self.on) + relativedelta(
                months=requirement.within_months
            )
            need = Need(
                person,
                unit,
                requirement.course,
                since,
                due_on,
                requirement.role,
                offer_is_enough=requirement.offer_is_enough,
                on=self.on,
            )
            key = person.pk, requirement.course_id
            if key not in found or due_on < found[key].due_on:
                found[key] = need
        return found

    def _pairs(self):
        """(requirement, person, unit, since) of all whom a requirement meets."""
        by_role, by_occupation = defaultdict(list), defaultdict(list)
        for each in self.requirements:
            if each.role:
                by_role[each.role].append(each)
            else:
                by_occupation[each.occupation.casefold()].append(each)
        for appointment in self._appointments(list(by_role)) if by_role else []:
            for requirement in by_role[appointment.role]:
                level = requirement.level
                if _is_within(requirement, appointment.unit) and level in (
                    "",
                    appointment.unit.level,
                ):
                    yield (
                        requirement,
                        appointment.user,
                        appointment.unit,
                        appointment.first_day,
                    )
        for person in self._people(list(by_occupation)) if by_occupation else []:
            for requirement in by_occupation[person.title.casefold()]:
                if _is_within(requirement, person.unit):
                    yield requirement, person, person.unit, person.employed_on

    def _appointments(self, roles):
        rows = Appointment.objects.in_force(self.on).filter(
            role__in=roles, user__is_active=True, unit__closed_on=None
        )
        if self.person:
            rows = rows.filter(user=self.person)
        if self.units is not None:
            rows = rows.filter(unit__in=self.units)
        return rows.select_related("user", "unit").order_by("user__name", "pk")

    def _people(self, occupations):
        titles = Q()
        for each in occupations:
            titles |= Q(title__iexact=each)
        left = Q(left_on__lt=self.on)
        rows = User.objects.filter(titles, is_active=True, unit__isnull=False)
        if self.person:
            rows = rows.filter(pk=self.person.pk)
        if self.units is not None:
            rows = rows.filter(unit__in=self.units)
        return rows.exclude(left).select_related("unit")

    def _with_certificates(self, asked):
        courses = {course for _person, course in asked}
        certificates = Certificate.objects.filter(
            course__in=courses, taken_on__lte=self.on
        )
        offers = PlannedCourse.objects.filter(
            course__in=courses, status__in=_OFFERED, at__date__lte=self.on
        )
        if self.person:
            certificates = certificates.filter(person=self.person)
            offers = offers.filter(person=self.person)
        for person, course, last_on in certificates.order_by("last_on").values_list(
            "person", "course", "last_on"
        ):
            if need := asked.get((person, course)):
                need.last_on = last_on
        for key in offers.order_by().values_list("person", "course"):
            need = asked.get(key)
            if need and need.offer_is_enough:
                need.is_offered = True
        return list(asked.values())

    @property
    def lacking(self):
        return [need for need in self.rows if need.is_lacking]

    def by_course(self):
        """{course: [needs]}, in the order of their names."""
        found = defaultdict(list)
        for need in sorted(self.rows, key=lambda need: need.course.name):
            found[need.course].append(need)
        return dict(found)


_OFFERED = [
    PlannedCourse.Status.OFFERED,
    PlannedCourse.Status.PLANNED,
    PlannedCourse.Status.TAKEN,
    PlannedCourse.Status.DECLINED,
]


def _is_within(requirement, unit):
    return requirement.unit_id is None or requirement.unit_id in unit.lineage
