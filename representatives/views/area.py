from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisation.models import UnitPermission
from organisation.permissions import granted_units
from representatives.forms import area_of
from representatives.law import in_context
from representatives.models import RepRequest, StopWork
from representatives.overview import figures, papers, units_of, waiting
from ui.searching import render_matches

SHOWN = 20


@require_safe
def area(request):
    """A safety representative's own page."""
    user = request.user
    if not granted_units(user, UnitPermission.REVIEW_ROUNDS).units:
        raise PermissionDenied
    given, below = units_of(user)
    only = given[0] if len(given) == 1 else None
    requests = RepRequest.objects.visible_to(user).in_area_of(user)
    stops = StopWork.objects.visible_to(user).in_area_of(user)
    context = {
        **in_context(),
        "given": given,
        "below": below,
        "waiting": waiting(user),
        "requests": requests.ongoing().select_related("unit")[:SHOWN],
        "stops": stops.in_force().select_related("unit")[:SHOWN],
        "figures": figures(user, only),
        "papers": papers(user, only),
    }
    return render(request, "representatives/area.html", context)


@require_safe
def unit_options(request):
    """Units of the person's own area, by typed name."""
    return render_matches(request, area_of(request.user))
