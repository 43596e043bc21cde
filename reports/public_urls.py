"""What is open to everyone of the reports."""

from django.urls import path

from reports.views import open_data

app_name = "open_data"
urlpatterns = [
    path("open/<int:pk>/", open_data.public_dictionary, name="dictionary"),
    path("open/<int:pk>/figures.csv", open_data.public_figures, name="figures"),
]
