"""HR's figures and what is made of them; included under /reports/figures/."""

from django.urls import path

from reports.views import figures, metrics

urlpatterns = [
    path("", figures.import_figures, name="import_figures"),
    path("template/", figures.import_template, name="import_template"),
    path("<int:pk>/", figures.figure_import, name="figure_import"),
    path("<int:pk>/columns/", figures.figure_columns, name="figure_columns"),
    path("<int:pk>/words/", figures.figure_words, name="figure_words"),
    path("<int:pk>/refused/", figures.figures_refused, name="figures_refused"),
    path("<int:pk>/<slug:name>/", figures.figure_import_act, name="figure_import_act"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/add/", metrics.metric_add, name="metric_add"),
    path("metrics/<slug:code>/", metrics.metric, name="metric"),
    path("metrics/<slug:code>/edit/", metrics.metric_edit, name="metric_edit"),
    path("quantities/add/", metrics.quantity_add, name="quantity_add"),
    path("quantities/<slug:code>/", metrics.quantity_edit, name="quantity_edit"),
    path("series/", metrics.all_series, name="all_series"),
    path("series/<int:pk>/", metrics.series, name="series"),
    path("series/<int:pk>/<slug:code>/", metrics.series_figures, name="series_figures"),
    path("targets/", metrics.targets, name="targets"),
    path(
        "targets/<int:year>/<slug:code>/", metrics.metric_targets, name="metric_targets"
    ),
]
