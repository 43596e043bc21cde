from django.urls import path

from incidents import views

app_name = "incidents"
urlpatterns = [
    path("", views.incident_list, name="list"),
    path("report/", views.incident_report, name="report"),
    path("<uuid:pk>/", views.incident_detail, name="detail"),
    path("<uuid:pk>/receipt/", views.incident_receipt, name="receipt"),
    path("<uuid:pk>/<slug:name>/", views.incident_act, name="act"),
    path("<uuid:pk>/photos/<uuid:photo>/", views.incident_photo, name="photo"),
    path(
        "<uuid:pk>/photos/<uuid:photo>/small/",
        views.incident_photo,
        {"thumbnail": True},
        name="thumbnail",
    ),
]
