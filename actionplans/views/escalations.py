"""What was lifted: the list, one matter with its chain, and what is done with it."""

from django.views.decorators.http import require_safe

from actionplans.forms.escalations import EscalationFilterForm
from actionplans.models import Escalation
from sam.htmx import render_page_or_partial
from ui.paging import page_of


@require_safe
def escalation_list(request):
    form = EscalationFilterForm(request.GET, user=request.user)
    steps = form.filter(Escalation.objects.visible_to(request.user))
    page = page_of(steps.with_places(), request.GET, by=form.order)
    return render_page_or_partial(
        request,
        "escalations/list.html",
        "results",
        {"filter_form": form, "page": page, "query": request.GET.urlencode()},
    )
