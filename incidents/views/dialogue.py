from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import dialogue
from incidents.forms.dialogue import RemarkForm
from incidents.models import Incident


@require_POST
def remark(request, pk):
    incidents = Incident.objects.visible_to(request.user).in_full()
    incident = get_object_or_404(incidents, pk=pk)
    if not dialogue.may_write(request.user, incident):
        raise PermissionDenied
    form = RemarkForm.sent(request.POST)
    if not form.is_valid():
        shown = dialogue.shown(request.user, incident, form)
        context = {"incident": incident, "form": form, **shown}
        return render(request, "incidents/dialogue_page.html", context, status=422)
    dialogue.say(
        incident,
        by=request.user,
        is_from_reporter=incident.reported_by == request.user,
        **form.cleaned_data,
    )
    messages.success(request, _("It is sent."))
    return redirect(f"{incident.get_absolute_url()}#dialogue")
