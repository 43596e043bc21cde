"""Which rounds and risks a request may touch, and what to answer when they moved on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django_htmx.http import HttpResponseClientRefresh

from riskassessment.models import InspectionRound
from sam.access import get_allowed


def visible_round(request, pk):
    rounds = InspectionRound.objects.visible_to(request.user)
    return get_object_or_404(rounds.select_related("unit"), pk=pk)


def round_to(verb, request, pk):
    """The round that the person may handle, walk or review; see `get_allowed`."""
    rounds = InspectionRound.objects.select_related("unit")
    allowed = {
        "handle": rounds.handled_by,
        "walk": rounds.walked_by,
        "review": rounds.reviewed_by,
    }[verb]
    return get_allowed(allowed(request.user), rounds.visible_to(request.user), pk=pk)


def moved_on(request, round, error):
    messages.error(request, error)
    return HttpResponseClientRefresh() if request.htmx else redirect(round)
