"""Who reports: most with an account, some without, some without a name."""

from collections import defaultdict

from incidents.models import Incident

Affected, Kind = Incident.Affected, Incident.Kind
# Shares of the reports that come by the poster, without a name or with one.
_ANONYMOUS, _WITHOUT_ACCOUNT = 0.03, 0.04
# Of victimisation, so many dare only without a name.
_ANONYMOUS_OF_VICTIMISATION = 0.3
# Of injuries, so many hit somebody who is employed at another workplace near by.
_EMPLOYED_ELSEWHERE = 0.04


class Reporters:
    def __init__(self, random, tree, people, posters):
        self._random, self._people, self._posters = random, people, posters
        self._neighbours = defaultdict(list)
        for found in tree.workplaces:
            self._neighbours[found.department.pk].append(found.unit)

    def report(self, incident, happening):
        """Say who reported it and who was affected."""
        incident.affected = self._affected(incident.kind)
        turn, drawn = happening.turn, self._random.random()
        if turn.is_anonymous or drawn < _share_without_name(incident.kind):
            incident.is_anonymous = True
        elif turn.is_by_employee:
            incident.reported_by = self._people.employees[incident.unit_id][0]
        elif drawn < _share_without_name(incident.kind) + _WITHOUT_ACCOUNT:
            self._without_account(incident)
        else:
            self._with_account(incident, happening.workplace)
        if incident.affected == Affected.EMPLOYEE:
            incident.affected_person = self._another_employee(incident).name

    def _affected(self, kind):
        if kind in Kind.injuries or kind == Kind.VICTIMISATION:
            return self._random.choices([Affected.SELF, Affected.EMPLOYEE], [3, 1])[0]
        if kind == Kind.NEAR_MISS:
            return self._random.choice(
                [Affected.NOBODY, Affected.SELF, Affected.SEVERAL]
            )
        return Affected.NOBODY

    def _without_account(self, incident):
        incident.reporter_name = self._random.choice(self._people.without_account)
        incident.reported_through = self._posters[incident.unit_id]

    def _with_account(self, incident, workplace):
        unit = incident.unit
        if (
            incident.kind in Kind.injuries
            and self._random.random() < _EMPLOYED_ELSEWHERE
        ):
            unit = self._random.choice(self._neighbours[workplace.department.pk])
        if unit != incident.unit:
            incident.employed_unit = unit
            incident.affected = Affected.SELF
        incident.reported_by = self._random.choice(self._people.employees[unit.pk])

    def _another_employee(self, incident):
        others = [
            employee
            for employee in self._people.employees[incident.unit_id]
            if employee != incident.reported_by
        ]
        return self._random.choice(others)


def _share_without_name(kind):
    return _ANONYMOUS_OF_VICTIMISATION if kind == Kind.VICTIMISATION else _ANONYMOUS
