from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

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
    form = ReviewCommentForm(request.POST, answer=answer)
    if form.is_valid():
        try:
            round.comment_on(answer.question, **form.cleaned_data)
        except InvalidTransition as error:
            return moved_on(request, round, error)
    if not request.htmx:
        return redirect(f"{round.get_absolute_url()}#question-{question}")
    # The signature covers the comment, so the form to sign must know of it.
    context = {"round": round, "form": form, "sign_form": sign_form(round)}
    template = "riskassessment/commented.html"
    return render(request, template, context, status=200 if form.is_valid() else 422)


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
            comment=form.cleaned_data["comment"],
        )
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect(round)
