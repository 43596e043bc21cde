from django.views.decorators.http import require_safe

from organisation.models import Unit
from ui.searching import render_matches


@require_safe
def unit_options(request):
    """Units by part of their name, for everyone: where something happened is no secret."""
    return render_matches(request, Unit.objects.existing())
