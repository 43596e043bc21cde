from django.urls import path

from organisation import views

app_name = "organisation"
urlpatterns = [path("units/", views.unit_options, name="unit_options")]
