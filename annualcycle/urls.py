from django.urls import path

from annualcycle.views import goals, inspections, matrix, overview, wheel

app_name = "annualcycle"
urlpatterns = [
    path("wheel/", wheel.wheel_page, name="wheel"),
    path("wheel/paper/", wheel.wheel_paper, name="wheel_paper"),
    path("wheel/gather/", wheel.gather, name="gather"),
    path("wheel/units/", matrix.matrix, name="matrix"),
    path("wheel/units/export/", matrix.matrix_export, name="matrix_export"),
    path("wheel/templates/", wheel.template_list, name="template_list"),
    path("wheel/templates/<slug:name>/", wheel.template_take, name="template_take"),
    path("wheel/activities/add/", wheel.activity_add, name="activity_add"),
    path("wheel/activities/<uuid:pk>/", wheel.activity_detail, name="activity_detail"),
    path("wheel/activities/<uuid:pk>/edit/", wheel.activity_edit, name="activity_edit"),
    path("wheel/activities/<uuid:pk>/end/", wheel.activity_end, name="activity_end"),
    path("wheel/done/<uuid:pk>/", wheel.occurrence, name="occurrence"),
    path(
        "wheel/done/<uuid:pk>/<slug:name>/",
        wheel.occurrence_act,
        name="occurrence_act",
    ),
    path("goals/", goals.goal_list, name="goal_list"),
    path("goals/add/", goals.goal_add, name="goal_add"),
    path("goals/<uuid:pk>/", goals.goal_detail, name="goal_detail"),
    path("goals/<uuid:pk>/edit/", goals.goal_edit, name="goal_edit"),
    path("goals/<uuid:pk>/figure/", goals.goal_figure, name="goal_figure"),
    path("goals/<uuid:pk>/target/", goals.goal_target, name="goal_target"),
    path("goals/<uuid:pk>/evaluate/", goals.goal_evaluate, name="goal_evaluate"),
    path("goals/<uuid:pk>/measure/", goals.goal_measure, name="goal_measure"),
    path("goals/alerts/<uuid:pk>/", goals.goal_alert, name="goal_alert"),
    path("overview/", overview.overview, name="overview"),
    path(
        "overview/<uuid:unit>/<slug:gauge>/",
        overview.overview_decide,
        name="overview_decide",
    ),
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
