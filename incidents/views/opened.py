"""What is open to everyone: in the reader's own language, and kept by no cache."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from incidents.models import ReportingLink


def open_to_all(view):
    return login_not_required(never_cache(view))


def by_link(view):
    """Give the view the link instead of its token; a page says what to do without one."""

    @wraps(view)
    def found(request, token):
        links = ReportingLink.objects.select_related("unit", "person")
        link = links.open().filter(token=token).first()
        if link:
            return view(request, link)
        was = ReportingLink.objects.filter(token=token).exists()
        context = {"was": was}
        status = 410 if was else 404
        return render(request, "incidents/public/gone.html", context, status=status)

    return found
