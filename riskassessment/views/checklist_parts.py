"""Writing a draft: its head, its sections and its questions."""

from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from riskassessment import editing
from riskassessment.forms.checklists import HeadForm, QuestionForm, SectionForm
from riskassessment.models import Question, Section
from riskassessment.views.checklists import managed
from sam.sent import sent
from sam.workflow import InvalidTransition
from ui.acting import render_form
from ui.forms import came_of, is_carried_out

_reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def checklist_edit(request, pk):
    draft = managed(request, pk)
    if not draft.is_draft:
        messages.info(request, _("It is published. Make a new version to change it."))
        return redirect(draft)
    context = {
        "checklist": draft,
        "sections": draft.sections.prefetch_related("questions"),
    }
    return render(request, "riskassessment/checklist_edit.html", context)


@_reads_and_writes
def head_edit(request, pk):
    draft = managed(request, pk)
    form = HeadForm(sent(request), instance=copy(draft))
    if is_carried_out(form, draft=draft, by=request.user):
        return redirect("riskassessment:checklist_edit", pk)
    return _render_form(request, draft, form, _("Name and area"))


@_reads_and_writes
def section_add(request, pk):
    draft = managed(request, pk)
    form = SectionForm(sent(request), instance=Section())

    def add():
        return editing.add_section(draft, by=request.user, **form.said)

    if section := came_of(form, add):
        return _back_to(draft, section)
    return _render_form(request, draft, form, _("New section"))


@_reads_and_writes
def section_edit(request, pk, section):
    draft = managed(request, pk)
    section = draft.sections.filter(pk=section).first()
    form = SectionForm(sent(request), instance=section or Section())
    if section is None:
        return _is_gone(request, draft, form, section_add)
    if is_carried_out(form, draft=draft, by=request.user):
        return _back_to(draft, section)
    return _render_form(request, draft, form, _("The section's heading"))


@require_POST
def section_move(request, pk, section):
    draft = managed(request, pk)
    section = get_object_or_404(draft.sections, pk=section)
    return _move(request, draft, section)


@_reads_and_writes
def section_remove(request, pk, section):
    draft = managed(request, pk)
    section = get_object_or_404(draft.sections, pk=section)
    return _remove(request, draft, section, questions=section.questions.count())


@_reads_and_writes
def question_add(request, pk):
    draft = managed(request, pk)
    section = request.GET.get("section", "")
    initial = {"section": section} if section.isdecimal() else {}
    form = QuestionForm(
        sent(request), draft=draft, instance=Question(), initial=initial
    )

    def add():
        return editing.add_question(draft, by=request.user, **form.said)

    if question := came_of(form, add):
        return _back_to(draft, question)
    return _render_form(request, draft, form, _("New question"))


@_reads_and_writes
def question_edit(request, pk, question):
    draft = managed(request, pk)
    question = _questions(draft).filter(pk=question).first()
    form = QuestionForm(sent(request), draft=draft, instance=question or Question())
    if question is None:
        return _is_gone(request, draft, form, question_add)
    if is_carried_out(form, draft=draft, by=request.user):
        return _back_to(draft, question)
    return _render_form(request, draft, form, _("The question"))


@require_POST
def question_move(request, pk, question):
    draft = managed(request, pk)
    question = get_object_or_404(_questions(draft), pk=question)
    return _move(request, draft, question)


@_reads_and_writes
def question_remove(request, pk, question):
    draft = managed(request, pk)
    question = get_object_or_404(_questions(draft), pk=question)
    return _remove(request, draft, question)


def _questions(draft):
    questions = Question.objects.filter(section__checklist=draft)
    return questions.select_related("section")


def _render_form(request, draft, form, title, *, action=""):
    return render_form(
        request,
        form,
        "riskassessment/checklist_form.html",
        checklist=draft,
        title=title,
        action=action,
    )


def _is_gone(request, draft, form, add):
    """Someone has removed what was written on: it can be added anew as it was typed."""
    if not form.is_bound:
        raise Http404
    if form.is_valid():
        form.add_error(None, _("Someone has removed this. Send again to add it anew."))
    action = reverse(f"riskassessment:{add.__name__}", args=[draft.pk])
    return _render_form(request, draft, form, _("It is removed"), action=action)


def _back_to(draft, row):
    kind = "question" if isinstance(row, Question) else "section"
    return redirect(
        f"{reverse('riskassessment:checklist_edit', args=[draft.pk])}#{kind}-{row.pk}"
    )


def _move(request, draft, row):
    up = request.POST.get("direction") == "up"
    try:
        editing.move(draft, row, by=request.user, up=up)
    except InvalidTransition as error:
        messages.error(request, error)
        return redirect(draft)
    return _back_to(draft, row)


def _remove(request, draft, row, *, questions=0):
    if request.method == "POST":
        try:
            editing.remove(draft, row, by=request.user)
        except InvalidTransition as error:
            messages.error(request, error)
        return redirect("riskassessment:checklist_edit", draft.pk)
    context = {"checklist": draft, "row": row, "questions": questions}
    return render(request, "riskassessment/checklist_remove.html", context)
