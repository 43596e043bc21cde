from django.shortcuts import render
from django.views.decorators.http import require_safe

from privacy.models import DataRequest, Finding
from privacy.reach import keepers_only


@require_safe
@keepers_only
def home(request):
    """What one may do here, by what one may."""
    requests = DataRequest.objects.visible_to(request.user)
    context = {
        "open_requests": requests.open().count(),
        "late_requests": requests.late().count(),
        "findings": Finding.objects.visible_to(request.user).unreviewed().count(),
    }
    return render(request, "privacy/home.html", context)
