"""What a link to the form without a log-in lets through, and who may give one."""

from incidents.limits import address, is_within
from organisation.models import Unit, UnitPermission, User
from organisation.permissions import granted_units


def units_of(user):
    """Workplaces for which the person may give links."""
    units = Unit.objects.existing().select_related("parent")
    return units.permitting(user, UnitPermission.HANDLE_INCIDENTS)


def gives_links(user):
    return bool(granted_units(user, UnitPermission.HANDLE_INCIDENTS).units)


def may_try(request, link):
    return is_within(request, "report_try", link.token, address(request))


def may_report(request, link):
    mine = is_within(request, "report", link.token, address(request))
    return mine and is_within(request, "link", link.token)


def may_search(request, link):
    return is_within(request, "report_search", link.token, address(request))


def people_of(user):
    """Those employed at the workplaces, who may be given a link of their own."""
    units = units_of(user).values("pk")
    return User.objects.filter(unit__in=units).select_related("unit")
