"""Measures that worked, told so that others can do the same."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from actionplans import sharing
from actionplans.forms.examples import ExampleFilterForm, ExampleForm
from actionplans.models import Example, Measure
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import render_form
from ui.paging import page_of


@require_safe
def example_list(request):
    """Open to everyone who is logged in."""
    form = ExampleFilterForm(request.GET)
    examples = form.filter(Example.objects.offered())
    page = page_of(examples, request.GET, by="-shared_at")
    context = {"filter_form": form, "page": page}
    return render_page_or_partial(
        request, "actionplans/example_list.html", "results", context
    )


@require_safe
def example_detail(request, pk):
    examples = Example.objects.select_related("measure__unit", "contact")
    example = get_object_or_404(examples, pk=pk)
    keeps = Example.objects.kept_by(request.user).filter(pk=pk).exists()
    if not example.is_offered and not keeps:
        raise Http404
    context = {
        "example": example,
        "keeps": keeps,
        "topics": sharing.named(example.topics),
    }
    return render(request, "actionplans/example_detail.html", context)


@takes_form
def example_share(request, pk):
    """Tell of a measure, or change what is told; the address is that of the measure."""
    measures = Measure.objects.with_source().select_related("example")
    measure = get_allowed(
        measures.handled_by(request.user), measures.visible_to(request.user), pk=pk
    )
    if not measure.has_helped:
        messages.error(request, _("Only a measure that has helped enough is shared."))
        return redirect(measure)
    example = getattr(measure, "example", None)
    form = ExampleForm(
        sent(request), measure=measure, by=request.user, instance=example
    )
    if form.is_valid():
        try:
            shared = form.share()
        except InvalidTransition as error:
            messages.error(request, error)
            return redirect(measure)
        messages.success(request, _("Everyone can read it now."))
        return redirect(shared)
    return render_form(
        request, form, "actionplans/example_form.html", measure=measure, example=example
    )


@require_POST
def example_withdraw(request, pk):
    examples = Example.objects.select_related("measure")
    example = get_allowed(examples.kept_by(request.user), examples.offered(), pk=pk)
    example.withdraw()
    messages.success(request, _("It is withdrawn. Only you who handle it see it."))
    return redirect(example.measure)
