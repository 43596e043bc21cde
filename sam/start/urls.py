from django.urls import path

from sam.start import views

urlpatterns = [
    path("", views.start, name="start"),
    path("calendar/<slug:token>.ics", views.calendar, name="calendar"),
]
