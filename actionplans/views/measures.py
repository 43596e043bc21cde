from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import sharing
from actionplans.forms.measures import MeasureChangeForm, MeasureForm
from actionplans.models import ActionPlan, Measure
from organisation.models import Unit, UnitPermission, User
from sam.access import get_allowed
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import render_form
from ui.forms import came_of, is_carried_out
from ui.searching import render_matches


@takes_form
def measure_add(request, pk):
    """Add a measure to a plan, and go back to the page of what the plan belongs to."""
    plans = ActionPlan.objects.with_source()
    plan = get_allowed(
        plans.handled_by(request.user), plans.visible_to(request.user), pk=pk
    )
    source = plan.source
    form = MeasureForm(sent(request), unit=plan.unit, by=request.user, source=source)
    if form.is_valid():
        try:
            measure = plan.add_measure(by=request.user, **form.cleaned_data)
        except InvalidTransition as error:
            messages.error(request, error)
            return redirect(source)
        messages.success(request, _("The measure is added."))
        tell_how_time_is_taken(request, measure)
        return redirect(source or measure)
    return render_measure_form(request, form, source)


def measure_page(request, of, *, reason="", initial=None, add=None, **what):
    """Decide a measure for what has a plan of its own, in whatever room, and go back to it.

    `add` is the verb that decides it, else the plan's own; `what` goes with what is typed.
    """
    form = MeasureForm(sent(request), unit=of.unit, by=request.user, initial=initial)

    def decide():
        verb = add or of.plan_of_measures().add_measure
        return verb(by=request.user, **what, **form.cleaned_data)

    if measure := came_of(form, decide):
        messages.success(request, _("The measure is added."))
        tell_how_time_is_taken(request, measure)
        return redirect(of)
    return render_measure_form(request, form, of, reason=reason)


@takes_form
def measure_change(request, pk):
    """For who leads it; who answers for one carries it out."""
    measures, user = Measure.objects.with_source(), request.user
    measure = get_allowed(measures.led_by(user), measures.visible_to(user), pk=pk)
    form = MeasureChangeForm(sent(request), measure=measure, by=request.user)
    if is_carried_out(form, by=request.user):
        messages.success(request, _("The measure is changed."))
        tell_how_time_is_taken(request, measure)
        return redirect(measure)
    return render_measure_form(
        request,
        form,
        measure,
        title=_("Change the measure"),
        button=_("Save the changes"),
    )


def tell_how_time_is_taken(request, measure):
    if taken := measure.understood_time:
        words = _("“%(words)s” is taken as: %(time)s.")
        messages.info(request, words % {"words": measure.due_words, "time": taken})


def render_measure_form(request, form, source, *, reason="", title="", button=""):
    form.initial |= sharing.measure_like(request.GET.get("example"))
    return render_form(
        request,
        form,
        "actionplans/measure_form.html",
        examples=sharing.about(source),
        source=source,
        reason=reason,
        title=title or _("Add a measure"),
        button=button or _("Add the measure"),
        cancel_url=source.get_absolute_url() if source else "",
    )


@require_safe
def responsible_options(request, unit):
    """People who may answer for a measure in the unit, by typed name."""
    units, user = Unit.objects.all(), request.user
    handled = units.permitting(user, UnitPermission.HANDLE_MEASURES)
    written = units.permitting(user, UnitPermission.WRITE_PLANS)
    unit = get_object_or_404(handled | written, pk=unit)
    return render_matches(request, User.objects.working_for(unit))
