from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.views.decorators.http import require_GET


@require_GET
@login_not_required
def worker(request):
    """The service worker: it may only rule over the addresses beside its own.

    It holds no data, and a browser must be able to renew it also when nobody is
    logged in.
    """
    return HttpResponse(
        Path(finders.find("worker.js")).read_bytes(),
        content_type="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )
