from django.urls import path

from actionplans.views import acts, measures, moving

app_name = "actionplans"
urlpatterns = [
    path("", measures.measure_list, name="measure_list"),
    path("<uuid:pk>/", acts.measure_detail, name="measure_detail"),
    path("<uuid:pk>/<slug:name>/", acts.measure_act, name="measure_act"),
    path("closed/<uuid:pk>/", moving.closed_unit, name="closed_unit"),
    path("plan/<uuid:pk>/add/", measures.measure_add, name="measure_add"),
    path(
        "responsible/<uuid:unit>/",
        measures.responsible_options,
        name="responsible_options",
    ),
]
