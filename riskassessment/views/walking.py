from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from actionplans.models import RiskMatrix
from riskassessment import inviting
from riskassessment.forms.walking import AnswerForm, RiskForm, SubmitForm
from riskassessment.models import Risk
from riskassessment.sending import once
from riskassessment.views.finding import round_to
from riskassessment.views.rounds import for_questions, render_round
from riskassessment.views.standing import as_it_stands, standing_answers
from sam.sent import takes_form
from sam.workflow import InvalidTransition, Stale


@takes_form
def answer(request, pk, question):
    """One question by itself; the walk sends each answer here as it is given."""
    round, question = find_question(request, pk, question)
    if request.method != "POST":
        if round.is_walked:
            return render_question(request, round, question)
        return redirect(_place(round, question))
    form = AnswerForm(request.POST, question=question)
    if not form.is_valid():
        return refuse(request, round, question, form.errors)

    def act():
        round.answer(
            question, by=request.user, at=form.said_at, was=form.was, **form.said
        )

    return carry_out(request, round, question, act, key=form.cleaned_data["key"])


@require_POST
def assess(request, pk, question):
    """Describe and weigh the risk behind an answer that shows one."""
    round, question = find_question(request, pk, question)
    answer = get_object_or_404(round.answers, question=question)
    form = RiskForm(request.POST, matrix=RiskMatrix.objects.current())
    if not form.is_valid():
        return refuse(request, round, question, form.errors)

    def act():
        Risk.objects.assess(answer, by=request.user, **form.assessment)

    return carry_out(request, round, question, act, key=form.cleaned_data["key"])


def find_question(request, pk, question):
    """The round, which the person may walk, and a question of it."""
    round = round_to("walk", request, pk)
    return round, get_object_or_404(round.questions(), pk=question)


def carry_out(request, round, question, act, *, key=None):
    """Do it once and answer how the question stands then, or why it could not be done."""

    def act_and_tell():
        act()
        return _standing(request, round, question)

    try:
        stands = once(act_and_tell, key=key, round=round, by=request.user)
    except ValidationError as error:
        return refuse(request, round, question, {"photos": error.messages})
    except Stale:
        return _tell_conflict(request, round, question)
    except InvalidTransition as error:
        if round.is_walked:
            return _tell_conflict(request, round, question)
        return _tell_moved_on(request, round, error)
    if _wants_json(request):
        return JsonResponse(stands)
    return redirect(_where_to(request, round, question))


def _standing(request, round, question):
    answer = get_object_or_404(standing_answers(round), question=question)
    return as_it_stands(request, answer)


def refuse(request, round, question, errors):
    """Say what is wrong, with what was typed still there."""
    if _wants_json(request):
        return JsonResponse({"errors": errors}, status=422)
    return render_question(request, round, question, status=422, errors=errors)


def _tell_conflict(request, round, question):
    """Show what somebody else has said beside what was typed; nothing is overwritten."""
    stands = _standing(request, round, question)
    if _wants_json(request):
        return JsonResponse({"kind": "conflict", **stands}, status=409)
    return render_question(request, round, question, status=409, conflict=stands)


def _tell_moved_on(request, round, error):
    if _wants_json(request):
        return JsonResponse({"kind": "moved_on", "message": str(error)}, status=409)
    messages.error(request, error)
    return redirect(round)


def _wants_json(request):
    kinds = ["text/html", "application/json"]
    return request.get_preferred_type(kinds) == "application/json"


def render_question(
    request, round, question, *, status=200, errors=None, conflict=None
):
    """One question with what was typed, if it was; and the ways to those beside it."""
    sections = round.sections()
    round.add_before(sections)
    asked = [each for section in sections for each in section.asked]
    place = [each.pk for each in asked].index(question.pk)
    question = asked[place]
    section = next(each for each in sections if question in each.asked)
    context = for_questions(request, round, [section], request.POST) | {
        "round": round,
        "section": section,
        "question": question,
        "errors": errors,
        "conflict": conflict,
        "number": place + 1,
        "count": len(asked),
        "previous": asked[place - 1] if place else None,
        "next": asked[place + 1] if place + 1 < len(asked) else None,
    }
    return render(request, "riskassessment/question.html", context, status=status)


def _where_to(request, round, question):
    """Back to where the form stood; at the last question on to what is left."""
    match request.POST.get("then"):
        case "stay":
            return reverse("riskassessment:answer", args=[round.pk, question.pk])
        case "next":
            return _next_to(round, question)
        case _:
            return _place(round, question)


def _next_to(round, question):
    asked = [each.pk for section in round.sections() for each in section.asked]
    following = asked[asked.index(question.pk) + 1 :]
    if not following:
        return f"{round.get_absolute_url()}#submit"
    return reverse("riskassessment:answer", args=[round.pk, following[0]])


def _place(round, question):
    return f"{round.get_absolute_url()}#question-{question.pk}"


@require_POST
def submit(request, pk):
    round = round_to("handle", request, pk)
    form = SubmitForm(round.walkers(), request.POST)
    if not form.is_valid():
        return render_round(request, round, status=422, submit_form=form)
    try:
        round.submit(
            by=request.user,
            carried_out_on=form.cleaned_data["carried_out_on"],
            present=form.present,
        )
    except InvalidTransition as error:
        messages.error(request, error)
    else:
        inviting.handed_over(round)
    return redirect(round)
