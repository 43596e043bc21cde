from django.urls import path

from attachments import views

app_name = "attachments"
urlpatterns = [
    path("waiting/<uuid:pk>/", views.waiting_photo, name="waiting"),
]
