"""The program's addresses and, beside them, the page of all parts and a public page."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import include, path


@login_not_required
def public(request):
    return render(request, "ui/help.html", {"guides": [], "written_in": "sv"})


urlpatterns = [
    path("style/", include("ui.style")),
    path("public/", public, name="public"),
    path("", include("sam.urls")),
]
