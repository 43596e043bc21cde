from django.utils.functional import SimpleLazyObject

from organisation.models import Municipality, Role


def municipality(request):
    """For the head of each page; asked for once, and only by pages that show it."""
    return {
        "municipality": SimpleLazyObject(Municipality.objects.first),
        "roles": SimpleLazyObject(lambda: _roles(request.user)),
    }


def _roles(user):
    """What the person is here, each once though it may be in many units."""
    held = user.appointments.in_force().order_by("role").values_list("role", flat=True)
    return [Role(role).label for role in held.distinct()]
