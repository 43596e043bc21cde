from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from riskassessment.forms.walking import (
    AnswerForm,
    RiskForm,
    SubmitForm,
    add_walk_forms,
)
from riskassessment.models import Risk
from riskassessment.views.finding import moved_on, round_to
from riskassessment.views.left import left_of
from riskassessment.views.rounds import render_round
from sam.workflow import InvalidTransition


@require_POST
def answer(request, pk, question):
    """Keep one answer; htmx sends each as it is given."""
    round = round_to("handle", request, pk)
    question = get_object_or_404(round.questions(), pk=question)
    form = AnswerForm(request.POST, question=question)
    if not form.is_valid():
        sent = {question.pk: {"form": form}}
        return _render_walk(request, round, question, "saved", sent=sent)
    was_no = round.answers.filter(question=question, shows_risk=True).exists()
    try:
        answer = round.answer(question, by=request.user, **form.cleaned_data)
    except InvalidTransition as error:
        return moved_on(request, round, error)
    part = "saved_and_risk" if answer.shows_risk != was_no else "saved"
    return _render_walk(request, round, question, part)


@require_POST
def assess(request, pk, question):
    """Describe and weigh the risk behind an answer no."""
    round = round_to("handle", request, pk)
    question = get_object_or_404(round.questions(), pk=question)
    answer = get_object_or_404(round.answers, question=question)
    form = RiskForm(request.POST, question=question)
    if not form.is_valid():
        sent = {question.pk: {"risk_form": form}}
        return _render_walk(request, round, question, "risk", sent=sent)
    try:
        Risk.objects.assess(answer, by=request.user, **form.cleaned_data)
    except InvalidTransition as error:
        return moved_on(request, round, error)
    return _render_walk(request, round, question, "risk")


def _render_walk(request, round, question, part, *, sent=None):
    """One part of one question for htmx; without it the page, at the question."""
    status = 422 if sent else 200
    if not request.htmx:
        if sent:
            return render_round(request, round, status=status, sent=sent)
        return redirect(f"{round.get_absolute_url()}#question-{question.pk}")
    sections = round.sections()
    add_walk_forms(sections, sent)
    asked = {each.pk: each for section in sections for each in section.asked}
    context = {
        "round": round,
        "sections": sections,
        "left": left_of(sections),
        "question": asked[question.pk],
        "has_turned": part == "saved_and_risk",
    }
    template = "assessed" if part == "risk" else "answered"
    template = f"riskassessment/{template}.html"
    return render(request, template, context, status=status)


@require_POST
def submit(request, pk):
    round = round_to("handle", request, pk)
    form = SubmitForm(round, request.POST)
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
    return redirect(round)
