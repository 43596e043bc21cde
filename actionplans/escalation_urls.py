from django.urls import path

from actionplans.views import escalations

app_name = "escalations"
urlpatterns = [
    path("", escalations.escalation_list, name="list"),
    path("export/", escalations.escalation_export, name="export"),
    path("measures/<uuid:pk>/", escalations.lift_measure, name="lift_measure"),
    path("<uuid:pk>/", escalations.escalation_detail, name="detail"),
    path("<uuid:pk>/<slug:name>/", escalations.escalation_act, name="act"),
]
