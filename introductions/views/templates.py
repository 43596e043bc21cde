"""Templates: read, written as drafts, published."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governing.forms.documents import writes_somewhere
from introductions import editing
from introductions.forms.templates import HeadForm, StepForm
from introductions.models import IntroductionTemplate, TemplateStep
from sam.access import get_allowed
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import render_form
from ui.forms import PlainForm, came_of, is_carried_out
from ui.paging import page_of


@require_safe
def template_list(request):
    templates = IntroductionTemplate.objects.visible_to(request.user)
    written = IntroductionTemplate.objects.written_by(request.user)
    drafts = written.filter(status="draft").values("pk")
    rows = templates.offered() | templates.filter(pk__in=drafts)
    context = {
        "page": page_of(rows.select_related("unit"), request.GET, by="name"),
        "can_add": writes_somewhere(request.user),
    }
    return render(request, "introductions/template_list.html", context)


@require_safe
def template(request, pk):
    templates = IntroductionTemplate.objects.visible_to(request.user)
    found = get_object_or_404(templates.select_related("unit", "changed_by"), pk=pk)
    written = IntroductionTemplate.objects.written_by(request.user)
    context = {
        "template": found,
        "steps": found.steps.select_related("document"),
        "writes": written.filter(pk=pk).exists(),
    }
    return render(request, "introductions/template.html", context)


@takes_form
def template_add(request):
    if not writes_somewhere(request.user):
        raise PermissionDenied
    form = HeadForm(sent(request), instance=IntroductionTemplate(), by=request.user)
    if form.is_valid():
        return redirect(editing.begin(by=request.user, **form.said))
    return _render(request, form, None, _("New template"))


@takes_form
def template_head(request, pk):
    draft = _draft(request, pk)
    form = HeadForm(sent(request), instance=copy(draft), by=request.user)
    if is_carried_out(form, draft=draft, by=request.user):
        return redirect(draft)
    return _render(request, form, draft, _("Name and occupations"))


@takes_form
def step_add(request, pk):
    draft = _draft(request, pk)
    form = _step_form(request, draft, TemplateStep())

    def add():
        return editing.add_step(draft, by=request.user, **form.said)

    if came_of(form, add):
        return redirect(draft)
    return _render(request, form, draft, _("New step"))


@takes_form
def step_edit(request, pk, step):
    draft = _draft(request, pk)
    step = get_object_or_404(draft.steps.select_related("document"), pk=step)
    form = _step_form(request, draft, step)
    if is_carried_out(form, draft=draft, by=request.user):
        return redirect(draft)
    return _render(request, form, draft, str(step))


@require_POST
def step_move(request, pk, step):
    draft = _draft(request, pk)
    step = get_object_or_404(draft.steps, pk=step)
    is_up = request.POST.get("direction") == "up"
    return _done(
        request, draft, lambda: editing.move(draft, step, by=request.user, up=is_up)
    )


@takes_form
def step_remove(request, pk, step):
    draft = _draft(request, pk)
    step = get_object_or_404(draft.steps, pk=step)
    form = PlainForm(sent(request))
    if form.is_valid():
        return _done(
            request, draft, lambda: editing.remove(draft, step, by=request.user)
        )
    title, lead = _("Remove the step"), str(step)
    return _render_confirm(request, form, draft, title, lead, tone="danger")


@takes_form
def publish(request, pk):
    draft = _draft(request, pk)
    form = PlainForm(sent(request))
    if form.is_valid():
        return _done(request, draft, lambda: draft.publish(by=request.user))
    lead = _("New introductions then follow it. Those under way keep what they have.")
    return _render_confirm(request, form, draft, _("Publish the template"), lead)


@takes_form
def discard(request, pk):
    draft = _draft(request, pk)
    form = PlainForm(sent(request))
    if form.is_valid():
        editing.discard(draft, by=request.user)
        messages.success(request, _("The draft is deleted."))
        return redirect("introductions:template_list")
    title, lead = _("Delete the draft"), _("All that is written in it is deleted.")
    return _render_confirm(request, form, draft, title, lead, tone="danger")


@require_POST
def version(request, pk):
    draft = editing.make_version(_written(request, pk), by=request.user)
    return redirect(draft)


@takes_form
def withdraw(request, pk):
    found = _written(request, pk)
    form = PlainForm(sent(request))
    if form.is_valid():
        return _done(request, found, lambda: found.withdraw(by=request.user))
    title = _("Take the template out of use")
    lead = _("No introduction begins with it any more. Those under way keep it.")
    return _render_confirm(request, form, found, title, lead, tone="danger")


def _written(request, pk):
    templates, user = IntroductionTemplate.objects, request.user
    written = templates.written_by(user).select_related("unit")
    return get_allowed(written, templates.visible_to(user), pk=pk)


def _draft(request, pk):
    """What is published is written no more: there is nothing at that address."""
    written = _written(request, pk)
    drafts = IntroductionTemplate.objects.filter(status="draft")
    return get_object_or_404(drafts.select_related("unit"), pk=written.pk)


def _step_form(request, draft, step):
    return StepForm(
        sent(request), instance=step, languages=draft.all_languages, by=request.user
    )


def _done(request, template, act):
    try:
        act()
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect(template)


def _render(request, form, draft, title):
    page = "introductions/template_form.html"
    return render_form(request, form, page, template=draft, title=title)


def _render_confirm(request, form, draft, title, lead, *, tone="accent"):
    context = {
        "form": form,
        "template": draft,
        "title": title,
        "lead": lead,
        "tone": tone,
    }
    return render(request, "introductions/template_confirm.html", context)
