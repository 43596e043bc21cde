"""That those whom a measure concerns were told what was done; a part of its page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplans.forms.feedback import FeedbackForm
from actionplans.models import Feedback, Measure
from actionplans.views.acts import render_measure
from sam.access import get_allowed


@require_POST
def feedback_add(request, pk):
    measures = Measure.objects.in_full(request.user)
    measure = get_allowed(
        measures.handled_by(request.user), measures.visible_to(request.user), pk=pk
    )
    form = FeedbackForm(measure, request.POST)
    if not form.is_valid():
        return render_measure(request, measure, feedback_form=form, status=422)
    form.carry_out(by=request.user)
    messages.success(request, _("Saved."))
    return _show(request, measure)


@require_POST
def feedback_remove(request, pk, feedback):
    """Only what one has written oneself today; what stands longer stays."""
    measures = Measure.objects.visible_to(request.user).in_full(request.user)
    measure = get_object_or_404(measures, pk=pk)
    rows = Feedback.objects.filter(measure=measure)
    get_allowed(rows.removed_by(request.user), rows, pk=feedback).delete()
    messages.success(request, _("It is taken away."))
    return _show(request, measure)


def _show(request, measure):
    return render_measure(request, measure) if request.htmx else redirect(measure)
