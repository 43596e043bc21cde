"""The secret address by which a person's own calendar program reads their days."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisation.models import CalendarFeed
from sam.sent import takes_form


@takes_form
def calendar(request):
    """What is made is shown on this one page: it is kept nowhere, not even for a redirect."""
    context = {"address": ""}
    if request.method == "POST":
        token = CalendarFeed.objects.make(request.user)
        context["address"] = request.build_absolute_uri(
            reverse("calendar", args=[token])
        )
    context["feed"] = CalendarFeed.objects.filter(user=request.user).first()
    return render(request, "organisation/calendar.html", context)


@require_POST
def calendar_revoke(request):
    CalendarFeed.objects.filter(user=request.user).delete()
    messages.success(
        request, _("The address has stopped. No calendar can read it any more.")
    )
    return redirect("organisation:calendar")
