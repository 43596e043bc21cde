"""What a person decides for themselves: how e-mail comes, and who stands in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisation import substitutes
from organisation.forms import EmailForm, SubstituteForm
from organisation.models import Appointment
from organisation.roles import managed_by
from sam.sent import takes_form

# So many are shown of those who stood in once.
SHOWN = 50


@takes_form
def personal_settings(request):
    is_sent = request.method == "POST"
    form = EmailForm(request.POST if is_sent else None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("organisation:settings")
    units = managed_by(request.user)
    context = {
        "form": form,
        "manages": units.exists(),
        "substitutes": Appointment.objects.substitutes_in(units)[:SHOWN],
    }
    status = 422 if is_sent else 200
    return render(request, "organisation/settings.html", context, status=status)


@takes_form
def substitute_add(request):
    if not managed_by(request.user).exists():
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = SubstituteForm(request.POST if is_sent else None, by=request.user)
    if form.is_valid() and form.carry_out():
        messages.success(request, _("The substitute is named, and has been told."))
        return redirect("organisation:settings")
    status = 422 if is_sent else 200
    return render(
        request, "organisation/substitute.html", {"form": form}, status=status
    )


@require_POST
def substitute_end(request, pk):
    named = Appointment.objects.substitutes_in(managed_by(request.user))
    appointment = get_object_or_404(named, pk=pk)
    if substitutes.end(appointment):
        messages.success(request, _("It is ended, and the substitute has been told."))
    else:
        messages.info(request, _("It had ended already."))
    return redirect("organisation:settings")
