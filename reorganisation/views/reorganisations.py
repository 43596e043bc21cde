"""Reorganisations: planned step by step, looked at, decided, carried out, undone."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reorganisation import access
from reorganisation.consequences import consequences_of, kinds_to_choose, rows_of
from reorganisation.forms.choices import KindForm, RowsForm
from reorganisation.forms.reorganisations import (
    ACTS,
    STEPS,
    FilterForm,
    NowForm,
    ReorganisationForm,
)
from reorganisation.laying_out import look_ahead
from reorganisation.models import Reorganisation, Step
from reorganisation.told import names_of_moved, told_of
from sam.htmx import render_page_or_partial
from sam.reauthentication import acts, recently_logged_in
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import act_page, is_done, render_form
from ui.forms import is_carried_out
from ui.paging import page_of


@require_safe
def change_list(request):
    access.require_administrator(request.user)
    form = FilterForm(request.GET)
    context = {
        "filter_form": form,
        "page": page_of(
            form.filter(Reorganisation.objects.all()), request.GET, by="-on"
        ),
        "is_searched": any(request.GET.values()),
    }
    return render_page_or_partial(
        request, "reorganisation/list.html", "results", context
    )


@takes_form
def change_add(request):
    access.require_administrator(request.user)
    form = ReorganisationForm(sent(request))
    if form.is_valid():
        return redirect(form.carry_out(by=request.user))
    return _form(request, form)


@takes_form
def change_edit(request, pk):
    reorganisation = _get(request.user, pk)
    form = ReorganisationForm(sent(request), instance=reorganisation)
    if is_done(request, form, _("Saved.")):
        return redirect(reorganisation)
    return _form(request, form, reorganisation=_get(request.user, pk))


def _form(request, form, **context):
    return render_form(request, form, "reorganisation/form.html", **context)


@require_safe
def detail(request, pk):
    reorganisation = _get(request.user, pk)
    steps = reorganisation.all_steps()
    is_ahead = reorganisation.status in Reorganisation.Status.ahead
    outlook = look_ahead(reorganisation, steps) if is_ahead and steps else None
    context = {
        "reorganisation": reorganisation,
        "steps": steps,
        "outlook": outlook,
        "consequences": consequences_of(outlook.handovers) if outlook else [],
        "kinds": [(kind, Step.Kind(kind).label) for kind in STEPS],
        "acts": {
            name: act.label
            for name, act in ACTS.items()
            if act.starts == reorganisation.status
            and (name != "carry-out" or reorganisation.is_due)
        },
        "moved": names_of_moved(reorganisation)
        if reorganisation.carried_out_at
        else [],
        "transitions": reorganisation.transitions.select_related("by"),
    }
    return render(request, "reorganisation/detail.html", context)


@takes_form
def step_add(request, pk, kind):
    reorganisation = _get(request.user, pk)
    form = _step_form(kind)(sent(request), reorganisation=reorganisation)
    if is_done(request, form, _("The step is added.")):
        return redirect(reorganisation)
    return render_form(
        request,
        form,
        "reorganisation/step.html",
        reorganisation=reorganisation,
        label=_label(kind),
    )


@takes_form
def unit_change(request, pk, kind):
    """A reorganisation of one step, from the page of the unit that it is about."""
    access.require_administrator(request.user)
    unit = access.unit_of(request.user, pk)
    data = sent(request)
    draft = Reorganisation(created_by=request.user)
    form = _step_form(kind)(data, reorganisation=draft, unit=unit)
    when = NowForm(data)
    if form.is_valid() & when.is_valid():
        with transaction.atomic():
            said = when.cleaned_data
            draft = Reorganisation.objects.plan(
                by=request.user, title=f"{_label(kind)}: {unit}"[:200], **said
            )
            form.reorganisation = draft
            form.carry_out(by=request.user)
        messages.info(request, _("Look at what follows, and decide it."))
        return redirect(draft)
    return render_form(
        request,
        form,
        "reorganisation/step.html",
        when=when,
        unit=unit,
        label=_label(kind),
    )


@require_POST
def step_remove(request, pk, step_pk):
    reorganisation = _get(request.user, pk)
    step = get_object_or_404(reorganisation.steps, pk=step_pk)
    with transaction.atomic():
        try:
            reorganisation.hold(Reorganisation.Status.DRAFT)
        except InvalidTransition as error:
            messages.error(request, str(error))
            return redirect(reorganisation)
        # What was to hang below its new units has nowhere to go.
        later = reorganisation.steps.filter(parent_part__step=step)
        names = ", ".join(map(str, [step, *later]))
        later.delete()
        step.delete()
        reorganisation.log(by=request.user, note=_("Taken away: %s") % names)
    messages.success(request, _("The step is taken away."))
    return redirect(reorganisation)


@takes_form
def step_choices(request, pk, step_pk):
    """Where each kind of thing goes when the unit is split."""
    step = _split(request, pk, step_pk)
    kinds = kinds_to_choose()
    form = KindForm(sent(request), step=step, kinds=kinds)
    if is_carried_out(form):
        messages.success(request, _("Saved."))
        return redirect(step.reorganisation)
    return render_form(
        request, form, "reorganisation/choices.html", step=step, kinds=kinds
    )


@takes_form
def step_rows(request, pk, step_pk, kind):
    """Single ones that go elsewhere than the rest of their kind."""
    step = _split(request, pk, step_pk)
    labels = dict(kinds_to_choose())
    if kind not in labels:
        raise Http404
    page = page_of(rows_of(step, kind), request.GET, by="id")
    form = RowsForm(sent(request), step=step, kind=kind, rows=page.rows)
    if is_carried_out(form):
        messages.success(request, _("Saved."))
        return redirect(request.get_full_path())
    return render_form(
        request,
        form,
        "reorganisation/rows.html",
        step=step,
        label=labels[kind],
        page=page,
        unit=step.sources[0].unit,
    )


@takes_form
@recently_logged_in(when=acts("carry-out", "undo"))
def act(request, pk, name):
    if name not in ACTS:
        raise Http404
    reorganisation = _get(request.user, pk)
    form = ACTS[name](reorganisation, sent(request))
    template, what = "reorganisation/act.html", "reorganisation"
    return act_page(request, form, reorganisation, template=template, name=what)


@require_safe
def moved(request, pk):
    """All that it moved, one by one."""
    reorganisation = _get(request.user, pk)
    context = {
        "reorganisation": reorganisation,
        "page": page_of(told_of(reorganisation), request.GET, by="id"),
        "kinds": dict(kinds_to_choose()),
    }
    return render(request, "reorganisation/moved.html", context)


def _get(user, pk):
    access.require_administrator(user)
    return get_object_or_404(Reorganisation.objects.select_related("created_by"), pk=pk)


def _step_form(kind):
    if kind not in STEPS:
        raise Http404
    return STEPS[kind]


def _label(kind):
    return str(Step.Kind(kind).label)


def _split(request, pk, step_pk):
    reorganisation = _get(request.user, pk)
    steps = {step.pk: step for step in reorganisation.all_steps()}
    step = steps.get(step_pk)
    if not step or not step.divides or not reorganisation.is_draft:
        raise Http404
    step.reorganisation = reorganisation
    return step
