"""Invented people of the demo municipality: names made of parts that nobody is called."""

import random
import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission

from demo.tree import DATA
from demo.turns import AWAY
from organisation.models import (
    Appointment,
    Role,
    UnitUserObjectPermission,
    User,
)
from organisation.roles import PERMISSIONS

PASSWORD = "demo-arbetsmiljo"  # noqa: S105 (shown to everyone on purpose)
# The accounts to log in with, and where in the tree they are.
ACCOUNTS = {
    "medarbetare@example.org": None,
    "chef@example.org": Role.MANAGER,
    "ersattare@example.org": Role.SUBSTITUTE,
    "skyddsombud@example.org": Role.SAFETY_REPRESENTATIVE,
    "forvaltningschef@example.org": Role.HEAD,
    "hr@example.org": Role.HR,
    "lasare@example.org": Role.READER,
    "administrator@example.org": Role.ADMINISTRATOR,
    "arkivarie@example.org": Role.ARCHIVIST,
    "dataskyddsombud@example.org": Role.DATA_PROTECTION_OFFICER,
}
# Where the demo's manager, substitute, safety representative and employee work.
DEMO_WORKPLACE = "Granängsskolan"
DEMO_ADMINISTRATION = "BUF"
APPOINTED = date(2021, 8, 1)
EMPLOYEES_PER_WORKPLACE = 3
_WITHOUT_ACCOUNT = 60


@dataclass
class People:
    """Who does what; keys are the ids of units."""

    managers: dict = field(default_factory=dict)
    employees: dict = field(default_factory=dict)
    representatives: dict = field(default_factory=dict)
    hr: User | None = None
    # Names of some who have no account.
    without_account: list = field(default_factory=list)
    # Made in memory first, and written by `settle` in a few statements.
    users: list = field(default_factory=list)
    appointments: list = field(default_factory=list)

    def appoint(self, user, role, unit, *, valid=(APPOINTED, None)):
        self.appointments.append(
            Appointment(user=user, role=role, unit=unit, valid=valid)
        )
        return user


class _Newcomers:
    """Makes one person after the other, no two with the same name."""

    def __init__(self, people):
        self._people = people
        self._random = random.Random("people")
        self._parts = tomllib.loads((DATA / "names.toml").read_text())
        self._names = set()
        self._password = make_password(None)

    def hire(self, unit):
        user = User(name=self.name(), unit=unit, is_demo=True, password=self._password)
        user.email = f"{_in_ascii(user.name)}@example.org"
        self._people.users.append(user)
        return user

    def name(self):
        while True:
            given, beginning, ending = map(self._random.choice, self._parts.values())
            name = f"{given} {beginning}{ending}"
            if name not in self._names:
                self._names.add(name)
                return name


def settle(tree, *, until):
    """Give every unit its people and roles; returns who they are."""
    people = People()
    newcomers = _Newcomers(people)
    _hire_the_top(tree, people, newcomers)
    _hire_for_departments(tree, people, newcomers)
    _hire_for_workplaces(tree, people, newcomers)
    _open_accounts(tree, people, newcomers)
    _send_away(tree, people, until)
    people.without_account = [newcomers.name() for _ in range(_WITHOUT_ACCOUNT)]
    User.objects.bulk_create(people.users, batch_size=1000)
    Appointment.objects.bulk_create(people.appointments, batch_size=1000)
    _permit(people.appointments)
    return people


def _hire_the_top(tree, people, newcomers):
    director = newcomers.hire(tree.root)
    people.managers[tree.root.pk] = people.appoint(director, Role.MANAGER, tree.root)
    for administration in tree.administrations.values():
        head = newcomers.hire(administration)
        people.managers[administration.pk] = head
        people.appoint(head, Role.HEAD, administration)
        people.appoint(newcomers.hire(tree.root), Role.HR, administration)


def _hire_for_departments(tree, people, newcomers):
    """A manager for each department, and a safety representative with it as area."""
    for department in {
        found.department.pk: found.department for found in tree.workplaces
    }.values():
        people.managers[department.pk] = people.appoint(
            newcomers.hire(department), Role.MANAGER, department
        )
        people.representatives[department.pk] = people.appoint(
            newcomers.hire(department), Role.SAFETY_REPRESENTATIVE, department
        )


def _hire_for_workplaces(tree, people, newcomers):
    """Two small units of one department share a manager."""
    sharing = None
    for found in tree.workplaces:
        if sharing and sharing.unit == found.department:
            manager, sharing = sharing, None
        else:
            manager = newcomers.hire(found.department if found.is_small else found.unit)
            sharing = manager if found.is_small else None
        people.managers[found.unit.pk] = people.appoint(
            manager, Role.MANAGER, found.unit
        )
        people.employees[found.unit.pk] = [
            newcomers.hire(found.unit) for _ in range(EMPLOYEES_PER_WORKPLACE)
        ]
        people.representatives[found.unit.pk] = people.representatives[
            found.department.pk
        ]


def _open_accounts(tree, people, newcomers):
    """Let one person of each role log in; those of the demo's workplace work together."""
    unit = tree.workplace(DEMO_WORKPLACE).unit
    administration = tree.administrations[DEMO_ADMINISTRATION]
    representative = people.employees[unit.pk][1]
    people.appoint(representative, Role.SAFETY_REPRESENTATIVE, unit)
    people.representatives[unit.pk] = representative
    people.hr = newcomers.hire(tree.root)
    holders = {
        None: people.employees[unit.pk][0],
        Role.MANAGER: people.managers[unit.pk],
        Role.SUBSTITUTE: people.appoint(
            people.employees[unit.pk][2], Role.SUBSTITUTE, unit
        ),
        Role.SAFETY_REPRESENTATIVE: representative,
        Role.HEAD: people.managers[administration.pk],
        Role.HR: people.appoint(people.hr, Role.HR, tree.root),
    }
    for role in (
        Role.READER,
        Role.ADMINISTRATOR,
        Role.ARCHIVIST,
        Role.DATA_PROTECTION_OFFICER,
    ):
        holders[role] = people.appoint(newcomers.hire(tree.root), role, tree.root)
    password = make_password(PASSWORD)
    for email, role in ACCOUNTS.items():
        holders[role].email, holders[role].password = email, password


def _send_away(tree, people, until):
    """Let one manager be away, and a colleague stand in by calendar."""
    unit = tree.workplace(AWAY).unit
    weeks = (until - timedelta(days=5), until + timedelta(days=16))
    colleague = people.employees[unit.pk][0]
    people.appoint(colleague, Role.SUBSTITUTE, unit, valid=weeks)


def _permit(appointments):
    """What `organisation.roles.appoint` grants, for all appointments in one statement."""
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__app_label="organisation", content_type__model="unit"
        )
    }
    UnitUserObjectPermission.objects.bulk_create(
        [
            UnitUserObjectPermission(
                user=appointment.user,
                permission=permissions[codename],
                content_object=appointment.unit,
            )
            for appointment in appointments
            for codename in sorted(PERMISSIONS[appointment.role])
        ],
        batch_size=1000,
        # Two roles of one person in one unit may grant the same.
        ignore_conflicts=True,
    )


def _in_ascii(name):
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".")
