"""Who was sent which e-mail, for the one who runs the program. Never what it says."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mailing import outbox
from mailing.models import Message
from organisation.forms import OutboxFilterForm, SendAgainForm
from organisation.permissions import require_administrator
from sam.htmx import render_page_or_partial
from ui.paging import page_of


@require_safe
def message_list(request):
    require_administrator(request.user)
    form = OutboxFilterForm(request.GET)
    rows = form.filter(Message.objects.select_related("recipient").defer("body"))
    page = page_of(rows, request.GET, by="-created_at")
    context = {"filter_form": form, "page": page}
    return render_page_or_partial(
        request, "organisation/outbox.html", "results", context
    )


@require_POST
def message_send_again(request, pk):
    require_administrator(request.user)
    message = get_object_or_404(Message, pk=pk)
    form = SendAgainForm(request.POST)
    if form.is_valid() and outbox.send_again(message, **form.cleaned_data):
        messages.success(request, _("The e-mail is on its way again."))
    else:
        messages.info(request, _("The e-mail had moved on already. Look at it here."))
    return redirect(f"{reverse('organisation:outbox')}?{request.GET.urlencode()}")
