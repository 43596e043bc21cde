"""Rounds of the past: what their verbs would have written on the days themselves."""

import tomllib
from dataclasses import dataclass, field
from datetime import time, timedelta
from random import Random

import pgtrigger
from django.db import connection
from django.db.models import prefetch_related_objects

from attachments.models import Attachment
from demo import answering, pictures
from demo.dating import dated_as_told
from demo.measures import Measures
from demo.programme import PLAN
from demo.register import Register
from demo.statistics import analyse
from demo.tree import DATA
from riskassessment import signing
from riskassessment.models import (
    Answer,
    AnswerPhoto,
    Checklist,
    InspectionRound,
    Participant,
    Question,
    RoundChecklist,
    RoundTransition,
    Section,
    Signature,
)
from riskassessment.models.answers import PICTURES
from sam.dates import moment

Part, Status = Participant.Part, InspectionRound.Status
# Walked there without a safety representative, as the report says.
_WITHOUT_REPRESENTATIVE = "BUF-CF"
_NOT_APPLICABLE = 0.06
# Of the questions behind which there may be a risk, so many show one.
_FOUND = 0.18
# So many of the colleagues who are asked come, and so many rounds have an expert.
_CAME, _WITH_EXPERT = 0.85, 0.08
_EXPERTS = 3
# Elsewhere than in the demo's workplace, so many findings have a photo.
_PHOTOS = 6
_AFTERNOON = time(14)
_INVITED_BEFORE = timedelta(days=21)
_BATCH = 1000


@dataclass
class Walk:
    """A round with what hangs on it, before it is written."""

    round: InspectionRound
    checklists: list
    manager: object
    representative: object
    has_representative: bool
    own_section: Section | None = None
    own_questions: list = field(default_factory=list)
    participants: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    risks: list = field(default_factory=list)
    photos: list = field(default_factory=list)
    moves: list = field(default_factory=list)
    signature: Signature | None = None
    # Said of it when it is signed or closed, which is written last.
    ends_as: str = ""

    @property
    def on(self):
        return self.round.planned_on


