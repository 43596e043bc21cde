from django.urls import path

from knowledge.views import certificates, courses, imports

app_name = "knowledge"
urlpatterns = [
    path("", certificates.certificate_list, name="certificate_list"),
    path("new/", certificates.certificate_add, name="certificate_add"),
    path("people/", certificates.people_options, name="people_options"),
    path("mine/", certificates.my_courses, name="my_courses"),
    path("planned/", certificates.planned_list, name="planned_list"),
    path("planned/<int:pk>/", certificates.planned_answer, name="planned_answer"),
    path(
        "planned/<uuid:person>/<uuid:course>/", certificates.plan_add, name="plan_add"
    ),
    path("units/", certificates.matrix, name="matrix"),
    path("courses/", courses.course_list, name="course_list"),
    path("courses/begin/", courses.load, name="load"),
    path("courses/new/", courses.course_form, name="course_add"),
    path("courses/<uuid:pk>/", courses.course_detail, name="course_detail"),
    path("courses/<uuid:pk>/edit/", courses.course_form, name="course_edit"),
    path(
        "courses/requirements/<int:pk>/delete/",
        courses.requirement_delete,
        name="requirement_delete",
    ),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/<int:pk>/", imports.import_, name="import"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/refused/", imports.import_refused, name="import_refused"),
    path("imports/<int:pk>/delete/", imports.import_delete, name="import_delete"),
    path("<uuid:pk>/", certificates.certificate_detail, name="certificate_detail"),
    path("<uuid:pk>/file/", certificates.certificate_file, name="certificate_file"),
    path(
        "<uuid:pk>/delete/",
        certificates.certificate_delete,
        name="certificate_delete",
    ),
]
