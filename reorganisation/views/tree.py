"""The organisation as it is, was or will be on a day, and who has which role in it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.views.access import gives_power
from organisation.models import Appointment, Level, Placement, Unit, User
from organisation.vacancies import units_without_manager
from reorganisation import access
from reorganisation.consequences import roles_of, waiting_in
from reorganisation.forms.reorganisations import STEPS
from reorganisation.forms.tree import AppointForm, DismissForm, TreeForm, VacancyForm
from reorganisation.models import Reorganisation, Step
from sam.htmx import render_page_or_partial
from sam.reauthentication import recently_logged_in
from sam.sent import sent, takes_form
from ui.acting import is_done, render_form
from ui.paging import page_of
from ui.searching import render_matches


@require_safe
def tree(request):
    """What is searched for; without a search the municipality and its administrations."""
    access.require_seeing(request.user)
    form = TreeForm(request.GET)
    day = form.day
    found = form.find(access.units_seen_by(request.user))
    if not form.cleaned_data.get("q") and access.runs_organisation(request.user):
        top = Q(parent=None) | Q(level=Level.ADMINISTRATION)
        found = found.filter(top | Q(parent__parent=None))
    context = {
        "filter_form": form,
        "day": day,
        "page": page_of(found, request.GET, by="name"),
        "runs": access.runs_organisation(request.user),
        "is_searched": bool(form.cleaned_data.get("q")),
    }
    return render_page_or_partial(
        request, "reorganisation/tree.html", "results", context
    )


@require_safe
def unit(request, pk):
    found = access.unit_of(request.user, pk)
    form = TreeForm(request.GET)
    day = form.day
    placements = list(
        found.placements.select_related("parent", "answers_to").order_by("-valid")
    )
    runs = access.runs_organisation(request.user)
    related = list(
        Unit.objects.filter(
            Q(pk__in=found.lineage[:-1]) | Q(successor=found, closed_on__isnull=False)
        ).order_by("lineage__len")
    )
    below = Placement.objects.on(day).filter(parent=found).select_related("unit")
    context = {
        "unit": found,
        "filter_form": form,
        "day": day,
        "placed": next((each for each in placements if day in each.valid), None),
        "placements": placements,
        "path": [each for each in related if each.pk in found.lineage],
        "page": page_of(below, request.GET, by="name"),
        "appointments": roles_of(found),
        "employees": _employees(found),
        "waiting": waiting_in(found),
        "predecessors": [each for each in related if each.pk not in found.lineage],
        "coming": Reorganisation.objects.concerning(found) if runs else [],
        "runs": runs,
        "kinds": [(kind, Step.Kind(kind).label) for kind in STEPS] if runs else [],
        "named": access.roles_named_by(request.user),
    }
    return render(request, "reorganisation/unit.html", context)


def _employees(unit):
    """(in the unit itself, with those below)."""
    below = Q(unit__lineage__contains=[unit.pk])
    numbers = User.objects.filter(below, is_active=True).aggregate(
        itself=Count("pk", filter=Q(unit=unit)), all=Count("pk")
    )
    return numbers["itself"], numbers["all"]


@require_safe
def vacancies(request):
    """Units that nobody leads, of those that the person sees."""
    access.require_seeing(request.user)
    form = VacancyForm(request.GET)
    seen = access.units_seen_by(request.user)
    units = form.filter(units_without_manager().filter(pk__in=seen.values("pk")))
    units = units.select_related("parent").annotate(
        number=Count("employees", filter=Q(employees__is_active=True))
    )
    context = {
        "filter_form": form,
        "page": page_of(units, request.GET, by="name"),
        "is_searched": bool(form.cleaned_data.get("q")),
    }
    return render_page_or_partial(
        request, "reorganisation/vacancies.html", "results", context
    )


@takes_form
@recently_logged_in(when=gives_power)
def appoint(request, pk):
    found = access.unit_of(request.user, pk)
    named = access.roles_named_by(request.user)
    form = AppointForm(sent(request), unit=found, named=named)
    if is_done(request, form, _("The role is given.")):
        return redirect("reorganisation:unit", pk)
    return render_form(request, form, "reorganisation/appoint.html", unit=found)


@takes_form
def dismiss(request, pk):
    access.require_seeing(request.user)
    held = Appointment.objects.filter(unit__in=access.units_seen_by(request.user))
    appointment = get_object_or_404(held.select_related("user", "unit"), pk=pk)
    if appointment.role not in access.roles_named_by(request.user):
        raise PermissionDenied
    form = DismissForm(sent(request), appointment=appointment)
    if is_done(request, form, _("The role ends with that day.")):
        return redirect("reorganisation:unit", appointment.unit_id)
    return render_form(
        request, form, "reorganisation/dismiss.html", appointment=appointment
    )


@require_safe
def people_options(request):
    """Everyone who may log in, for who names them to roles."""
    access.require_seeing(request.user)
    return render_matches(request, User.objects.filter(is_active=True))
