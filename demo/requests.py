"""What the demo's safety representative has asked of the employer, and stopped."""

import tomllib
from collections import Counter
from datetime import time, timedelta

from demo.dating import dated_as_told
from demo.people import DEMO_WORKPLACE
from demo.tree import DATA
from representatives.models import (
    RepRequest,
    RequestTransition,
    StopTransition,
    StopWork,
)
from sam.dates import moment

_DATA = tomllib.loads((DATA / "requests.toml").read_text())
_MORNING = time(9)
Status = RepRequest.Status


def hand_in(tree, people, *, until):
    requests = _Requests(tree.workplace(DEMO_WORKPLACE).unit, people, until)
    with dated_as_told(RepRequest, RequestTransition, StopTransition):
        for row in _DATA["requests"]:
            requests.send(row)
        for row in _DATA["stops"]:
            requests.stop(row)


class _Requests:
    def __init__(self, unit, people, until):
        self._unit, self._until = unit, until
        self._manager = people.managers[unit.pk]
        self._representative = people.representatives[unit.pk]
        self._numbers = Counter()

    def send(self, row):
        sent_on = self._until - timedelta(days=row["ago"])
        sent_at = moment(sent_on, _MORNING)
        request = RepRequest(
            status=Status.SENT,
            created_at=sent_at,
            sent_at=sent_at,
            answer_due_on=sent_on + timedelta(days=row["answer_within"]),
            **{name: row[name] for name in ("problem", "wants", "wanted")},
            **self._head(RepRequest, sent_on),
        )
        if "answer" in row:
            self._answer(request, row, sent_on + timedelta(days=row["answered_after"]))
        request.save()
        request.handed_to.add(self._manager)
        self._log(request, Status.DRAFT, Status.SENT, sent_at, self._representative)
        if request.answered_at:
            at, note = request.answered_at, row["answer"]
            self._log(request, Status.SENT, request.status, at, self._manager, note)

    def _answer(self, request, row, on):
        request.status = Status.ANSWERED
        request.decision, request.answer = row["decision"], row["answer"]
        request.answered_at, request.answered_by = moment(on, _MORNING), self._manager

    def _log(self, request, before, after, at, by, note=""):
        request.transitions.create(
            from_status=before, to_status=after, at=at, by=by, note=note
        )

    def stop(self, row):
        stopped_on = self._until - timedelta(days=row["ago"])
        stopped_at = moment(stopped_on, _MORNING)
        lifted_at = stopped_at + timedelta(hours=row["hours"])
        stop = StopWork.objects.create(
            status=StopWork.Status.LIFTED,
            stopped_at=stopped_at,
            registered_at=stopped_at + timedelta(minutes=10),
            told=self._manager.name,
            told_at=stopped_at,
            lifted_at=lifted_at,
            lifting=row["lifting"],
            lifted_because=row["because"],
            scope=row["scope"],
            danger=row["danger"],
            **self._head(StopWork, stopped_on),
        )
        stop.transitions.create(
            from_status=StopWork.Status.IN_FORCE,
            to_status=StopWork.Status.LIFTED,
            by=self._representative,
            at=lifted_at,
            note=row["because"],
        )

    def _head(self, model, on):
        """Whose it is and where, and the next number of the year."""
        self._numbers[model, on.year] += 1
        return {
            "unit": self._unit,
            "representative": self._representative,
            "year": on.year,
            "number": self._numbers[model, on.year],
        }
