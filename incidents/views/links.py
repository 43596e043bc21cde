"""Links and posters by which people report without logging in."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents import links
from incidents.forms.links import LinkForm
from incidents.models import ReportingLink
from organisation.models import Municipality, UnitPermission
from organisation.permissions import granted_units
from sam.sent import takes_form
from ui.paging import page_of
from ui.qr import qr_code
from ui.searching import render_matches

# In which language a poster speaks to everyone.
_OF_COUNTRY = {"SE": "sv", "NO": "nb", "DK": "da"}


@takes_form
def link_list(request):
    _require_handler(request.user)
    is_sent = request.method == "POST"
    form = LinkForm(request.POST if is_sent else None, by=request.user)
    if form.is_valid():
        link = form.save()
        if link.person:
            done = _("The link is made. Give it to that person alone.")
        else:
            done = _("The link is made. Print the poster and put it up.")
        messages.success(request, done)
        return redirect("incidents:poster", link.pk)
    rows = ReportingLink.objects.handled_by(request.user)
    page = page_of(rows.select_related("unit", "person"), request.GET, by="-created_at")
    context = {"form": form, "page": page}
    status = 422 if is_sent else 200
    return render(request, "incidents/links.html", context, status=status)


@require_safe
def poster(request, pk):
    """A sheet for the wall, in the municipality's language whoever prints it."""
    link = _handled(request, pk)
    country = Municipality.objects.country()
    address = request.build_absolute_uri(link.get_absolute_url())
    with override(_OF_COUNTRY.get(country, "sv")):
        context = {
            "link": link,
            "address": address,
            "qr": qr_code(address, _("Code that opens the report form")),
            "languages": [
                get_language_info(code) for code, _name in settings.LANGUAGES
            ],
        }
        return render(request, "incidents/poster.html", context)


@takes_form
def link_withdraw(request, pk):
    link = _handled(request, pk)
    if request.method != "POST":
        return render(request, "incidents/link_withdraw.html", {"link": link})
    link.revoke()
    messages.success(request, _("The link is withdrawn. Take the poster down."))
    return redirect("incidents:links")


@require_safe
def link_units(request):
    _require_handler(request.user)
    return render_matches(request, links.units_of(request.user))


@require_safe
def link_people(request):
    _require_handler(request.user)
    return render_matches(request, links.people_of(request.user))


def _handled(request, pk):
    rows = ReportingLink.objects.handled_by(request.user)
    return get_object_or_404(rows.select_related("unit", "person"), pk=pk)


def _require_handler(user):
    granted = granted_units(user, UnitPermission.HANDLE_INCIDENTS)
    if not granted.units:
        raise PermissionDenied
