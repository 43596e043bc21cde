from django.urls import path

from annualcycle.views import inspections

app_name = "annualcycle"
urlpatterns = [
    path("inspections/", inspections.inspection_list, name="inspection_list"),
    path("inspections/new/", inspections.inspection_add, name="inspection_add"),
    path(
        "inspections/<uuid:pk>/",
        inspections.inspection_detail,
        name="inspection_detail",
    ),
    path(
        "inspections/<uuid:pk>/edit/",
        inspections.inspection_edit,
        name="inspection_edit",
    ),
    path("inspections/<uuid:pk>/measure/", inspections.measure_add, name="measure_add"),
    path(
        "inspections/<uuid:pk>/<slug:name>/",
        inspections.inspection_act,
        name="inspection_act",
    ),
]
