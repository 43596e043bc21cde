"""Who may do what in this room: all of it holds for the whole municipality."""

from django.shortcuts import get_object_or_404

from organisation.models import UnitPermission
from organisation.permissions import for_whole_municipality
from privacy.models import DataRequest
from sam.access import get_allowed

_ANSWER = UnitPermission.ANSWER_REQUESTS
_OVERSEE = UnitPermission.OVERSEE_PERSONAL_DATA

keepers_only = for_whole_municipality(_ANSWER, _OVERSEE, UnitPermission.MANAGE_RECORDS)
readers_only = for_whole_municipality(_ANSWER, _OVERSEE)
answering_only = for_whole_municipality(_ANSWER)
overseeing_only = for_whole_municipality(_OVERSEE)


def handled(user, pk):
    """The request, for who handles it; who only oversees sees that it is there."""
    requests = DataRequest.objects.select_related("person__identity", "handler")
    return get_allowed(
        requests.handled_by(user), DataRequest.objects.visible_to(user), pk=pk
    )


def seen(user, pk):
    requests = DataRequest.objects.visible_to(user)
    related = requests.select_related("person", "handler", "registered_by", "extract")
    return get_object_or_404(related, pk=pk)
