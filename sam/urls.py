from django.conf import settings
from django.urls import include, path

from organisation.views.unsubscribing import unsubscribe

urlpatterns = [
    path("", include("sam.start.urls")),
    path("incidents/", include("incidents.urls")),
    path("rounds/", include("riskassessment.urls")),
    path("measures/", include("actionplans.urls")),
    path("plans/", include("actionplans.plan_urls")),
    path("escalations/", include("actionplans.escalation_urls")),
    path("examples/", include("actionplans.example_urls")),
    path("representatives/", include("representatives.urls")),
    path("reports/", include("reports.urls")),
    path("year/", include("annualcycle.urls")),
    path("surveys/", include("surveys.urls")),
    path("introductions/", include("introductions.urls")),
    path("documents/", include("governing.urls")),
    path("recognition/", include("recognition.urls")),
    path("meetings/", include("meetings.urls")),
    path("allocation/", include("allocation.urls")),
    path("knowledge/", include("knowledge.urls")),
    path("talks/", include("talks.urls")),
    path("health-service/", include("healthservice.urls")),
    path("organisation/", include("reorganisation.urls")),
    path("organisation/", include("organisation.urls")),
    path("directory/", include("directory.urls")),
    path("retention/", include("retention.urls")),
    path("privacy/", include("privacy.urls")),
    path("scim/v2/", include("directory.scim_urls")),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("attachments/", include("attachments.urls")),
    path("account/", include("directory.account_urls")),
    path("", include("ui.urls")),
    path("", include("incidents.public_urls")),
    path("", include("surveys.public_urls")),
    path("", include("reports.public_urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("style/", include("ui.style")))
