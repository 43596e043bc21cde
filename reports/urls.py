from django.urls import include, path

from reports.views import following, looks, meeting, open_data, progress, reports, years

app_name = "reports"
urlpatterns = [
    path("", years.report_list, name="list"),
    path("years/open/", years.year_open, name="open_year"),
    path("years/<int:pk>/", years.report_year, name="year"),
    path("years/<int:pk>/figures/", open_data.dictionary, name="dictionary"),
    path("years/<int:pk>/figures.csv", open_data.figures, name="figures"),
    path("years/<int:pk>/settings/", years.year_settings, name="year_settings"),
    path("years/<int:pk>/follow/", years.year_follow, name="follow"),
    path("years/<int:pk>/progress/", progress.progress, name="progress"),
    path("years/<int:pk>/remind/", progress.remind, name="remind"),
    path("years/<int:pk>/produce/", years.year_produce, name="produce"),
    path(
        "productions/<uuid:pk>/", years.production_progress, name="production_progress"
    ),
    path("jobs/<int:pk>/retry/", years.job_retry, name="retry"),
    path("documents/<uuid:pk>/", years.document, name="document"),
    path("figures/", include("reports.figure_urls")),
    path("appearance/", looks.appearance, name="appearance"),
    path("templates/", include("reports.template_urls")),
    path("<uuid:pk>/", reports.report_detail, name="detail"),
    path("<uuid:pk>/sections/<slug:code>/", reports.section_edit, name="section"),
    path(
        "<uuid:pk>/sections/<slug:code>/<int:row>/",
        reports.section_edit,
        name="section_row",
    ),
    path("<uuid:pk>/tables/<slug:code>/", following.table, name="table"),
    path(
        "<uuid:pk>/tables/<slug:code>/<int:row>/<int:column>/",
        following.figure,
        name="figure",
    ),
    path("<uuid:pk>/meeting/", meeting.meeting, name="meeting"),
    path("<uuid:pk>/answers/", reports.report_answers, name="answers"),
    path("<uuid:pk>/<slug:name>/", reports.report_act, name="act"),
]
