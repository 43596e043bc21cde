from django.urls import path

from actionplans.views import escalations

app_name = "escalations"
urlpatterns = [
    path("", escalations.escalation_list, name="list"),
]
