"""Writing a draft of a report template: its head, its sections and what they have."""

from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports import editing
from reports.forms.templates import (
    ColumnForm,
    HeadForm,
    PlaceForm,
    QuestionForm,
    RowForm,
    SectionForm,
    SexesForm,
)
from reports.models import Question, Section, TableRow
from reports.template_files import PARTS
from reports.views.templates import get_template
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import render_form
from ui.forms import came_of, is_carried_out

# What a shortcut adds to a table.
SHORTCUTS = {"years": editing.add_years, "comparison": editing.add_comparison}


@require_safe
def template_edit(request, pk):
    draft = get_template(request, pk)
    if not draft.is_draft:
        messages.info(request, _("It is published. Make a new version to change it."))
        return redirect(draft)
    context = {"template": draft, "sections": draft.sections.with_numbers()}
    return render(request, "reports/templates/edit.html", context)


@takes_form
def template_head(request, pk):
    draft = get_template(request, pk)
    form = HeadForm(sent(request), instance=copy(draft))
    if is_carried_out(form, draft=draft, by=request.user):
        return redirect("reports:template_edit", pk)
    return _render_form(request, draft, form, _("The template"))


@require_POST
def template_number(request, pk):
    draft = get_template(request, pk)
    _say(request, lambda: editing.number_anew(draft, by=request.user))
    return redirect("reports:template_edit", pk)


# Sections


@require_safe
def section_kinds(request, pk):
    """What kinds there are, to begin one of them with."""
    draft = get_template(request, pk)
    context = {
        "template": draft,
        "kinds": Section.Kind.choices,
        "after": _after(request),
    }
    return render(request, "reports/templates/kinds.html", context)


@takes_form
def section_add(request, pk, kind):
    draft = get_template(request, pk)
    if kind not in Section.Kind.values:
        raise Http404
    form = SectionForm(
        sent(request), draft=draft, instance=Section(template=draft, kind=kind)
    )
    after = draft.sections.filter(pk=_after(request)).first()

    def add():
        return editing.add_section(
            draft, by=request.user, kind=kind, after=after, **form.said
        )

    if section := came_of(form, add):
        return redirect(_address_of(draft, section))
    return _render_form(request, draft, form, Section.Kind(kind).label)


def _after(request):
    """The key of the section behind which it is to stand; 0 for the end."""
    after = request.GET.get("after", "")
    return int(after) if after.isdecimal() and len(after) < 10 else 0


@require_safe
def section_detail(request, pk, section):
    """What a section has, to be changed; sections before and after it."""
    draft = get_template(request, pk)
    sections = draft.sections.with_all()
    section = get_object_or_404(sections, pk=section)
    if not draft.is_draft:
        return redirect(draft)
    place_form = PlaceForm(draft=draft, section=section)
    context = {
        "template": draft,
        "section": section,
        "before": place_form.before,
        "next": place_form.next,
        "place_form": place_form,
        "sexes_form": SexesForm() if "rows" in section.parts else None,
    }
    return render(request, "reports/templates/section.html", context)


@takes_form
def section_edit(request, pk, section):
    draft = get_template(request, pk)
    section = draft.sections.filter(pk=section).first()
    if section is None:
        return _is_gone(request, draft)
    form = SectionForm(sent(request), draft=draft, instance=copy(section))
    if is_carried_out(form, draft=draft, by=request.user):
        return redirect(_address_of(draft, section))
    back = _address_of(draft, section)
    return _render_form(request, draft, form, section.get_kind_display(), back=back)


@require_POST
def section_place(request, pk, section):
    draft = get_template(request, pk)
    section = get_object_or_404(draft.sections, pk=section)
    form = PlaceForm(request.POST, draft=draft, section=section)
    if form.is_valid():
        after = form.cleaned_data["after"]
        _say(
            request,
            lambda: editing.place(draft, section, by=request.user, after=after),
        )
    return redirect(_in_list(draft, section))


@require_POST
def section_shortcut(request, pk, section, name):
    """Several rows or columns at once."""
    draft = get_template(request, pk)
    section = get_object_or_404(draft.sections, pk=section)
    if name not in {*SHORTCUTS, "sexes"} or "rows" not in section.parts:
        raise Http404
    form = SexesForm(request.POST) if name == "sexes" else None
    if form is None:
        add = SHORTCUTS[name]
        _say(request, lambda: add(draft, section, by=request.user))
    elif form.is_valid():
        metric = form.cleaned_data["metric"]
        _say(
            request,
            lambda: editing.add_sexes(draft, section, by=request.user, metric=metric),
        )
    return redirect(_address_of(draft, section))


