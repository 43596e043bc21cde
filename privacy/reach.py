"""Who may do what in this room: all of it holds for the whole municipality."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from organisation.models import UnitPermission
from organisation.permissions import granted_units
from privacy.models import DataRequest
from sam.access import get_allowed


def holds(user, *permissions):
    return any(granted_units(user, each).everywhere for each in permissions)


def _required(*permissions):
    def decorate(view):
        @wraps(view)
        def inner(request, *args, **kwargs):
            if not holds(request.user, *permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return decorate


_ANSWER = UnitPermission.ANSWER_REQUESTS
_OVERSEE = UnitPermission.OVERSEE_PERSONAL_DATA

keepers_only = _required(_ANSWER, _OVERSEE, UnitPermission.MANAGE_RECORDS)
readers_only = _required(_ANSWER, _OVERSEE)
answering_only = _required(_ANSWER)
overseeing_only = _required(_OVERSEE)


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
