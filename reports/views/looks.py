"""What the documents look like: the municipality's logo and colour."""

from base64 import b64encode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from organisation.models import Municipality
from reports.forms.looks import LooksForm
from reports.models import ReportTemplate
from reports.rights import dresses
from sam.sent import takes_form


@takes_form
def appearance(request):
    if not dresses(request.user):
        raise PermissionDenied
    municipality = get_object_or_404(Municipality)
    is_sent = request.method == "POST"
    form = LooksForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        instance=municipality,
    )
    if form.is_valid():
        form.carry_out()
        messages.success(
            request, _("Saved. Documents that are made from now on have it.")
        )
        return redirect("reports:appearance")
    # What was saved last, not what was sent: that may be no colour at all.
    municipality.refresh_from_db()
    context = {
        "form": form,
        "shown": municipality,
        "logo": _as_address(municipality.logo),
        "title": _title(),
    }
    status = 422 if is_sent else 200
    return render(request, "reports/appearance.html", context, status=status)


def _as_address(logo):
    """In the page itself: nobody else asks for it."""
    if not logo:
        return ""
    with logo.open() as file:
        return f"data:image/png;base64,{b64encode(file.read()).decode()}"


def _title():
    newest = ReportTemplate.objects.in_use().first()
    return newest.title if newest else _("Annual report")
