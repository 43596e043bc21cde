from django.urls import path

from actionplans.views import acts, feedback, lists, measures, moving

app_name = "actionplans"
urlpatterns = [
    path("", lists.measure_list, name="measure_list"),
    path("export/", lists.measure_export, name="measure_export"),
    path("<uuid:pk>/", acts.measure_detail, name="measure_detail"),
    path("<uuid:pk>/next/", acts.measure_follow, name="measure_follow"),
    path("<uuid:pk>/told/", feedback.feedback_add, name="feedback_add"),
    path(
        "<uuid:pk>/told/<int:feedback>/remove/",
        feedback.feedback_remove,
        name="feedback_remove",
    ),
    path("<uuid:pk>/change/", measures.measure_change, name="measure_change"),
    path("<uuid:pk>/<slug:name>/", acts.measure_act, name="measure_act"),
    path("closed/<uuid:pk>/", moving.closed_unit, name="closed_unit"),
    path("plan/<uuid:pk>/add/", measures.measure_add, name="measure_add"),
    path(
        "responsible/<uuid:unit>/",
        measures.responsible_options,
        name="responsible_options",
    ),
]
