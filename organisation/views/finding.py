"""Answers to fields in which one searches by name."""

from django.core.exceptions import PermissionDenied
from django.views.decorators.http import require_safe

from organisation.forms import substitutes_to_choose
from organisation.models import Unit
from organisation.roles import managed_by
from ui.searching import render_matches


@require_safe
def unit_options(request):
    """Units by part of their name, for everyone: where something happened is no secret."""
    return render_matches(request, Unit.objects.existing())


@require_safe
def substitute_options(request):
    """Everyone who may log in, for whoever has a unit to be stood in for."""
    if not managed_by(request.user).exists():
        raise PermissionDenied
    return render_matches(request, substitutes_to_choose(by=request.user))
