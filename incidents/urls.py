from django.urls import path

from incidents.views import (
    detail,
    details,
    dialogue,
    exports,
    history,
    links,
    lists,
    log,
    month,
    notices,
    proof,
    reporting,
    statistics,
)

app_name = "incidents"
urlpatterns = [
    path("", lists.incident_list, name="list"),
    path("statistics/", statistics.incident_statistics, name="statistics"),
    path("month/", month.incident_month, name="month"),
    path("columns/", lists.columns_choose, name="columns"),
    path("filters/", lists.saved_filter_list, name="saved_filters"),
    path("filters/save/", lists.saved_filter_add, name="save_filter"),
    path(
        "filters/<int:pk>/rename/", lists.saved_filter_rename, name="rename_filter"
    ),
    path(
        "filters/<int:pk>/delete/", lists.saved_filter_delete, name="delete_filter"
    ),
    path("export/", exports.incident_export, name="export"),
    path("export/<uuid:pk>/", exports.export_progress, name="export_progress"),
    path("export/<uuid:pk>/file/", exports.export_file, name="export_file"),
    path("history/", history.history, name="history"),
    path("history/<uuid:pk>/", history.history_import, name="history_import"),
    path(
        "history/<uuid:pk>/columns/", history.history_columns, name="history_columns"
    ),
    path("history/<uuid:pk>/values/", history.history_values, name="history_values"),
    path("history/<uuid:pk>/refused/", history.history_refused, name="history_refused"),
    path("history/<uuid:pk>/<slug:name>/", history.history_act, name="history_act"),
    path("report/", reporting.incident_report, name="report"),
    path("<uuid:pk>/", detail.incident_detail, name="detail"),
    path("duties/", notices.duty_list, name="duties"),
    path("<uuid:pk>/notices/<slug:rule>/", notices.notice_worksheet, name="notice"),
    path(
        "<uuid:pk>/notices/<slug:rule>/receipt/",
        notices.notice_document,
        {"name": "receipt"},
        name="notice_receipt",
    ),
    path(
        "<uuid:pk>/notices/<slug:rule>/confirmation/",
        notices.notice_document,
        {"name": "confirmation"},
        name="notice_confirmation",
    ),
    path(
        "<uuid:pk>/notices/<slug:rule>/<slug:name>/",
        notices.notice_act,
        name="notice_act",
    ),
    path("<uuid:pk>/receipt/", reporting.incident_receipt, name="receipt"),
    path("<uuid:pk>/proof/", proof.proof, name="proof"),
    path("<uuid:pk>/proof/document/", proof.proof_document, name="proof_document"),
    path("<uuid:pk>/remark/", dialogue.remark, name="remark"),
    path("links/", links.link_list, name="links"),
    path("links/units/", links.link_units, name="link_units"),
    path("links/people/", links.link_people, name="link_people"),
    path("links/<int:pk>/poster/", links.poster, name="poster"),
    path("links/<int:pk>/withdraw/", links.link_withdraw, name="link_withdraw"),
    path("<uuid:pk>/edit/", details.incident_edit, name="edit"),
    path("<uuid:pk>/details/", details.incident_details, name="details"),
    path(
        "<uuid:pk>/investigation/",
        details.incident_investigation,
        name="investigation",
    ),
    path("<uuid:pk>/comment/", details.incident_comment, name="comment"),
    path("<uuid:pk>/persons/", details.incident_persons, name="persons"),
    path("<uuid:pk>/log/", log.incident_log, name="log"),
    path("<uuid:pk>/<slug:name>/", detail.incident_act, name="act"),
    path("<uuid:pk>/photos/<uuid:photo>/", detail.incident_photo, name="photo"),
    path(
        "<uuid:pk>/photos/<uuid:photo>/small/",
        detail.incident_photo,
        {"thumbnail": True},
        name="thumbnail",
    ),
]
