"""The protocol of a round as a document: what was signed, and what became of it."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import override

from actionplans.models import RiskMatrix
from riskassessment.models import AnswerPhoto, InspectionRound, Participant, Question
from riskassessment.models.answers import in_words
from sam.dates import today
from ui.kept import KeptDocument
from ui.pdf import document

# With the safety representative or beyond.
HAS_PROTOCOL = ("in_review", "signed", "closed")
KEPT = KeptDocument("riskassessment.protocol", waits=120)


def make(pk, language):
    rounds = InspectionRound.objects.select_related("unit", "action_plan")
    round = rounds.prefetch_related("signatures__by").get(pk=pk)
    with override(language):
        context = context_of(round)
    pdf = document(
        "riskassessment/documents/protocol.html",
        context,
        identifier=f"round-{pk}-{language}",
        language=language,
        pictures=context["pictures"],
    )
    KEPT.keep(pk, language, pdf)


def context_of(round):
    """Of a signed round what was signed, whatever has become of its risks since."""
    signature = round.signature
    content = signature.content if signature else round.content(round.sections())
    return {
        "round": round,
        "signature": signature,
        "participants": [_participant(each) for each in content["participants"]],
        "sections": sections_of(content),
        "closing": round.transitions.filter(to_status="closed").last(),
        "measures": _measures(round),
        "today": today(),
        "pictures": _pictures(round),
    }


def sections_of(content):
    """The questions with what was said of them, in words."""
    matrices = {matrix.version: matrix for matrix in RiskMatrix.objects.all()}
    return [
        {
            "title": section["title"],
            "answers": [_answer(each, matrices) for each in section["questions"]],
        }
        for section in content["sections"]
    ]


class _Asked(NamedTuple):
    kind: str
    unit_label: str


def _participant(said):
    return {**said, "part": Participant.Part(said["part"]).label}


def _answer(said, matrices):
    # What was signed by the first version of the program has one kind and no photos.
    kind = said.get("kind", Question.Kind.YES_NO)
    words = in_words(_Asked(kind, said.get("unit", "")), said["answer"])
    photos = [f"photo:{key}" for key in said.get("photos", ())]
    risk = said["risk"] and _risk(said["risk"], matrices)
    deviation = _deviation(said.get("deviation"))
    more = {"photos": photos, "risk": risk, "deviation": deviation}
    return {**said, "words": words, **more}


def _deviation(said):
    return said and {**said, "until": date.fromisoformat(said["until"])}


def _risk(said, matrices):
    matrix = matrices[said.get("matrix", 1)]
    likelihood, consequence = said["likelihood"], said["consequence"]
    level = matrix.level_of(likelihood, consequence)
    return {
        **said,
        "level": level.label,
        "tone": level.tone,
        "likelihood": dict(matrix.likelihood_choices)[likelihood],
        "consequence": dict(matrix.consequence_choices)[consequence],
        "measures": [
            {**each, "due_on": date.fromisoformat(each["due_on"])}
            for each in said["measures"]
        ],
    }


def _measures(round):
    """As they stand today: they go on after the signature."""
    if not round.action_plan:
        return []
    return round.action_plan.measures.select_related("responsible").order_by("due_on")


def _pictures(round):
    """The small ones: that is enough on paper, and sixty large ones fill a worker."""
    photos = AnswerPhoto.objects.filter(answer__round=round)
    return {
        f"photo:{photo.pk.hex}": photo.attachment.thumbnail
        for photo in photos.select_related("attachment")
    }
