"""Rounds of the past and those of now: planned, walked, in review and signed."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random

from django.db import connection

from actionplans.models import Measure, RiskMatrix
from demo import answering
from demo.dating import dated_as_told
from demo.measures import Measures
from demo.people import DEMO_WORKPLACE
from demo.statistics import analyse
from demo.tree import DATA
from riskassessment import signing
from riskassessment.models import (
    Answer,
    Checklist,
    InspectionRound,
    Participant,
    Question,
    Rating,
    Risk,
    RoundChecklist,
    RoundTransition,
    Signature,
)
from sam.dates import moment

Status = InspectionRound.Status
# Autumns in which most workplaces made a round.
_YEARS = (2023, 2025)
_MOST = 0.85
# So many of the workplaces have a round under way now.
_NOW = 0.15
_CHECKLISTS = {
    "preschool": ["osa", "kemiska-risker"],
    "school": ["hot-och-vald", "osa"],
    "upper_secondary": ["hot-och-vald", "kemiska-risker"],
    "office": ["fysisk-kontor", "osa"],
    "social_office": ["hot-och-vald", "osa"],
    "home_care": ["ensamarbete", "osa"],
    "care_home": ["hot-och-vald", "kemiska-risker"],
    "group_home": ["hot-och-vald", "ensamarbete"],
    "daily_activities": ["hot-och-vald", "kemiska-risker"],
    "library": ["hot-och-vald", "fysisk-kontor"],
    "sports": ["kemiska-risker", "ensamarbete"],
    "youth_centre": ["hot-och-vald", "ensamarbete"],
    "outdoor": ["ensamarbete", "kemiska-risker"],
    "inspection": ["hot-och-vald", "fysisk-kontor"],
    "service": ["kemiska-risker", "ensamarbete"],
}
# Walked there without a safety representative, as the report says.
_WITHOUT_REPRESENTATIVE = "BUF-CF"
_NOT_APPLICABLE = 0.06
# Of the questions behind which there may be a risk, so many are answered no.
_NO = 0.4
_AFTERNOON = time(14)
_INVITED_BEFORE = timedelta(days=21)
_BATCH = 1000


@dataclass
class _Walk:
    """A round with what hangs on it, before it is written."""

    round: InspectionRound
    checklist: Checklist
    manager: object
    representative: object
    has_representative: bool
    signed_on: date | None = None
    participants: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    risks: list = field(default_factory=list)
    ratings: list = field(default_factory=list)
    moves: list = field(default_factory=list)


class Rounds:
    """Collects rounds, and writes and signs them in a few statements."""

    def __init__(self, people):
        self.random = Random("rounds")
        self.measures = Measures()
        self._people = people
        self._checklists = {
            checklist.code: checklist for checklist in Checklist.objects.offered()
        }
        self._questions = {
            code: list(Question.objects.filter(section__checklist=checklist))
            for code, checklist in self._checklists.items()
        }
        self._risks = {
            (row["checklist"], row["question"]): row
            for row in tomllib.loads((DATA / "risks.toml").read_text())["risks"]
        }
        self._matrix = RiskMatrix.objects.current()
        self._walks = []
        self._risk_measures = []

    def plan(self, workplace, on, checklist=None):
        """A planned round; without a checklist, one that fits the workplace."""
        code = checklist or self.random.choice(_CHECKLISTS[workplace.kind])
        manager = self._people.managers[workplace.unit.pk]
        round = InspectionRound(
            unit=workplace.unit,
            title=self._checklists[code].name,
            planned_on=on,
            planned_by=manager,
        )
        walk = _Walk(
            round,
            self._checklists[code],
            manager,
            self._people.representatives[workplace.unit.pk],
            not workplace.department.code.startswith(_WITHOUT_REPRESENTATIVE),
        )
        part = Participant.Part
        for person, as_what in {
            walk.representative: part.SAFETY_REPRESENTATIVE,
            manager: part.MANAGER,
        }.items():
            walk.participants.append(
                Participant(
                    round=round,
                    person=person,
                    part=as_what,
                    invited_at=moment(on - _INVITED_BEFORE, _AFTERNOON),
                )
            )
        self._walks.append(walk)
        return walk

    def begin(self, walk, *, until, share=1.0):
        """Walk the round through that share of its questions."""
        self._move(walk, Status.ONGOING, walk.round.planned_on, walk.manager)
        questions = self._questions[walk.checklist.code]
        for question in questions[: round(len(questions) * share)]:
            self._answer(walk, question, until)

    def submit(self, walk):
        walk.round.carried_out_on = walk.round.planned_on
        for participant in walk.participants:
            participant.was_present = (
                participant.person == walk.manager or walk.has_representative
            )
        self._move(walk, Status.IN_REVIEW, walk.round.planned_on, walk.manager)

    def sign(self, walk, *, on):
        walk.signed_on = on

    def _answer(self, walk, question, until):
        round = walk.round
        row = self._risks.get((walk.checklist.code, question.text))
        shows_risk = bool(row) and self.random.random() < _NO
        if shows_risk:
            value = answering.badly(question)
        elif self._is_not_applicable(question):
            value = Answer.Value.NOT_APPLICABLE
        else:
            value = answering.well(self.random, question)
        answer = Answer(
            round=round,
            question=question,
            value=value,
            shows_risk=shows_risk,
            answered_by=walk.manager,
            answered_at=moment(round.planned_on, _AFTERNOON),
        )
        walk.answers.append(answer)
        if shows_risk:
            self._weigh(walk, answer, row, until)

    def _is_not_applicable(self, question):
        is_free = question.kind == Question.Kind.YES_NO
        return is_free and self.random.random() < _NOT_APPLICABLE

    def _weigh(self, walk, answer, row, until):
        rating = Rating.of(self._matrix, row["likelihood"], row["consequence"])
        risk = Risk(
            answer=answer,
            unit=walk.round.unit,
            description=row["risk"],
            rated_on=walk.round.planned_on,
            created_at=moment(walk.round.planned_on, _AFTERNOON),
            **rating,
        )
        del rating["weight"]
        walk.ratings.append(
            Rating(
                risk=risk,
                by=walk.manager,
                at=moment(walk.round.planned_on, _AFTERNOON),
                **rating,
            )
        )
        walk.risks.append(risk)
        round = walk.round
        if round.action_plan is None:
            round.action_plan = self.measures.plan_for(round.unit, round.planned_on)
        due_on = round.planned_on + timedelta(days=self.random.randint(30, 90))
        measure = self.measures.add(
            round.action_plan,
            row["measure"],
            by=walk.manager,
            on=round.planned_on,
            due_on=due_on,
        )
        judged_on = due_on + timedelta(days=45)
        if due_on <= until:
            self.measures.finish(measure, on=due_on, effect_due_on=judged_on)
        if judged_on <= until:
            self.measures.judge(measure, on=judged_on)
        self._risk_measures.append((risk, measure))

    def _move(self, walk, status, on, by):
        walk.moves.append(
            RoundTransition(
                round=walk.round,
                from_status=walk.round.status,
                to_status=status,
                by=by,
                at=moment(on, _AFTERNOON),
            )
        )
        walk.round.status = status

    def write(self):
        """A signed round is frozen by the database, so that signing comes last."""
        self.measures.write()
        InspectionRound.objects.bulk_create(
            [walk.round for walk in self._walks], _BATCH
        )
        RoundChecklist.objects.bulk_create(
            [
                RoundChecklist(round=walk.round, checklist=walk.checklist, order=1)
                for walk in self._walks
            ],
            _BATCH,
        )
        analyse(InspectionRound, RoundChecklist)
        self._write(Participant, "participants")
        self._write(Answer, "answers")
        analyse(Answer)
        self._write(Risk, "risks")
        self._write(Rating, "ratings")
        Risk.measures.through.objects.bulk_create(
            [
                Risk.measures.through(risk=risk, measure=measure)
                for risk, measure in self._risk_measures
            ],
            _BATCH,
        )
        # Each signature reads a round as a page would: hundreds of small queries.
        analyse(Risk, Risk.measures.through, Measure)
        _check_now()
        signatures = [self._signature(walk) for walk in self._walks if walk.signed_on]
        self._write(RoundTransition, "moves")
        InspectionRound.objects.filter(
            pk__in=[signature.round_id for signature in signatures]
        ).update(status=Status.SIGNED)
        with dated_as_told(Signature):
            Signature.objects.bulk_create(signatures, _BATCH)

    def _write(self, model, name):
        rows = [row for walk in self._walks for row in getattr(walk, name)]
        with dated_as_told(model):
            for start in range(0, len(rows), _BATCH):
                _check_now()
                model.objects.bulk_create(rows[start : start + _BATCH])

    def _signature(self, walk):
        """Of the content as the database has it, as one who signs on the page would."""
        round, by = walk.round, walk.representative
        self._move(walk, Status.SIGNED, walk.signed_on, by)
        content = round.content(round.sections())
        return Signature(
            round=round,
            by=by,
            at=moment(walk.signed_on, _AFTERNOON),
            content=content,
            fingerprint=signing.fingerprint(content),
        )


def _check_now():
    """What the database would check at the end of the transaction.

    The triggers on rounds go through all that waits for that, each time they are called.
    """
    connection.check_constraints()


def walk_all(tree, people, *, until):
    rounds = Rounds(people)
    for year in _YEARS:
        for workplace in tree.workplaces:
            if rounds.random.random() < _MOST:
                _walk_in_autumn(rounds, workplace, year, until)
    for workplace in tree.workplaces:
        if rounds.random.random() < _NOW and workplace.unit.name != DEMO_WORKPLACE:
            _walk_now(rounds, workplace, until)
    _walk_at_demo_workplace(rounds, tree.workplace(DEMO_WORKPLACE), until)
    rounds.write()


def _walk_in_autumn(rounds, workplace, year, until):
    on = date(year, 9, 15) + timedelta(days=rounds.random.randrange(75))
    walk = rounds.plan(workplace, on)
    rounds.begin(walk, until=until)
    rounds.submit(walk)
    rounds.sign(walk, on=on + timedelta(days=rounds.random.randint(2, 14)))


def _walk_now(rounds, workplace, until):
    """As far as it has come: planned, going on, or with the safety representative."""
    day = rounds.random.randint(-16, 24)
    walk = rounds.plan(workplace, until + timedelta(days=day))
    if day <= 0:
        rounds.begin(walk, until=until, share=1 if day < -6 else 0.5)
    if day < -6:
        rounds.submit(walk)


def _walk_at_demo_workplace(rounds, workplace, until):
    """One for the safety representative to sign, one to go on with, one to come."""
    in_review = rounds.plan(workplace, until - timedelta(days=4), "hot-och-vald")
    rounds.begin(in_review, until=until)
    rounds.submit(in_review)
    ongoing = rounds.plan(workplace, until - timedelta(days=1), "osa")
    rounds.begin(ongoing, until=until, share=0.5)
    rounds.plan(workplace, until + timedelta(days=16), "kemiska-risker")
