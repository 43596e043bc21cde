from django.urls import path

from representatives.views import area, requests, stops

app_name = "representatives"
urlpatterns = [
    path("", area.area, name="area"),
    path("units/", area.unit_options, name="unit_options"),
    path("requests/", requests.request_list, name="request_list"),
    path("requests/new/", requests.request_add, name="request_add"),
    path("requests/<uuid:pk>/", requests.request_detail, name="request_detail"),
    path("requests/<uuid:pk>/edit/", requests.request_edit, name="request_edit"),
    path("requests/<uuid:pk>/measure/", requests.measure_add, name="measure_add"),
    path(
        "requests/<uuid:pk>/confirmation/", requests.confirmation, name="confirmation"
    ),
    path(
        "requests/<uuid:pk>/files/<uuid:file>/",
        requests.request_file,
        name="request_file",
    ),
    path("requests/<uuid:pk>/<slug:name>/", requests.request_act, name="request_act"),
    path("stops/", stops.stop_list, name="stop_list"),
    path("stops/new/", stops.stop_add, name="stop_add"),
    path("stops/<uuid:pk>/", stops.stop_detail, name="stop_detail"),
    path("stops/<uuid:pk>/lift/", stops.stop_lift, name="stop_lift"),
]
