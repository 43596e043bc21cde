"""The wheel of a unit, its activities, and what became of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from annualcycle import evidence, wheel, wheel_templates
from annualcycle.forms.wheel import (
    ACTS,
    ActivityForm,
    EndForm,
    TakeForm,
    WheelForm,
    acts_for,
    holds,
    may_write,
    units_seen_by,
    units_written_by,
)
from annualcycle.models import Activity, Occurrence
from organisation.models import Municipality, Unit, UnitPermission
from organisation.permissions import granted_units
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.acting import is_done, render_form
from ui.forms import came_of


@require_safe
def wheel_page(request):
    form = WheelForm(request.GET, user=request.user)
    context = {"filter_form": form, **_of_unit(request, form)}
    return render_page_or_partial(request, "annualcycle/wheel.html", "results", context)


@require_safe
def wheel_paper(request):
    """The same on A4."""
    form = WheelForm(request.GET, user=request.user)
    return render(request, "annualcycle/wheel_paper.html", _of_unit(request, form))


def _of_unit(request, form):
    unit, year = form.find_unit(), form.chosen_year
    if unit is None:
        return {"unit": None, "year": year}
    slots = wheel.slots_of(unit, year)
    return {
        "unit": unit,
        "year": year,
        "slots": slots,
        "months": [month for month in wheel.by_month(slots) if month[2]],
        "counts": [
            (wheel.STATES[key], number)
            for key, number in wheel.in_short(slots).items()
            if number
        ],
        "picture": wheel.picture(unit, year, slots) if slots else None,
        "above": _above(request.user, unit),
        "may_write": may_write(request.user, unit),
        "may_manage": holds(request.user, UnitPermission.MANAGE_YEAR, unit),
        "may_look_below": holds(request.user, UnitPermission.VIEW_YEAR, unit),
    }


def _above(user, unit):
    """The units above it whose wheel the person may look at, the highest first."""
    seen = units_seen_by(user).filter(pk__in=unit.lineage[:-1])
    return seen.order_by("lineage__len")


@require_POST
def gather(request):
    """Look at once for what is done since; the program does so by itself every ten minutes."""
    if not granted_units(request.user, UnitPermission.VIEW_YEAR).units:
        raise PermissionDenied
    number = evidence.gather()
    found = ngettext(
        "%(number)s change was found.", "%(number)s changes were found.", number
    )
    messages.success(request, found % {"number": number})
    return redirect("annualcycle:wheel")


# Activities


@takes_form
def activity_add(request):
    units = units_written_by(request.user)
    unit = _asked_for(units, request)
    form = ActivityForm(sent(request), unit=unit, instance=Activity(unit=unit))
    if form.is_valid():
        activity = form.begin(by=request.user)
        messages.success(request, _("The activity stands in the wheel."))
        return redirect(activity)
    return _render_form(request, form, unit=unit)


def _asked_for(units, request):
    """The unit in the address, else the highest in which the person may write."""
    if not (highest := units.order_by("lineage__len", "name").first()):
        raise PermissionDenied
    asked = WheelForm(request.GET, user=request.user).cleaned_data.get("unit")
    if asked is None:
        return highest
    return get_object_or_404(units, pk=asked.pk)


@require_safe
def activity_detail(request, pk):
    visible = Activity.objects.visible_to(request.user)
    activity = get_object_or_404(
        visible.select_related("unit", "goal", "follows", "created_by"), pk=pk
    )
    written = Activity.objects.written_by(request.user).filter(pk=pk)
    context = {
        "activity": activity,
        "source": evidence.named(activity.evidence),
        "following": activity.followed_by.first(),
        "writes": written.exists() and not activity.is_ended,
        # Of a unit above one's own the wheel is the own unit's, and so is the matrix.
        "scope": units_seen_by(request.user).filter(pk=activity.unit_id).first(),
        "may_look_below": granted_units(request.user, UnitPermission.VIEW_YEAR).units,
    }
    return render(request, "annualcycle/activity_detail.html", context)


@takes_form
def activity_edit(request, pk):
    activity = _written(request, pk)
    form = ActivityForm(sent(request), unit=activity.unit, instance=activity)
    if following := came_of(form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(following)
    return _render_form(request, form, unit=activity.unit, activity=activity)


@takes_form
def activity_end(request, pk):
    activity = _written(request, pk)
    form = EndForm(activity, sent(request))
    if is_done(request, form, _("The activity ends. Its years are kept.")):
        return redirect(activity)
    return render_form(
        request, form, "annualcycle/activity_end.html", activity=activity
    )


def _written(request, pk):
    activities = Activity.objects
    allowed = activities.written_by(request.user).select_related("unit")
    return get_allowed(allowed, activities.visible_to(request.user), pk=pk)


def _render_form(request, form, **context):
    return render_form(request, form, "annualcycle/activity_form.html", **context)


# What became of them


@require_safe
def occurrence(request, pk):
    occurrences = Occurrence.objects.select_related("activity__unit", "unit", "by")
    found = get_object_or_404(occurrences.visible_to(request.user), pk=pk)
    handled = Occurrence.objects.handled_by(request.user).filter(pk=pk)
    context = {
        "occurrence": found,
        "state": wheel.STATES[found.state],
        "source": evidence.named(found.activity.evidence),
        "acts": {name: ACTS[name].label for name in acts_for(found)},
        "handles": handled.exists(),
    }
    return render(request, "annualcycle/occurrence.html", context)


@takes_form
def occurrence_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    occurrences = Occurrence.objects
    allowed = occurrences.handled_by(request.user).select_related("activity", "unit")
    found = get_allowed(allowed, occurrences.visible_to(request.user), pk=pk)
    form = ACTS[name](found, sent(request))
    if not form.is_bound and name not in acts_for(found):
        messages.error(request, _("Somebody has said it already. Look again."))
        return redirect(found)
    if is_done(request, form):
        return redirect(found)
    return render_form(
        request, form, "annualcycle/occurrence_act.html", occurrence=found
    )


# Templates


@require_safe
def template_list(request):
    if not granted_units(request.user, UnitPermission.MANAGE_YEAR).units:
        raise PermissionDenied
    templates = wheel_templates.of_country(Municipality.objects.country())
    context = {"templates": templates}
    return render(request, "annualcycle/template_list.html", context)


@takes_form
def template_take(request, name):
    units = Unit.objects.existing().permitting(request.user, UnitPermission.MANAGE_YEAR)
    highest = units.order_by("lineage__len", "name").select_related("parent").first()
    if highest is None:
        raise PermissionDenied
    template = wheel_templates.named(name, Municipality.objects.country())
    if template is None:
        raise Http404
    form = TakeForm(
        sent(request),
        template=template,
        units=units.select_related("parent"),
        taken=wheel_templates.taken(highest),
        initial={"unit": highest.pk},
    )
    if form.is_valid():
        number = form.carry_out(by=request.user)
        taken = ngettext(
            "%(number)s item is taken into the wheel.",
            "%(number)s items are taken into the wheel.",
            number,
        )
        messages.success(request, taken % {"number": number})
        unit, year = form.cleaned_data["unit"], form.cleaned_data["first_year"]
        return redirect(f"{reverse('annualcycle:wheel')}?unit={unit.pk}&year={year}")
    page = "annualcycle/template_take.html"
    return render_form(request, form, page, template=template)
