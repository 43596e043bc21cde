from django.urls import path

from retention.views import holds, kinds, packages, runs

app_name = "retention"
urlpatterns = [
    path("", kinds.kind_list, name="kind_list"),
    path("kinds/<slug:code>/", kinds.kind_detail, name="kind_detail"),
    path("kinds/<slug:code>/decide/", kinds.rule_add, name="rule_add"),
    path("kinds/<slug:code>/due/", kinds.due_list, name="due_list"),
    path("kinds/<slug:code>/due.xlsx", kinds.due_file, name="due_file"),
    path("holds/", holds.hold_list, name="hold_list"),
    path("holds/new/", holds.hold_add, name="hold_add"),
    path("holds/people/", holds.people_options, name="people_options"),
    path("holds/<uuid:pk>/", holds.hold_detail, name="hold_detail"),
    path("holds/<uuid:pk>/lift/", holds.hold_lift, name="hold_lift"),
    path("soon/", holds.warning_list, name="warning_list"),
    path("soon/<uuid:unit>/", holds.warning_list, name="unit_warnings"),
    path("soon/<int:pk>/keep/", holds.warning_keep, name="warning_keep"),
    path("destruction/", runs.run_list, name="run_list"),
    path("destruction/new/", runs.run_add, name="run_add"),
    path("destruction/log/", runs.entry_list, name="entry_list"),
    path("destruction/log/ask/", runs.entry_ask, name="entry_ask"),
    path("destruction/log/file/", runs.entry_file, name="entry_file"),
    path(
        "destruction/items/<uuid:pk>/restore/", runs.item_restore, name="item_restore"
    ),
    path("destruction/<uuid:pk>/", runs.run_detail, name="run_detail"),
    path("destruction/<uuid:pk>/confirm/", runs.run_confirm, name="run_confirm"),
    path("destruction/<uuid:pk>/again/", runs.run_try_again, name="run_try_again"),
    path("destruction/<uuid:pk>/call-off/", runs.run_call_off, name="run_call_off"),
    path(
        "destruction/<uuid:pk>/certificate/",
        runs.run_certificate,
        name="run_certificate",
    ),
    path(
        "destruction/<uuid:pk>/certificate.pdf",
        runs.run_certificate_file,
        name="run_certificate_file",
    ),
    path("archive/", packages.archive_list, name="archive_list"),
    path("archive/new/", packages.archive_add, name="archive_add"),
    path("archive/<uuid:pk>/", packages.archive_detail, name="archive_detail"),
    path("archive/<uuid:pk>/file/", packages.archive_file, name="archive_file"),
    path(
        "archive/<uuid:pk>/receipt/", packages.archive_receipt, name="archive_receipt"
    ),
]
