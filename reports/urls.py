from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("figures/", views.import_figures, name="import_figures"),
    path("figures/template/", views.import_template, name="import_template"),
    path("years/open/", views.year_open, name="open_year"),
    path("years/<int:year>/produce/", views.year_produce, name="produce"),
    path(
        "productions/<uuid:pk>/", views.production_progress, name="production_progress"
    ),
    path("jobs/<int:pk>/retry/", views.job_retry, name="retry"),
    path("documents/<uuid:pk>/", views.document, name="document"),
    path("<uuid:pk>/", views.report_detail, name="detail"),
    path("<uuid:pk>/sections/<slug:code>/", views.section_edit, name="section"),
    path("<uuid:pk>/<slug:name>/", views.report_act, name="act"),
]
