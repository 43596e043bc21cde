from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from riskassessment import inviting
from riskassessment.forms.reviewing import HandBackForm, ReviewCommentForm, SignForm
from riskassessment.views.finding import moved_on, round_to
from riskassessment.views.rounds import render_round
from riskassessment.views.signing import sign_form
from sam.workflow import InvalidTransition


@require_POST
def comment(request, pk, question):
    """The safety representative's word on one answer; htmx sends it as it is written."""
    round = round_to("review", request, pk)
    answer = get_object_or_404(round.answers, question=question)
    form = ReviewCommentForm(request.POST)
    if form.is_valid():
        try:
            round.comment_on(answer.question, **form.cleaned_data)
        except InvalidTransition as error:
            return moved_on(request, round, error)
    if not request.htmx and form.is_valid():
        return redirect(f"{round.get_absolute_url()}#question-{question}")
    return _tell(request, round, question, form)


def _tell(request, round, question, form):
    """That it is saved, or what is wrong, with what was typed still there."""
    status = 200 if form.is_valid() else 422
    if not request.htmx:
        return render_round(request, round, status=status, typed={question: form})
    # The signature covers the comment, so the form to sign must know of it.
    context = {
        "question": {"review_comment": form["review_comment"].value()},
        "errors": form.errors.get("review_comment"),
        "sign_form": sign_form(round),
    }
    return render(request, "riskassessment/commented.html", context, status=status)


@require_POST
def hand_back(request, pk):
    round = round_to("review", request, pk)
    form = HandBackForm(request.POST)
    if not form.is_valid():
        return render_round(request, round, status=422, hand_back_form=form)
    try:
        round.hand_back(by=request.user, **form.cleaned_data)
    except InvalidTransition as error:
        messages.error(request, error)
    else:
        inviting.handed_back(round, round.transitions.last())
    return redirect(round)


@require_POST
def sign(request, pk):
    round = round_to("review", request, pk)
    form = SignForm(request.POST)
    if not form.is_valid():
        return render_round(request, round, status=422, sign_form=form)
    try:
        round.sign(
            by=request.user,
            has_read=form.cleaned_data["has_read"],
            agrees=form.cleaned_data["agrees"],
            comment=form.cleaned_data["comment"],
        )
    except InvalidTransition as error:
        messages.error(request, error)
    else:
        inviting.signed(round)
    return redirect(round)
