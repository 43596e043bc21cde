from django.urls import path

from annualcycle import views

app_name = "annualcycle"
urlpatterns = [
    path("inspections/", views.inspection_list, name="inspection_list"),
    path("inspections/new/", views.inspection_add, name="inspection_add"),
    path("inspections/<uuid:pk>/", views.inspection_detail, name="inspection_detail"),
    path("inspections/<uuid:pk>/edit/", views.inspection_edit, name="inspection_edit"),
    path("inspections/<uuid:pk>/measure/", views.measure_add, name="measure_add"),
    path(
        "inspections/<uuid:pk>/<slug:name>/",
        views.inspection_act,
        name="inspection_act",
    ),
]
