from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("sam.start.urls")),
    path("incidents/", include("incidents.urls")),
    path("rounds/", include("riskassessment.urls")),
    path("measures/", include("actionplans.urls")),
    path("reports/", include("reports.urls")),
    path("organisation/", include("organisation.urls")),
    path("account/", include("allauth.urls")),
    path("", include("ui.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("style/", include("ui.style")))
