from django.shortcuts import render
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.models import RiskMatrix
from riskassessment import protocol
from riskassessment.forms.reviewing import CloseForm, HandBackForm
from riskassessment.forms.walking import SubmitForm
from riskassessment.models import Risk
from riskassessment.views.finding import visible_round
from riskassessment.views.left import left_of
from riskassessment.views.options import drawing, steps_of
from riskassessment.views.signing import sign_form
from riskassessment.views.standing import name_of, saved_in_words
from riskassessment.views.words import in_words, words


@require_safe
def round_detail(request, pk):
    return render_round(request, visible_round(request, pk))


def render_round(request, round, *, status=200, typed=None, **forms):
    """The page of a round: to walk, to review or to read; `forms` are those sent in.

    `typed` has by question the comments of a review that are shown again.
    """
    part = _part_for(request.user, round)
    may_handle = request.user.has_perm("organisation.handle_rounds", round)
    context = _CONTEXTS[part](request, round) | {"round": round, "may_plan": may_handle}
    if part == "review":
        _add_review(context["sections"], typed or {})
    elif part == "protocol" and may_handle and round.may_become("closed"):
        context["close_form"] = CloseForm(
            must_say_why=round.is_in_review or bool(context["undecided"])
        )
    template = f"riskassessment/{part}.html"
    return render(request, template, context | forms, status=status)


def _add_review(sections, typed):
    for question in (each for section in sections for each in section.asked):
        form = typed.get(question.pk)
        saved = question.answer.review_comment
        question.review_said = form["review_comment"].value() if form else saved
        question.review_errors = form.errors.get("review_comment") if form else None


def _part_for(user, round):
    if round.is_walked and _walks(user, round):
        return "walk"
    if round.is_in_review and user.has_perm("organisation.review_rounds", round):
        return "review"
    return "protocol" if round.status in protocol.HAS_PROTOCOL else "read"


def _walks(user, round):
    """Who leads it, and the safety representative who takes part."""
    if user.has_perm("organisation.handle_rounds", round):
        return True
    takes_part = user.has_perm("organisation.review_rounds", round)
    return takes_part and round.participants.filter(person=user).exists()


def must_say_why(round):
    """Closing without signature, or with findings that nothing is decided about."""
    return round.is_in_review or round.undecided().exists()


def _to_read(_request, round):
    return {
        "sections": round.sections(),
        "participants": list(round.walkers()),
        "log": _log(round),
    }


def _to_protocol(_request, round):
    """What was signed, or stands to be, and beside it how the risks stand now."""
    sections, participants = round.sections(), list(round.walkers())
    signature = round.signatures.select_related("by").first()
    content = signature.content if signature else round.content(sections, participants)
    now = {
        (section.title, question.text): question
        for section in sections
        for question in section.asked
    }
    frozen = protocol.sections_of(content)
    for section in frozen:
        for said in section["answers"]:
            said["now"] = now.get((section["title"], said["question"]))
    return {
        "signature": signature,
        "sections": frozen,
        "participants": participants,
        "undecided": _undecided(sections),
        "log": _log(round),
    }


def _undecided(sections):
    """Questions about whose risk nothing is decided; see `InspectionRound.undecided`."""
    asked = [question for section in sections for question in section.asked]
    return [
        each
        for each in asked
        if each.is_unassessed
        or (
            (risk := each.standing_risk)
            and risk.status == risk.Status.OPEN
            and not risk.measures.all()
        )
    ]


def _log(round):
    """Who did what with the round: (transition, what it became)."""
    moves = round.transitions.select_related("by")
    return [(move, round.Status(move.to_status).label) for move in moves]


def _to_review(_request, round):
    sections, participants = round.sections(), list(round.walkers())
    return {
        "sections": sections,
        "participants": participants,
        "hand_back_form": HandBackForm(),
        "sign_form": sign_form(round, sections, participants),
    }


def _to_walk(request, round):
    sections = round.sections()
    round.add_before(sections)
    participants = list(round.walkers())
    return for_questions(request, round, sections) | {
        "sections": sections,
        "participants": participants,
        "submit_form": SubmitForm(participants),
        "returned": round.last_return(),
        "left": left_of(sections),
        "first": next((each for section in sections for each in section.asked), None),
        "answered": sum(section.answered for section in sections),
        "count": sum(len(section.asked) for section in sections),
    }


def for_questions(request, round, sections, typed=None):
    """What the forms of the questions need; each question gets what stands in its own.

    `typed` is what came in with a form that is shown again, in place of what is saved.
    """
    draw, answers_to = drawing()
    matrix = RiskMatrix.objects.current()
    likelihoods = steps_of(matrix.likelihood_choices)
    consequences = steps_of(matrix.consequence_choices)

    def give_form(question, language):
        question.saved = _saved(question.answer)
        question.said = said = question.saved | _said_of_risk(question.standing_risk)
        said |= dict((typed or {}).items())
        choices = answers_to(
            question.kind, question.low_label, question.high_label, language
        )
        if choices:
            question.options = draw("value", choices, said["value"])
        question.likelihoods = draw("likelihood", likelihoods, said["likelihood"])
        question.consequences = draw("consequence", consequences, said["consequence"])
        if answer := question.answer:
            name = name_of(request, answer)
            question.saved_in_words = saved_in_words(answer, name)
        if before := question.before:
            question.before_in_words = before_in_words(before)

    addresses = _addresses(round)
    for section in sections:
        section.language = section.checklist.language if section.checklist else ""
        for question in section.asked:
            give_form(question, section.language)
            # Made by `reverse` and a number.
            question.urls = {
                name: mark_safe(address.replace("/0/", f"/{question.pk}/"))  # noqa: S308
                for name, address in addresses.items()
            }
    return {
        "nothing_said": _said_of_risk(None),
        "blank": {
            "likelihoods": draw("likelihood", likelihoods, ""),
            "consequences": draw("consequence", consequences, ""),
        },
        "aspects": Risk.Aspect.choices,
        "texts": words(),
        # Two or three for each question, all alike.
        "csrf": csrf_input(request),
        "errors": None,
        "by_itself": False,
    }


def _addresses(round):
    """Of its questions, with 0 for the key: to reverse each takes long."""
    names = ["answer", "assess", "photo_add"]
    return {
        name: reverse(f"riskassessment:{name}", args=[round.pk, 0]) for name in names
    }


def before_in_words(answer):
    """The last round's answer, and when it was."""
    day = in_words(answer.round.carried_out_on, "DATE_FORMAT")
    return _("Last round, %(day)s:") % {"day": day}, answer.in_words


def _saved(answer):
    names = ["value", "comment"]
    return {name: getattr(answer, name) if answer else "" for name in names}


def _said_of_risk(risk):
    if risk is None:
        return dict.fromkeys(_OF_RISK, "")
    said = {name: str(getattr(risk, name)) for name in _OF_RISK}
    if risk.is_serious == risk.level.is_serious:
        # Nothing else than what the level says.
        said["is_serious"] = ""
    return said | {"is_serious": said["is_serious"].lower()}


_OF_RISK = [
    "description",
    "aspect",
    "existing_measures",
    "likelihood",
    "consequence",
    "is_serious",
]
_CONTEXTS = {
    "walk": _to_walk,
    "review": _to_review,
    "protocol": _to_protocol,
    "read": _to_read,
}
