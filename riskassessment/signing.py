"""What is signed when a round is signed: its content, frozen and with a fingerprint."""

import hashlib
import json


def freeze(round, sections, participants):
    """All that the round says, as plain data that needs no other table to be read."""
    return {
        "checklists": [
            {"code": each.code, "version": each.version, "name": each.name}
            for each in round.checklists.order_by("roundchecklist__order")
        ],
        "unit": {"code": round.unit.code, "name": round.unit.name},
        "carried_out_on": str(round.carried_out_on),
        "participants": [
            {
                "name": participant.who,
                "part": participant.part,
                "was_present": participant.was_present,
            }
            for participant in participants
        ],
        "sections": [
            {
                "title": section.title,
                "questions": [_frozen_answer(question) for question in section.asked],
            }
            for section in sections
        ],
    }


def _frozen_answer(question):
    answer = question.answer
    return {
        "question": question.text,
        "kind": question.kind,
        "unit": question.unit_label,
        "answer": answer.value,
        "comment": answer.comment,
        "review_comment": answer.review_comment,
        "answered_by": answer.answered_by.name,
        "photos": sorted(photo.pk.hex for photo in answer.photos.all()),
        "risk": _frozen_risk(answer.standing_risk),
    }


def _frozen_risk(risk):
    if risk is None:
        return None
    return {
        "description": risk.description,
        "existing_measures": risk.existing_measures,
        "matrix": risk.matrix.version,
        "likelihood": risk.likelihood,
        "consequence": risk.consequence,
        "level": risk.level_code,
        "is_serious": risk.is_serious,
        "measures": [
            {
                "activity": measure.activity,
                "responsible": measure.responsible.name,
                "due_on": str(measure.due_on),
            }
            for measure in risk.measures.all()
        ],
    }


def fingerprint(content):
    """The same for the same content, in whatever order a database gives the keys back."""
    canonical = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
