"""HR's figures and what is made of them; included under /reports/figures/."""

from django.urls import path

from reports.views import figures

urlpatterns = [
    path("", figures.import_figures, name="import_figures"),
    path("template/", figures.import_template, name="import_template"),
    path("<int:pk>/", figures.figure_import, name="figure_import"),
    path("<int:pk>/columns/", figures.figure_columns, name="figure_columns"),
    path("<int:pk>/words/", figures.figure_words, name="figure_words"),
    path("<int:pk>/refused/", figures.figures_refused, name="figures_refused"),
    path("<int:pk>/<slug:name>/", figures.figure_import_act, name="figure_import_act"),
]
