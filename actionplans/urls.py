from django.urls import path

from actionplans import views

app_name = "actionplans"
urlpatterns = [
    path("", views.measure_list, name="measure_list"),
    path("<uuid:pk>/", views.measure_detail, name="measure_detail"),
    path("<uuid:pk>/<slug:name>/", views.measure_act, name="measure_act"),
    path("plan/<uuid:pk>/add/", views.measure_add, name="measure_add"),
    path(
        "responsible/<uuid:unit>/",
        views.responsible_options,
        name="responsible_options",
    ),
]