# Rows, columns and questions


@takes_form
def part_add(request, pk, section, name):
    draft = get_template(request, pk)
    section = get_object_or_404(draft.sections, pk=section)
    if name not in section.parts:
        raise Http404
    form = _part_form(request, draft, section, PARTS[name](section=section))

    def add():
        return editing.add_part(draft, section, by=request.user, name=name, **form.said)

    if part := came_of(form, add):
        return redirect(_address_of(draft, part))
    words = {
        "rows": _("New row"),
        "columns": _("New column"),
        "questions": _("New question"),
    }
    back = _address_of(draft, section)
    return _render_form(request, draft, form, words[name], back=back)


@takes_form
def part_edit(request, pk, name, part):
    draft = get_template(request, pk)
    row = _parts(draft, name).filter(pk=part).first()
    if row is None:
        return _is_gone(request, draft)
    form = _part_form(request, draft, row.section, copy(row))
    if is_carried_out(form, draft=draft, by=request.user):
        return redirect(_address_of(draft, row))
    back = _address_of(draft, row)
    return _render_form(request, draft, form, str(row), back=back)


def _part_form(request, draft, section, row):
    if isinstance(row, Question):
        form_of, more = QuestionForm, {"section": section}
    else:
        form_of, more = (RowForm if isinstance(row, TableRow) else ColumnForm), {}
    return form_of(sent(request), draft=draft, instance=row, **more)


@require_POST
def part_move(request, pk, name, part):
    """Up or down among its neighbours; a section too."""
    draft = get_template(request, pk)
    row = get_object_or_404(_parts(draft, name), pk=part)
    up = request.POST.get("direction") == "up"
    _say(request, lambda: editing.move(draft, row, by=request.user, up=up))
    is_section = isinstance(row, Section)
    return redirect(_in_list(draft, row) if is_section else _address_of(draft, row))


@takes_form
def part_remove(request, pk, name, part):
    draft = get_template(request, pk)
    row = get_object_or_404(_parts(draft, name), pk=part)
    is_section = isinstance(row, Section)
    back = _in_list(draft, row) if is_section else _address_of(draft, row)
    if request.method == "POST":
        if is_section:
            back = reverse("reports:template_edit", args=[draft.pk])
        else:
            back = _address_of(draft, row.section)
        _say(request, lambda: editing.remove(draft, row, by=request.user))
        return redirect(back)
    if not draft.is_draft:
        return redirect(draft)
    context = {"template": draft, "row": row, "back": back}
    return render(request, "reports/templates/remove.html", context)


def _parts(draft, name):
    if name == "sections":
        return draft.sections.all()
    if name not in PARTS:
        raise Http404
    rows = PARTS[name].objects.filter(section__template=draft)
    return rows.select_related("section")


# To answer


def _say(request, act):
    """Carry it out, or say why not."""
    try:
        act()
    except InvalidTransition as error:
        messages.error(request, error)


def _render_form(request, draft, form, title, *, back=""):
    if not form.is_bound and not draft.is_draft:
        return redirect(draft)
    context = {
        "template": draft,
        "title": title,
        "back": back or reverse("reports:template_edit", args=[draft.pk]),
    }
    return render_form(request, form, "reports/templates/form.html", **context)


def _is_gone(request, draft):
    """Someone has removed what was written on: show what was typed, to be copied."""
    if request.method != "POST":
        raise Http404
    hidden = {"csrfmiddlewaretoken", "version"}
    typed = [
        value
        for name, values in request.POST.lists()
        for value in values
        if name not in hidden and value
    ]
    context = {"template": draft, "typed": typed}
    return render(request, "reports/templates/gone.html", context, status=422)


def _address_of(draft, row):
    section = row if isinstance(row, Section) else row.section
    url = reverse("reports:template_section", args=[draft.pk, section.pk])
    if row is section:
        return url
    return f"{url}#{type(row).__name__.lower()}-{row.pk}"


def _in_list(draft, section):
    url = reverse("reports:template_edit", args=[draft.pk])
    return f"{url}#section-{section.pk}"
