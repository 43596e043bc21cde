from django.urls import path

from incidents.views import detail, lists, reporting

app_name = "incidents"
urlpatterns = [
    path("", lists.incident_list, name="list"),
    path("report/", reporting.incident_report, name="report"),
    path("<uuid:pk>/", detail.incident_detail, name="detail"),
    path("<uuid:pk>/receipt/", reporting.incident_receipt, name="receipt"),
    path("<uuid:pk>/<slug:name>/", detail.incident_act, name="act"),
    path("<uuid:pk>/photos/<uuid:photo>/", detail.incident_photo, name="photo"),
    path(
        "<uuid:pk>/photos/<uuid:photo>/small/",
        detail.incident_photo,
        {"thumbnail": True},
        name="thumbnail",
    ),
]
