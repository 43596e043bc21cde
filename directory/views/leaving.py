"""What one has taken over from somebody who left, and what a new manager may take."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from directory import leaving
from directory.handing_over import HANDS_OVER
from directory.models import HandedOver
from organisation.roles import managed_by
from sam.sent import takes_form

# Of each kind; the rest stands in the lists of the rooms.
MOST = 100


@require_safe
def taken_over(request):
    records = HandedOver.objects.taken_by(request.user)
    ids = defaultdict(list)
    for kind, object_id in records.values_list("kind", "object_id")[: MOST * 3]:
        ids[kind].append(object_id)
    groups = [
        (room.label, room.held_by(request.user).filter(pk__in=ids[room.kind][:MOST]))
        for room in HANDS_OVER
    ]
    return render(
        request,
        "directory/taken_over.html",
        {"groups": [(label, list(rows)) for label, rows in groups if rows]},
    )


@takes_form
def take_over(request, pk):
    unit = get_object_or_404(managed_by(request.user), pk=pk)
    if request.method == "POST":
        number = leaving.take_over(request.user, unit)
        messages.success(
            request,
            ngettext(
                "%(number)s task is yours now.",
                "%(number)s tasks are yours now.",
                number,
            )
            % {"number": number},
        )
        return redirect("directory:taken_over")
    context = {"unit": unit, "offered": leaving.offered(request.user, unit)}
    return render(request, "directory/take_over.html", context)
