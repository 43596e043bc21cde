"""How the program runs, for the one who runs it."""

from datetime import UTC, datetime

from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisation.permissions import require_administrator
from sam import health, pulse
from sam.version import VERSION


@transaction.non_atomic_requests
@require_safe
def condition(request):
    """Not in one transaction, so that a check that fails leaves the next one whole."""
    require_administrator(request.user)
    context = {
        "findings": health.whole(),
        "jobs": _jobs(),
        "version": VERSION,
        "now": timezone.now(),
    }
    return render(request, "organisation/condition.html", context)


def _jobs():
    """Each regular job with when it last ran, or nothing, and whether it failed."""
    names = health.regular()
    runs = pulse.runs(names)
    return [
        (name, datetime.fromtimestamp(run.at, UTC) if run else None, run and run.failed)
        for name, run in ((name, runs.get(name)) for name in names)
    ]
