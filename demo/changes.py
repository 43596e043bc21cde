"""Assessments before changes at the demo's workplace, one in each state."""

import tomllib
from datetime import time, timedelta
from random import Random

from demo.dating import dated_as_told
from demo.measures import Measures
from demo.people import DEMO_WORKPLACE
from demo.register import Fate, Register
from demo.tree import DATA
from riskassessment import signing
from riskassessment.models import (
    ChangeAssessment,
    ChangeTransition,
    Participant,
    Signature,
)
from sam.dates import moment

_DATA = tomllib.loads((DATA / "changes.toml").read_text())
_MORNING = time(10)
Status = ChangeAssessment.Status
# So many days after it was begun.
_CAME_TO = {
    Status.IN_REVIEW: 8,
    Status.REVIEWED: 13,
    Status.DECIDED: 20,
    Status.FOLLOWED_UP: 120,
    Status.CANCELLED: 25,
}
_FOLLOWED_UP_AFTER = timedelta(days=100)


def assess_changes(tree, people, *, until):
    changes = _Changes(tree.workplace(DEMO_WORKPLACE).unit, people, until)
    for row in _DATA["changes"]:
        changes.tell(row)
    changes.write()


class _Changes:
    def __init__(self, unit, people, until):
        self._unit, self._until = unit, until
        self._manager = people.managers[unit.pk]
        self._representative = people.representatives[unit.pk]
        self._colleague = people.employees[unit.pk][0]
        self._measures = Measures("changes", until=until)
        self._register = Register(Random("changes"), self._measures)
        self._changes, self._participants = [], []
        self._transitions, self._signatures = [], []

    def tell(self, row):
        began = self._until - timedelta(days=row["ago"])
        starts_on = self._until + timedelta(days=row["starts_in"])
        change = ChangeAssessment(
            unit=self._unit,
            status=row["status"],
            starts_on=starts_on,
            decision_due_on=starts_on - timedelta(days=10),
            cooperation_group=row.get("group", ""),
            created_by=self._manager,
            created_at=moment(began, _MORNING),
            **{name: row[name] for name in ("title", "what_changes", "affected")},
            consequences=row["consequences"],
        )
        self._changes.append(change)
        self._find_risks(change, row, began)
        self._go_on(change, row, began)
        self._invite(change)

    def _find_risks(self, change, row, on):
        for risk_row in row.get("risks", []):
            by = self._manager
            risk = self._register.bring_up(
                self._unit, risk_row, on=on, by=by, change=change
            )
            if "measure" in risk_row:
                change.action_plan = change.action_plan or self._measures.plan_for(
                    self._unit, on
                )
                plan, words = change.action_plan, risk_row["measure"]
                measure = self._register.decide(risk, plan, words, by=by, on=on)
                if self._register.carry_out(measure, until=self._until, fate=Fate.LEFT):
                    self._register.follow_up(risk, measure, by=by)

    def _go_on(self, change, row, began):
        """From one state to the next, until it is where it is."""
        before = Status.DRAFT
        for status in self._way_to(change.status):
            on = began + timedelta(days=_CAME_TO[status])
            if status == Status.IN_REVIEW and row.get("group"):
                change.informed_on = change.discussed_on = on
            if status == Status.DECIDED:
                change.decision = ChangeAssessment.Decision.WITH_MEASURES
                change.decision_note = row["decision_note"]
                change.decided_on = on
                change.follow_up_on = on + _FOLLOWED_UP_AFTER
            if status == Status.FOLLOWED_UP:
                change.outcome = ChangeAssessment.Outcome.PARTLY
                change.follow_up_note, change.followed_up_on = row["follow_up_note"], on
            if status == Status.REVIEWED:
                self._sign(change, on)
            self._log(change, before, status, on, row.get("cancelled", ""))
            before = status

    def _way_to(self, status):
        if status == Status.CANCELLED:
            return [status]
        return Status.steps[1 : Status.steps.index(status) + 1]

    def _sign(self, change, on):
        self._signatures.append(
            Signature(
                change=change,
                by=self._representative,
                at=moment(on, _MORNING),
                comment=_DATA["words"]["agrees"],
            )
        )

    def _log(self, change, before, after, on, note):
        is_signed = after == Status.REVIEWED
        self._transitions.append(
            ChangeTransition(
                change=change,
                from_status=before,
                to_status=after,
                by=self._representative if is_signed else self._manager,
                at=moment(on, _MORNING),
                note=note,
            )
        )

    def _invite(self, change):
        is_over = change.status not in (Status.DRAFT, Status.CANCELLED)
        for person, part in {
            self._manager: Participant.Part.MANAGER,
            self._representative: Participant.Part.SAFETY_REPRESENTATIVE,
            self._colleague: Participant.Part.EMPLOYEE,
        }.items():
            self._participants.append(
                Participant(
                    change=change,
                    person=person,
                    part=part,
                    invited_at=change.created_at,
                    was_present=True if is_over else None,
                )
            )

    def write(self):
        self._measures.write()
        with dated_as_told(ChangeAssessment, Participant, ChangeTransition, Signature):
            ChangeAssessment.objects.bulk_create(self._changes)
            Participant.objects.bulk_create(self._participants)
            self._register.write()
            ChangeTransition.objects.bulk_create(self._transitions)
            for signature in self._signatures:
                signature.content = signature.change.content()
                signature.fingerprint = signing.fingerprint(signature.content)
            Signature.objects.bulk_create(self._signatures)
        self._register.write_what_followed()