class Walks:
    """Collects rounds, and writes and signs them in a few statements."""

    def __init__(self, people, *, until):
        self.random = Random("rounds")
        self.measures = Measures("rounds", until=until)
        self.register = Register(self.random, self.measures)
        self._people, self._until = people, until
        self._checklists = {
            checklist.code: checklist for checklist in Checklist.objects.offered()
        }
        # {code: sections with the questions that they ask}
        self._sections = {
            code: _sections(checklist) for code, checklist in self._checklists.items()
        }
        self._findings = findings()
        self._photos_left = _PHOTOS
        self._walks = []

    def plan(self, workplace, on, codes, *, own=(), **what):
        """A round along the checklists, with questions of its own, and people asked to it."""
        manager = self._people.managers[workplace.unit.pk]
        checklists = [self._checklists[code] for code in codes]
        round = InspectionRound(
            unit=workplace.unit,
            title=", ".join(checklist.name for checklist in checklists),
            planned_on=on,
            planned_by=manager,
            **what,
        )
        walk = Walk(
            round,
            checklists,
            manager,
            self._people.representatives[workplace.unit.pk],
            not workplace.department.code.startswith(_WITHOUT_REPRESENTATIVE),
        )
        self._ask(walk, own)
        self._invite(walk)
        self._walks.append(walk)
        return walk

    def _ask(self, walk, texts):
        if texts:
            section = Section(round=walk.round, order=1, title=PLAN["own"]["title"])
            walk.own_section = section
            walk.own_questions = [
                Question(
                    section=section,
                    order=order,
                    text=text,
                    key=Question.key_of(walk.round.unit_id, text),
                )
                for order, text in enumerate(texts, start=1)
            ]

    def _invite(self, walk):
        employees = self._people.employees[walk.round.unit_id]
        colleagues = [each for each in employees if each != walk.representative]
        asked = {
            **dict.fromkeys(self.random.sample(colleagues, 1), Part.EMPLOYEE),
            walk.representative: Part.SAFETY_REPRESENTATIVE,
            walk.manager: Part.MANAGER,
        }
        for person, part in asked.items():
            self._add_participant(walk, part, person=person)
        if self.random.random() < _WITH_EXPERT:
            self.invite_expert(walk)

    def invite_expert(self, walk):
        """Someone from the occupational health service, who has no account."""
        name = self.random.choice(self._people.without_account[:_EXPERTS])
        self._add_participant(walk, Part.EXPERT, name=name)

    def _add_participant(self, walk, part, **who):
        invited_at = moment(walk.on - _INVITED_BEFORE, _AFTERNOON)
        walk.participants.append(
            Participant(round=walk.round, part=part, invited_at=invited_at, **who)
        )

    def begin(self, walk, *, share=1.0, found=None):
        """Walk the round through that share of its questions.

        `found` are the questions that show a risk: {text: Fate}; else they are drawn.
        """
        self._move(walk, Status.ONGOING, walk.on, walk.manager)
        asked = [
            (self._findings.get((checklist.code, question.text)), question)
            for checklist in walk.checklists
            for section in self._sections[checklist.code]
            for question in section.asked
        ] + [(None, question) for question in walk.own_questions]
        for row, question in asked[: round(len(asked) * share)]:
            is_found = row is not None and self._is_found(row, found)
            answer = self._answer(walk, question, row if is_found else None)
            if is_found:
                self._find(walk, answer, row, (found or {}).get(question.text))

    def _is_found(self, row, found):
        if found is None:
            return self.random.random() < _FOUND
        return row["question"] in found

    def _answer(self, walk, question, row):
        answer = Answer(
            round=walk.round,
            question=question,
            value=answering.badly(question) if row else self._well(question),
            comment=row["found"] if row else "",
            shows_risk=row is not None,
            answered_by=walk.manager,
            answered_at=moment(walk.on, _AFTERNOON),
        )
        walk.answers.append(answer)
        return answer

    def _well(self, question):
        may_not_apply = question.kind == Question.Kind.YES_NO
        if may_not_apply and self.random.random() < _NOT_APPLICABLE:
            return Answer.Value.NOT_APPLICABLE
        return answering.well(self.random, question)

    def _find(self, walk, answer, row, fate):
        """The risk behind the answer, its measure and what became of both."""
        by, on = walk.manager, walk.on
        risk = self.register.bring_up(walk.round.unit, row, on=on, by=by, answer=answer)
        walk.risks.append(risk)
        plan = self._plan_of(walk)
        measure = self.register.decide(risk, plan, row["measure"], by=by, on=on)
        if judged := self.register.carry_out(measure, until=self._until, fate=fate):
            self.register.follow_up(risk, judged, by=by, fate=fate)
        if "photo" in row and (fate or self._photos_left):
            self._photos_left -= not fate
            self._photograph(walk, answer, row["photo"])

    def _plan_of(self, walk):
        if walk.round.action_plan is None:
            walk.round.action_plan = self.measures.plan_for(walk.round.unit, walk.on)
        return walk.round.action_plan

    def _photograph(self, walk, answer, name):
        photo, at = pictures.drawn(name), moment(walk.on, _AFTERNOON)
        with dated_as_told(Attachment):
            attachment = Attachment.objects.store(
                photo.full,
                thumbnail=photo.thumbnail,
                content_type="image/jpeg",
                added_by=walk.manager,
                added_at=at,
            )
        walk.photos.append(
            AnswerPhoto(
                answer=answer, attachment=attachment, added_by=walk.manager, added_at=at
            )
        )

    def submit(self, walk):
        """Hand it over; who was asked and did not come is said too."""
        walk.round.carried_out_on = walk.on
        for participant in walk.participants:
            participant.was_present = {
                Part.MANAGER: True,
                Part.SAFETY_REPRESENTATIVE: walk.has_representative,
            }.get(participant.part, self.random.random() < _CAME)
        self._move(walk, Status.IN_REVIEW, walk.on, walk.manager)

    def sign(self, walk, *, on, disagrees=""):
        """By the safety representative, who may say why not all of it is agreed to."""
        comment = disagrees or self.random.choice(PLAN["words"]["agrees"])
        walk.signature = Signature(
            round=walk.round,
            by=walk.representative,
            at=moment(on, _AFTERNOON),
            agrees=not disagrees,
            comment=comment,
        )
        self._end(walk, Status.SIGNED, on, walk.representative, comment)

    def close(self, walk, *, on, note=""):
        self._end(walk, Status.CLOSED, on, walk.manager, note)

    def cancel(self, walk, *, on, reason):
        self._move(walk, Status.CANCELLED, on, walk.manager, reason)

    def _end(self, walk, status, on, by, note):
        """What is signed or closed is frozen by the database, so that this is written last."""
        self._log(walk, walk.ends_as or walk.round.status, status, on, by, note)
        walk.ends_as = status

    def _move(self, walk, status, on, by, note=""):
        self._log(walk, walk.round.status, status, on, by, note)
        walk.round.status = status

    def _log(self, walk, before, after, on, by, note):
        walk.moves.append(
            RoundTransition(
                round=walk.round,
                from_status=before,
                to_status=after,
                by=by,
                at=moment(on, _AFTERNOON),
                note=note,
            )
        )

    def write(self):
        self.measures.write()
        self._write_rounds()
        self._write(Participant, self._all("participants"))
        self._write(Answer, self._all("answers"))
        self._write(AnswerPhoto, self._all("photos"))
        self.register.write()
        signatures = self._signed()
        self.register.write_what_followed()
        self._write(RoundTransition, self._all("moves"))
        self._freeze()
        self._write(Signature, signatures)
        analyse(Participant, Answer, RoundTransition, Signature)

    def _write_rounds(self):
        InspectionRound.objects.bulk_create(
            [walk.round for walk in self._walks], _BATCH
        )
        links = [
            RoundChecklist(round=walk.round, checklist=checklist, order=order)
            for walk in self._walks
            for order, checklist in enumerate(walk.checklists, start=1)
        ]
        RoundChecklist.objects.bulk_create(links, _BATCH)
        own = [walk.own_section for walk in self._walks if walk.own_section]
        Section.objects.bulk_create(own, _BATCH)
        Question.objects.bulk_create(self._all("own_questions"), _BATCH)
        analyse(InspectionRound, RoundChecklist, Section, Question)

    def _all(self, name):
        return [row for walk in self._walks for row in getattr(walk, name)]

    def _write(self, model, rows):
        with dated_as_told(model):
            for start in range(0, len(rows), _BATCH):
                _check_now()
                model.objects.bulk_create(rows[start : start + _BATCH])

    def _signed(self):
        """The signatures, of what the database would give to one who signs on the page."""
        walks = [walk for walk in self._walks if walk.signature]
        answers = [answer for walk in walks for answer in walk.answers]
        prefetch_related_objects(answers, PICTURES)
        risks = [risk for walk in walks for risk in walk.risks]
        prefetch_related_objects(risks, "measures__responsible")
        return [self._sign_content(walk) for walk in walks]

    def _sign_content(self, walk):
        for answer in walk.answers:
            answer.question.answer = answer
        sections = [
            section
            for checklist in walk.checklists
            for section in self._sections[checklist.code]
        ]
        if walk.own_section:
            walk.own_section.asked = walk.own_questions
            sections.append(walk.own_section)
        present = sorted(walk.participants, key=lambda each: each.part)
        content = signing.freeze(walk.round, sections, present)
        walk.signature.content = content
        walk.signature.fingerprint = signing.fingerprint(content)
        return walk.signature

    def _freeze(self):
        _check_now()
        # It did not change today: when it did is in its transitions.
        with pgtrigger.ignore("riskassessment.InspectionRound:update_update"):
            for status in (Status.SIGNED, Status.CLOSED):
                ended = [w.round.pk for w in self._walks if w.ends_as == status]
                InspectionRound.objects.filter(pk__in=ended).update(status=status)


def _sections(checklist):
    sections = checklist.sections.prefetch_related("questions")
    for section in sections:
        section.asked = list(section.questions.all())
    return sections


def findings():
    """What may be found: {(checklist, question): row}."""
    data = tomllib.loads((DATA / "risks.toml").read_text())
    return {
        (row["checklist"], row["question"]): {
            "aspect": data["aspects"][row["checklist"]],
            **row,
        }
        for row in data["risks"]
    }


def _check_now():
    """What the database would check at the end of the transaction.

    The triggers on rounds go through all that waits for that, each time they are called.
    """
    connection.check_constraints()
