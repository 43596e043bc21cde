"""The program's addresses and, beside them, the page of all parts."""

from django.urls import include, path

urlpatterns = [
    path("style/", include("ui.style")),
    path("", include("sam.urls")),
]
