"""What is signed of a round or a change: its content, frozen and with a fingerprint."""

import hashlib
import json


def freeze(round, sections, participants):
    """All that the round says, as plain data that needs no other table to be read."""
    return {
        "checklists": [
            {"code": each.code, "version": each.version, "name": each.name}
            for each in checklists_of(sections)
        ],
        "unit": {"code": round.unit.code, "name": round.unit.name},
        "carried_out_on": str(round.carried_out_on),
        "participants": _frozen_people(participants),
        "sections": [
            {
                "title": section.title,
                "questions": [_frozen_answer(question) for question in section.asked],
            }
            for section in sections
        ],
    }


def checklists_of(sections):
    """In their order; what the round itself has added is of none."""
    return list(dict.fromkeys(each.checklist for each in sections if each.checklist))


def freeze_change(change, risks, participants):
    """The same of a change that is assessed, with its risks as they are weighed now."""
    return {
        "title": change.title,
        "unit": {"code": change.unit.code, "name": change.unit.name},
        "what_changes": change.what_changes,
        "affected": change.affected,
        "consequences": change.consequences,
        "no_social_risk": change.no_social_risk,
        "needs_survey": change.needs_survey,
        "needs_survey_why": change.needs_survey_why,
        "starts_on": str(change.starts_on),
        "decision_due_on": str(change.decision_due_on),
        "cooperation_group": change.cooperation_group,
        "informed_on": str(change.informed_on or ""),
        "discussed_on": str(change.discussed_on or ""),
        "participants": _frozen_people(participants),
        "risks": [
            {**_frozen_risk(risk), "aspect": risk.aspect, "status": risk.status}
            for risk in risks
        ],
    }


def _frozen_people(participants):
    return [
        {
            "name": participant.who,
            "part": participant.part,
            "was_present": participant.was_present,
        }
        for participant in participants
    ]


def _frozen_answer(question):
    answer = question.answer
    said = {
        "question": question.text,
        "kind": question.kind,
        "unit": question.unit_label,
        "answer": answer.value,
        "comment": answer.comment,
        "review_comment": answer.review_comment,
        "answered_by": answer.answered_by.name,
        "photos": sorted(photo.pk.hex for photo in answer.pictures),
        "risk": _frozen_risk(answer.standing_risk),
    }
    # Only where there is one: what was signed before there were any stays as it was.
    if deviation := answer.standing_deviation:
        said["deviation"] = {
            "reason": deviation.reason,
            "concerns": deviation.concerns,
            "until": str(deviation.until),
        }
    return said


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
