"""Themes and questionnaires, for HR."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from surveys.forms.questionnaires import (
    GroupForm,
    QuestionForm,
    QuestionnaireForm,
    ThemeForm,
)
from surveys.models import Question, QuestionGroup, Questionnaire, Theme
from surveys.views.managing import managers_only
from ui.acting import is_done, render_form


@managers_only
@require_safe
def theme_list(request):
    return render(request, "surveys/theme_list.html", {"themes": Theme.objects.all()})


@managers_only
@takes_form
def theme_add(request):
    return _write(
        request, ThemeForm(sent(request)), _("New theme"), "surveys:theme_list"
    )


@managers_only
@takes_form
def theme_edit(request, pk):
    theme = get_object_or_404(Theme, pk=pk)
    form = ThemeForm(sent(request), instance=theme)
    return _write(request, form, _("Change the theme"), "surveys:theme_list")


@managers_only
@require_safe
def questionnaire_list(request):
    context = {"questionnaires": Questionnaire.objects.all()[:200]}
    return render(request, "surveys/questionnaire_list.html", context)


@managers_only
@takes_form
def questionnaire_add(request):
    form = QuestionnaireForm(sent(request))
    return _write(request, form, _("New questionnaire"), "surveys:questionnaire_list")


@managers_only
@require_safe
def questionnaire_detail(request, pk):
    questionnaire = get_object_or_404(Questionnaire, pk=pk)
    groups = questionnaire.groups.select_related("theme").prefetch_related("questions")
    context = {
        "questionnaire": questionnaire,
        "groups": groups,
        "lacking": questionnaire.lacking() if questionnaire.is_draft else [],
    }
    return render(request, "surveys/questionnaire_detail.html", context)


@managers_only
@require_POST
def questionnaire_version(request, pk):
    """The next version of what is published, as a draft; the one that there is."""
    questionnaire = get_object_or_404(Questionnaire, pk=pk, status="published")
    drafts = Questionnaire.objects.filter(code=questionnaire.code, status="draft")
    draft = drafts.first() or Questionnaire.objects.begin(
        name=questionnaire.name, languages=questionnaire.languages, of=questionnaire
    )
    return redirect(draft)


@managers_only
@takes_form
def questionnaire_act(request, pk, name):
    """Publish a draft, or throw it away."""
    draft = _draft(pk)
    acts = {
        "publish": (draft.publish, _("Publish the questions")),
        "discard": (draft.discard, _("Throw the draft away")),
    }
    if name not in acts:
        raise Http404
    act, title = acts[name]
    error = ""
    if request.method == "POST":
        try:
            act()
        except InvalidTransition as refused:
            error = str(refused)
        else:
            messages.success(request, _("Done."))
            return redirect("surveys:questionnaire_list")
    context = {"questionnaire": draft, "title": title, "name": name, "error": error}
    status = 422 if error else 200
    return render(request, "surveys/questionnaire_act.html", context, status=status)


@managers_only
@takes_form
def group_add(request, pk):
    draft = _draft(pk)
    return _write_part(request, draft, GroupForm, QuestionGroup(), _("New group"))


@managers_only
@takes_form
def group_edit(request, pk):
    group = _group(pk)
    draft = group.questionnaire
    return _write_part(request, draft, GroupForm, group, _("Change the group"))


@managers_only
@takes_form
def question_add(request, pk):
    group = _group(pk)
    question = Question(group=group)
    return _write_part(
        request, group.questionnaire, QuestionForm, question, _("New question")
    )


@managers_only
@takes_form
def question_edit(request, pk):
    question = _question(pk)
    draft = question.group.questionnaire
    return _write_part(request, draft, QuestionForm, question, _("Change the question"))


@managers_only
@require_POST
def part_move(request, kind, pk):
    """A group or a question up or down among its like."""
    part = _part(kind, pk)
    part.move(up="up" in request.POST)
    return redirect(_draft_of(part))


@managers_only
@takes_form
def part_remove(request, kind, pk):
    part = _part(kind, pk)
    draft = _draft_of(part)
    if request.method == "POST":
        draft.hold_draft()
        part.delete()
        messages.success(request, _("It is removed."))
        return redirect(draft)
    context = {"part": part, "questionnaire": draft}
    return render(request, "surveys/part_remove.html", context)


def _part(kind, pk):
    if kind not in ("group", "question"):
        raise Http404
    return _group(pk) if kind == "group" else _question(pk)


def _draft_of(part):
    return (
        part.questionnaire
        if isinstance(part, QuestionGroup)
        else part.group.questionnaire
    )


def _draft(pk):
    """What is published is not written in."""
    draft = get_object_or_404(Questionnaire, pk=pk)
    if not draft.is_draft:
        raise PermissionDenied
    return draft


def _group(pk):
    group = get_object_or_404(
        QuestionGroup.objects.select_related("questionnaire"), pk=pk
    )
    _draft(group.questionnaire_id)
    return group


def _question(pk):
    questions = Question.objects.select_related("group__questionnaire")
    question = get_object_or_404(questions, pk=pk)
    _draft(question.group.questionnaire_id)
    return question


def _write(request, form, title, back):
    if is_done(request, form, _("Saved.")):
        return redirect(back)
    return render_form(
        request, form, "surveys/simple_form.html", title=title, back=back
    )


def _write_part(request, draft, form_class, part, title):
    form = form_class(draft, part, sent(request))
    if is_done(request, form, _("Saved.")):
        return redirect(draft)
    return render_form(
        request, form, "surveys/part_form.html", title=title, questionnaire=draft
    )
